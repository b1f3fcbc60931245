//! The requests byte for byte, and the answers: good ones, refusals, and each rule broken alone.

use serde_json::Value;
use serde_json::json;

use super::*;
use crate::fixture::flow;
use crate::fixture::now;
use crate::fixture::registration;

const JSON: &str = "application/json; charset=utf-8";

fn scopes(names: &[&str]) -> Vec<String> {
    names.iter().map(|&name| name.to_owned()).collect()
}

fn good() -> Value {
    json!({
        "token_type": "Bearer",
        "scope": "openid profile User.Read https://graph.microsoft.com/Application.Read.All",
        "expires_in": 4711,
        "ext_expires_in": 4711,
        "access_token": "access-secret",
        "refresh_token": "refresh-secret",
        "id_token": "id-secret",
    })
}

fn respond(status: u16, headers: &[(&str, &str)], body: Vec<u8>) -> Result<Tokens, SignInError> {
    let mut response = http::Response::builder()
        .status(status)
        .header("content-type", JSON);
    for (name, value) in headers {
        response = response.header(*name, *value);
    }
    reply(
        response.body(body).unwrap(),
        &registration(),
        flow().scopes(),
        now(),
    )
}

fn changed(field: &str, value: Value) -> Result<Tokens, SignInError> {
    let mut body = good();
    body[field] = value;
    respond(200, &[], body.to_string().into_bytes())
}

fn headers_of(request: &http::Request<Vec<u8>>) -> Vec<String> {
    let headers = request.headers().iter();
    headers
        .map(|(name, value)| format!("{name}: {}", value.to_str().unwrap()))
        .collect()
}

#[test]
fn redeeming_a_code_is_this_request() {
    let code = Code(Secret::new("0.AXo+a/b=".to_owned()));
    let request = request(&registration(), &flow(), code).unwrap();
    assert_eq!(request.method(), "POST");
    assert_eq!(
        request.uri().to_string(),
        "https://login.microsoftonline.com/organizations/oauth2/v2.0/token"
    );
    assert_eq!(
        headers_of(&request),
        [
            "accept: application/json",
            "content-type: application/x-www-form-urlencoded"
        ]
    );
    assert_eq!(
        String::from_utf8_lossy(request.body()),
        "client_id=5e7c0de0-0000-4000-8000-000000000001&grant_type=authorization_code&code=0.AXo%2Ba%2Fb%3D\
         &redirect_uri=https%3A%2F%2Fsetup.example.edu%2Fcalendar%2F\
         &code_verifier=AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8\
         &scope=openid+profile+User.Read+Application.Read.All\
         &claims=%7B%22access_token%22%3A%7B%22xms_cc%22%3A%7B%22values%22%3A%5B%22cp1%22%5D%7D%7D%7D"
    );
}

#[test]
fn a_code_is_redeemed_at_the_tenant_of_the_flow() {
    let pinned = registration().pinned(&crate::fixture::TENANT_ID.parse().unwrap());
    let flow = crate::fixture::flow_of(&pinned);
    let request = request(&registration(), &flow, Code(Secret::new("abc".to_owned()))).unwrap();
    assert_eq!(
        request.uri().path(),
        "/72f988bf-86f1-41af-91ab-2d7cd011db47/oauth2/v2.0/token"
    );
}

#[test]
fn renewing_is_this_request() {
    let pinned = registration().pinned(&crate::fixture::TENANT_ID.parse().unwrap());
    let refresh = Secret::new("0.AX&y".to_owned());
    let asked = scopes(&["Application.ReadWrite.All", "offline_access"]);
    let request = refresh_request(&pinned, &refresh, &asked).unwrap();
    assert_eq!(request.method(), "POST");
    assert_eq!(
        request.uri().to_string(),
        "https://login.microsoftonline.com/72f988bf-86f1-41af-91ab-2d7cd011db47/oauth2/v2.0/token"
    );
    assert_eq!(
        headers_of(&request),
        [
            "accept: application/json",
            "content-type: application/x-www-form-urlencoded"
        ]
    );
    assert_eq!(
        String::from_utf8_lossy(request.body()),
        "client_id=5e7c0de0-0000-4000-8000-000000000001&grant_type=refresh_token&refresh_token=0.AX%26y\
         &scope=openid+profile+Application.ReadWrite.All+offline_access\
         &claims=%7B%22access_token%22%3A%7B%22xms_cc%22%3A%7B%22values%22%3A%5B%22cp1%22%5D%7D%7D%7D"
    );
}

#[test]
fn a_good_answer_becomes_tokens() {
    let tokens = respond(200, &[], good().to_string().into_bytes()).unwrap();
    assert_eq!(tokens.access.expose(), "access-secret");
    assert_eq!(tokens.refresh.unwrap().expose(), "refresh-secret");
    assert_eq!(tokens.id_token.unwrap().expose(), "id-secret");
    assert_eq!(
        tokens.scopes,
        ["openid", "profile", "User.Read", "Application.Read.All"]
    );
    assert_eq!(tokens.expires, now().plus(Duration::from_secs(4711)));
}

#[test]
fn what_may_be_left_out_may_be_left_out() {
    let body = json!({"token_type": "bearer", "access_token": "a", "expires_in": 3600});
    let tokens = respond(200, &[], body.to_string().into_bytes()).unwrap();
    assert!(tokens.refresh.is_none() && tokens.id_token.is_none());
    assert_eq!(tokens.scopes, flow().scopes());
}

#[test]
fn each_rule_broken_alone_is_refused() {
    let bad_token = Key::ReasonTokenText;
    for (field, value, reason) in [
        ("token_type", "pop".into(), Key::ReasonTokenType),
        ("token_type", Value::Null, Key::ReasonNoTokens),
        ("expires_in", 0.into(), Key::ReasonTokenOver),
        ("expires_in", (-1).into(), Key::ReasonNoTokens),
        ("expires_in", "3600".into(), Key::ReasonNoTokens),
        ("access_token", Value::Null, Key::ReasonNoTokens),
        ("access_token", "".into(), bad_token),
        ("access_token", "a b".into(), bad_token),
        ("access_token", "a\r\nX-Evil: 1".into(), bad_token),
        (
            "access_token",
            "a".repeat(TOKEN_LIMIT + 1).into(),
            bad_token,
        ),
        ("refresh_token", "".into(), bad_token),
        ("id_token", "".into(), bad_token),
        (
            "filler",
            "a".repeat(REPLY_LIMIT).into(),
            Key::ReasonAnswerTooLong,
        ),
    ] {
        let error = changed(field, value).unwrap_err();
        assert_eq!(
            error,
            SignInError::ReplyMalformed {
                status: 200,
                reason
            },
            "{field}"
        );
    }
}

#[test]
fn what_was_asked_and_not_granted_is_named() {
    let missing = |granted: &str| match changed("scope", granted.into()) {
        Err(SignInError::ScopesMissing { missing }) => missing,
        other => panic!("{granted}: {other:?}"),
    };
    assert_eq!(missing("User.Read"), ["Application.Read.All"]);
    assert_eq!(missing(""), ["User.Read", "Application.Read.All"]);
    assert_eq!(
        missing("User.Read https://outlook.office365.com/Application.Read.All"),
        ["Application.Read.All"]
    );
    assert!(changed("scope", "user.read application.read.all Mail.Read".into()).is_ok());
}

#[test]
fn a_refusal_arrives_with_code_and_ids() {
    let body = json!({
        "error": "invalid_grant",
        "error_description": "AADSTS700084: The refresh token was issued to a single page app (SPA).",
        "error_codes": [700084],
        "timestamp": "2026-11-21 07:59:58Z",
        "trace_id": "0b2c7f1e-6a1d-4f0e-9a55-3f3f6f6f0100",
        "correlation_id": "3d1c7a52-1111-4c5b-8f3e-9d2f0a6b7c8d",
        "error_uri": "https://login.microsoftonline.com/error?code=700084",
        "suberror": "bad_token",
    });
    let refusal = Refusal {
        error: "invalid_grant".to_owned(),
        code: Some(700084),
        subcode: Some("bad_token".to_owned()),
        trace: Some("0b2c7f1e-6a1d-4f0e-9a55-3f3f6f6f0100".to_owned()),
        correlation: Some("3d1c7a52-1111-4c5b-8f3e-9d2f0a6b7c8d".to_owned()),
        at: Some("2026-11-21T07:59:58Z".parse().unwrap()),
    };
    let error = respond(400, &[], body.to_string().into_bytes()).unwrap_err();
    assert_eq!(error, SignInError::Refused(Box::new(refusal)));
    assert_eq!(error.busy(), None);
}

#[test]
fn answers_that_are_no_answers_are_told_apart_from_refusals() {
    for (status, body) in [(404, "<html>"), (400, "{}"), (302, ""), (204, "")] {
        let error = respond(status, &[], body.into()).unwrap_err();
        assert_eq!(
            error,
            SignInError::ReplyMalformed {
                status,
                reason: Key::ReasonNoRefusal
            }
        );
    }
    let error = respond(200, &[], b"<html>".to_vec()).unwrap_err();
    assert_eq!(
        error,
        SignInError::ReplyMalformed {
            status: 200,
            reason: Key::ReasonNoTokens
        }
    );
}

#[test]
fn a_busy_endpoint_says_when_to_come_back() {
    for (status, header, milliseconds) in [
        (429, Some("7"), Some(7_000)),
        (429, Some("2.5"), Some(2_500)),
        (503, Some("Sat, 21 Nov 2026 08:00:30 GMT"), Some(30_000)),
        (503, None, None),
        (500, Some("soon"), None),
        (429, Some("999999"), Some(300_000)),
    ] {
        let headers: Vec<_> = header
            .map(|value| ("retry-after", value))
            .into_iter()
            .collect();
        let retry_after = milliseconds.map(Duration::from_millis);
        let error = respond(status, &headers, b"busy".to_vec()).unwrap_err();
        assert_eq!(
            error,
            SignInError::Unavailable {
                status,
                retry_after,
                said: None,
            }
        );
    }
}

#[test]
fn a_busy_endpoint_says_by_which_ids_it_is_found() {
    let trace = "4faaad79-30e7-415b-bda8-5f9d7e081f14";
    let body =
        json!({ "error": "temporarily_unavailable", "error_codes": [90033], "trace_id": trace });
    let error = respond(503, &[], body.to_string().into_bytes()).unwrap_err();
    let said = error.refusal().unwrap();
    assert_eq!(
        (said.code, said.trace.as_deref()),
        (Some(90033), Some(trace))
    );
    assert_eq!(error.busy().as_deref(), Some("HTTP 503"));
}

#[test]
fn debug_tells_no_token() {
    let shown = format!("{:?}", respond(200, &[], good().to_string().into_bytes()));
    for secret in ["access-secret", "refresh-secret", "id-secret"] {
        assert!(!shown.contains(secret), "{shown}");
    }
    let code = Code(Secret::new("code-secret".to_owned()));
    assert!(!format!("{code:?}").contains("code-secret"));
}
