//! What is kept of a request, and what is not.

use http::Request;
use serde_json::json;

use super::Recorded;

fn recorded(kind: &str, uri: &str, body: &str) -> Recorded {
    let request = Request::builder()
        .method("POST")
        .uri(uri)
        .header("Content-Type", kind)
        .header("Authorization", "Bearer s3cret")
        .header("Cookie", "session=s3cret")
        .header("Prefer", "create-if-missing")
        .body(body.as_bytes().to_vec())
        .unwrap();
    Recorded::of(&request)
}

#[test]
fn secrets_are_redacted_wherever_they_stand() {
    let form = "grant_type=authorization_code&code=s3cret&code_verifier=s3cret&client_assertion=s3cret\
                &refresh_token=s3cret&client_id=abc&client_secret=s3cret";
    let of_form = recorded(
        "application/x-www-form-urlencoded",
        "/t/oauth2/v2.0/token",
        form,
    );
    let json = r#"{"displayName":"x","passwordProfile":{"password":"s3cret"},"passwordCredentials":[{"secretText":"s3cret"}],
        "requests":[{"headers":{"Authorization":"Bearer s3cret"}}]}"#;
    let of_json = recorded(
        "application/json",
        "/v1.0/users?$select=id&code=s3cret",
        json,
    );
    let of_bytes = recorded("text/plain", "/v1.0/users", "s3cret");
    for recorded in [&of_form, &of_json, &of_bytes] {
        let text = serde_json::to_string(recorded).unwrap();
        assert!(!text.contains("s3cret"), "{text}");
        assert_eq!(recorded.headers["authorization"], "[redacted]");
        assert_eq!(recorded.headers["prefer"], "create-if-missing");
    }
    assert_eq!(of_form.body["client_id"], "abc");
    assert_eq!(of_form.body["code"], "[redacted]");
    assert_eq!(of_json.body["displayName"], "x");
    assert_eq!(
        of_json.body["passwordProfile"],
        json!({ "password": "[redacted]" })
    );
    assert_eq!(of_json.query["$select"], "id");
}

#[test]
fn every_request_but_a_tests_own_is_noted_with_its_status() {
    let now = "2026-12-01T08:00:00Z".parse().unwrap();
    let mut tenant = crate::Tenant::new(
        crate::worlds::World::Empty,
        1,
        "https://l.example",
        "https://g.example",
        now,
    );
    for uri in ["/v1.0/me?$select=id", "/nowhere/at/all", "/_tenant/people"] {
        let request = Request::builder().uri(uri).body(Vec::new()).unwrap();
        crate::handle(&mut tenant, request, now);
    }
    let noted: Vec<(&str, u16)> = tenant
        .recorded
        .iter()
        .map(|noted| (noted.path.as_str(), noted.status))
        .collect();
    assert_eq!(noted[0], ("/v1.0/me", 401));
    assert_eq!(noted[1].0, "/nowhere/at/all");
    assert!(noted[1].1 >= 400);
    assert_eq!(noted.len(), 2);
}
