//! The ports: what the core needs of the world and never reaches for by itself. The page, the journeys and the unit
//! tests each bring their own.

use std::time::Duration;

use crate::Secret;
use crate::Timestamp;

/// Sends one HTTP request and returns the response, whatever its status. It follows no redirect, keeps no cookie and
/// uses no cache.
#[allow(
    async_fn_in_trait,
    reason = "everything runs on the page's one thread; no future needs to be Send"
)]
pub trait Transport {
    /// Sends `request`. An answer of any status is `Ok`; an error means that no answer came.
    async fn send(
        &self,
        request: http::Request<Vec<u8>>,
    ) -> Result<http::Response<Vec<u8>>, TransportError>;
}

/// No answer came. Whether the request was carried out is not known.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum TransportError {
    /// The host could not be reached, the connection broke, or the browser refused the request or hid the answer
    /// (content policy, CORS). A page cannot tell these apart.
    #[error("no answer from {host}")]
    NoAnswer {
        /// Host that was asked.
        host: String,
    },
    /// The deadline for one request passed.
    #[error("no answer from {host} in time")]
    TimedOut {
        /// Host that was asked.
        host: String,
    },
}

/// Tells the time and waits.
#[allow(
    async_fn_in_trait,
    reason = "everything runs on the page's one thread; no future needs to be Send"
)]
pub trait Clock {
    /// The present moment, as this computer believes.
    fn now(&self) -> Timestamp;
    /// Returns after `duration`.
    async fn sleep(&self, duration: Duration);
}

/// Gives random bytes that nobody can predict.
pub trait Entropy {
    /// Fills `bytes` with random bytes fit for keys.
    fn fill(&self, bytes: &mut [u8]);
}

/// Gives access tokens for Microsoft Graph and renews them while it can.
#[allow(
    async_fn_in_trait,
    reason = "everything runs on the page's one thread; no future needs to be Send"
)]
pub trait Tokens {
    /// An access token that is valid for a few more minutes.
    async fn access_token(&self) -> Result<Secret<String>, TokensError>;

    /// Renews the access token although its time is not over, because Graph no longer takes it.
    ///
    /// # Errors
    ///
    /// [`TokensError`] where the old token is all there is.
    async fn renew(&self) -> Result<(), TokensError>;
}

/// There is no valid token.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum TokensError {
    /// The person must sign in again: no token was ever given, or it can no longer be renewed.
    #[error("the person must sign in again")]
    SignInAgain,
    /// Renewal failed because Entra was too busy for it, however long it was waited for. The sign-in itself is good.
    #[error("Entra is busy ({code})")]
    Busy {
        /// What it answered last: `HTTP 429`, or a code of its own.
        code: String,
    },
    /// Renewal failed because no answer came.
    #[error(transparent)]
    Transport(#[from] TransportError),
}

/// Every port may be shared: a reference or an `Rc` to one is one.
macro_rules! shared {
    ($($pointer:ty),*) => {$(
        impl<P: Transport> Transport for $pointer {
            async fn send(&self, request: http::Request<Vec<u8>>) -> Result<http::Response<Vec<u8>>, TransportError> {
                (**self).send(request).await
            }
        }

        impl<P: Clock> Clock for $pointer {
            fn now(&self) -> Timestamp {
                (**self).now()
            }

            async fn sleep(&self, duration: Duration) {
                (**self).sleep(duration).await;
            }
        }

        impl<P: Entropy> Entropy for $pointer {
            fn fill(&self, bytes: &mut [u8]) {
                (**self).fill(bytes);
            }
        }

        impl<P: Tokens> Tokens for $pointer {
            async fn access_token(&self) -> Result<Secret<String>, TokensError> {
                (**self).access_token().await
            }

            async fn renew(&self) -> Result<(), TokensError> {
                (**self).renew().await
            }
        }
    )*};
}

shared!(&P, std::rc::Rc<P>);
