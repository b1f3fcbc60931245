//! What can go wrong when asking Graph, and what Graph says of it.

use std::time::Duration;

use base::Key;
use base::Tokens;
use base::TokensError;
use base::TransportError;
use http::HeaderMap;
use http::StatusCode;
use serde::Deserialize;
use serde::Serialize;

use crate::call::header;
use crate::challenge;

/// A call to Graph that did not succeed.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum GraphError {
    /// Graph answered with an error. Likely causes stand in `words`, by `code`.
    #[error("{} {}: {}", .0.status, .0.code, .0.message)]
    Refused(Refusal),
    /// Graph answered with success, but not with what it documents. Likely a change at Microsoft, or a proxy in between.
    #[error("an answer that cannot be read: {reason:?}, {what}")]
    Unreadable {
        /// What is wrong with it, for the person.
        reason: Key,
        /// Where exactly, for support: a parser's own words, or what was looked at. Untrusted text.
        what: String,
        /// Graph's id of the exchange.
        request_id: Option<String>,
    },
    /// No answer came; whether the request was carried out is not known. Likely the network.
    #[error(transparent)]
    NoAnswer(TransportError),
    /// No token could be fetched, so the request was not sent. Likely the network on the way to Entra.
    #[error("no token: {0}")]
    NoToken(TransportError),
    /// No token could be fetched, so the request was not sent: Entra was too busy for it. The sign-in itself is good.
    #[error("no token: Entra is busy ({code})")]
    SignInBusy {
        /// What Entra answered last: `HTTP 429`, or a code of its own.
        code: String,
    },
    /// There is no token that Graph takes, and none can be had without the person: it ended or was revoked.
    #[error("the person must sign in again")]
    SignInAgain {
        /// Graph's id of the exchange, where Graph refused the token.
        request_id: Option<String>,
    },
    /// The token is not enough: the tenant wants claims in it that only a new sign-in brings, because its rules of access
    /// or the person's standing changed ("Claims challenges, claims requests, and client capabilities").
    #[error("the person must sign in again, with the claims that the tenant asks for")]
    ClaimsChallenge {
        /// The claims to ask Entra for, as the text of a JSON object. Untrusted text.
        claims: String,
        /// Graph's id of the exchange.
        request_id: Option<String>,
    },
    /// A page of a list points to another host. It is not followed, because the token would go with it.
    #[error("a list that continues on another host")]
    ForeignLink,
    /// A list has more pages than any tenant can fill. Likely a link that points back to itself.
    #[error("a list without an end")]
    EndlessList,
}

/// An error answer of Graph.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Refusal {
    /// HTTP status.
    pub status: u16,
    /// Graph's code, e.g. `Authorization_RequestDenied`. Empty if the body held none.
    pub code: String,
    /// Graph's message, in English. Untrusted text.
    pub message: String,
    /// Graph's id of the exchange.
    pub request_id: Option<String>,
    /// For how long Graph asks to wait before the request is sent again, if it does.
    #[serde(skip)]
    pub retry_after: Option<Duration>,
}

impl GraphError {
    /// The same error, with how long Graph asks to wait.
    pub(crate) fn asking_to_wait(mut self, wait: Option<Duration>) -> Self {
        if let Self::Refused(refusal) = &mut self {
            refusal.retry_after = wait;
        }
        self
    }

    /// Whether Graph was asked too often: nothing was done, and a repeat is in order after a while.
    pub fn is_throttled(&self) -> bool {
        self.refusal().is_some_and(|refusal| refusal.status == 429)
    }

    /// Reads an error response. A body that is not Graph's form of an error gives an empty code, not another error:
    /// proxies and gateways answer in their own words.
    pub(crate) fn from_response(status: StatusCode, headers: &HeaderMap, body: &[u8]) -> Self {
        #[derive(Default, Deserialize)]
        struct Inner {
            #[serde(default)]
            code: String,
            #[serde(default)]
            message: String,
        }
        #[derive(Default, Deserialize)]
        struct Body {
            #[serde(default)]
            error: Inner,
        }
        let Body { error } = serde_json::from_slice(body).unwrap_or_default();
        let request_id = header(headers, "request-id");
        // A 401 without any sign of Graph is a proxy's: whoever is in between is not satisfied by our token either way.
        let is_of_graph = request_id.is_some() || !error.code.is_empty();
        if status == StatusCode::UNAUTHORIZED {
            if let Some(claims) = challenge::claims(headers) {
                return Self::ClaimsChallenge { claims, request_id };
            }
            if is_of_graph {
                return Self::SignInAgain { request_id };
            }
        }
        Self::Refused(Refusal {
            status: status.as_u16(),
            code: error.code,
            message: error.message,
            request_id,
            retry_after: None,
        })
    }

    /// Whether Graph refused the token itself, so that a renewed one may help. It looks at the token before anything
    /// else: nothing was done.
    pub(crate) fn refuses_token(&self) -> bool {
        matches!(self, Self::SignInAgain { .. })
    }

    /// The refusal, if Graph refused.
    pub fn refusal(&self) -> Option<&Refusal> {
        match self {
            Self::Refused(refusal) => Some(refusal),
            _ => None,
        }
    }

    /// Graph's own id of the exchange, for Microsoft's support.
    pub fn request_id(&self) -> Option<String> {
        match self {
            Self::Refused(refusal) => refusal.request_id.clone(),
            Self::Unreadable { request_id, .. }
            | Self::SignInAgain { request_id }
            | Self::ClaimsChallenge { request_id, .. } => request_id.clone(),
            _ => None,
        }
    }

    /// Whether Graph says that the thing asked for is not there (which, soon after a write, may mean "not yet").
    pub fn is_not_found(&self) -> bool {
        self.refusal().is_some_and(|refusal| refusal.status == 404)
    }

    /// Whether Graph says that something named in a request is not there yet.
    ///
    /// Only the named replication errors count, never any 400 or 404: GRAPH.md, sections 2.1, 2.2 and 2.12 say which.
    pub fn is_not_yet(&self) -> bool {
        self.refusal().is_some_and(|refusal| match refusal.status {
            404 => refusal
                .message
                .contains("does not exist or one of its queried reference-property objects"),
            400 => {
                refusal
                    .message
                    .contains("does not reference a valid application object")
                    || refusal.message.contains("Not a valid reference update")
            }
            _ => false,
        })
    }

    /// Whether Graph says that what a request would make is there already: the named errors only, never a status alone.
    pub fn is_already_there(&self) -> bool {
        self.refusal().is_some_and(|refusal| {
            refusal.code == "Request_MultipleObjectsWithSameKeyValue"
                || (refusal.code == "Request_BadRequest"
                    && refusal
                        .message
                        .contains("property uniqueName already exists"))
                || (refusal.code == "Request_BadRequest"
                    && refusal
                        .message
                        .contains("Permission being assigned already exists on the object"))
        })
    }

    /// Whether Graph says that another write to the same object was under way: nothing was done, and a repeat is in order.
    pub fn is_collision(&self) -> bool {
        self.refusal()
            .is_some_and(|refusal| refusal.code == "Directory_ConcurrencyViolation")
    }

    /// Whether the fault is at Microsoft's side or on the way there, so that it is not known whether the request was
    /// carried out. A 401 that is a refusal has no sign of Graph: see [`GraphError::SignInAgain`] for those that have.
    pub fn is_fault(&self) -> bool {
        self.refusal()
            .is_some_and(|refusal| refusal.status >= 500 || refusal.status == 401)
    }
}

impl From<TokensError> for GraphError {
    fn from(error: TokensError) -> Self {
        match error {
            TokensError::SignInAgain => Self::SignInAgain { request_id: None },
            TokensError::Busy { code } => Self::SignInBusy { code },
            TokensError::Transport(error) => Self::NoToken(error),
        }
    }
}

/// Asks `tokens` for a token, in this crate's errors.
pub(crate) async fn token(tokens: &impl Tokens) -> Result<base::Secret<String>, GraphError> {
    Ok(tokens.access_token().await?)
}
