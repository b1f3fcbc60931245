//! A person who is signed in: account and tokens in memory, and the decision when to renew them. Sending the renewal
//! and waiting for it is somebody else's part, and so is forgetting: dropping the session wipes the tokens.

use std::time::Duration;

use base::Key;
use base::Secret;
use base::Timestamp;

use crate::Account;
use crate::Flow;
use crate::Registration;
use crate::SignInError;
use crate::Tokens;
use crate::account;
use crate::token;

/// How long before its end an access token is renewed, so that no request starts with one that ends under way.
const RENEW_BEFORE: Duration = Duration::from_secs(5 * 60);

/// How long before its end an access token is no longer used where it cannot be renewed.
const STOP_BEFORE: Duration = Duration::from_secs(60);

/// When a single-page application's refresh token ends, however often it was renewed ("Refresh tokens in the Microsoft
/// identity platform": 24 hours, not extended).
const REFRESH_LIFETIME: Duration = Duration::from_secs(24 * 60 * 60);

/// What to do about the tokens before the next request.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Renewal {
    /// The access token can be used.
    Valid,
    /// Renew it first, with [`Session::renewal_request`].
    Renew,
    /// The person must sign in again.
    SignInAgain,
}

/// A person who is signed in.
#[derive(Clone, Debug)]
pub struct Session {
    account: Account,
    tokens: Tokens,
    asked: Vec<String>,
    signed_in: Timestamp,
}

impl Session {
    /// Opens a session with what the token endpoint gave for `flow`, after checking who signed in.
    pub fn open(
        tokens: Tokens,
        registration: &Registration,
        flow: &Flow,
        now: Timestamp,
    ) -> Result<Self, SignInError> {
        let id_token = tokens
            .id_token
            .as_ref()
            .ok_or(SignInError::IdTokenMalformed {
                reason: Key::ReasonIdTokenMissing,
            })?;
        let account = account::read(id_token, registration, flow, now)?;
        Ok(Self {
            account,
            tokens,
            asked: flow.scopes().to_vec(),
            signed_in: now,
        })
    }

    /// Who signed in.
    pub fn account(&self) -> &Account {
        &self.account
    }

    /// The access token for Graph; ask [`Session::renewal`] first.
    pub fn access(&self) -> &Secret<String> {
        &self.tokens.access
    }

    /// What was granted, by the short names of Graph's permissions.
    pub fn scopes(&self) -> &[String] {
        &self.tokens.scopes
    }

    /// What to do before the next request.
    pub fn renewal(&self, now: Timestamp) -> Renewal {
        if now.plus(RENEW_BEFORE) < self.tokens.expires {
            Renewal::Valid
        } else if self.is_renewable(now) {
            Renewal::Renew
        } else if self.is_usable(now) {
            Renewal::Valid
        } else {
            Renewal::SignInAgain
        }
    }

    /// Whether there is a refresh token that has not ended.
    pub fn is_renewable(&self, now: Timestamp) -> bool {
        self.tokens.refresh.is_some() && now.since(self.signed_in) < REFRESH_LIFETIME
    }

    /// Whether the present access token reaches far enough for one more request.
    pub fn is_usable(&self, now: Timestamp) -> bool {
        now.plus(STOP_BEFORE) < self.tokens.expires
    }

    /// The request that renews the tokens, at the tenant signed in to; `None` without a refresh token.
    pub fn renewal_request(
        &self,
        registration: &Registration,
    ) -> Option<Result<http::Request<Vec<u8>>, SignInError>> {
        let refresh = self.tokens.refresh.as_ref()?;
        let registration = registration.pinned(&self.account.tenant);
        Some(token::refresh_request(&registration, refresh, &self.asked))
    }

    /// The session after the answer to [`Session::renewal_request`]. On an error the old session goes on as far as its
    /// token reaches.
    pub fn renewed(
        &self,
        response: http::Response<Vec<u8>>,
        registration: &Registration,
        now: Timestamp,
    ) -> Result<Self, SignInError> {
        let mut tokens = token::reply(response, registration, &self.asked, now)?;
        // RFC 6749, section 6: a new refresh token may be left out, and the old one goes on.
        tokens.refresh = tokens.refresh.or_else(|| self.tokens.refresh.clone());
        Ok(Self {
            tokens,
            ..self.clone()
        })
    }
}

#[cfg(test)]
mod tests;
