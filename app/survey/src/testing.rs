//! What the tests of this crate read with: a token that is never refused, and a clock that stands still.

use std::time::Duration;

use base::Clock;
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

impl Clock for Stopped {
    fn now(&self) -> Timestamp {
        self.0
    }

    async fn sleep(&self, _: Duration) {}
}
