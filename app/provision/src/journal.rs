//! The journal: what was about to be done, and what became of it. Append-only, without any secret.
//!
//! An intent is written before its request is sent, so that whatever happens to the page, what may have been done can be
//! read. Where the journal lies is the [`Ledger`]'s matter: the page keeps it in IndexedDB.

use base::Message;
use base::TenantId;
use base::Timestamp;
use graph::Field;
use graph::Request;
use serde::Deserialize;
use serde::Serialize;
use serde_json::Value;

use crate::Plan;
use crate::StepId;

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
    },
    /// A request is about to be sent.
    Intent {
        /// For which step.
        step: StepId,
        /// The request, ids filled in.
        request: RecordedRequest,
    },
    /// The step is done, and the tenant shows it.
    Done {
        /// Which step.
        step: StepId,
        /// Ids of what was made.
        ids: Vec<(Field, String)>,
        /// Graph's own id of the write.
        request_id: Option<String>,
    },
    /// The run ended before its time.
    Stopped(Stop),
    /// Every step is done.
    Finished,
}

/// Where and why a run ended before its time.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Stop {
    /// At which step.
    pub step: StepId,
    /// Why.
    pub problem: Message,
    /// Graph's own id of the exchange, for Microsoft's support.
    pub request_id: Option<String>,
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

/// A line of the journal could not be kept: storage is full, forbidden (private window), or gone.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("the journal cannot be written: {0}")]
pub struct LedgerError(pub String);

/// The lines of one run, in order. A run that stopped half-way is as truthful a record as one that finished.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct Journal {
    /// The lines.
    pub entries: Vec<Entry>,
}

impl Journal {
    /// Why the run stopped, if it did.
    pub fn stop(&self) -> Option<&Stop> {
        self.entries.iter().find_map(|entry| match &entry.what {
            What::Stopped(stop) => Some(stop),
            _ => None,
        })
    }

    /// Whether every step was done.
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
