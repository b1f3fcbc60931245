//! One step carried out against a scripted Graph: what is found made by others, tokens that cannot be had, and leaving.

mod leave;
mod others;
mod tokens;
mod void;

use std::cell::Cell;
use std::cell::RefCell;
use std::time::Duration;

use base::Entropy;
use base::Secret;
use base::Timestamp;
use base::TokensError;
use base::TransportError;
use serde_json::Value;
use serde_json::json;

use super::*;
use crate::History;
use crate::Plan;
use crate::scene::ADMINISTRATOR;
use crate::scene::complete;
use crate::scene::desired;
use crate::scene::guid;
use crate::scene::nothing;
use crate::scene::object;
use crate::scene::story;

/// Path of the application by our key.
const KEYED: &str = "/v1.0/applications(uniqueName='push')";

/// Status and body of an answer; `None` where none comes.
type Answer = Option<(u16, Value)>;

/// What happened so far, and what will happen to tokens: a script looks at the one and sets the other.
#[derive(Default)]
struct Stage {
    /// Everything that was asked of Graph, as method and path; what is asked just now included.
    asked: RefCell<Vec<String>>,
    /// So many tokens cannot be fetched from now on, because Entra does not answer.
    unreachable: Cell<usize>,
    /// Whether Entra is too busy to give tokens.
    is_busy: Cell<bool>,
    /// How often the token was renewed.
    renewed: Cell<usize>,
    /// Whether only the person can renew it.
    is_over: Cell<bool>,
}

impl Stage {
    fn times(&self, asked: &str) -> usize {
        let all = self.asked.borrow();
        all.iter().filter(|one| *one == asked).count()
    }

    fn writes(&self) -> Vec<String> {
        let mut all = self.asked.borrow().clone();
        all.retain(|asked| !asked.starts_with("GET "));
        all
    }

    /// Whether a token can be fetched now.
    fn reach(&self) -> Result<(), TokensError> {
        if self.is_busy.get() {
            let code = "HTTP 429".to_owned();
            return Err(TokensError::Busy { code });
        }
        match self.unreachable.get() {
            0 => Ok(()),
            left => {
                self.unreachable.set(left - 1);
                let host = "login.example".to_owned();
                Err(TransportError::NoAnswer { host }.into())
            }
        }
    }
}

/// Graph and Entra, as `script` plays them: it answers each request by its method and path.
struct Microsoft<F> {
    script: F,
    stage: Stage,
}

impl<F: Fn(&str, &Stage) -> Answer> Microsoft<F> {
    fn answer(&self, method: &str, path: &str) -> Result<(u16, Value), TransportError> {
        let path = path.split('?').next().unwrap();
        let asked = format!("{method} {path}");
        self.stage.asked.borrow_mut().push(asked.clone());
        let host = "graph.example".to_owned();
        (self.script)(&asked, &self.stage).ok_or(TransportError::NoAnswer { host })
    }

    fn batch(&self, batch: &[u8]) -> Result<Value, TransportError> {
        let batch: Value = serde_json::from_slice(batch).unwrap();
        let mut responses = Vec::new();
        for inner in batch["requests"].as_array().unwrap() {
            let path = format!("/v1.0{}", inner["url"].as_str().unwrap());
            let (status, body) = self.answer(inner["method"].as_str().unwrap(), &path)?;
            responses.push(json!({ "id": inner["id"], "status": status, "body": body }));
        }
        Ok(json!({ "responses": responses }))
    }
}

impl<F: Fn(&str, &Stage) -> Answer> Transport for Microsoft<F> {
    async fn send(
        &self,
        request: http::Request<Vec<u8>>,
    ) -> Result<http::Response<Vec<u8>>, TransportError> {
        let (method, path) = (request.method().as_str(), request.uri().path());
        let (status, body) = match path {
            "/v1.0/$batch" => (200, self.batch(request.body())?),
            path => self.answer(method, path)?,
        };
        let response = http::Response::builder().status(status);
        Ok(response.body(body.to_string().into_bytes()).unwrap())
    }
}

impl<F> Tokens for Microsoft<F> {
    async fn access_token(&self) -> Result<Secret<String>, TokensError> {
        self.stage.reach()?;
        Ok(Secret::new("token".to_owned()))
    }

    async fn renew(&self) -> Result<(), TokensError> {
        if self.stage.is_over.get() {
            return Err(TokensError::SignInAgain);
        }
        self.stage.reach()?;
        self.stage.renewed.set(self.stage.renewed.get() + 1);
        Ok(())
    }
}

/// A clock on which waiting takes no time.
struct Jumping(Cell<Timestamp>);

impl Clock for Jumping {
    fn now(&self) -> Timestamp {
        self.0.get()
    }

    async fn sleep(&self, duration: Duration) {
        self.0.set(self.0.get().plus(duration));
    }
}

/// Ids that count, and the shortest waits.
#[derive(Default)]
struct Even(Cell<u8>);

impl Entropy for Even {
    fn fill(&self, bytes: &mut [u8]) {
        let is_of_id = bytes.len() == 16;
        self.0.set(self.0.get() + u8::from(is_of_id));
        bytes.fill(if is_of_id { self.0.get() } else { 0 });
    }
}

/// A ledger with room for everything; what it keeps is in the journal, too.
struct Endless;

impl Ledger for Endless {
    async fn append(&self, _: &Entry) -> Result<(), LedgerError> {
        Ok(())
    }
}

/// What came of a step.
struct Outcome {
    step: StepId,
    journal: Journal,
    /// What was asked of Graph that writes.
    writes: Vec<String>,
    /// How often the token was renewed.
    renewed: usize,
    /// How often Graph was asked in all.
    asked: usize,
}

impl Outcome {
    /// Why it stopped, and whether a request may have been carried out.
    fn stop(&self) -> Option<(Key, bool)> {
        let stop = self.journal.stop()?;
        Some((stop.problem.key, stop.sent))
    }

    /// Whether the run did the step, or may have.
    fn is_ours(&self) -> bool {
        self.journal.may_have_done(&self.step)
    }

    fn history(self) -> History {
        let runs = vec![self.journal];
        History { runs }
    }
}

/// Carries `step` out for `purpose`; earlier runs announced to make the applications with the keys `announced`.
fn carry_out(
    step: Step,
    purpose: Purpose,
    announced: &[&str],
    script: impl Fn(&str, &Stage) -> Answer,
) -> Outcome {
    let microsoft = Microsoft {
        script,
        stage: Stage::default(),
    };
    let id = step.id.clone();
    let approved = Plan { steps: vec![step] }.approve().unwrap();
    let run = Run {
        id: RunId("run".to_owned()),
        tenant: guid('0').parse().unwrap(),
        purpose,
        resumes: None,
        by: Some(object(ADMINISTRATOR)),
        announced: announced.iter().map(|key| (*key).to_owned()).collect(),
        found: None,
    };
    let clock = Jumping(Cell::new(crate::scene::now()));
    let graph = Graph::new(
        "https://graph.example",
        &microsoft,
        &microsoft,
        &clock,
        Even::default(),
    );
    let journal = pollster::block_on(apply(approved, run, &graph, &Endless, |_| {}));
    Outcome {
        step: id,
        journal,
        writes: microsoft.stage.writes(),
        renewed: microsoft.stage.renewed.get(),
        asked: microsoft.stage.asked.borrow().len(),
    }
}

/// Carries a step of a set-up out that nobody announced before.
fn set_up(step: Step, script: impl Fn(&str, &Stage) -> Answer) -> Outcome {
    let wish = story::wish(&desired());
    carry_out(step, Purpose::SetUp { wish }, &[], script)
}

/// The step that makes the application.
fn make_application() -> Step {
    crate::plan(&desired(), &nothing()).steps.remove(0)
}

/// The step that consents to `Calendars.ReadWrite`.
fn consent() -> Step {
    let mut observed = complete();
    observed.set_up.as_mut().unwrap().assignments.clear();
    let mut steps = crate::plan(&desired(), &observed).steps;
    steps.retain(|step| step.id.0 == "consent-Calendars.ReadWrite");
    steps.remove(0)
}

/// An application with our key and our label.
fn application() -> Answer {
    let body = json!({
        "id": guid('1'),
        "appId": guid('2'),
        "displayName": "Push",
        "uniqueName": "push",
        "tags": ["console"],
        "signInAudience": "AzureADMyOrg",
    });
    Some((200, body))
}

fn refused(status: u16, code: &str, message: &str) -> Answer {
    let body = json!({ "error": { "code": code, "message": message } });
    Some((status, body))
}

fn not_there() -> Answer {
    refused(404, "Request_ResourceNotFound", "It is not there.")
}

/// Graph's own refusal of a token.
fn token_refused() -> Answer {
    refused(401, "InvalidAuthenticationToken", "Expired.")
}

fn done(status: u16) -> Answer {
    Some((status, Value::Null))
}

#[test]
fn a_run_that_no_answer_reached_tells_by_which_id_microsoft_finds_its_request() {
    let outcome = set_up(make_application(), |asked, _| match asked {
        asked if asked.starts_with("GET ") => not_there(),
        _ => None,
    });
    let stop = outcome.journal.stop().unwrap();
    assert_eq!(stop.request_id, None);
    let announced = outcome.journal.entries.iter().filter_map(|entry| {
        let What::Intent {
            client_request_id, ..
        } = &entry.what
        else {
            return None;
        };
        Some(client_request_id.as_deref())
    });
    let ids: Vec<_> = announced.collect();
    let [Some(first), Some(last)] = ids[..] else {
        panic!("an upsert, and what is sent if it is not answered: {ids:?}")
    };
    assert_ne!(first, last);
    assert_eq!(stop.client_request_id.as_deref(), Some(last));
}
