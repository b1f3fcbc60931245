//! The client against a scripted transport: what is sent, how long is waited, what is made of each answer.

mod tokens;

use std::cell::Cell;
use std::cell::RefCell;
use std::time::Duration;

use base::Secret;
use base::Timestamp;
use serde_json::Value;
use serde_json::json;

use super::*;
use crate::application::GetApplicationByUniqueName;
use crate::application::ListApplicationsByTag;
use crate::me::GetMe;

type Scripted = Result<http::Response<Vec<u8>>, TransportError>;

/// Answers from a list, and remembers what was asked.
struct Script {
    answers: RefCell<Vec<Scripted>>,
    asked: RefCell<Vec<http::Request<Vec<u8>>>>,
}

impl Transport for &Script {
    async fn send(&self, request: http::Request<Vec<u8>>) -> Scripted {
        self.asked.borrow_mut().push(request);
        self.answers.borrow_mut().remove(0)
    }
}

/// Tokens `token`, `token-1` and so on; the number is of the renewals so far, of which there are as many as are left.
struct Token {
    renewed: Cell<u32>,
    left: Cell<u32>,
    /// So many renewals get no answer before.
    lost: Cell<u32>,
}

impl Tokens for Token {
    async fn access_token(&self) -> Result<Secret<String>, TokensError> {
        Ok(Secret::new(match self.renewed.get() {
            0 => "token".to_owned(),
            count => format!("token-{count}"),
        }))
    }

    async fn renew(&self) -> Result<(), TokensError> {
        if let Some(lost) = self.lost.get().checked_sub(1) {
            self.lost.set(lost);
            return Err(no_entra().into());
        }
        let left = self.left.get().checked_sub(1);
        self.left.set(left.ok_or(TokensError::SignInAgain)?);
        self.renewed.set(self.renewed.get() + 1);
        Ok(())
    }
}

/// A clock that jumps, and remembers its jumps in milliseconds.
#[derive(Default)]
struct Jumping(RefCell<Vec<u128>>);

impl Clock for &Jumping {
    fn now(&self) -> Timestamp {
        Timestamp::from_unix_seconds(0)
    }

    async fn sleep(&self, duration: Duration) {
        self.0.borrow_mut().push(duration.as_millis());
    }
}

/// Randomness that is none: the shortest waits.
struct Even;

impl Entropy for Even {
    fn fill(&self, bytes: &mut [u8]) {
        bytes.fill(0);
    }
}

fn no_entra() -> TransportError {
    let host = "login.example".to_owned();
    TransportError::NoAnswer { host }
}

fn answer(status: u16, headers: &[(&str, &str)], body: &Value) -> Scripted {
    let mut response = http::Response::builder().status(status);
    for (name, value) in headers {
        response = response.header(*name, *value);
    }
    Ok(response.body(body.to_string().into_bytes()).unwrap())
}

/// Runs `ask` against the answers; returns its result, what was asked, and the pauses.
fn run<R>(
    answers: Vec<Scripted>,
    ask: impl AsyncFnOnce(&Graph<&Script, &Token, &Jumping>) -> R,
) -> (R, Vec<http::Request<Vec<u8>>>, Vec<u128>) {
    run_renewing(0, answers, ask)
}

/// As [`run`], with a token that can be renewed so often.
fn run_renewing<R>(
    renewals: u32,
    answers: Vec<Scripted>,
    ask: impl AsyncFnOnce(&Graph<&Script, &Token, &Jumping>) -> R,
) -> (R, Vec<http::Request<Vec<u8>>>, Vec<u128>) {
    let token = Token {
        renewed: Cell::new(0),
        left: Cell::new(renewals),
        lost: Cell::new(0),
    };
    run_with(&token, answers, ask)
}

/// As [`run`], with these tokens.
fn run_with<R>(
    token: &Token,
    answers: Vec<Scripted>,
    ask: impl AsyncFnOnce(&Graph<&Script, &Token, &Jumping>) -> R,
) -> (R, Vec<http::Request<Vec<u8>>>, Vec<u128>) {
    let script = Script {
        answers: RefCell::new(answers),
        asked: RefCell::default(),
    };
    let clock = Jumping::default();
    let result = pollster::block_on(ask(&Graph::new(
        "https://graph.example/",
        &script,
        token,
        &clock,
        Even,
    )));
    assert_eq!(script.answers.borrow().len(), 0, "answers were left over");
    (result, script.asked.into_inner(), clock.0.into_inner())
}

fn me() -> Value {
    json!({ "id": "11111111-0000-4000-8000-000000000000", "displayName": "A", "userPrincipalName": "a@example.edu" })
}

#[test]
fn a_call_goes_to_graph_with_the_token_and_nothing_else() {
    let (reply, asked, _) = run(vec![answer(200, &[], &me())], async |graph| {
        graph.call(&GetMe).await
    });
    assert_eq!(reply.unwrap().user_principal_name, "a@example.edu");
    let request = &asked[0];
    assert_eq!(
        request.uri(),
        "https://graph.example/v1.0/me?$select=id,displayName,userPrincipalName"
    );
    assert_eq!(request.headers()["authorization"], "Bearer token");
    assert!(request.headers()["authorization"].is_sensitive());
    assert_eq!(request.headers().len(), 2);
}

#[test]
fn throttling_is_waited_out_as_it_asks() {
    let busy = || {
        answer(
            429,
            &[("retry-after", "7")],
            &json!({ "error": { "code": "TooManyRequests" } }),
        )
    };
    let (reply, asked, pauses) = run(
        vec![busy(), busy(), answer(200, &[], &me())],
        async |graph| graph.call(&GetMe).await,
    );
    assert!(reply.is_ok());
    assert_eq!((asked.len(), pauses), (3, vec![7_000, 7_000]));
}

#[test]
fn a_fault_is_waited_out_by_a_read_and_told_at_once_of_a_write() {
    let fault = |status| answer(status, &[], &json!({}));
    let (reply, asked, pauses) = run(
        vec![fault(500), fault(502), answer(200, &[], &me())],
        async |graph| graph.call(&GetMe).await,
    );
    assert!(reply.is_ok());
    assert_eq!((asked.len(), pauses), (3, vec![1_000, 2_000]));
    let write = Request {
        method: http::Method::POST,
        ..Request::get("/v1.0/applications")
    };
    for status in [500, 502] {
        let (reply, asked, pauses) = run(vec![fault(status)], async |graph| {
            graph.send(&write, false).await
        });
        let refusal = reply.unwrap_err().refusal().cloned().unwrap();
        assert_eq!(refusal.status, status);
        assert_eq!((asked.len(), pauses), (1, vec![]));
    }
}

#[test]
fn an_error_keeps_what_graph_says_of_it() {
    let body = json!({ "error": { "code": "Authorization_RequestDenied", "message": "Insufficient privileges." } });
    let (reply, ..) = run(
        vec![answer(403, &[("request-id", "r-1")], &body)],
        async |graph| graph.call(&GetMe).await,
    );
    let refusal = reply.unwrap_err().refusal().cloned().unwrap();
    assert_eq!(
        (refusal.status, refusal.code.as_str()),
        (403, "Authorization_RequestDenied")
    );
    assert_eq!(refusal.request_id.as_deref(), Some("r-1"));
}

fn page(next: Option<&str>) -> Value {
    json!({ "value": [], "@odata.nextLink": next })
}

#[test]
fn pages_are_followed_on_graph_only() {
    let list = async |graph: &Graph<&Script, &Token, &Jumping>| {
        graph
            .list(&ListApplicationsByTag {
                tag: "t".to_owned(),
            })
            .await
    };
    let next = "https://graph.example/v1.0/applications?$skiptoken=x";
    let (reply, asked, _) = run(
        vec![
            answer(200, &[], &page(Some(next))),
            answer(200, &[], &page(None)),
        ],
        list,
    );
    assert_eq!(reply.unwrap().len(), 0);
    assert_eq!(asked[1].uri(), next);
    for foreign in [
        "https://evil.example/v1.0/x",
        "https://graph.example.evil/v1.0/x",
        "https://graph.example@evil/",
    ] {
        let (reply, asked, _) = run(vec![answer(200, &[], &page(Some(foreign)))], list);
        assert_eq!(
            (reply.unwrap_err(), asked.len()),
            (GraphError::ForeignLink, 1),
            "{foreign}"
        );
    }
}

fn batch_of(responses: Value) -> Scripted {
    answer(200, &[], &json!({ "responses": responses }))
}

#[test]
fn what_may_be_missing_is_asked_in_a_batch() {
    let find = async |graph: &Graph<&Script, &Token, &Jumping>| {
        graph
            .find(&GetApplicationByUniqueName {
                unique_name: "key".to_owned(),
            })
            .await
    };
    let missing = json!({ "id": "0", "status": 404, "body": { "error": { "code": "Request_ResourceNotFound" } } });
    let (reply, asked, _) = run(vec![batch_of(json!([missing]))], find);
    assert_eq!(reply, Ok(None));
    let body: Value = serde_json::from_slice(asked[0].body()).unwrap();
    assert_eq!(asked[0].uri(), "https://graph.example/v1.0/$batch");
    assert_eq!(body["requests"][0]["method"], "GET");
    assert!(
        body["requests"][0]["url"]
            .as_str()
            .unwrap()
            .starts_with("/applications(uniqueName='key')?$select=")
    );
    let denied = json!({ "id": "0", "status": 403, "body": { "error": { "code": "Authorization_RequestDenied" } } });
    let (reply, ..) = run(vec![batch_of(json!([denied]))], find);
    assert_eq!(
        reply.unwrap_err().refusal().map(|refusal| refusal.status),
        Some(403)
    );
}

#[test]
fn throttled_parts_of_a_batch_are_sent_again_by_themselves_after_the_longest_wait() {
    let good = |id: &str| json!({ "id": id, "status": 200, "body": { "id": id } });
    let busy = |id: &str, wait: &str| json!({ "id": id, "status": 429, "headers": { "Retry-After": wait } });
    let requests = [
        Request::get("/v1.0/a"),
        Request::get("/v1.0/b"),
        Request::get("/v1.0/c"),
    ];
    let (reply, asked, pauses) = run(
        vec![
            batch_of(json!([busy("2", "3"), good("1"), busy("0", "9.5")])),
            batch_of(json!([good("0"), good("2")])),
        ],
        async |graph| graph.read_each(&requests).await,
    );
    let ids: Vec<Value> = reply
        .unwrap()
        .into_iter()
        .map(|one| one.unwrap().json::<Value>().unwrap()["id"].clone())
        .collect();
    assert_eq!(ids, ["0", "1", "2"]);
    let again: Value = serde_json::from_slice(asked[1].body()).unwrap();
    let urls: Vec<&Value> = again["requests"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| &one["url"])
        .collect();
    assert_eq!(urls, ["/a", "/c"]);
    assert_eq!(pauses, [9_500]);
}

#[test]
fn a_part_of_a_batch_that_met_a_fault_is_sent_again() {
    let part = |status: u16| batch_of(json!([{ "id": "0", "status": status, "body": {} }]));
    let (reply, asked, pauses) = run(vec![part(502), part(500), part(200)], async |graph| {
        graph.read_each(&[Request::get("/v1.0/a")]).await
    });
    assert!(reply.unwrap().iter().all(Result::is_ok));
    assert_eq!((asked.len(), pauses), (3, vec![1_000, 2_000]));
}

#[test]
fn a_batch_that_leaves_an_answer_out_is_refused() {
    let (reply, ..) = run(vec![batch_of(json!([]))], async |graph| {
        graph.read_each(&[Request::get("/v1.0/a")]).await
    });
    assert!(matches!(reply, Err(GraphError::Unreadable { .. })));
}

#[test]
fn the_pace_is_one_for_all_clones_and_heals() {
    let busy = answer(429, &[("retry-after", "1")], &json!({}));
    let mut answers = vec![busy];
    answers.extend((0..11).map(|_| answer(200, &[], &me())));
    let (_, _, pauses) = run(answers, async |graph| {
        let clone = graph.clone();
        for asker in [graph, &clone].into_iter().cycle().take(11) {
            asker.call(&GetMe).await.unwrap();
        }
    });
    // The wait that was asked for, the gap before each request until ten answers were good, and none from then on.
    let expected: Vec<u128> = std::iter::once(1_000)
        .chain(std::iter::repeat_n(250, 9))
        .collect();
    assert_eq!(pauses, expected);
}

/// A batch in which each of these requests is answered well.
fn good_parts(numbers: std::ops::Range<usize>) -> Scripted {
    let good = |number: usize| json!({ "id": number.to_string(), "status": 200, "body": {} });
    batch_of(json!(numbers.map(good).collect::<Vec<_>>()))
}

#[test]
fn every_batch_of_a_long_row_keeps_the_pace() {
    let requests = vec![Request::get("/v1.0/a"); 41];
    let busy = answer(429, &[("retry-after", "2")], &json!({}));
    let (reply, _, pauses) = run(
        vec![
            busy,
            good_parts(0..20),
            good_parts(20..40),
            good_parts(40..41),
        ],
        async |graph| graph.read_each(&requests).await,
    );
    assert_eq!(reply.unwrap().len(), 41);
    assert_eq!(pauses, [2_000, 250, 250]);
}

#[test]
fn a_part_late_in_a_long_row_is_repeated_as_often_as_an_early_one() {
    let requests = vec![Request::get("/v1.0/a"); 161];
    let busy = batch_of(json!([{ "id": "160", "status": 429, "headers": { "Retry-After": "3" } }]));
    let mut answers: Vec<Scripted> = (0..8).map(|at| good_parts(20 * at..20 * at + 20)).collect();
    answers.extend([busy, good_parts(160..161)]);
    let (reply, _, pauses) = run(answers, async |graph| graph.read_each(&requests).await);
    assert!(reply.unwrap().iter().all(Result::is_ok));
    assert_eq!(pauses, [3_000]);
}

#[test]
fn a_throttled_part_slows_down_though_its_batch_succeeds() {
    let good = || batch_of(json!([{ "id": "0", "status": 200, "body": {} }]));
    let busy =
        || batch_of(json!([{ "id": "0", "status": 429, "headers": { "Retry-After": "1" } }]));
    let read = async |graph: &Graph<&Script, &Token, &Jumping>| {
        for _ in 0..2 {
            let answers = graph.read_each(&[Request::get("/v1.0/a")]).await.unwrap();
            assert!(answers[0].is_ok());
        }
    };
    let (.., pauses) = run(vec![busy(), busy(), good(), good()], read);
    // Two repeats wait as asked; the second question is a new one.
    assert_eq!(pauses, [1_000, 1_000, 500]);
}

#[test]
fn a_challenge_in_a_batch_is_read_like_any_other() {
    let claims = r#"{"access_token":{}}"#;
    let header = "Bearer error=\"insufficient_claims\", claims=\"eyJhY2Nlc3NfdG9rZW4iOnt9fQ==\"";
    let inner = json!({ "id": "0", "status": 401, "headers": { "WWW-Authenticate": header } });
    let (reply, ..) = run(vec![batch_of(json!([inner]))], async |graph| {
        graph.find(&GetMe).await
    });
    assert_eq!(
        reply,
        Err(GraphError::ClaimsChallenge {
            claims: claims.to_owned(),
            request_id: None,
        })
    );
}
