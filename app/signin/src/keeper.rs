//! The thin driver behind the port [`base::Tokens`]: sends the token requests of [`crate::token`] and keeps the session
//! in memory. Every decision is made elsewhere in this crate; the network is an argument.

use std::cell::Cell;
use std::cell::RefCell;
use std::time::Duration;

use base::Clock;
use base::Secret;
use base::Timestamp;
use base::TokensError;
use base::Transport;
use base::retry::ATTEMPTS;
use base::retry::LONGEST_WAIT;
use base::retry::growing_wait;

use crate::Account;
use crate::Code;
use crate::Flow;
use crate::Registration;
use crate::Renewal;
use crate::Session;
use crate::SignInError;
use crate::token;

/// For how long a renewal that failed is not tried again while the present token will do, where Entra does not say: nothing
/// hurries, and each request to Graph asks for a token.
const UNHURRIED: Duration = Duration::from_secs(10);

/// For how long a code that was just given is surely good. It is for about ten minutes ("Microsoft identity platform and OAuth
/// 2.0 authorization code flow").
const CODE_IS_GOOD: Duration = Duration::from_secs(5 * 60);

/// Keeps one person's tokens in memory and renews them while that is possible.
#[derive(Debug)]
pub struct Keeper<T, C> {
    session: RefCell<Session>,
    /// Until when Entra is left alone, since a renewal failed.
    resting_until: Cell<Option<Timestamp>>,
    registration: Registration,
    transport: T,
    clock: C,
}

impl<T: Transport, C: Clock> Keeper<T, C> {
    /// Redeems `code` for tokens and checks who signed in. Where Entra is busy, that is waited out, for as long as the code
    /// is surely good.
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
        let request = token::request(&registration, flow, code)?;
        let began = clock.now();
        let mut attempt = 0;
        let tokens = loop {
            let response = transport.send(request.clone()).await?;
            let error = match token::reply(response, &registration, flow.scopes(), clock.now()) {
                Ok(tokens) => break tokens,
                Err(error) => error,
            };
            let wait = error.retry_after().unwrap_or(growing_wait(attempt, 0));
            let is_good_then = clock.now().since(began) + wait < CODE_IS_GOOD;
            if !error.redeemed_nothing() || !is_good_then {
                return Err(error);
            }
            clock.sleep(wait).await;
            attempt += 1;
        };
        let session = Session::open(tokens, &registration, flow, clock.now())?;
        let registration = registration.pinned(&session.account().tenant);
        Ok(Self {
            session: RefCell::new(session),
            resting_until: Cell::new(None),
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

    /// Renews the tokens, unless that fails and the present token `will_do`. A passing fault (no answer, Entra busy) is
    /// waited out, as long as Entra asks, else a little longer each time; what only the person can change ends it at once.
    async fn renew_unless(&self, will_do: impl Fn() -> bool) -> Result<(), TokensError> {
        for attempt in 0.. {
            let rest = self.rest();
            if !rest.is_zero() {
                if will_do() {
                    return Ok(());
                }
                self.clock.sleep(rest).await;
            }
            let request = self.session.borrow().renewal_request(&self.registration);
            let Some(Ok(request)) = request else {
                return Err(TokensError::SignInAgain);
            };
            let error = match self.exchange(request).await {
                Ok(()) => return Ok(()),
                Err(error) => error,
            };
            let asked = error.retry_after();
            let passing = passing(error);
            if will_do() {
                self.leave_alone(asked.unwrap_or(UNHURRIED));
                return Ok(());
            }
            let error = passing.ok_or(TokensError::SignInAgain)?;
            if attempt + 1 >= ATTEMPTS {
                self.leave_alone(asked.unwrap_or_default());
                return Err(error);
            }
            self.leave_alone(asked.unwrap_or(growing_wait(attempt, 0)));
        }
        Err(TokensError::SignInAgain)
    }

    /// How much longer Entra is to be left alone. Never long, though this computer's clock may have been set back.
    fn rest(&self) -> Duration {
        let until = self.resting_until.get();
        let left = until.map(|until| until.since(self.clock.now()));
        left.unwrap_or_default().min(LONGEST_WAIT)
    }

    fn leave_alone(&self, duration: Duration) {
        let until = self.clock.now().plus(duration);
        self.resting_until.set(Some(until));
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

/// What a renewal that failed comes to if it goes on failing like this; `None` where trying again is of no use.
fn passing(error: SignInError) -> Option<TokensError> {
    match error {
        SignInError::NoAnswer(error) => Some(TokensError::Transport(error)),
        // Something on the way answered in Entra's place; who signs in anew is told what.
        SignInError::ReplyMalformed { .. } => Some(TokensError::SignInAgain),
        error => error.busy().map(|code| TokensError::Busy { code }),
    }
}

#[cfg(test)]
mod tests;
