//! What can go wrong while signing in, and how to say it. Which of Entra's codes means what is in `codes`.

mod codes;
mod refusal;
mod typed;

use std::time::Duration;

use base::Key;
use base::Message;
use base::Timestamp;
use base::TransportError;

pub use refusal::Refusal;
pub use typed::explain;

/// Why a sign-in or a renewal failed.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum SignInError {
    /// The page's own address cannot be a redirect URI: it was opened from a file, over http, or is too long.
    #[error("Entra takes no redirect URI like {address}")]
    PageAddress {
        /// The page's address.
        address: String,
    },
    /// An endpoint's address cannot be requested; a very strange address stands in `config.json`.
    #[error("no request can be made to {address}")]
    EndpointAddress {
        /// The endpoint's address.
        address: String,
    },
    /// What lay in session storage is not a flow: an older version of the page wrote it, or somebody else did.
    #[error("the pending sign-in cannot be read")]
    FlowUnreadable,
    /// An answer came though nothing was asked: a stale bookmark, another tab's answer, or a stranger's link.
    #[error("an answer came, but no sign-in is pending")]
    NoFlow,
    /// The answer belongs to another flow: the "back" button, or a stranger's link.
    #[error("the answer belongs to another sign-in")]
    StateMismatch,
    /// The person took more than ten minutes at Entra.
    #[error("the sign-in took longer than ten minutes")]
    FlowExpired,
    /// The address has something like an answer, but not one as Entra makes them: cut off, or made by hand.
    #[error("the answer is malformed: {reason:?}")]
    AnswerMalformed {
        /// What is wrong with it.
        reason: Key,
    },
    /// Entra said no; its code says why.
    #[error("refused: {0}")]
    Refused(Box<Refusal>),
    /// Entra is busy or broken and asks to come back later.
    #[error("status {status}, to be tried again after {retry_after:?}")]
    Unavailable {
        /// HTTP status.
        status: u16,
        /// How long it asks to be left alone, where it says so.
        retry_after: Option<Duration>,
        /// What else it said, where it said anything: its ids are what support asks for.
        said: Option<Box<Refusal>>,
    },
    /// The token endpoint's answer is not what RFC 6749 says: a proxy in between, or a wrong address in `config.json`.
    #[error("the token endpoint's answer (status {status}) is malformed: {reason:?}")]
    ReplyMalformed {
        /// HTTP status.
        status: u16,
        /// What is wrong with it.
        reason: Key,
    },
    /// The sign-in succeeded, but not everything asked was granted: consent was given to a part only.
    #[error("not granted: {}", missing.join(", "))]
    ScopesMissing {
        /// What was asked and not granted.
        missing: Vec<String>,
    },
    /// There is no id token, or it is none: the wrong endpoint answered.
    #[error("the id token is malformed: {reason:?}")]
    IdTokenMalformed {
        /// What is wrong with it.
        reason: Key,
    },
    /// The id token is for another application.
    #[error("the id token is not for this application")]
    IdTokenAudience,
    /// The id token comes from somewhere else than its tenant at the chosen cloud.
    #[error("the id token has a wrong issuer")]
    IdTokenIssuer,
    /// The id token answers another sign-in: it was replayed.
    #[error("the id token answers another sign-in")]
    IdTokenNonce,
    /// The id token is not valid at this time: this computer's clock is wrong by more than five minutes.
    #[error("the id token is not valid at {now}")]
    IdTokenTime {
        /// What this computer takes for the present.
        now: Timestamp,
    },
    /// What Graph demands of a new sign-in is no JSON object: a change at Microsoft, or a proxy in between.
    #[error("the claims challenge is no JSON object")]
    ChallengeUnreadable,
    /// The person signed in to another tenant than the one asked for: an account of another organisation was picked.
    #[error("signed in to tenant {found} instead of {expected}")]
    OtherTenant {
        /// The tenant asked for.
        expected: String,
        /// The tenant signed in to.
        found: String,
    },
    /// No answer came from the token endpoint.
    #[error(transparent)]
    NoAnswer(#[from] TransportError),
}

impl SignInError {
    /// What to say about it. A refusal's ids are in [`SignInError::refusal`].
    pub fn message(&self) -> Message {
        let message = Message::new(self.key());
        let because = |reason| message.clone().because(Message::new(reason));
        match self {
            Self::PageAddress { address } | Self::EndpointAddress { address } => {
                message.with("address", address)
            }
            Self::Refused(refusal) => message.with("code", refusal.name()),
            Self::Unavailable { status, .. } => message.with("code", http(*status)),
            Self::ReplyMalformed { reason, .. }
            | Self::AnswerMalformed { reason }
            | Self::IdTokenMalformed { reason } => because(*reason),
            Self::ChallengeUnreadable => because(Key::ReasonChallengeUnreadable),
            Self::ScopesMissing { missing } => message.with("scopes", missing.join(", ")),
            Self::IdTokenAudience => because(Key::ReasonIdTokenAudience),
            Self::IdTokenIssuer => because(Key::ReasonIdTokenIssuer),
            Self::IdTokenNonce => because(Key::ReasonIdTokenNonce),
            Self::IdTokenTime { now } => message.with("now", now),
            Self::OtherTenant { expected, found } => {
                message.with("expected", expected).with("found", found)
            }
            Self::NoAnswer(
                TransportError::NoAnswer { host } | TransportError::TimedOut { host },
            ) => message.with("host", host),
            Self::FlowUnreadable | Self::NoFlow | Self::StateMismatch | Self::FlowExpired => {
                message
            }
        }
    }

    fn key(&self) -> Key {
        match self {
            Self::PageAddress { .. } => Key::SignInPageAddress,
            Self::EndpointAddress { .. } => Key::SignInEndpointAddress,
            Self::FlowUnreadable | Self::NoFlow | Self::StateMismatch => Key::SignInNotAsked,
            Self::FlowExpired => Key::SignInTooLate,
            Self::AnswerMalformed { .. }
            | Self::ReplyMalformed { .. }
            | Self::ChallengeUnreadable => Key::SignInAnswerMalformed,
            Self::Refused(refusal) => codes::key(refusal),
            Self::Unavailable { .. } => Key::SignInBusy,
            Self::ScopesMissing { .. } => Key::SignInScopesMissing,
            Self::IdTokenMalformed { .. }
            | Self::IdTokenAudience
            | Self::IdTokenIssuer
            | Self::IdTokenNonce => Key::SignInNotTrusted,
            Self::IdTokenTime { .. } => Key::SignInClock,
            Self::OtherTenant { .. } => Key::SignInOtherTenant,
            Self::NoAnswer(_) => Key::SignInNoAnswer,
        }
    }

    /// What Entra said, where it said no or was busy: code and ids for whoever asks Microsoft for help.
    pub fn refusal(&self) -> Option<&Refusal> {
        match self {
            Self::Refused(refusal) => Some(refusal),
            Self::Unavailable { said, .. } => said.as_deref(),
            _ => None,
        }
    }

    /// What Entra says where it is busy or broken, and not against the request: a status, or a code of its own
    /// (`temporarily_unavailable` and `server_error` of RFC 6749, section 4.1.2.1, which Entra's token endpoint uses too).
    pub fn busy(&self) -> Option<String> {
        const ERRORS: [&str; 2] = ["server_error", "temporarily_unavailable"];
        match self {
            Self::Unavailable { status, .. } => Some(http(*status)),
            Self::Refused(refusal) if ERRORS.contains(&refusal.error.as_str()) => {
                Some(refusal.name())
            }
            _ => None,
        }
    }

    /// Whether Entra was too busy to look at what it was asked, so that a code is as good as before. A fault, or a gateway that
    /// waited in vain, says nothing of that.
    pub(crate) fn redeemed_nothing(&self) -> bool {
        match self {
            Self::Unavailable { status, .. } => matches!(status, 429 | 503),
            Self::Refused(refusal) => refusal.error == "temporarily_unavailable",
            _ => false,
        }
    }

    /// How long Entra asks to be left alone, where it does.
    pub fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Unavailable { retry_after, .. } => *retry_after,
            _ => None,
        }
    }
}

fn http(status: u16) -> String {
    format!("HTTP {status}")
}

#[cfg(test)]
mod tests;
