//! What is asked of the tenant, and what becomes of a policy that may not be read.

use std::cell::RefCell;
use std::collections::VecDeque;

use base::Secret;
use base::TokensError;
use base::TransportError;
use serde_json::Value;
use serde_json::json;

use super::*;

/// Answers from a list, and remembers what was asked.
struct Script {
    answers: RefCell<VecDeque<(u16, Value)>>,
    asked: RefCell<Vec<String>>,
}

impl Transport for &Script {
    async fn send(
        &self,
        request: http::Request<Vec<u8>>,
    ) -> Result<http::Response<Vec<u8>>, TransportError> {
        let asked = format!("{} {}", request.method(), request.uri().path());
        self.asked.borrow_mut().push(asked);
        let (status, body) = self.answers.borrow_mut().pop_front().unwrap();
        let response = http::Response::builder().status(status);
        Ok(response.body(body.to_string().into_bytes()).unwrap())
    }
}

struct Token;

impl Tokens for Token {
    async fn access_token(&self) -> Result<Secret<String>, TokensError> {
        Ok(Secret::new("token".to_owned()))
    }
}

struct Stopped;

impl Clock for Stopped {
    fn now(&self) -> Timestamp {
        at(NOW)
    }

    async fn sleep(&self, _: Duration) {}
}

/// What comes of these answers, and what was asked.
fn run(answers: Vec<(u16, Value)>) -> (Result<Vec<Check>, GraphError>, Vec<String>) {
    let script = Script {
        answers: RefCell::new(answers.into()),
        asked: RefCell::default(),
    };
    let graph = Graph::new("https://graph.example", &script, Token, Stopped);
    let facts = facts(&[], vec![]);
    let result = pollster::block_on(preflight(&graph, &facts, &choice(make(365))));
    assert!(script.answers.borrow().is_empty(), "answers were left over");
    (result, script.asked.take())
}

fn members_may() -> (u16, Value) {
    let body = json!({ "defaultUserRolePermissions": { "allowedToCreateApps": true } });
    (200, body)
}

fn at_most_180() -> (u16, Value) {
    let restriction = json!({ "restrictionType": "asymmetricKeyLifetime", "maxLifetime": "P180D",
        "restrictForAppsCreatedAfterDateTime": null, "state": "enabled" });
    let restrictions = json!({ "keyCredentials": [restriction], "passwordCredentials": [] });
    let body = json!({ "isEnabled": true, "applicationRestrictions": restrictions });
    (200, body)
}

fn denied() -> (u16, Value) {
    let body = json!({ "error": { "code": "Authorization_RequestDenied", "message": "no" } });
    (403, body)
}

#[test]
fn both_policies_are_read_and_nothing_else() {
    let (checks, asked) = run(vec![members_may(), at_most_180()]);
    let expected = [
        "GET /v1.0/policies/authorizationPolicy",
        "GET /v1.0/policies/defaultAppManagementPolicy",
    ];
    assert_eq!(asked, expected);
    let keys: Vec<_> = checks
        .unwrap()
        .iter()
        .map(|check| check.message.key)
        .collect();
    let expected = [
        Key::CheckRegisterMember,
        Key::CheckGrantMissing,
        Key::CheckLifetimeRefused,
        Key::CheckAuthorityNone,
        Key::CheckSetUpNone,
    ];
    assert_eq!(keys, expected);
}

#[test]
fn what_may_not_be_read_is_a_warning() {
    for (answers, register, certificate) in [
        (
            vec![denied(), at_most_180()],
            Key::CheckRegisterUnread,
            Key::CheckLifetimeRefused,
        ),
        (
            vec![members_may(), denied()],
            Key::CheckRegisterMember,
            Key::CheckPolicyUnread,
        ),
        (
            vec![denied(), denied()],
            Key::CheckRegisterUnread,
            Key::CheckPolicyUnread,
        ),
    ] {
        let checks = run(answers).0.unwrap();
        let keys = [checks[0].message.key, checks[2].message.key];
        assert_eq!(keys, [register, certificate]);
    }
}

#[test]
fn what_cannot_be_read_otherwise_is_an_error() {
    let refusal = |status: u16, code: &str| {
        let body = json!({ "error": { "code": code, "message": "no" } });
        (status, body)
    };
    for bad in [
        refusal(400, "BadRequest"),
        refusal(404, "Request_ResourceNotFound"),
    ] {
        let first = run(vec![bad.clone()]).0.unwrap_err();
        let second = run(vec![members_may(), bad.clone()]).0.unwrap_err();
        for error in [first, second] {
            assert_eq!(error.refusal().unwrap().status, bad.0);
        }
    }
    let (result, _) = run(vec![refusal(401, "InvalidAuthenticationToken")]);
    assert!(
        matches!(result, Err(GraphError::SignInAgain { .. })),
        "{result:?}"
    );
}
