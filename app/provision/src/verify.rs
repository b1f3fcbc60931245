//! Reading it all back.

mod readings;

use base::Clock;
use base::Key;
use base::Message;
use base::Tokens;
use base::Transport;
use graph::Graph;
use graph::GraphError;

use survey::ApplicationChoice;
use survey::Marks;

use self::readings::Readings;
use crate::Action;
use crate::Desired;
use crate::History;
use crate::Journal;
use crate::KnownCertificates;
use crate::Observed;
use crate::Plan;
use crate::Removal;
use crate::Seen;
use crate::Step;
use crate::gone_since;
use crate::observe;
use crate::observe_to_undo;
use crate::plan;
use crate::plan_removal;
use crate::resource::look;
use crate::settle::Unsettled;
use crate::settle::settle;
use crate::undo;

/// What reading back showed.
#[derive(Clone, Debug, PartialEq)]
pub struct Verified {
    /// The last observation.
    pub observed: Observed,
    /// What there is to do by that; still something for this page, if ten minutes did not suffice or something blocks it.
    pub plan: Plan,
    /// What the application had when the run's plan was made and has no longer, though no plan was to take it away.
    pub gone: Vec<Message>,
    /// What the run's plan left to people elsewhere and the tenant does not show yet: still to be done by hand.
    pub left: Vec<Step>,
}

impl Verified {
    /// Why it is not done, and what to do: none where it is. A run that ended well is blocked afterwards where somebody, say,
    /// disabled its service principal meanwhile.
    pub fn problem(&self) -> Option<Message> {
        if self.plan.is_done_here() {
            return None;
        }
        let blocked = self.plan.blocked().next();
        let problem = blocked.map(|(step, unblock)| {
            Message::new(Key::StoppedKeptBlocked)
                .because(step.sentence.clone())
                .advised(unblock.clone())
        });
        Some(problem.unwrap_or(Message::new(Key::StoppedNotKept)))
    }
}

/// Observes the tenant anew and plans anew, until three plans in a row have nothing left to do. What is read are grants
/// and credentials as the tenant holds them, not what was sent. What people do elsewhere is not waited for, and what blocks
/// the rest only until it is sure that it does. The last run of
/// `history` is the one that is read back: what it found and is gone is told.
///
/// # Errors
///
/// [`GraphError`] where the tenant could not be asked.
pub async fn verify<T: Transport, K: Tokens, C: Clock>(
    graph: &Graph<T, K, C>,
    desired: &Desired,
    history: &History,
    tell: impl Fn(Seen),
) -> Result<Verified, GraphError> {
    let plan = |observed: &Observed| plan(desired, observed);
    let observe = async || observe(graph, &desired.marks, &desired.application).await;
    until_done(graph, observe, plan, history, tell).await
}

/// Observes the application anew until three plans in a row find the certificate gone. The last run of `history` is the one
/// that is read back.
///
/// # Errors
///
/// [`GraphError`] where the tenant could not be asked.
pub async fn verify_removal<T: Transport, K: Tokens, C: Clock>(
    graph: &Graph<T, K, C>,
    removal: &Removal,
    marks: &Marks,
    history: &History,
    tell: impl Fn(Seen),
) -> Result<Verified, GraphError> {
    let which = ApplicationChoice::Existing {
        id: removal.application.clone(),
    };
    // What is known of the certificate was for the person to know before, and changes nothing of what is done.
    let known = KnownCertificates::default();
    let plan = |observed: &Observed| plan_removal(removal, marks, &known, observed);
    let observe = async || observe(graph, marks, &which).await;
    until_done(graph, observe, plan, history, tell).await
}

/// Observes the application `which` anew until three plans in a row find nothing left to undo of `runs`. The last run of
/// `history` is the one that is read back.
///
/// # Errors
///
/// [`GraphError`] where the tenant could not be asked.
pub async fn verify_undone<T: Transport, K: Tokens, C: Clock>(
    graph: &Graph<T, K, C>,
    runs: &[Journal],
    marks: &Marks,
    which: &ApplicationChoice,
    history: &History,
    tell: impl Fn(Seen),
) -> Result<Verified, GraphError> {
    let plan = |observed: &Observed| undo(runs, marks, observed);
    let observe = async || observe_to_undo(graph, marks, which).await;
    until_done(graph, observe, plan, history, tell).await
}

async fn until_done<T: Transport, K: Tokens, C: Clock>(
    graph: &Graph<T, K, C>,
    observe: impl AsyncFn() -> Result<Observed, GraphError>,
    plan: impl Fn(&Observed) -> Plan,
    history: &History,
    tell: impl Fn(Seen),
) -> Result<Verified, GraphError> {
    let read = async || -> Result<Verified, GraphError> {
        let observed = observe().await?;
        Ok(Verified {
            plan: plan(&observed),
            gone: gone_since(history, &observed),
            left: Vec::new(),
            observed,
        })
    };
    let mut readings = Readings::default();
    let settled = settle(graph.clock(), tell, async || {
        let seen = read().await?;
        Ok(readings.take(seen))
    })
    .await;
    let mut verified = match settled {
        Ok(kept) => kept,
        Err(Unsettled::NotSeen) => readings.take_last(read().await?),
        Err(Unsettled::Graph(error)) => return Err(error),
    };
    verified.left = left_to_people(graph, &verified.plan, history).await?;
    Ok(verified)
}

/// What there is to do for people elsewhere: by the plan of now, and by what the plans of the last run, and of those that it
/// went on with, left to them and the tenant does not show. Of an undone application, which bears no label of ours any more,
/// the plan of now says nothing; there each step says by what it is seen.
async fn left_to_people<T: Transport, K: Tokens, C: Clock>(
    graph: &Graph<T, K, C>,
    now: &Plan,
    history: &History,
) -> Result<Vec<Step>, GraphError> {
    let mut left: Vec<Step> = now.by_hand().cloned().collect();
    let runs = match history.runs.last().and_then(Journal::beginning) {
        Some(last) => history.gone_on_with(last.run),
        None => return Ok(left),
    };
    let known = runs.iter().flat_map(|run| run.known()).collect();
    let is_planned = |step: &Step| now.steps.iter().any(|one| one.id == step.id);
    for step in last_words(&runs) {
        if let Action::ByHand { goal, .. } = &step.action
            && !is_planned(step)
            && look(graph, goal, &known).await?.is_none()
        {
            left.push(step.clone());
        }
    }
    Ok(left)
}

/// The steps of all plans; of those of one name the last plan's.
fn last_words<'a>(runs: &[&'a Journal]) -> Vec<&'a Step> {
    let mut steps: Vec<&Step> = Vec::new();
    let plans = runs.iter().rev().filter_map(|run| run.beginning());
    for step in plans.flat_map(|it| &it.plan.steps) {
        if steps.iter().all(|later| later.id != step.id) {
            steps.push(step);
        }
    }
    steps
}
