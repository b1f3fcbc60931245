//! The thin driver behind the port [`base::Tokens`]: sends the token requests of [`crate::token`] and keeps the session
//! in memory. Every decision is made elsewhere in this crate; the network is an argument.

use std::cell::RefCell;
use std::time::Duration;

use base::Clock;
use base::Secret;
use base::TokensError;
use base::Transport;

use crate::Account;
use crate::Code;
use crate::Flow;
use crate::Registration;
use crate::Renewal;
use crate::Session;
use crate::SignInError;
use crate::token;

/// How often a renewal is tried before the person is asked to sign in again.
const ATTEMPTS: u32 = 5;

/// Keeps one person's tokens in memory and renews them while that is possible.
#[derive(Debug)]
pub struct Keeper<T, C> {
    session: RefCell<Session>,
    registration: Registration,
    transport: T,
    clock: C,
}

impl<T: Transport, C: Clock> Keeper<T, C> {
    /// Redeems `code` for tokens and checks who signed in.
    ///
    /// # Errors
    ///
    /// Whatever ends the sign-in; the code is used up then, so the person has to begin again.
    pub async fn redeem(
        code: Code,
        flow: &Flow,
        registration: Registration,
        transport: T,
        clock: C,
    ) -> Result<Self, SignInError> {
        let response = transport
            .send(token::request(&registration, flow, code)?)
            .await?;
        let tokens = token::reply(response, &registration, flow.scopes(), clock.now())?;
        let session = Session::open(tokens, &registration, flow, clock.now())?;
        let registration = registration.pinned(&session.account().tenant);
        Ok(Self {
            session: RefCell::new(session),
            registration,
            transport,
            clock,
        })
    }

    /// Who signed in.
    pub fn account(&self) -> Account {
        self.session.borrow().account().clone()
    }

    /// The registration, with the tenant that was signed in to.
    pub fn registration(&self) -> &Registration {
        &self.registration
    }

    /// What was granted, by the short names of Graph's permissions.
    pub fn scopes(&self) -> Vec<String> {
        self.session.borrow().scopes().to_vec()
    }

    /// Whether the present access token will do for now.
    fn is_usable(&self) -> bool {
        self.session.borrow().is_usable(self.clock.now())
    }

    /// Renews the tokens, unless that fails and the present token `will_do`. A passing fault (no answer, Entra busy) is waited
    /// out a few times; what only the person can change ends it at once.
    async fn renew_unless(&self, will_do: impl Fn() -> bool) -> Result<(), TokensError> {
        let mut last = TokensError::SignInAgain;
        for attempt in 0..ATTEMPTS {
            let request = self.session.borrow().renewal_request(&self.registration);
            let Some(Ok(request)) = request else {
                return Err(TokensError::SignInAgain);
            };
            last = match self.exchange(request).await {
                Ok(()) => return Ok(()),
                Err(_) if will_do() => return Ok(()),
                Err(error) if error.needs_sign_in() => return Err(TokensError::SignInAgain),
                Err(SignInError::NoAnswer(error)) => TokensError::Transport(error),
                Err(_) => TokensError::SignInAgain,
            };
            self.clock.sleep(Duration::from_secs(2 << attempt)).await;
        }
        Err(last)
    }

    /// Sends a renewal once, and takes the new tokens in.
    async fn exchange(&self, request: http::Request<Vec<u8>>) -> Result<(), SignInError> {
        let response = self.transport.send(request).await?;
        let now = self.clock.now();
        let before = self.session.borrow().clone();
        let session = before.renewed(response, &self.registration, now)?;
        self.session.replace(session);
        Ok(())
    }
}

impl<T: Transport, C: Clock> base::Tokens for Keeper<T, C> {
    async fn access_token(&self) -> Result<Secret<String>, TokensError> {
        let renewal = self.session.borrow().renewal(self.clock.now());
        match renewal {
            Renewal::Valid => {}
            Renewal::Renew => self.renew_unless(|| self.is_usable()).await?,
            Renewal::SignInAgain => return Err(TokensError::SignInAgain),
        }
        Ok(self.session.borrow().access().clone())
    }

    async fn renew(&self) -> Result<(), TokensError> {
        if !self.session.borrow().is_renewable(self.clock.now()) {
            return Err(TokensError::SignInAgain);
        }
        self.renew_unless(|| false).await
    }
}

#[cfg(test)]
mod tests;
