//! The journal: what was about to be done, and what became of it. Append-only, without any secret.
//!
//! An intent is written before its request is sent, so that whatever happens to the page, what may have been done can be
//! read. Where the journal lies is the [`Ledger`]'s matter: the page keeps it in IndexedDB.

use base::Key;
use base::Message;
use base::ObjectId;
use base::TenantId;
use base::Timestamp;
use graph::Field;
use graph::Reference;
use graph::Request;
use serde::Deserialize;
use serde::Serialize;
use serde_json::Value;
use survey::Wish;

use crate::Inventory;
use crate::Plan;
use crate::Removal;
use crate::StepId;
use crate::lacks_role;

/// One run, from approval to its end.
#[derive(Clone, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(transparent)]
pub struct RunId(pub String);

/// One line of the journal.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Entry {
    /// Which tenant.
    pub tenant: TenantId,
    /// Which run.
    pub run: RunId,
    /// When, by this computer's clock.
    pub at: Timestamp,
    /// What.
    pub what: What,
}

/// What a line of the journal says.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum What {
    /// The plan was approved.
    Began {
        /// The plan.
        plan: Plan,
        /// What the run is for.
        purpose: Purpose,
        /// The run that this one goes on with, if it was interrupted.
        resumes: Option<RunId>,
        /// Who approved it, by their object id.
        by: Option<ObjectId>,
    },
    /// What the application had when the plan was made.
    Found(Inventory),
    /// A request is about to be sent.
    Intent {
        /// For which step.
        step: StepId,
        /// The request, ids filled in.
        request: RecordedRequest,
        /// Our own id of it (`client-request-id`): by that Microsoft's support finds the request even where no answer to it
        /// was ever read. Journals of before have none.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        client_request_id: Option<String>,
    },
    /// The step is done, and the tenant shows it.
    Done {
        /// Which step.
        step: StepId,
        /// Ids of what was made.
        ids: Vec<(Field, String)>,
        /// Graph's own id of the write.
        request_id: Option<String>,
        /// Whether it was found done: no request of this run can have done it, though one may have been announced and
        /// refused. It is somebody else's then, or an earlier run's.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        found: bool,
        /// Whether nothing was done because what the step is about is gone itself. It may come back (a deleted application can
        /// be restored), and then what was to be taken back is there again.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        void: bool,
    },
    /// The run ended before its time.
    Stopped(Stop),
    /// Every step of this page is done. What people do elsewhere may be open: the tenant tells.
    Finished,
}

/// What a run is for.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum Purpose {
    /// To make a set-up, or to change it.
    SetUp {
        /// What was wished.
        wish: Wish,
    },
    /// To undo runs.
    Undo {
        /// Which.
        runs: Vec<RunId>,
    },
    /// To take a certificate off an application.
    RemoveCertificate {
        /// Which.
        removal: Removal,
    },
    /// To withdraw this console's own consent.
    Leave,
}

/// A run that is about to begin.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    /// Its name.
    pub id: RunId,
    /// In which tenant.
    pub tenant: TenantId,
    /// What it is for.
    pub purpose: Purpose,
    /// The run that it goes on with.
    pub resumes: Option<RunId>,
    /// Who approved its plan, by their object id.
    pub by: Option<ObjectId>,
    /// The keys that this browser's own unfinished runs announced ([`crate::announced_keys`]): what bears one of them may
    /// be found done.
    pub announced: Vec<String>,
    /// What the application had when the plan was made, where there was one.
    pub found: Option<Inventory>,
}

/// Where and why a run ended before its time.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Stop {
    /// At which step.
    pub step: StepId,
    /// Why.
    pub problem: Message,
    /// Whether a request of the step may have been carried out.
    #[serde(default)]
    pub sent: bool,
    /// Graph's own id of the exchange, for Microsoft's support.
    pub request_id: Option<String>,
    /// Our own id of the step's last request, where one was announced.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_request_id: Option<String>,
    /// What a new sign-in must prove, where Graph demands one (a claims challenge, as JSON).
    #[serde(default)]
    pub challenge: Option<String>,
}

impl Stop {
    /// Whether the run ended blocked: trying again changes nothing until somebody gives the person a role, or enables what is
    /// disabled. What would unblock it is the problem's advice. A plan says the same of a step before it begins
    /// ([`crate::Action::Blocked`]); this is what it is called where it shows only while the run is under way.
    pub fn is_blocked(&self) -> bool {
        self.problem.key == Key::StoppedDisabled || lacks_role(&self.problem)
    }
}

/// A request as it was sent, without address and token.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct RecordedRequest {
    /// HTTP method.
    pub method: String,
    /// Version, path and query.
    pub path: String,
    /// Headers that belong to the request.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub headers: Vec<(String, String)>,
    /// JSON body.
    pub body: Option<Value>,
}

impl From<&Request> for RecordedRequest {
    fn from(request: &Request) -> Self {
        Self {
            method: request.method.to_string(),
            path: request.path.clone(),
            headers: request.headers.clone(),
            body: request.body.clone(),
        }
    }
}

/// How a run began.
#[derive(Clone, Copy, Debug)]
pub struct Beginning<'a> {
    /// The run.
    pub run: &'a RunId,
    /// When.
    pub at: Timestamp,
    /// The plan that was approved.
    pub plan: &'a Plan,
    /// What it was for.
    pub purpose: &'a Purpose,
    /// The run that it went on with.
    pub resumes: Option<&'a RunId>,
    /// Who approved it.
    pub by: Option<&'a ObjectId>,
}

/// Where the journal is kept.
#[allow(
    async_fn_in_trait,
    reason = "everything runs on the page's one thread; no future needs to be Send"
)]
pub trait Ledger {
    /// Adds a line, and returns only when it is durable.
    ///
    /// # Errors
    ///
    /// [`LedgerError`], where it could not be kept; what it announced is then not done.
    async fn append(&self, entry: &Entry) -> Result<(), LedgerError>;
}

/// A line of the journal could not be kept, or the journal could not be read.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum LedgerError {
    /// There is no storage. Likely an old browser, or one that is told to offer none to this page.
    #[error("no storage for the journal")]
    NoStorage,
    /// The storage failed: it is full, forbidden (private window), or gone. With what the browser itself says of that.
    #[error("the storage of the journal: {0}")]
    Failed(String),
}

impl LedgerError {
    /// The message `key`, in whose sentence this is the reason.
    pub fn message(&self, key: Key) -> Message {
        match self {
            Self::NoStorage => Message::new(key).because(Message::new(Key::ReasonNoStorage)),
            Self::Failed(text) => Message::new(key).with("reason", text),
        }
    }
}

/// The lines of one run, in order. A run that stopped half-way is as truthful a record as one that finished.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct Journal {
    /// The lines.
    pub entries: Vec<Entry>,
}

impl Journal {
    /// The plan that was approved, with what it was for and what it went on with.
    pub fn beginning(&self) -> Option<Beginning<'_>> {
        let entry = self.entries.first()?;
        match &entry.what {
            What::Began {
                plan,
                purpose,
                resumes,
                by,
            } => Some(Beginning {
                run: &entry.run,
                at: entry.at,
                plan,
                purpose,
                resumes: resumes.as_ref(),
                by: by.as_ref(),
            }),
            _ => None,
        }
    }

    /// Whether this run did the step, or may have done it: its request was announced, and it is not known to be without
    /// effect. What was found done, when its turn came or when its request was refused, is somebody else's, or an earlier
    /// run's.
    pub fn may_have_done(&self, step: &StepId) -> bool {
        let announced =
            |entry: &Entry| matches!(&entry.what, What::Intent { step: one, .. } if one == step);
        let in_vain = |entry: &Entry| match &entry.what {
            What::Done {
                step: one, found, ..
            } => one == step && *found,
            What::Stopped(stop) => stop.step == *step && !stop.sent,
            _ => false,
        };
        self.entries.iter().any(announced) && !self.entries.iter().any(in_vain)
    }

    /// Whether the tenant showed that the step is done, by this run or before its turn came.
    pub fn has_done(&self, step: &StepId) -> bool {
        let done =
            |entry: &Entry| matches!(&entry.what, What::Done { step: one, .. } if one == step);
        self.entries.iter().any(done)
    }

    /// Whether there was nothing to do the step to: what it is about was gone itself.
    pub(crate) fn is_void(&self, step: &StepId) -> bool {
        let is_it = |entry: &Entry| matches!(&entry.what, What::Done { step: one, void: true, .. } if one == step);
        self.entries.iter().any(is_it)
    }

    /// The ids of what was made, by the steps that made it.
    pub(crate) fn known(&self) -> impl Iterator<Item = (Reference, String)> {
        let made = self.entries.iter().filter_map(|entry| match &entry.what {
            What::Done { step, ids, .. } => Some((step, ids)),
            _ => None,
        });
        made.flat_map(|(step, ids)| {
            let named = |(field, id): &(Field, String)| {
                (Reference::new(step.0.clone(), *field), id.clone())
            };
            ids.iter().map(named)
        })
    }

    /// Why the run stopped, if it did.
    pub fn stop(&self) -> Option<&Stop> {
        self.entries.iter().find_map(|entry| match &entry.what {
            What::Stopped(stop) => Some(stop),
            _ => None,
        })
    }

    /// Whether every step of this page was done.
    pub fn is_finished(&self) -> bool {
        self.entries
            .last()
            .is_some_and(|entry| entry.what == What::Finished)
    }

    /// The requests that were sent, in order.
    pub fn requests(&self) -> impl Iterator<Item = &RecordedRequest> {
        self.entries.iter().filter_map(|entry| match &entry.what {
            What::Intent { request, .. } => Some(request),
            _ => None,
        })
    }
}

#[cfg(test)]
mod tests;
