//! What somebody who lacks a role leaves to a colleague: how it gets there, which roles it takes, and what becomes of the
//! certificate on the way. Pure.
//!
//! Nothing that was done is told to the other side: there everything is observed and planned anew, so what stands is found
//! there, and only the rest is done.

use base::Key;
use base::Message;
use provision::Action;
use provision::CERTIFICATE;
use provision::History;
use provision::Journal;
use provision::Purpose;
use provision::Step;
use provision::StepId;
use survey::CertificateChoice;
use survey::Task;
use survey::Wish;

use crate::Invitation;

/// What is left for a colleague.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Remainder {
    /// How it gets to the colleague.
    pub way: Way,
    /// Whether something of it is known to stand in the tenant, or to have been sent. Where not, it may stand all the same.
    pub is_begun: bool,
    /// What is left takes roles for these tasks.
    pub tasks: Vec<Task>,
}

/// How something gets to a colleague.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Way {
    /// By link or file: a set-up, or the rest of one.
    Invitation {
        /// What the link and the file hold.
        invitation: Invitation,
        /// What becomes of the certificate, for whoever hands it on.
        certificate: Message,
    },
    /// No link can carry it: what the colleague has to do.
    Words(Message),
}

/// What is known of the certificate of a set-up.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Reached {
    /// It is on the application.
    Yes,
    /// It may be.
    Perhaps,
    /// No run is known that put it there.
    No,
}

impl Remainder {
    /// A set-up that no run is known of. A key pair that was made for it may be of one that is not known here.
    pub fn of_wish(wish: &Wish) -> Self {
        let reached = if wish.made.is_some() {
            Reached::Perhaps
        } else {
            Reached::No
        };
        Self {
            way: invitation(wish, reached),
            is_begun: false,
            tasks: Task::ALL.to_vec(),
        }
    }

    /// What `run` left undone, after those of `history`; `None` where its beginning is missing, so that nothing can be said of
    /// it.
    pub fn of_run(run: &Journal, history: &History) -> Option<Self> {
        let beginning = run.beginning()?;
        let steps = &beginning.plan.steps;
        let way = match beginning.purpose {
            Purpose::SetUp { wish } => invitation(wish, reached(wish, run, history)),
            Purpose::Undo { .. } => Way::Words(Message::new(Key::HandOnUndo)),
            Purpose::RemoveCertificate { .. } => Way::Words(Message::new(Key::HandOnRemoval)),
            Purpose::Leave => Way::Words(Message::new(Key::HandOnLeave)),
        };
        let stands = |step: &Step| {
            step.action == Action::Keep || run.has_done(&step.id) || run.may_have_done(&step.id)
        };
        Some(Self {
            way,
            is_begun: steps.iter().any(stands),
            tasks: tasks_left(run, steps),
        })
    }

    /// The same, because whoever carried `run` out lacked a role; `None` where it did not stop for that.
    pub fn where_a_role_lacked(run: &Journal, history: &History) -> Option<Self> {
        let stop = run.stop();
        stop.filter(|stop| provision::lacks_role(&stop.problem))?;
        Self::of_run(run, history)
    }

    /// An undoing that could not even be planned.
    pub fn of_undoing() -> Self {
        Self::in_words(Key::HandOnUndo, &Task::ALL)
    }

    /// The taking off of a certificate that could not even be planned.
    pub fn of_removal() -> Self {
        Self::in_words(Key::HandOnRemoval, &[Task::RegisterApplication])
    }

    /// The withdrawal of this console's own consent that could not even be planned.
    pub fn of_leaving() -> Self {
        Self::in_words(Key::HandOnLeave, &[Task::RegisterApplication])
    }

    fn in_words(key: Key, tasks: &[Task]) -> Self {
        Self {
            way: Way::Words(Message::new(key)),
            is_begun: false,
            tasks: tasks.to_vec(),
        }
    }
}

/// The tasks of the steps that `run` is not known to have done.
fn tasks_left(run: &Journal, steps: &[Step]) -> Vec<Task> {
    let open = steps.iter().filter(|step| !run.has_done(&step.id));
    let writing = open.filter(|step| step.action.write().is_some());
    let goals: Vec<_> = writing.filter_map(|step| step.action.goal()).collect();
    let is_left = |task: &Task| goals.iter().any(|goal| goal.task() == *task);
    Task::ALL.into_iter().filter(is_left).collect()
}

/// Whether `run`, or one of `history`, put the certificate of `wish` on the application. Whoever is told that it is not there
/// deletes its key: where another run may have put it there and a copy of the directory did not show it, that is not said.
fn reached(wish: &Wish, run: &Journal, history: &History) -> Reached {
    let id = StepId(CERTIFICATE.to_owned());
    let mut steps = run.beginning().into_iter().flat_map(|it| &it.plan.steps);
    let is_kept = steps.any(|step| step.id == id && step.action == Action::Keep);
    let added = history.known_certificates().added;
    let is_added = wish.thumbprint().is_some_and(|it| added.contains(&it));
    if is_kept || run.has_done(&id) {
        Reached::Yes
    } else if run.may_have_done(&id) || is_added {
        Reached::Perhaps
    } else {
        Reached::No
    }
}

fn invitation(wish: &Wish, reached: Reached) -> Way {
    Way::Invitation {
        invitation: Invitation::of(&wish.choice),
        certificate: certificate(wish, reached),
    }
}

/// What becomes of the certificate. A key pair that was made here and whose certificate is not on the application is of no
/// use to anybody: its private key does not go to the colleague.
fn certificate(wish: &Wish, reached: Reached) -> Message {
    let source = &wish.choice.certificate;
    let message = Message::new(match (source, reached) {
        (CertificateChoice::Keep { .. }, _) | (_, Reached::Yes) => Key::HandOnKept,
        (_, Reached::Perhaps) => Key::HandOnUnsure,
        (CertificateChoice::Make { .. }, _) if wish.made.is_some() => Key::HandOnMadeInVain,
        (CertificateChoice::Make { .. }, _) => Key::HandOnMake,
        (CertificateChoice::Own { .. }, _) => Key::HandOnOwn,
        (CertificateChoice::Vendor { .. }, _) => Key::HandOnVendor,
    });
    match wish.thumbprint() {
        Some(thumbprint) => message.with("thumbprint", thumbprint),
        None => message,
    }
}

#[cfg(test)]
mod tests;
