//! Reading it all back.

use base::Clock;
use base::Tokens;
use base::Transport;
use graph::Graph;
use graph::GraphError;

use survey::ApplicationChoice;
use survey::Marks;

use crate::Desired;
use crate::Journal;
use crate::KnownCertificates;
use crate::Observed;
use crate::Plan;
use crate::Removal;
use crate::Seen;
use crate::observe;
use crate::observe_to_undo;
use crate::plan;
use crate::plan_removal;
use crate::settle::Unsettled;
use crate::settle::settle;
use crate::undo;

/// Observes the tenant anew and plans anew, until three plans in a row have nothing left to do. What is read are grants
/// and credentials as the tenant holds them, not what was sent. Returns the last observation and its plan, which may
/// still have changes on it if ten minutes did not suffice. What people do elsewhere is not waited for.
///
/// # Errors
///
/// [`GraphError`] where the tenant could not be asked.
pub async fn verify<T: Transport, K: Tokens, C: Clock>(
    graph: &Graph<T, K, C>,
    desired: &Desired,
    tell: impl Fn(Seen),
) -> Result<(Observed, Plan), GraphError> {
    let plan = |observed: &Observed| plan(desired, observed);
    let observe = async || observe(graph, &desired.marks, &desired.application).await;
    until_done(graph.clock(), observe, plan, tell).await
}

/// Observes the application anew until three plans in a row find the certificate gone.
///
/// # Errors
///
/// [`GraphError`] where the tenant could not be asked.
pub async fn verify_removal<T: Transport, K: Tokens, C: Clock>(
    graph: &Graph<T, K, C>,
    removal: &Removal,
    marks: &Marks,
    tell: impl Fn(Seen),
) -> Result<(Observed, Plan), GraphError> {
    let which = ApplicationChoice::Existing {
        id: removal.application.clone(),
    };
    // What is known of the certificate was for the person to know before, and changes nothing of what is done.
    let known = KnownCertificates::default();
    let plan = |observed: &Observed| plan_removal(removal, marks, &known, observed);
    let observe = async || observe(graph, marks, &which).await;
    until_done(graph.clock(), observe, plan, tell).await
}

/// Observes the application `which` anew until three plans in a row find nothing left to undo of `runs`.
///
/// # Errors
///
/// [`GraphError`] where the tenant could not be asked.
pub async fn verify_undone<T: Transport, K: Tokens, C: Clock>(
    graph: &Graph<T, K, C>,
    runs: &[Journal],
    marks: &Marks,
    which: &ApplicationChoice,
    tell: impl Fn(Seen),
) -> Result<(Observed, Plan), GraphError> {
    let plan = |observed: &Observed| undo(runs, marks, observed);
    let observe = async || observe_to_undo(graph, marks, which).await;
    until_done(graph.clock(), observe, plan, tell).await
}

async fn until_done(
    clock: &impl Clock,
    observe: impl AsyncFn() -> Result<Observed, GraphError>,
    plan: impl Fn(&Observed) -> Plan,
    tell: impl Fn(Seen),
) -> Result<(Observed, Plan), GraphError> {
    let look = async || {
        let observed = observe().await?;
        let plan = plan(&observed);
        Ok((observed, plan))
    };
    let settled = settle(clock, tell, async || {
        let (observed, plan) = look().await?;
        Ok(plan.is_done_here().then_some((observed, plan)))
    })
    .await;
    match settled {
        Ok(kept) => Ok(kept),
        Err(Unsettled::NotSeen) => look().await,
        Err(Unsettled::Graph(error)) => Err(error),
    }
}
