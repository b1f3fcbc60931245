//! What the tests of this crate read with: a token that is never refused, and a clock that stands still.

use std::time::Duration;

use base::Clock;
use base::Entropy;
use base::Secret;
use base::Timestamp;
use base::Tokens;
use base::TokensError;

/// Always the same token.
pub(crate) struct Token;

impl Tokens for Token {
    async fn access_token(&self) -> Result<Secret<String>, TokensError> {
        Ok(Secret::new("token".to_owned()))
    }

    async fn renew(&self) -> Result<(), TokensError> {
        Err(TokensError::SignInAgain)
    }
}

/// A clock that stands still at this moment, and sleeps no time.
pub(crate) struct Stopped(pub(crate) Timestamp);

/// Randomness that is none.
pub(crate) struct Even;

impl Entropy for Even {
    fn fill(&self, bytes: &mut [u8]) {
        bytes.fill(0);
    }
}

impl Clock for Stopped {
    fn now(&self) -> Timestamp {
        self.0
    }

    async fn sleep(&self, _: Duration) {}
}
