//! Headers as Graph, proxies and RFC 9110 write them.

use http::HeaderValue;
use http::StatusCode;

use super::*;
use crate::GraphError;

/// The claims of a challenge of continuous access evaluation, as in the documentation.
const CLAIMS: &str = r#"{"access_token":{"nbf":{"essential":true,"value":"1604106651"}}}"#;

fn base64() -> String {
    BASE64.encode(CLAIMS)
}

fn found(headers: &[&str]) -> Option<String> {
    let mut all = HeaderMap::new();
    for header in headers {
        all.append(
            WWW_AUTHENTICATE,
            HeaderValue::from_bytes(header.as_bytes()).unwrap(),
        );
    }
    claims(&all)
}

#[test]
fn claims_are_found_among_other_parameters_challenges_and_headers() {
    let claims = base64();
    let bearer = format!("Bearer error=\"insufficient_claims\", claims=\"{claims}\"");
    for headers in [
        vec![bearer.clone()],
        vec![format!(
            "Bearer realm=\"\", authorization_uri=\"https://login.microsoftonline.com/common/oauth2/authorize\", \
             client_id=\"00000003-0000-0000-c000-000000000000\", error=\"insufficient_claims\", claims=\"{claims}\""
        )],
        // Names and scheme in any case, blanks beside the sign, empty elements, a value that needs no quotes.
        vec![format!(
            "bEARER ERROR = insufficient_claims ,, Claims\t=\t\"{claims}\" ,"
        )],
        // A comma, an equals sign, and an escaped quote and backslash within quotes.
        vec![format!(
            r#"Bearer realm="a, Basic claims=\"x\", \\", error="insufficient_claims", claims="{claims}""#
        )],
        vec![format!(
            "Negotiate, Basic realm=\"x\", {bearer}, Digest nonce=\"y\""
        )],
        vec![format!("Negotiate YWJjZA==, {bearer}")],
        vec!["Basic realm=\"x\"".to_owned(), bearer.clone()],
        vec!["Basic realm=\"never closed, ".to_owned(), bearer.clone()],
        vec!["Bearer error=\"invalid_token\"".to_owned(), bearer.clone()],
        vec![format!(
            "Bearer realm=\"gebrüder\", error=insufficient_claims, claims=\"{claims}\""
        )],
        // An escaped character stands for itself.
        vec![format!(
            "Bearer error=\"insuffi\\cient_claims\", claims=\"{claims}\""
        )],
    ] {
        let headers: Vec<&str> = headers.iter().map(String::as_str).collect();
        assert_eq!(found(&headers).as_deref(), Some(CLAIMS), "{headers:?}");
    }
}

#[test]
fn claims_that_belong_to_nothing_are_not_taken() {
    let claims = base64();
    for headers in [
        vec![],
        vec![format!("Bearer claims=\"{claims}\"")],
        vec![format!(
            "Bearer error=\"invalid_token\", claims=\"{claims}\""
        )],
        vec![format!(
            "Basic error=\"insufficient_claims\", claims=\"{claims}\""
        )],
        vec!["Bearer error=\"insufficient_claims\"".to_owned()],
        vec![format!(
            "error=\"insufficient_claims\", claims=\"{claims}\""
        )],
        // The parameters belong to two challenges.
        vec![format!(
            "Bearer error=\"insufficient_claims\", Basic claims=\"{claims}\""
        )],
        vec![
            "Bearer error=\"insufficient_claims\"".to_owned(),
            format!("Bearer claims=\"{claims}\""),
        ],
        // What stands within quotes is a value.
        vec![format!(
            r#"Bearer realm="error=\"insufficient_claims\", claims=\"{claims}\"""#
        )],
        vec![format!(
            "Bearer error=\"insufficient_claims\", claims=\"{claims}"
        )],
        vec![format!(
            "Bearer error=\"insufficient_claims\", claims=\"{claims}\"x"
        )],
    ] {
        let headers: Vec<&str> = headers.iter().map(String::as_str).collect();
        assert_eq!(found(&headers), None, "{headers:?}");
    }
}

#[test]
fn all_alphabets_and_paddings_of_base64_are_read() {
    // `>>?` and `???` give both of the characters in which the alphabets differ (RFC 4648, sections 4 and 5).
    for (text, json) in [
        ("eyJhIjoiPj4/In0=", r#"{"a":">>?"}"#),
        ("eyJhIjoiPj4/In0", r#"{"a":">>?"}"#),
        ("eyJhIjoiPj4_In0=", r#"{"a":">>?"}"#),
        ("eyJhIjoiPj4_In0", r#"{"a":">>?"}"#),
        ("eyJhIjogIn5+fiJ9", r#"{"a": "~~~"}"#),
        ("eyJhIjogIn5-fiJ9", r#"{"a": "~~~"}"#),
    ] {
        assert_eq!(decoded(text).as_deref(), Some(json), "{text}");
    }
}

#[test]
fn what_is_not_a_json_object_is_no_claim() {
    for bytes in [
        "",
        "[]",
        "\"a\"",
        "1",
        "null",
        "{",
        "{\"a\":1} x",
        "access_token",
    ] {
        assert_eq!(decoded(&BASE64.encode(bytes)), None, "{bytes}");
    }
    assert_eq!(decoded(&BASE64.encode([0x7b, 0xff, 0x7d])), None);
    for text in ["%7B%7D", "e30 ", "e30*", CLAIMS] {
        assert_eq!(decoded(text), None, "{text}");
    }
}

#[test]
fn only_an_unauthorized_answer_challenges() {
    let mut headers = HeaderMap::new();
    let bearer = format!(
        "Bearer error=\"insufficient_claims\", claims=\"{}\"",
        base64()
    );
    headers.insert(WWW_AUTHENTICATE, bearer.parse().unwrap());
    let error = |status, headers: &HeaderMap| GraphError::from_response(status, headers, b"{}");
    assert_eq!(
        error(StatusCode::UNAUTHORIZED, &headers),
        GraphError::ClaimsChallenge {
            claims: CLAIMS.to_owned(),
            request_id: None,
        }
    );
    let no_sign_of_graph = error(StatusCode::UNAUTHORIZED, &HeaderMap::new());
    assert!(no_sign_of_graph.refusal().is_some());
    let of_graph = HeaderMap::from_iter([("request-id".parse().unwrap(), "r-1".parse().unwrap())]);
    assert_eq!(
        error(StatusCode::UNAUTHORIZED, &of_graph),
        GraphError::SignInAgain {
            request_id: Some("r-1".to_owned())
        }
    );
    assert!(error(StatusCode::FORBIDDEN, &headers).refusal().is_some());
}
