//! Redeeming a code: what comes, which origins may read it, and every way to fail.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rsa::BoxedUint;
use rsa::RsaPublicKey;
use rsa::pkcs1v15;
use rsa::signature::Verifier;
use serde_json::Value;
use serde_json::json;
use sha2::Sha256;

use super::scene::*;
use crate::entra::BearerProblem;

const SCOPE: &str = "openid profile email offline_access User.Read";

fn redemption(code: &str) -> Vec<(&str, &str)> {
    vec![
        ("grant_type", "authorization_code"),
        ("client_id", PAGE),
        ("code", code),
        ("redirect_uri", PAGE_URI),
        ("code_verifier", VERIFIER),
    ]
}

#[test]
fn a_code_becomes_a_token_for_what_was_asked() {
    let mut scene = Scene::new();
    let code = scene.code(PLAIN, SCOPE);
    let response = scene.token(&redemption(&code), Some(PAGE_ORIGIN));
    assert_eq!(response.status(), 200);
    assert_eq!(
        response.headers()["Access-Control-Allow-Origin"],
        PAGE_ORIGIN
    );
    assert_eq!(response.headers()["Cache-Control"], "no-store, no-cache");
    let body = json(&response);
    assert_eq!(body["token_type"], "Bearer");
    assert_eq!(body["scope"], "User.Read email openid profile");
    let lifetime = body["expires_in"].as_u64().unwrap();
    assert!((3600..=5400).contains(&lifetime) && body["ext_expires_in"] == lifetime);
    let token = body["access_token"].as_str().unwrap();
    let bearer = scene.tenant.entra.bearer(token, scene.now).unwrap();
    assert_eq!(bearer.client_id, app_id(PAGE));
    assert_eq!(bearer.user, Some(scene.person(PLAIN)));
    assert_eq!(bearer.scopes, ["openid", "profile", "email", "User.Read"]);
    assert_eq!(bearer.roles, Vec::<String>::new());
    assert!(bearer.audience_is_graph);
    scene.wait(lifetime - 1);
    assert!(scene.tenant.entra.bearer(token, scene.now).is_ok());
    scene.wait(1);
    assert_eq!(
        scene.tenant.entra.bearer(token, scene.now),
        Err(BearerProblem::Expired)
    );
    assert_eq!(
        scene.tenant.entra.bearer("other", scene.now),
        Err(BearerProblem::Unknown)
    );
}

#[test]
fn only_what_was_asked_comes_back() {
    let mut scene = Scene::new();
    let code = scene.code(PLAIN, "https://graph.test/User.Read");
    let body = json(&scene.token(&redemption(&code), Some(PAGE_ORIGIN)));
    assert_eq!(body["scope"], "https://graph.test/User.Read");
    assert_eq!(body.get("id_token"), None);
    assert_eq!(body.get("refresh_token"), None);
    let code = scene.code(
        PLAIN,
        "openid https://outlook.office365.com/Exchange.Manage",
    );
    let body = json(&scene.token(&redemption(&code), Some(PAGE_ORIGIN)));
    let bearer = scene
        .tenant
        .entra
        .bearer(body["access_token"].as_str().unwrap(), scene.now)
        .unwrap();
    assert!(!bearer.audience_is_graph);
}

fn claims(token: &str) -> Value {
    let part = token.split('.').nth(1).unwrap();
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap()
}

#[test]
fn the_id_token_tells_who_and_for_whom_and_is_signed_by_the_published_key() {
    let mut scene = Scene::new();
    let code = scene.code(PLAIN, SCOPE);
    let body = json(&scene.token(&redemption(&code), Some(PAGE_ORIGIN)));
    let token = body["id_token"].as_str().unwrap();
    let mut told = claims(token);
    assert!(!told["sub"].as_str().unwrap().is_empty());
    told["sub"] = Value::Null;
    let (tenant, now) = (scene.tenant.id.to_string(), scene.now.unix_seconds());
    let expected = json!({
        "aud": PAGE, "iss": format!("{LOGIN}/{tenant}/v2.0"), "tid": tenant, "ver": "2.0", "nonce": "my-nonce",
        "iat": now, "nbf": now, "exp": now + body["expires_in"].as_i64().unwrap(), "sub": null,
        "oid": scene.person(PLAIN), "name": "Name of plain@uni.test", "preferred_username": PLAIN, "email": PLAIN,
    });
    assert_eq!(told, expected);
    let keys = json(&scene.get(&format!("/{tenant}/discovery/v2.0/keys"), &[]));
    let number = |name: &str| {
        let bytes = URL_SAFE_NO_PAD
            .decode(keys["keys"][0][name].as_str().unwrap())
            .unwrap();
        BoxedUint::from_be_slice_vartime(&bytes)
    };
    let key =
        pkcs1v15::VerifyingKey::<Sha256>::new(RsaPublicKey::new(number("n"), number("e")).unwrap());
    let (signed, signature) = token.rsplit_once('.').unwrap();
    let signature = URL_SAFE_NO_PAD.decode(signature).unwrap();
    let signature = pkcs1v15::Signature::try_from(signature.as_slice()).unwrap();
    key.verify(signed.as_bytes(), &signature).unwrap();
    key.verify(format!("{signed}x").as_bytes(), &signature)
        .unwrap_err();
    let header: Value = serde_json::from_slice(
        &URL_SAFE_NO_PAD
            .decode(token.split('.').next().unwrap())
            .unwrap(),
    )
    .unwrap();
    assert_eq!(header["kid"], keys["keys"][0]["kid"]);
    assert_eq!(header["alg"], "RS256");
}

#[test]
fn without_profile_and_email_the_id_token_is_silent_about_them() {
    let mut scene = Scene::new();
    let code = scene.code(PLAIN, "openid");
    let body = json(&scene.token(&redemption(&code), Some(PAGE_ORIGIN)));
    let told = claims(body["id_token"].as_str().unwrap());
    for name in ["oid", "name", "preferred_username", "email"] {
        assert_eq!(told.get(name), None, "{name}");
    }
    assert_eq!(told["aud"], PAGE);
}

#[test]
fn each_wrong_redemption_is_refused() {
    let cases: [(&str, Option<&str>, u16, &str, u32); 14] = [
        ("grant_type", None, 400, "invalid_request", 900144),
        (
            "grant_type",
            Some("password"),
            400,
            "unsupported_grant_type",
            70003,
        ),
        ("client_id", None, 400, "invalid_request", 900144),
        (
            "client_id",
            Some(NOBODY),
            400,
            "unauthorized_client",
            700016,
        ),
        ("client_id", Some(SERVER), 400, "unauthorized_client", 50194),
        ("code", None, 400, "invalid_request", 900144),
        ("code", Some("other"), 400, "invalid_grant", 70000),
        ("redirect_uri", None, 400, "invalid_request", 900144),
        (
            "redirect_uri",
            Some("http://localhost:8081/"),
            400,
            "invalid_grant",
            500112,
        ),
        ("code_verifier", None, 400, "invalid_request", 900144),
        (
            "code_verifier",
            Some("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXK"),
            400,
            "invalid_grant",
            501481,
        ),
        (
            "client_secret",
            Some("hunter2"),
            401,
            "invalid_client",
            700025,
        ),
        (
            "client_assertion",
            Some("a.b.c"),
            401,
            "invalid_client",
            700025,
        ),
        (
            "scope",
            Some("openid Application.Read.All"),
            400,
            "invalid_grant",
            65001,
        ),
    ];
    let mut scene = Scene::new();
    let code = scene.code(PLAIN, SCOPE);
    for (name, value, status, error, number) in cases {
        let response = scene.token(&with(&redemption(&code), name, value), Some(PAGE_ORIGIN));
        assert_eq!(
            json_refusal(&response),
            (status, error.to_owned(), number),
            "{name} {value:?}"
        );
        // The page may read why, as long as it is known that a code is redeemed, and whose it is.
        let known = !["code", "grant_type"].contains(&name);
        assert_eq!(
            response
                .headers()
                .contains_key("Access-Control-Allow-Origin"),
            known,
            "{name} {value:?}"
        );
    }
    // None of that used it up.
    assert_eq!(
        scene.token(&redemption(&code), Some(PAGE_ORIGIN)).status(),
        200
    );
}

#[test]
fn a_code_of_another_client_is_refused() {
    let mut scene = Scene::new();
    let code = scene.code(PLAIN, SCOPE);
    let request = with(&redemption(&code), "client_id", Some(SERVER));
    let response = scene.post(
        &format!("/{DOMAIN}/oauth2/v2.0/token"),
        &request,
        Some(PAGE_ORIGIN),
    );
    assert_eq!(
        json_refusal(&response),
        (400, "invalid_grant".to_owned(), 70000)
    );
}

#[test]
fn a_code_is_good_once_and_for_ten_minutes() {
    let mut scene = Scene::new();
    let code = scene.code(PLAIN, SCOPE);
    scene.wait(599);
    assert_eq!(
        scene.token(&redemption(&code), Some(PAGE_ORIGIN)).status(),
        200
    );
    let again = scene.token(&redemption(&code), Some(PAGE_ORIGIN));
    assert_eq!(
        json_refusal(&again),
        (400, "invalid_grant".to_owned(), 54005)
    );
    let code = scene.code(PLAIN, SCOPE);
    scene.wait(600);
    let late = scene.token(&redemption(&code), Some(PAGE_ORIGIN));
    assert_eq!(
        json_refusal(&late),
        (400, "invalid_grant".to_owned(), 70008)
    );
}

#[test]
fn the_code_of_a_page_needs_an_origin_and_that_of_a_server_must_not_have_one() {
    let mut scene = Scene::new();
    let code = scene.code(PLAIN, SCOPE);
    let response = scene.token(&redemption(&code), None);
    assert_eq!(
        json_refusal(&response),
        (400, "invalid_request".to_owned(), 9002327)
    );
    assert!(
        !response
            .headers()
            .contains_key("Access-Control-Allow-Origin")
    );
    let uri = "http://localhost/web";
    scene.tenant.console.web_redirect_uris = vec![uri.to_owned()];
    let request = with(&page_request(), "redirect_uri", Some(uri));
    let back = location(&scene.get("/organizations/oauth2/v2.0/authorize", &request));
    let code = back
        .split_once("code=")
        .unwrap()
        .1
        .split('&')
        .next()
        .unwrap()
        .to_owned();
    let request = with(&redemption(&code), "redirect_uri", Some(uri));
    let response = scene.token(&request, Some("http://localhost"));
    assert_eq!(
        json_refusal(&response),
        (400, "invalid_request".to_owned(), 9002326)
    );
    assert!(
        !response
            .headers()
            .contains_key("Access-Control-Allow-Origin")
    );
    let response = scene.token(&request, None);
    assert_eq!(
        json_refusal(&response),
        (401, "invalid_client".to_owned(), 7000218)
    );
}

#[test]
fn who_was_disabled_after_the_sign_in_gets_no_token() {
    let mut scene = Scene::new();
    let code = scene.code(PLAIN, SCOPE);
    let mut row = scene
        .tenant
        .directory
        .primary()
        .user_by_name(PLAIN)
        .unwrap()
        .clone();
    row.account_enabled = false;
    scene.put(crate::rows::Row::User(row));
    let response = scene.token(&redemption(&code), Some(PAGE_ORIGIN));
    assert_eq!(
        json_refusal(&response),
        (400, "invalid_grant".to_owned(), 50057)
    );
}

#[test]
fn the_endpoint_takes_forms_by_post_only_and_admits_no_preflight() {
    let mut scene = Scene::new();
    let url = format!("{LOGIN}/organizations/oauth2/v2.0/token");
    let response = scene.send(
        http::Request::get(&url).header("Origin", PAGE_ORIGIN),
        Vec::new(),
    );
    assert_eq!(
        json_refusal(&response),
        (400, "invalid_request".to_owned(), 900561)
    );
    let json_body = http::Request::post(&url).header("Content-Type", "application/json");
    let response = scene.send(
        json_body,
        br#"{"grant_type":"authorization_code"}"#.to_vec(),
    );
    assert_eq!(
        json_refusal(&response),
        (400, "invalid_request".to_owned(), 900144)
    );
    let response = scene.token(
        &[("grant_type", "password"), ("grant_type", "password")],
        None,
    );
    assert_eq!(
        json_refusal(&response),
        (400, "invalid_request".to_owned(), 9002313)
    );
    let preflight = http::Request::options(&url).header("Origin", PAGE_ORIGIN);
    let response = scene.send(
        preflight.header("Access-Control-Request-Method", "POST"),
        Vec::new(),
    );
    assert!(
        !response
            .headers()
            .keys()
            .any(|name| name.as_str().starts_with("access-control-"))
    );
    let wrong = scene.post(
        "/other.test/oauth2/v2.0/token",
        &redemption("x"),
        Some(PAGE_ORIGIN),
    );
    assert_eq!(
        json_refusal(&wrong),
        (400, "invalid_tenant".to_owned(), 90002)
    );
    assert!(!wrong.headers().contains_key("Access-Control-Allow-Origin"));
}
