//! Carrying out an approved plan, step by step: intent, write, settle, outcome.

use base::Clock;
use base::Key;
use base::Message;
use base::TenantId;
use base::Tokens;
use base::Transport;
use base::TransportError;
use graph::Graph;
use graph::GraphError;
use graph::Known;
use graph::Reference;
use graph::Refusal;
use graph::Request;
use graph::Template;

use crate::Action;
use crate::Approved;
use crate::Entry;
use crate::Goal;
use crate::Journal;
use crate::Ledger;
use crate::LedgerError;
use crate::RunId;
use crate::Seen;
use crate::Step;
use crate::StepId;
use crate::What;
use crate::journal::Stop;
use crate::refusals;
use crate::resource;
use crate::resource::Ids;
use crate::settle::DEADLINE;
use crate::settle::Unsettled;
use crate::settle::pause;
use crate::settle::settle;

/// After so many lost replies to one write the network is at fault, or something that will not pass.
const LOST_REPLIES: u64 = 3;

/// What happens while a plan is carried out, for the screen.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// The step has begun.
    Began(StepId),
    /// The step's request is sent again, because the tenant does not know yet what it names.
    NotYet(StepId),
    /// The step is written; the tenant is asked whether it shows it.
    Waiting(StepId, Seen),
    /// The step is done.
    Done(StepId),
    /// The run stopped here.
    Stopped(Stop),
}

/// Why a step could not be done, and with it what is known of its write.
#[derive(Debug, thiserror::Error)]
enum Failure {
    /// The intent could not be kept, so nothing was sent.
    #[error("before the write: {0}")]
    Unannounced(LedgerError),
    /// The step is done, but its last line could not be kept.
    #[error("after the write: {0}")]
    Unrecorded(LedgerError),
    /// Something could not be read; the write was not sent, or it was and its effect could not be looked at.
    #[error("reading: {0}")]
    Reading(GraphError),
    /// The write was refused, or its outcome is not known.
    #[error("writing: {0}")]
    Writing(GraphError),
    #[error("not seen in time")]
    NotSeen,
    #[error("changed by someone else since the plan was made")]
    ChangedSince,
}

impl From<Unsettled> for Failure {
    fn from(unsettled: Unsettled) -> Self {
        match unsettled {
            Unsettled::NotSeen => Self::NotSeen,
            Unsettled::Graph(error) => Self::Reading(error),
        }
    }
}

/// One run: what it talks to and where it writes down what it does.
struct Run<'a, T, K, C, L, E> {
    graph: &'a Graph<T, K, C>,
    ledger: &'a L,
    tell: E,
    tenant: TenantId,
    id: RunId,
    journal: Journal,
    known: Known,
}

/// Carries out what was approved, and returns the record of it, whether or not it came to its end.
pub async fn apply<T: Transport, K: Tokens, C: Clock, L: Ledger>(
    approved: Approved,
    tenant: TenantId,
    run: RunId,
    graph: &Graph<T, K, C>,
    ledger: &L,
    tell: impl Fn(Event),
) -> Journal {
    let mut run = Run {
        graph,
        ledger,
        tell,
        tenant,
        id: run,
        journal: Journal::default(),
        known: Known::new(),
    };
    let plan = approved.plan();
    let first = plan
        .steps
        .first()
        .map(|step| step.id.clone())
        .unwrap_or(StepId(String::new()));
    if let Err(error) = run.note(What::Began { plan: plan.clone() }).await {
        run.stop(&first, Failure::Unannounced(error)).await;
        return run.journal;
    }
    for step in &plan.steps {
        (run.tell)(Event::Began(step.id.clone()));
        if let Err(failure) = run.step(step).await {
            run.stop(&step.id, failure).await;
            return run.journal;
        }
        (run.tell)(Event::Done(step.id.clone()));
    }
    // The last line changes nothing in the tenant: if it cannot be kept, what was done stands all the same.
    if run.note(What::Finished).await.is_err() {
        run.remember(What::Finished);
    }
    run.journal
}

impl<T: Transport, K: Tokens, C: Clock, L: Ledger, E: Fn(Event)> Run<'_, T, K, C, L, E> {
    async fn step(&mut self, step: &Step) -> Result<(), Failure> {
        let (write, otherwise, goal) = match &step.action {
            Action::Create {
                write,
                otherwise,
                goal,
            } => (write, otherwise.as_ref(), goal),
            Action::Update {
                write,
                before,
                goal,
                ..
            } => {
                let now = resource::current(self.graph, goal, before, &self.known)
                    .await
                    .map_err(Failure::Reading)?;
                if now.is_some_and(|now| now != *before) {
                    // An earlier run of ours may have done it, when the plan was made from a copy that did not show it.
                    if self.look(goal).await?.is_none() {
                        return Err(Failure::ChangedSince);
                    }
                    return self.settle(step, goal, None).await;
                }
                (write, None, goal)
            }
            Action::Keep | Action::Blocked { .. } => return Ok(()),
        };
        let request_id = match (self.announce_and_write(step, write, goal).await, otherwise) {
            (Err(Failure::Writing(GraphError::NoAnswer(_))), Some(otherwise)) => {
                self.announce_and_write(step, otherwise, goal).await?
            }
            (outcome, _) => outcome?,
        };
        self.settle(step, goal, request_id).await
    }

    async fn look(&self, goal: &Goal) -> Result<Option<Ids>, Failure> {
        resource::look(self.graph, goal, &self.known)
            .await
            .map_err(Failure::Reading)
    }

    /// Waits until the tenant shows that the step is done, and writes that down.
    async fn settle(
        &mut self,
        step: &Step,
        goal: &Goal,
        request_id: Option<String>,
    ) -> Result<(), Failure> {
        let tell = |seen| (self.tell)(Event::Waiting(step.id.clone(), seen));
        let look = async || resource::look(self.graph, goal, &self.known).await;
        let ids = settle(self.graph.clock(), tell, look).await?;
        for (field, id) in &ids {
            self.known
                .insert(Reference::new(step.id.0.clone(), *field), id.clone());
        }
        let done = What::Done {
            step: step.id.clone(),
            ids,
            request_id,
        };
        self.note(done).await.map_err(Failure::Unrecorded)
    }

    /// Writes the intent down, durably, and only then sends the request.
    async fn announce_and_write(
        &mut self,
        step: &Step,
        write: &Template,
        goal: &Goal,
    ) -> Result<Option<String>, Failure> {
        let request = self.filled(write)?;
        let intent = What::Intent {
            step: step.id.clone(),
            request: (&request).into(),
        };
        self.note(intent).await.map_err(Failure::Unannounced)?;
        self.write(step, write, &request, goal).await
    }

    fn filled(&self, write: &Template) -> Result<Request, Failure> {
        write.fill(&self.known).map_err(|unfilled| {
            Failure::Reading(GraphError::Unreadable {
                what: unfilled.to_string(),
                request_id: None,
            })
        })
    }

    /// Sends the write until it is answered. What the tenant does not know *yet*, and what collided with another write, is
    /// sent again; a lost reply is answered by looking before repeating; that it is there already is success, since
    /// settling looks whether it is as desired.
    async fn write(
        &self,
        step: &Step,
        write: &Template,
        request: &Request,
        goal: &Goal,
    ) -> Result<Option<String>, Failure> {
        let clock = self.graph.clock();
        let began = clock.now();
        for count in 1.. {
            let error = match self.graph.send(request, write.repeatable).await {
                Ok(answer) => return Ok(answer.request_id()),
                Err(error) => error,
            };
            if clock.now().since(began) >= DEADLINE {
                return Err(Failure::Writing(error));
            }
            let lost = matches!(error, GraphError::NoAnswer(_)) || error.is_fault();
            if error.is_not_yet() || error.is_collision() {
                (self.tell)(Event::NotYet(step.id.clone()));
            } else if lost || error.is_already_there() {
                let seen = self.look(goal).await?;
                if seen.is_some() || error.is_already_there() {
                    return Ok(None);
                }
                // What may be repeated the client has repeated for minutes; of the rest a few tries show as much.
                if write.repeatable || count >= LOST_REPLIES {
                    return Err(Failure::Writing(error));
                }
            } else {
                return Err(Failure::Writing(error));
            }
            clock.sleep(pause(count)).await;
        }
        Err(Failure::NotSeen)
    }

    /// Writes a line of the journal, durably.
    async fn note(&mut self, what: What) -> Result<(), LedgerError> {
        let entry = self.entry(what);
        self.ledger.append(&entry).await?;
        self.journal.entries.push(entry);
        Ok(())
    }

    /// Keeps a line in memory only.
    fn remember(&mut self, what: What) {
        let entry = self.entry(what);
        self.journal.entries.push(entry);
    }

    fn entry(&self, what: What) -> Entry {
        Entry {
            tenant: self.tenant.clone(),
            run: self.id.clone(),
            at: self.graph.clock().now(),
            what,
        }
    }

    async fn stop(&mut self, step: &StepId, failure: Failure) {
        let request_id = match &failure {
            Failure::Reading(error) | Failure::Writing(error) => error.request_id(),
            _ => None,
        };
        let stop = Stop {
            step: step.clone(),
            problem: problem(&failure),
            request_id,
        };
        // Where the ledger itself failed, this line cannot be kept there either; it is shown all the same.
        if self.note(What::Stopped(stop.clone())).await.is_err() {
            self.remember(What::Stopped(stop.clone()));
        }
        (self.tell)(Event::Stopped(stop));
    }
}

fn problem(failure: &Failure) -> Message {
    match failure {
        Failure::Unannounced(error) => Message::new(Key::StoppedLedger).with("reason", &error.0),
        Failure::Unrecorded(error) => Message::new(Key::StoppedUnrecorded).with("reason", &error.0),
        Failure::NotSeen => Message::new(Key::StoppedNotSeen),
        Failure::ChangedSince => Message::new(Key::StoppedChangedSince),
        Failure::Reading(error) => reading_problem(error),
        Failure::Writing(error) => match error {
            GraphError::Refused(refusal) if !error.is_fault() => {
                refused(Key::StoppedRefused, refusal)
            }
            GraphError::Refused(refusal) => refused(Key::StoppedFault, refusal),
            other => reading_problem(other),
        },
    }
}

fn refused(key: Key, refusal: &Refusal) -> Message {
    Message::new(key)
        .with("status", refusal.status)
        .with("code", &refusal.code)
        .with("message", &refusal.message)
        .advised(refusals::advice(refusal))
}

/// The message for a read of Graph that failed.
pub fn reading_problem(error: &GraphError) -> Message {
    match error {
        GraphError::Refused(refusal) => refused(Key::StoppedReading, refusal),
        GraphError::NoAnswer(
            TransportError::NoAnswer { host } | TransportError::TimedOut { host },
        ) => Message::new(Key::StoppedNoAnswer).with("host", host),
        GraphError::SignInAgain => Message::new(Key::StoppedSignIn),
        GraphError::Unreadable { what, .. } => {
            Message::new(Key::StoppedUnreadable).with("what", what)
        }
        GraphError::ForeignLink | GraphError::EndlessList => {
            Message::new(Key::StoppedUnreadable).with("what", error)
        }
    }
}
