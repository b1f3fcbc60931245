//! What every answer has, and what is refused before an operation is looked at.

use std::time::Duration;

use super::Scene;
use crate::faults::Fault;
use crate::worlds::World;
use http::Request;

/// What the browser asks before a page may change an application.
fn preflight(scene: &mut Scene) -> http::Response<Vec<u8>> {
    let request = Request::builder()
        .method("OPTIONS")
        .uri("/v1.0/applications")
        .header("origin", "https://page.example")
        .header("access-control-request-method", "PATCH")
        .header("access-control-request-headers", "authorization,prefer")
        .body(Vec::new())
        .unwrap();
    crate::handle(&mut scene.tenant, request, scene.now)
}

#[test]
fn any_page_may_ask_and_read() {
    let mut scene = Scene::new(World::University);
    let response = preflight(&mut scene);
    assert_eq!(response.status(), 200);
    assert_eq!(response.headers()["access-control-allow-origin"], "*");
    assert_eq!(response.headers()["access-control-allow-methods"], "PATCH");
    assert_eq!(
        response.headers()["access-control-allow-headers"],
        "authorization,prefer"
    );

    let refused = scene.get("/me");
    assert_eq!(refused.headers["access-control-allow-origin"], "*");
    let exposed = refused.headers["access-control-expose-headers"]
        .to_str()
        .unwrap();
    for name in [
        "Retry-After",
        "request-id",
        "client-request-id",
        "WWW-Authenticate",
        "Preference-Applied",
    ] {
        assert!(exposed.split(", ").any(|known| known == name), "{name}");
    }
}

#[test]
fn a_page_may_be_forbidden_to_say_what_it_prefers() {
    let mut scene = Scene::new(World::University);
    scene.tenant.add_fault(Fault::PreferRefused);
    let response = preflight(&mut scene);
    assert_eq!(response.status(), 200);
    assert_eq!(
        response.headers()["access-control-allow-headers"],
        "authorization"
    );
    assert_eq!(response.headers()["access-control-allow-methods"], "PATCH");
}

#[test]
fn the_ids_of_a_request_are_in_its_answer() {
    let mut scene = Scene::signed_in("staff.member", "User.Read");
    let id = "11111111-2222-4333-8444-555555555555";
    let answer = scene.send("GET", "/nothing", None, &[("client-request-id", id)]);
    assert_eq!(answer.headers["client-request-id"], id);
    let inner = &answer.body["error"]["innerError"];
    assert_eq!(inner["client-request-id"], id);
    assert_eq!(
        inner["request-id"],
        answer.headers["request-id"].to_str().unwrap()
    );
    assert_eq!(inner["date"], "2026-12-01T08:00:00");
    let other = scene.get("/me");
    assert_eq!(
        other.headers["client-request-id"],
        other.headers["request-id"]
    );
    assert_ne!(other.headers["request-id"], answer.headers["request-id"]);
}

#[test]
fn a_token_must_be_there_known_and_alive() {
    let mut scene = Scene::signed_in("staff.member", "User.Read");
    assert_eq!(scene.get("/me").verdict(), "200");
    scene.now = scene.now.plus(Duration::from_secs(3600));
    let expired = scene.get("/me");
    assert_eq!(expired.verdict(), "401 InvalidAuthenticationToken");
    assert!(expired.message().contains("expired"));
    assert!(expired.headers.contains_key("www-authenticate"));
    scene.use_token("somebody-else's");
    assert_eq!(scene.get("/me").verdict(), "401 InvalidAuthenticationToken");
    scene.use_token("");
    let none = scene.get("/me");
    assert_eq!(none.verdict(), "401 InvalidAuthenticationToken");
    assert!(none.message().contains("empty"));
}

#[test]
fn a_token_for_another_api_is_refused() {
    let mut scene = Scene::new(World::University);
    let bearer = crate::entra::Bearer {
        client_id: crate::worlds::CONSOLE_APP_ID.parse().unwrap(),
        user: Some(scene.user("global.admin")),
        scopes: vec!["User.Read".to_owned()],
        roles: Vec::new(),
        audience_is_graph: false,
        understands_challenges: false,
        claims: crate::entra::claims::Claims::new(),
    };
    scene
        .tenant
        .entra
        .admit("elsewhere", bearer, scene.now.plus(Duration::from_secs(60)));
    scene.use_token("elsewhere");
    let answer = scene.get("/me");
    assert_eq!(answer.verdict(), "401 InvalidAuthenticationToken");
    assert!(answer.message().contains("audience"));
}

#[test]
fn paths_methods_and_options_that_do_not_exist() {
    let mut scene = Scene::signed_in(
        "global.admin",
        "Application.ReadWrite.All User.Read Directory.Read.All",
    );
    for (method, path, verdict, word) in [
        ("GET", "/nothing", "400 BadRequest", "'nothing'"),
        ("GET", "/me/nothing", "400 BadRequest", "'nothing'"),
        ("GET", "/applications/", "400 BadRequest", "segment"),
        (
            "DELETE",
            "/applications",
            "405 Request_BadRequest",
            "method",
        ),
        ("GET", "/me?$select=colour", "400 BadRequest", "'colour'"),
        ("GET", "/me?$top=3", "400 BadRequest", "$top"),
        ("GET", "/me?select=id", "400 BadRequest", "'select'"),
        (
            "GET",
            "/me?$select=id&$select=mail",
            "400 BadRequest",
            "more than once",
        ),
        (
            "GET",
            "/applications?$top=0",
            "400 Request_BadRequest",
            "'0'",
        ),
        (
            "GET",
            "/applications?$top=1000",
            "400 Request_BadRequest",
            "'1000'",
        ),
        (
            "GET",
            "/applications?$top=ten",
            "400 Request_BadRequest",
            "'ten'",
        ),
        (
            "GET",
            "/applications?$skiptoken=mine",
            "400 Directory_InvalidSkipToken",
            "token",
        ),
        (
            "GET",
            "/applications?$count=true",
            "400 Request_UnsupportedQuery",
            "ConsistencyLevel",
        ),
        (
            "GET",
            "/applications?$count=maybe",
            "400 BadRequest",
            "maybe",
        ),
        (
            "DELETE",
            "/applications/11111111-2222-4333-8444-555555555555?$select=id",
            "400 BadRequest",
            "$select",
        ),
        // Real, but not simulated: said in so many words.
        ("GET", "/groups", "501 NotSimulated", "group.ListGroup"),
        (
            "GET",
            "/me?$select=jobTitle",
            "501 NotSimulated",
            "jobTitle",
        ),
        (
            "GET",
            "/applications?$orderby=displayName",
            "501 NotSimulated",
            "$orderby",
        ),
    ] {
        scene.sign_in(
            "global.admin",
            "Application.ReadWrite.All User.Read Directory.Read.All Group.Read.All",
        );
        let answer = scene.send(method, path, None, &[]);
        assert_eq!(answer.verdict(), verdict, "{method} {path}");
        assert!(
            answer.message().contains(word),
            "{method} {path}: {}",
            answer.message()
        );
    }
}

#[test]
fn a_count_needs_the_header() {
    let mut scene = Scene::signed_in("global.admin", "Application.Read.All");
    let answer = scene.advanced("/applications?$count=true");
    assert_eq!(answer.body["@odata.count"], 0);
}

#[test]
fn bodies_must_be_json_objects_and_say_so() {
    let mut scene = Scene::writing();
    for (kind, body, verdict) in [
        (None, "{}", "400 Request_BadRequest"),
        (Some("text/plain"), "{}", "415 Request_UnsupportedMediaType"),
        (Some("application/json"), "", "400 BadRequest"),
        (Some("application/json"), "{", "400 BadRequest"),
        (Some("application/json"), "[]", "400 BadRequest"),
        (
            Some("application/json;charset=utf-8"),
            r#"{"displayName":"x"}"#,
            "201",
        ),
    ] {
        let mut request = Request::builder().method("POST").uri("/v1.0/applications");
        scene.sign_in("setup.admin", super::scene::WRITE_SCOPES);
        request = request.header("authorization", scene.authorization());
        if let Some(kind) = kind {
            request = request.header("content-type", kind);
        }
        let response = crate::handle(
            &mut scene.tenant,
            request.body(body.as_bytes().to_vec()).unwrap(),
            scene.now,
        );
        let answer: serde_json::Value = serde_json::from_slice(response.body()).unwrap();
        let code = answer["error"]["code"]
            .as_str()
            .map(|code| format!(" {code}"))
            .unwrap_or_default();
        assert_eq!(
            format!("{}{code}", response.status().as_u16()),
            verdict,
            "{kind:?} {body}"
        );
    }
}
