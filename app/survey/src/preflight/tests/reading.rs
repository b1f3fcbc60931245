//! What is asked of the tenant, and what becomes of a policy that may not be read.

use std::cell::RefCell;
use std::collections::VecDeque;

use base::TransportError;
use serde_json::Value;
use serde_json::json;

use super::*;
use crate::testing::Even;
use crate::testing::Stopped;
use crate::testing::Token;

/// Answers from a list, and remembers what was asked.
struct Script {
    answers: RefCell<VecDeque<(u16, Value)>>,
    asked: RefCell<Vec<String>>,
}

impl Script {
    /// The answer to a batch of one request, which is remembered without its query.
    fn in_batch(
        &self,
        request: &http::Request<Vec<u8>>,
        status: u16,
        body: &Value,
    ) -> http::Response<Vec<u8>> {
        let batch: Value = serde_json::from_slice(request.body()).unwrap();
        let inner = &batch["requests"][0];
        let (method, url) = (&inner["method"], inner["url"].as_str().unwrap());
        let path = url.split('?').next().unwrap();
        let asked = format!("{} /v1.0{path}", method.as_str().unwrap());
        self.asked.borrow_mut().push(asked);
        let inner = json!({ "id": inner["id"], "status": status, "body": body });
        let answer = json!({ "responses": [inner] });
        http::Response::new(answer.to_string().into_bytes())
    }
}

impl Transport for &Script {
    async fn send(
        &self,
        request: http::Request<Vec<u8>>,
    ) -> Result<http::Response<Vec<u8>>, TransportError> {
        let (status, body) = self.answers.borrow_mut().pop_front().unwrap();
        let path = request.uri().path();
        if path == "/v1.0/$batch" {
            return Ok(self.in_batch(&request, status, &body));
        }
        let asked = format!("{} {path}", request.method());
        self.asked.borrow_mut().push(asked);
        let response = http::Response::builder().status(status);
        Ok(response.body(body.to_string().into_bytes()).unwrap())
    }
}

/// What comes of these answers, and what was asked.
fn run(answers: Vec<(u16, Value)>) -> (Result<Vec<Check>, GraphError>, Vec<String>) {
    run_for(facts(&[], vec![]), make(365), answers)
}

/// The same for these facts, with this certificate.
fn run_for(
    facts: Facts,
    certificate: CertificateChoice,
    answers: Vec<(u16, Value)>,
) -> (Result<Vec<Check>, GraphError>, Vec<String>) {
    let script = Script {
        answers: RefCell::new(answers.into()),
        asked: RefCell::default(),
    };
    let graph = Graph::new(
        "https://graph.example",
        &script,
        Token,
        Stopped(at(NOW)),
        Even,
    );
    let result = pollster::block_on(preflight(&graph, &facts, &choice(certificate)));
    assert!(script.answers.borrow().is_empty(), "answers were left over");
    (result, script.asked.take())
}

fn members_may() -> (u16, Value) {
    let policy = "ManagePermissionGrantsForSelf.microsoft-user-default-low";
    let permissions = json!({ "allowedToCreateApps": true,
        "permissionGrantPoliciesAssigned": [policy] });
    (200, json!({ "defaultUserRolePermissions": permissions }))
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
        Key::CheckUserConsentAllowed,
        Key::CheckLifetimeRefused,
        Key::CheckAuthorityNone,
        Key::CheckSetUpNone,
    ];
    assert_eq!(keys, expected);
}

#[test]
fn what_may_not_be_read_is_told() {
    let unread = [Key::CheckRegisterUnread, Key::CheckUserConsentUnread];
    let read = [Key::CheckRegisterMember, Key::CheckUserConsentAllowed];
    for (answers, [register, consent], certificate) in [
        (
            vec![denied(), at_most_180()],
            unread,
            Key::CheckLifetimeRefused,
        ),
        (vec![members_may(), denied()], read, Key::CheckPolicyUnread),
        (vec![denied(), denied()], unread, Key::CheckPolicyUnread),
    ] {
        let checks = run(answers).0.unwrap();
        let keys = [0, 2, 3].map(|place: usize| checks[place].message.key);
        assert_eq!(keys, [register, consent, certificate]);
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

/// An application that is there may have a policy of its own; it is asked for where a certificate is added to it.
#[test]
fn the_applications_own_policy_is_read_where_it_matters() {
    let policy = json!({ "displayName": "Push", "isEnabled": true, "restrictions": {
        "keyCredentials": [{ "restrictionType": "asymmetricKeyLifetime", "maxLifetime": "P730D",
            "restrictForAppsCreatedAfterDateTime": null, "state": "enabled" }] } });
    let gone = json!({ "error": { "code": "Request_ResourceNotFound", "message": "no" } });
    for (answer, expected) in [
        ((200, json!({ "value": [policy] })), Key::CheckLifetimeFits),
        ((200, json!({ "value": [] })), Key::CheckLifetimeRefused),
        ((404, gone), Key::CheckLifetimeRefused),
        (denied(), Key::CheckLifetimeRefused),
    ] {
        let status = answer.0;
        let answers = vec![members_may(), at_most_180(), answer];
        let (checks, asked) = run_for(facts(&[], vec![first()]), make(365), answers);
        let path = format!(
            "GET /v1.0/applications/{}/appManagementPolicies",
            id::<ObjectId>('1')
        );
        assert_eq!(asked[2], path);
        let checks = checks.unwrap();
        let says = |key| checks.iter().any(|check| check.message.key == key);
        assert!(says(expected), "{expected:?} {checks:?}");
        assert_eq!(says(Key::CheckOwnPolicyUnread), status == 403);
    }
    let kept = run_for(
        facts(&[], vec![first()]),
        keep(),
        vec![members_may(), at_most_180()],
    );
    assert_eq!(kept.1.len(), 2, "no certificate is added");
}
