//! Why a step could not be done, and what is known of its write: the words for a run that stops.

use base::Key;
use base::Message;
use base::TransportError;
use graph::GraphError;
use graph::Refusal;

use crate::LedgerError;
use crate::refusals;
use crate::settle::Unsettled;

/// Why a step could not be done.
#[derive(Debug, thiserror::Error)]
pub(super) enum Failure {
    /// The intent could not be kept, so its request was not sent.
    #[error("before the write: {0}")]
    Unannounced(LedgerError),
    /// The step is done, but its last line could not be kept.
    #[error("after the write: {0}")]
    Unrecorded(LedgerError),
    /// Something could not be read.
    #[error("reading: {0}")]
    Reading(GraphError),
    /// The write was refused, or its outcome is not known.
    #[error("writing: {0}")]
    Writing(GraphError),
    /// It did not become visible in time.
    #[error("not seen in time")]
    NotSeen,
    /// Its service principal is there, and somebody disabled it. Holds what the write was answered, where that was refused.
    #[error("disabled by someone else")]
    Disabled(Option<GraphError>),
    /// Somebody changed it since the plan was made.
    #[error("changed by someone else since the plan was made")]
    ChangedSince,
    /// Somebody made since the plan what the step was to make.
    #[error("made by someone else since the plan was made")]
    MadeSince,
    /// The same, but it showed only in the answer to the write, which has set its name and its label by then. Holds Graph's
    /// id of the exchange.
    #[error("made by someone else since the plan was made, and written")]
    WrittenOver(Option<String>),
}

impl From<Unsettled> for Failure {
    fn from(unsettled: Unsettled) -> Self {
        match unsettled {
            Unsettled::NotSeen => Self::NotSeen,
            Unsettled::Graph(error) => Self::Reading(error),
        }
    }
}

impl Failure {
    /// Graph's own id of the exchange that failed.
    pub(super) fn request_id(&self) -> Option<String> {
        match self {
            Self::WrittenOver(request_id) => request_id.clone(),
            _ => self.graph_error().and_then(GraphError::request_id),
        }
    }

    /// What a new sign-in must prove, where Graph demands one (a claims challenge, as JSON).
    pub(super) fn challenge(&self) -> Option<String> {
        match self.graph_error() {
            Some(GraphError::ClaimsChallenge { claims, .. }) => Some(claims.clone()),
            _ => None,
        }
    }

    fn graph_error(&self) -> Option<&GraphError> {
        match self {
            Self::Reading(error) | Self::Writing(error) | Self::Disabled(Some(error)) => {
                Some(error)
            }
            _ => None,
        }
    }

    /// The words: what happened, what became of the step, what to do. `sent` says whether a request of this step may have
    /// been carried out.
    pub(super) fn problem(&self, sent: bool) -> Message {
        let state = Message::new(if sent {
            Key::StateUnknown
        } else {
            Key::StateNotDone
        });
        match self {
            Self::Unannounced(error) => {
                let advice = Message::new(Key::AdviceStorage);
                let message = error.message(Key::StoppedLedger);
                message.advised(state.advised(advice))
            }
            Self::Unrecorded(error) => error.message(Key::StoppedUnrecorded),
            Self::NotSeen => Message::new(Key::StoppedNotSeen),
            Self::Disabled(_) => Message::new(Key::StoppedDisabled)
                .advised(Message::new(Key::UnblockServicePrincipalDisabled)),
            Self::ChangedSince => Message::new(Key::StoppedChangedSince),
            Self::MadeSince => Message::new(Key::StoppedMadeSince),
            Self::WrittenOver(_) => Message::new(Key::StoppedWrittenOver),
            Self::Writing(GraphError::Refused(refusal)) => {
                refused(Key::StoppedRefused, refusal, state)
            }
            Self::Reading(error) | Self::Writing(error) => failed(error, state),
        }
    }
}

/// The message for a read of Graph that failed while nothing was being written.
pub fn reading_problem(error: &GraphError) -> Message {
    failed(error, Message::new(Key::StateNothingChanged))
}

fn refused(key: Key, refusal: &Refusal, state: Message) -> Message {
    let advice = refusals::advice(refusal);
    let said = if refusal.status >= 500 {
        Key::StoppedFault
    } else {
        key
    };
    let status = refusal.status;
    // Graph, and what stands before it, leave out now the code, now the message: no place of a sentence stays empty.
    let message = match (refusal.code.trim(), refusal.message.trim()) {
        ("", "") => Message::new(Key::StoppedStatus).with("status", status),
        (code, "") => Message::new(Key::StoppedStatus).with("status", format!("{status} {code}")),
        ("", text) => Message::new(said)
            .with("message", text)
            .with("status", "HTTP")
            .with("code", status),
        (code, text) => Message::new(said)
            .with("message", text)
            .with("status", status)
            .with("code", code),
    };
    message.advised(state.advised(advice))
}

fn failed(error: &GraphError, state: Message) -> Message {
    let unreadable = || Message::new(Key::StoppedUnreadable);
    let again = Message::new(Key::AdviceAgain);
    match error {
        GraphError::Refused(refusal) => refused(Key::StoppedReading, refusal, state),
        GraphError::NoAnswer(
            TransportError::NoAnswer { host } | TransportError::TimedOut { host },
        )
        | GraphError::NoToken(
            TransportError::NoAnswer { host } | TransportError::TimedOut { host },
        ) => Message::new(Key::StoppedNoAnswer)
            .with("host", host)
            .advised(state.advised(Message::new(Key::AdviceNetwork))),
        GraphError::SignInBusy { code } => Message::new(Key::StoppedSignInBusy)
            .with("code", code)
            .advised(state.advised(Message::new(Key::AdviceSignInBusy))),
        GraphError::SignInAgain { .. } => Message::new(Key::StoppedSignIn),
        GraphError::ClaimsChallenge { .. } => Message::new(Key::StoppedChallenge),
        GraphError::Unreadable { reason, what, .. } => unreadable()
            .because(Message::new(*reason))
            .with("detail", what)
            .advised(state.advised(again)),
        GraphError::ForeignLink => unreadable()
            .because(Message::new(Key::ReasonForeignLink))
            .advised(state.advised(again)),
        GraphError::EndlessList => unreadable()
            .because(Message::new(Key::ReasonEndlessList))
            .advised(state.advised(again)),
    }
}

#[cfg(test)]
mod tests;
