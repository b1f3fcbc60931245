//! Carries calls out: adds the token, keeps the pace, obeys throttling, follows pages, reads errors.

mod waiting;

use std::cell::Cell;
use std::collections::BTreeMap;
use std::fmt;
use std::rc::Rc;
use std::time::Duration;

use base::Clock;
use base::Entropy;
use base::Key;
use base::Tokens;
use base::TokensError;
use base::Transport;
use base::TransportError;
use base::retry::ATTEMPTS;
use base::retry::retry_after;
use http::StatusCode;
use http::header::ACCEPT;
use http::header::AUTHORIZATION;
use http::header::CONTENT_TYPE;
use serde::de::DeserializeOwned;

use crate::Answer;
use crate::Call;
use crate::GraphError;
use crate::Page;
use crate::Request;
use crate::batch;
use crate::batch::Inner;
use crate::error::token;
use crate::pace::Pace;
use crate::retry::Attempt;
use crate::retry::wait_before_repeating;

pub use self::waiting::CLIENT_REQUEST_ID;

/// More pages than this no list of ours has: 100 objects a page, 100,000 users.
const PAGES: usize = 2_000;

/// Microsoft Graph of one cloud, asked with one person's tokens.
#[derive(Clone)]
pub struct Graph<T, K, C> {
    root: String,
    transport: T,
    tokens: K,
    clock: C,
    /// Told before and after each wait that Graph asks for.
    waits: Option<Rc<Waits>>,
    /// How fast requests may follow each other; one for all clones, because Graph counts them together.
    pace: Rc<Cell<Pace>>,
    entropy: Rc<dyn Entropy>,
}

/// Listens to waits: how long the one that begins will be, or that it is over.
type Waits = dyn Fn(Option<Duration>);

impl<T, K, C> fmt::Debug for Graph<T, K, C> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Graph")
            .field("root", &self.root)
            .finish_non_exhaustive()
    }
}

impl<T: Transport, K: Tokens, C: Clock> Graph<T, K, C> {
    /// Makes a client for the Graph at `root`, e.g. `https://graph.microsoft.com`. Tokens go to no other host.
    pub fn new(
        root: &str,
        transport: T,
        tokens: K,
        clock: C,
        entropy: impl Entropy + 'static,
    ) -> Self {
        Self {
            root: root.trim_end_matches('/').to_owned(),
            transport,
            tokens,
            clock,
            waits: None,
            pace: Rc::default(),
            entropy: Rc::new(entropy),
        }
    }

    /// The same client, which tells `listener` of every wait that Graph asks for: its length, and `None` when it is over.
    #[must_use]
    pub fn telling(mut self, listener: impl Fn(Option<Duration>) + 'static) -> Self {
        self.waits = Some(Rc::new(listener));
        self
    }

    /// The clock that this client waits by.
    pub fn clock(&self) -> &C {
        &self.clock
    }

    /// Asks one question.
    ///
    /// # Errors
    ///
    /// As [`GraphError`] lists; throttling and passing faults were waited out before.
    pub async fn call<Q: Call>(&self, call: &Q) -> Result<Q::Reply, GraphError> {
        let answer = self.send(&call.request(), call.repeatable()).await?;
        call.reply(&answer)
    }

    /// Reads a whole list, page by page.
    ///
    /// # Errors
    ///
    /// As [`Graph::call`]; [`GraphError::ForeignLink`] and [`GraphError::EndlessList`] where a page leads astray.
    pub async fn list<V: DeserializeOwned, Q: Call<Reply = Page<V>>>(
        &self,
        call: &Q,
    ) -> Result<Vec<V>, GraphError> {
        let first = self.call(call).await?;
        self.rest_of(&call.request(), first).await
    }

    /// Follows the pages after `page`, which answered `first`.
    async fn rest_of<V: DeserializeOwned>(
        &self,
        first: &Request,
        mut page: Page<V>,
    ) -> Result<Vec<V>, GraphError> {
        let mut values = page.values;
        for _ in 0..PAGES {
            let Some(link) = page.next else {
                return Ok(values);
            };
            let path = self.own_path(&link).ok_or(GraphError::ForeignLink)?;
            let answer = self
                .send(
                    &Request {
                        path,
                        ..first.clone()
                    },
                    true,
                )
                .await?;
            page = answer.json()?;
            values.append(&mut page.values);
        }
        Err(GraphError::EndlessList)
    }

    /// Asks for something that may not be there: `None` where Graph says that it is not found.
    ///
    /// The question travels in a batch, because a browser notes every answer of 404 as an error of the page.
    ///
    /// # Errors
    ///
    /// As [`Graph::call`].
    pub async fn find<Q: Call>(&self, call: &Q) -> Result<Option<Q::Reply>, GraphError> {
        let mut answers = self.read_each(&[call.request()]).await?;
        match answers.pop() {
            Some(Ok(answer)) => call.reply(&answer).map(Some),
            Some(Err(error)) if error.is_not_found() => Ok(None),
            Some(Err(error)) => Err(error),
            None => Ok(None),
        }
    }

    /// Reads a whole list whose owner may not be there: `None` where Graph says that it is not found.
    ///
    /// # Errors
    ///
    /// As [`Graph::list`].
    pub async fn find_list<V: DeserializeOwned, Q: Call<Reply = Page<V>>>(
        &self,
        call: &Q,
    ) -> Result<Option<Vec<V>>, GraphError> {
        match self.find(call).await? {
            Some(first) => self.rest_of(&call.request(), first).await.map(Some),
            None => Ok(None),
        }
    }

    /// Sends several reads together and returns an answer for each, in the order of `requests`. Those that were throttled or
    /// met a passing fault are sent again by themselves.
    ///
    /// # Errors
    ///
    /// [`GraphError`] where the batch as a whole failed; what failed by itself is in its own place.
    pub async fn read_each(
        &self,
        requests: &[Request],
    ) -> Result<Vec<Result<Answer, GraphError>>, GraphError> {
        let mut answers = BTreeMap::new();
        // Counts the rounds in a row after which something is sent again: a long list alone uses no attempts up.
        let mut attempt = 0;
        let mut renewed = false;
        loop {
            let open: Vec<(usize, &Request)> = requests
                .iter()
                .enumerate()
                .filter(|(number, _)| !answers.contains_key(number))
                .take(batch::MOST)
                .collect();
            if open.is_empty() {
                return Ok(answers.into_values().collect());
            }
            if attempt == 0 {
                self.keep_pace().await;
            }
            let answer = self.exchange(&batch::request(&open), true, 0).await?;
            let inners = batch::reply(&answer)?;
            if let Some(error) = inners.values().find_map(Inner::token_refused)
                && !renewed
            {
                self.renew(error).await?;
                renewed = true;
                continue;
            }
            self.note(inners.values().any(|inner| is_throttled(inner.status)));
            let mut waits = Vec::new();
            for (number, inner) in inners {
                let seen = Attempt::Answered(inner.status, &inner.headers);
                let wait =
                    wait_before_repeating(attempt, &seen, true, self.clock.now(), self.chance());
                if wait.is_none() {
                    answers.insert(number, inner.result());
                }
                waits.push(wait);
            }
            if let Some(wait) = batch::longest(waits) {
                attempt += 1;
                self.wait(wait).await;
                continue;
            }
            attempt = 0;
            if open.iter().any(|(number, _)| !answers.contains_key(number)) {
                return Err(GraphError::Unreadable {
                    reason: Key::ReasonBatchIncomplete,
                    what: format!("{} of {}", answers.len(), requests.len()),
                    request_id: answer.request_id(),
                });
            }
        }
    }

    /// Sends a request, waiting out throttling (and, where it may be `repeatable`, passing faults and lost replies).
    ///
    /// # Errors
    ///
    /// As [`GraphError`] lists.
    pub async fn send(&self, request: &Request, repeatable: bool) -> Result<Answer, GraphError> {
        self.keep_pace().await;
        let answer = self.exchange(request, repeatable, 0).await?;
        self.note(false);
        Ok(answer)
    }

    /// Sends a request once, whatever becomes of it: for whoever has to look before repeating. How long Graph asks to wait
    /// stands in the refusal.
    ///
    /// # Errors
    ///
    /// As [`GraphError`] lists.
    pub async fn send_once(&self, request: &Request) -> Result<Answer, GraphError> {
        self.keep_pace().await;
        let answer = self.exchange(request, false, ATTEMPTS - 1).await?;
        self.note(false);
        Ok(answer)
    }

    /// As [`Graph::send`], but an answer that is not an error is left to the caller to note: the one to a batch may hold
    /// throttled ones. A token that Graph refuses is renewed once; whatever was asked with it was not done.
    async fn exchange(
        &self,
        request: &Request,
        repeatable: bool,
        attempts_made: u32,
    ) -> Result<Answer, GraphError> {
        let mut renewed = false;
        for attempt in attempts_made.. {
            let result = match self.attempt(request).await? {
                Ok(response) if response.status().is_success() => return Ok(response.into()),
                other => other,
            };
            let seen = match &result {
                Ok(response) => {
                    self.note(is_throttled(response.status()));
                    Attempt::Answered(response.status(), response.headers())
                }
                Err(_) => Attempt::Lost,
            };
            let now = self.clock.now();
            if let Some(wait) =
                wait_before_repeating(attempt, &seen, repeatable, now, self.chance())
            {
                self.wait(wait).await;
                continue;
            }
            let error =
                result.map_or_else(GraphError::NoAnswer, |response| self.refusal(&response));
            if renewed || !error.refuses_token() {
                return Err(error);
            }
            self.renew(error).await?;
            renewed = true;
        }
        Err(GraphError::EndlessList)
    }

    /// Sends a request once with the token of the moment.
    async fn attempt(
        &self,
        request: &Request,
    ) -> Result<Result<http::Response<Vec<u8>>, TransportError>, GraphError> {
        let bearer = token(&self.tokens).await?;
        // EXPOSE: the token is what Graph asks for; it goes to `root` only and is marked sensitive.
        let request = self.http_request(request, bearer.expose())?;
        Ok(self.transport.send(request).await)
    }

    /// The error that an answer is.
    fn refusal(&self, response: &http::Response<Vec<u8>>) -> GraphError {
        let (status, headers) = (response.status(), response.headers());
        let error = GraphError::from_response(status, headers, response.body());
        error.asking_to_wait(retry_after(headers, self.clock.now()))
    }

    /// Renews the token that Graph refused with `error`, which stands where only the person can.
    async fn renew(&self, error: GraphError) -> Result<(), GraphError> {
        self.tokens.renew().await.map_err(|problem| match problem {
            TokensError::SignInAgain => error,
            other => other.into(),
        })
    }

    /// Joins root, request and token.
    fn http_request(
        &self,
        request: &Request,
        bearer: &str,
    ) -> Result<http::Request<Vec<u8>>, GraphError> {
        let unsendable = |problem: http::Error| GraphError::Unreadable {
            reason: Key::ReasonNotSendable,
            what: problem.to_string(),
            request_id: None,
        };
        let mut authorization = http::HeaderValue::from_str(&format!("Bearer {bearer}"))
            .map_err(|problem| unsendable(problem.into()))?;
        authorization.set_sensitive(true);
        let mut builder = http::Request::builder()
            .method(request.method.clone())
            .uri(format!("{}{}", self.root, request.path))
            .header(AUTHORIZATION, authorization)
            .header(ACCEPT, "application/json");
        for (name, value) in &request.headers {
            builder = builder.header(name, value);
        }
        let body = match &request.body {
            Some(body) => {
                builder = builder.header(CONTENT_TYPE, "application/json");
                body.to_string().into_bytes()
            }
            None => Vec::new(),
        };
        builder.body(body).map_err(unsendable)
    }

    /// The path of `link` if it lies on our own Graph; a link elsewhere is not followed.
    fn own_path(&self, link: &str) -> Option<String> {
        let path = link.strip_prefix(&self.root)?;
        path.starts_with('/').then(|| path.to_owned())
    }
}

fn is_throttled(status: StatusCode) -> bool {
    status == StatusCode::TOO_MANY_REQUESTS
}

#[cfg(test)]
mod tests;
