//! The parameter `claims`: read at both endpoints, and what of it an access token carries.

use serde_json::Map;
use serde_json::Value;
use serde_json::json;

use super::scene::*;
use crate::entra::Bearer;
use crate::faults::Fault;

const AUTHORIZE: &str = "/organizations/oauth2/v2.0/authorize";
const SCOPE: &str = "openid profile offline_access User.Read";
const CAPABLE: &str = r#"{"access_token":{"xms_cc":{"values":["cp1"]}}}"#;
const NOT_BEFORE: &str = r#"{"access_token":{"nbf":{"essential":true,"value":"1700000000"}}}"#;
/// Neither an object, nor an object of objects.
const MALFORMED: [&str; 6] = [
    "nbf",
    "[]",
    r#""access_token""#,
    r#"{"access_token":["xms_cc"]}"#,
    r#"{"access_token":null}"#,
    r#"{"id_token":"acrs","access_token":{}}"#,
];

/// A code for somebody who consented before, by a request with these claims.
fn code(scene: &mut Scene, claims: Option<&str>) -> String {
    scene.code(PLAIN, SCOPE);
    let back = scene.get(AUTHORIZE, &with(&page_request(), "claims", claims));
    answer(&back).remove(0).1
}

fn redemption(code: &str) -> Vec<(&str, &str)> {
    vec![
        ("grant_type", "authorization_code"),
        ("client_id", PAGE),
        ("code", code),
        ("redirect_uri", PAGE_URI),
        ("code_verifier", VERIFIER),
    ]
}

fn renewal(token: &Value) -> Vec<(&str, &str)> {
    vec![
        ("grant_type", "refresh_token"),
        ("client_id", PAGE),
        ("refresh_token", token["refresh_token"].as_str().unwrap()),
    ]
}

/// The answer of the token endpoint to a request with these claims.
fn token(scene: &mut Scene, request: &[(&str, &str)], claims: Option<&str>) -> Value {
    json(&scene.token(&with(request, "claims", claims), Some(PAGE_ORIGIN)))
}

/// What the access token of an answer says.
fn bearer(scene: &Scene, answer: &Value) -> Bearer {
    let text = answer["access_token"].as_str().unwrap();
    scene.tenant.entra.bearer(text, scene.now).unwrap()
}

#[test]
fn what_is_no_object_of_objects_goes_back_to_the_page() {
    let mut scene = Scene::new();
    scene.code(PLAIN, SCOPE);
    for claims in MALFORMED {
        let request = with(&page_request(), "claims", Some(claims));
        let response = scene.get(AUTHORIZE, &request);
        let expected = ("invalid_request".to_owned(), 9002313);
        assert_eq!(refusal(&response), expected, "{claims}");
    }
    for claims in ["{}", r#"{"userinfo":{}}"#, CAPABLE, NOT_BEFORE] {
        let request = with(&page_request(), "claims", Some(claims));
        assert!(location(&scene.get(AUTHORIZE, &request)).contains("code="));
    }
}

#[test]
fn the_token_endpoint_reads_them_whatever_the_grant() {
    let mut scene = Scene::new();
    let code = code(&mut scene, None);
    let first = redemption(&code);
    let refused = |scene: &mut Scene, request: &[(&str, &str)]| {
        for claims in MALFORMED {
            let request = with(request, "claims", Some(claims));
            let response = scene.token(&request, Some(PAGE_ORIGIN));
            let expected = (400, "invalid_request".to_owned(), 9002313);
            assert_eq!(json_refusal(&response), expected, "{claims}");
        }
    };
    refused(&mut scene, &first);
    let answer = token(&mut scene, &first, Some("{}"));
    assert!(answer["access_token"].is_string(), "the code was not spent");
    refused(&mut scene, &renewal(&answer));
    refused(
        &mut scene,
        &[("grant_type", "client_credentials"), ("client_id", PAGE)],
    );
}

#[test]
fn the_claims_of_a_sign_in_go_along_with_its_tokens() {
    let mut scene = Scene::new();
    let code = code(&mut scene, Some(NOT_BEFORE));
    let first = token(&mut scene, &redemption(&code), None);
    let renewed = token(&mut scene, &renewal(&first), None);
    let claims = json!({ "nbf": { "essential": true, "value": "1700000000" } });
    for answer in [first, renewed] {
        let bearer = bearer(&scene, &answer);
        assert_eq!(Value::Object(bearer.claims), claims);
        assert!(!bearer.understands_challenges);
    }
}

#[test]
fn claims_at_the_token_endpoint_are_no_sign_in() {
    let mut scene = Scene::new();
    let code = code(&mut scene, None);
    let first = token(&mut scene, &redemption(&code), Some(NOT_BEFORE));
    let renewed = token(&mut scene, &renewal(&first), Some(NOT_BEFORE));
    for answer in [first, renewed] {
        assert_eq!(bearer(&scene, &answer).claims, Map::new());
    }
}

#[test]
fn a_client_says_what_it_understands_at_the_sign_in_or_for_one_token() {
    for (at_sign_in, at_redemption, expected) in [
        (None, None, [false, false]),
        (Some(NOT_BEFORE), Some(NOT_BEFORE), [false, false]),
        (Some(CAPABLE), None, [true, true]),
        (None, Some(CAPABLE), [true, false]),
    ] {
        let mut scene = Scene::new();
        let code = code(&mut scene, at_sign_in);
        let first = token(&mut scene, &redemption(&code), at_redemption);
        let renewed = token(&mut scene, &renewal(&first), None);
        let told = [first, renewed].map(|answer| bearer(&scene, &answer).understands_challenges);
        assert_eq!(told, expected, "{at_sign_in:?} {at_redemption:?}");
    }
}

/// The claims that Graph asks for, once it does.
fn challenge(scene: &mut Scene, answer: &Value) -> Value {
    use base64::Engine;
    let response = std::iter::repeat_with(|| scene.graph("GET", "/me", answer))
        .take(500)
        .find(|response| response.status() == 401)
        .unwrap();
    let header = response.headers()["WWW-Authenticate"].to_str().unwrap();
    let (_, rest) = header.split_once("claims=\"").unwrap();
    let bytes = base64::engine::general_purpose::STANDARD.decode(rest.trim_end_matches('"'));
    serde_json::from_slice(&bytes.unwrap()).unwrap()
}

/// As the page does it: a challenge, the person at Entra once more, and on.
#[test]
fn a_challenge_is_met_by_going_to_entra_with_its_claims() {
    let mut scene = Scene::new();
    scene.tenant.add_fault(Fault::ClaimsChallenge);
    let first = code(&mut scene, Some(CAPABLE));
    let first = token(&mut scene, &redemption(&first), None);
    let mut claims = challenge(&mut scene, &first);
    claims["access_token"]["xms_cc"] = json!({ "values": ["cp1"] });
    let claims = claims.to_string();
    let renewed = token(&mut scene, &renewal(&first), Some(&claims));
    assert_eq!(scene.graph("GET", "/me", &renewed).status(), 401);
    let second = code(&mut scene, Some(&claims));
    let second = token(&mut scene, &redemption(&second), None);
    for answer in [token(&mut scene, &renewal(&second), None), second] {
        assert_eq!(scene.graph("GET", "/me", &answer).status(), 200);
    }
}
