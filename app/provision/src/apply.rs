//! Carrying out an approved plan, step by step: look, intent, write, settle, outcome.

mod blocked;
mod event;
mod failure;
mod repetition;
mod task;
mod void;

use std::cell::Cell;

use base::Clock;
use base::Key;
use base::TenantId;
use base::Tokens;
use base::Transport;
use graph::Answer;
use graph::CLIENT_REQUEST_ID;
use graph::Graph;
use graph::GraphError;
use graph::Known;
use graph::Reference;
use graph::Request;
use graph::Template;

use self::failure::Failure;
use self::repetition::may_pass;
use self::task::Task;
use crate::Action;
use crate::Approved;
use crate::Entry;
use crate::Goal;
use crate::Journal;
use crate::Ledger;
use crate::LedgerError;
use crate::Purpose;
use crate::Run;
use crate::RunId;
use crate::Step;
use crate::StepId;
use crate::What;
use crate::journal::Stop;
use crate::resource;
use crate::resource::Current;
use crate::resource::Ids;
use crate::settle::Unsettled;
use crate::settle::settle;

pub use self::event::Event;
pub use self::failure::reading_problem;

/// After so many lost replies to one write the network is at fault, or something that will not pass; after so many refusals
/// because of throttling somebody else uses all there is. As often as the client repeats what it may repeat by itself.
const REPETITIONS: u32 = 8;

/// Status of an upsert that met what was there, where one that makes it has 201.
const UPDATED: u16 = 204;

/// A run under way: what it talks to and where it writes down what it does.
struct Running<'a, T, K, C, L, E> {
    graph: &'a Graph<T, K, C>,
    ledger: &'a L,
    tell: E,
    tenant: TenantId,
    id: RunId,
    journal: Journal,
    known: Known,
    /// Keys of applications that earlier runs announced to make.
    announced: Vec<String>,
    /// Our own id of the request that the step under way announced last.
    request_announced: Option<String>,
    /// Whether a request of the step under way may have been carried out.
    sent: bool,
    /// Whether the step under way was answered as carried out.
    answered: bool,
    /// Whether the step under way was refused because something is not there, and has nothing to do if it is what the step is
    /// about.
    may_be_void: bool,
    /// Whether that was seen last.
    is_void: Cell<bool>,
    /// Whether the run withdraws this console's own consent.
    leaves: bool,
    /// Whether the run undoes others.
    undoes: bool,
}

/// Carries out what was approved, and returns the record of it, whether or not it came to its end.
pub async fn apply<T: Transport, K: Tokens, C: Clock, L: Ledger>(
    approved: Approved,
    run: Run,
    graph: &Graph<T, K, C>,
    ledger: &L,
    tell: impl Fn(Event),
) -> Journal {
    let plan = approved.plan();
    let leaves = matches!(run.purpose, Purpose::Leave);
    let undoes = matches!(run.purpose, Purpose::Undo { .. });
    let began = What::Began {
        plan: plan.clone(),
        purpose: run.purpose,
        resumes: run.resumes,
        by: run.by,
    };
    let mut running = Running {
        graph,
        ledger,
        tell,
        tenant: run.tenant,
        id: run.id,
        journal: Journal::default(),
        known: Known::new(),
        announced: run.announced,
        request_announced: None,
        sent: false,
        answered: false,
        may_be_void: false,
        is_void: Cell::new(false),
        leaves,
        undoes,
    };
    let first = plan.steps.first().map(|step| step.id.clone());
    for line in std::iter::once(began).chain(run.found.map(What::Found)) {
        if let Err(error) = running.note(line).await {
            let first = first.unwrap_or(StepId(String::new()));
            running.stop(&first, Failure::Unannounced(error)).await;
            return running.journal;
        }
    }
    for step in &plan.steps {
        if let Err(failure) = running.go_through(step).await {
            let failure = running.explained(step, failure).await;
            running.stop(&step.id, failure).await;
            return running.journal;
        }
    }
    // The last line changes nothing in the tenant: if it cannot be kept, what was done stands all the same.
    if running.note(What::Finished).await.is_err() {
        running.remember(What::Finished);
    }
    running.journal
}

impl<T: Transport, K: Tokens, C: Clock, L: Ledger, E: Fn(Event)> Running<'_, T, K, C, L, E> {
    /// Carries a step out, and tells what became of it.
    async fn go_through(&mut self, step: &Step) -> Result<(), Failure> {
        (self.tell)(Event::Began(step.id.clone()));
        if let Some(task) = Task::of(step) {
            self.carry_out(&task).await?;
        }
        let ended = match step.action {
            Action::ByHand { .. } => Event::ByHand(step.id.clone()),
            _ => Event::Done(step.id.clone()),
        };
        (self.tell)(ended);
        Ok(())
    }

    async fn carry_out(&mut self, task: &Task<'_>) -> Result<(), Failure> {
        (self.sent, self.answered) = (false, false);
        (self.request_announced, self.may_be_void) = (None, false);
        self.is_void.set(false);
        // It may be done: by an earlier run of ours, when the plan was made from a copy that did not show it.
        let request_id = if self.is_open(task).await? {
            self.write_or_otherwise(task).await?
        } else {
            None
        };
        // However it came to be there, and whenever that showed: before the write, after a wait, or by a refusal.
        if self.is_made_by_others(task.goal) {
            return Err(Failure::MadeSince);
        }
        self.settle(task, request_id).await
    }

    async fn write_or_otherwise(&mut self, task: &Task<'_>) -> Result<Option<String>, Failure> {
        let outcome = self.announce_and_write(task, task.write).await;
        match (outcome, task.otherwise) {
            (Err(Failure::Writing(GraphError::NoAnswer(_))), Some(otherwise)) => {
                self.announce_and_write(task, otherwise).await
            }
            (outcome, _) => outcome,
        }
    }

    async fn look(&self, goal: &Goal) -> Result<Option<Ids>, Failure> {
        resource::look(self.graph, goal, &self.known)
            .await
            .map_err(Failure::Reading)
    }

    /// Whether the step is still to do, and what it is about is as it was when the plan was made. Where nothing is there
    /// (yet), that is for the write to find out.
    ///
    /// What somebody changes between this look and the write is lost all the same: applications and service principals have
    /// no version that a write could name (Graph pages "Update application", "Delete application": no `If-Match`). So it
    /// comes right before each write.
    async fn is_open(&self, task: &Task<'_>) -> Result<bool, Failure> {
        if self.look(task.goal).await?.is_some() {
            return Ok(false);
        }
        let now = resource::current(self.graph, task.goal, task.before, &self.known)
            .await
            .map_err(Failure::Reading)?;
        match now {
            Current::Nothing => Ok(true),
            // Another copy of the directory shows already what the one before did not.
            Current::Reached => Ok(false),
            Current::Is(now) if now == *task.before => Ok(true),
            Current::Is(_) => Err(Failure::ChangedSince),
        }
    }

    /// Whether the application that a step was to make, and that is there, is somebody else's: anybody may give an
    /// application our key and our label, but only our own journal announces that we make it. Where a request of this step was
    /// not answered, it may have made it.
    fn is_made_by_others(&self, goal: &Goal) -> bool {
        match goal {
            Goal::Application { unique_name, .. } => {
                !self.sent && !self.announced.contains(unique_name)
            }
            _ => false,
        }
    }

    /// Waits until the tenant shows that the step is done, and writes that down.
    async fn settle(&mut self, task: &Task<'_>, request_id: Option<String>) -> Result<(), Failure> {
        let step = &task.step.id;
        let tell = |seen| (self.tell)(Event::Waiting(step.clone(), seen));
        let look = async || self.seen(task.goal).await;
        let ids = match settle(self.graph.clock(), tell, look).await {
            // With the consent the sign-in ends: it is gone. To sign in again would give it once more.
            Err(Unsettled::Graph(GraphError::SignInAgain { .. }))
                if self.leaves && self.answered =>
            {
                Ids::new()
            }
            outcome => outcome?,
        };
        for (field, id) in &ids {
            self.known
                .insert(Reference::new(step.0.clone(), *field), id.clone());
        }
        let void = self.was_void(task.goal).await.map_err(Failure::Reading)?;
        let done = What::Done {
            step: step.clone(),
            ids,
            request_id,
            found: !self.sent,
            void,
        };
        self.note(done).await.map_err(Failure::Unrecorded)
    }

    /// Writes the intent down, durably, and only then sends the request.
    async fn announce_and_write(
        &mut self,
        task: &Task<'_>,
        write: &Template,
    ) -> Result<Option<String>, Failure> {
        let request = write.fill(&self.known).map_err(|unfilled| {
            Failure::Reading(GraphError::Unreadable {
                reason: Key::ReasonIdMissing,
                what: unfilled.to_string(),
                request_id: None,
            })
        })?;
        let id = self.graph.new_request_id();
        let intent = What::Intent {
            step: task.step.id.clone(),
            request: (&request).into(),
            client_request_id: Some(id.clone()),
        };
        self.note(intent).await.map_err(Failure::Unannounced)?;
        let request = request.header(CLIENT_REQUEST_ID, &id);
        self.request_announced = Some(id);
        self.write(task, write, &request).await
    }

    /// Sends the write until it is answered. What the tenant does not know *yet*, what collided with another write, what was
    /// throttled and what was not answered is sent again; but before each repetition one looks: it may be done, and what
    /// replaces a whole collection must not take away what somebody else put into it meanwhile.
    async fn write(
        &mut self,
        task: &Task<'_>,
        write: &Template,
        request: &Request,
    ) -> Result<Option<String>, Failure> {
        let began = self.graph.clock().now();
        let (mut lost, mut throttled) = (0, 0);
        for count in 1.. {
            let error = match self.graph.send_once(request).await {
                Ok(answer) => return self.take_in(task, &answer),
                Err(error) => error,
            };
            let unknown = matches!(error, GraphError::NoAnswer(_)) || error.is_fault();
            self.sent |= unknown;
            // Without a token nothing was sent; it is tried again as often.
            let unsent = matches!(error, GraphError::NoToken(_));
            lost += u32::from(unknown || unsent);
            throttled += u32::from(error.is_throttled());
            if error.is_already_there() {
                return self.done_otherwise(task, error).await;
            }
            let gone = self.takes_back(task) && error.is_not_found();
            if (unknown || gone) && self.look(task.goal).await?.is_some() {
                return Ok(None);
            }
            let waited = self.graph.clock().now().since(began);
            let may_repeat =
                unknown || unsent || error.is_throttled() || may_pass(&error, write, waited, count);
            if gone && !may_repeat {
                return self.refused_as_gone(task, error).await;
            }
            if !may_repeat || lost >= REPETITIONS || throttled >= REPETITIONS {
                return Err(Failure::Writing(error));
            }
            self.wait_before_repeating(task, &error, count).await;
            if !self.is_open(task).await? {
                return Ok(None);
            }
        }
        Err(Failure::NotSeen)
    }

    /// The write was carried out. Only what makes an application can have met another one (Graph page: "Upsert
    /// application"), whose name and label were written then. That is not counted as a request of ours that may have made
    /// it, so that no undoing deletes it.
    fn take_in(&mut self, task: &Task<'_>, answer: &Answer) -> Result<Option<String>, Failure> {
        if answer.status == UPDATED && self.is_made_by_others(task.goal) {
            return Err(Failure::WrittenOver(answer.request_id()));
        }
        (self.sent, self.answered) = (true, true);
        Ok(answer.request_id())
    }

    /// What the write would make is there already, or what it would take away is gone: done, if the tenant comes to show it;
    /// if it does not, what is there is somebody else's.
    async fn done_otherwise(
        &mut self,
        task: &Task<'_>,
        error: GraphError,
    ) -> Result<Option<String>, Failure> {
        let tell = |seen| (self.tell)(Event::Waiting(task.step.id.clone(), seen));
        let look = async || self.seen(task.goal).await;
        match settle(self.graph.clock(), tell, look)
            .await
            .map_err(Failure::from)
        {
            Ok(_) => Ok(None),
            Err(Failure::NotSeen) => Err(Failure::Writing(error)),
            Err(failure) => Err(failure),
        }
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
        let stop = Stop {
            step: step.clone(),
            problem: failure.problem(self.sent),
            sent: self.sent,
            request_id: failure.request_id(),
            client_request_id: self.request_announced.clone(),
            challenge: failure.challenge(),
        };
        // Where the ledger itself failed, this line cannot be kept there either; it is shown all the same.
        if self.note(What::Stopped(stop.clone())).await.is_err() {
            self.remember(What::Stopped(stop.clone()));
        }
        (self.tell)(Event::Stopped(stop));
    }
}

#[cfg(test)]
mod tests;
