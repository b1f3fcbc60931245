//! Each rule of what may be written, broken on its own.

use serde_json::Value;
use serde_json::json;

use crate::graph::tests::Scene;

fn good() -> Value {
    json!({
        "displayName": "x",
        "uniqueName": "y",
        "tags": ["z"],
        "notes": "n",
        "signInAudience": "AzureADMyOrg",
        "web": { "redirectUris": ["https://page.example/a?b=c"] },
        "requiredResourceAccess": [api("00000003-0000-0000-c000-000000000000")],
    })
}

fn api(app_id: &str) -> Value {
    json!({ "resourceAppId": app_id, "resourceAccess": [permission()] })
}

fn permission() -> Value {
    json!({ "id": "ef54d2bf-783f-4e0f-bca1-3210c0444d99", "type": "Role" })
}

fn web(uri: &str) -> Value {
    json!({ "redirectUris": [uri] })
}

#[test]
fn one_rule_broken_at_a_time() {
    let api_id = "00000003-0000-0000-c000-000000000000";
    let long = |length: usize| "x".repeat(length);
    let apis = |count: usize| -> Value {
        (0..count)
            .map(|number| api(&format!("00000003-0000-0000-c000-{number:012}")))
            .collect()
    };
    let many = json!([{ "resourceAppId": api_id, "resourceAccess": vec![permission(); 401] }]);
    let uris: Vec<String> = (0..257)
        .map(|number| format!("https://page.example/{number}"))
        .collect();
    for (name, value, word) in [
        ("colour", json!("red"), "'colour'"),
        (
            "id",
            json!("11111111-2222-4333-8444-555555555555"),
            "read-only",
        ),
        (
            "appId",
            json!("11111111-2222-4333-8444-555555555555"),
            "read-only",
        ),
        (
            "createdDateTime",
            json!("2026-01-01T00:00:00Z"),
            "read-only",
        ),
        ("passwordCredentials", json!([]), "read-only"),
        ("displayName", json!(3), "displayName"),
        ("displayName", json!(null), "displayName"),
        ("displayName", json!(""), "displayName"),
        ("displayName", json!(long(121)), "displayName"),
        ("uniqueName", json!(""), "uniqueName"),
        ("uniqueName", json!(long(256)), "uniqueName"),
        ("tags", json!("z"), "tags"),
        ("tags", json!([3]), "tags"),
        ("tags", json!([""]), "tags"),
        ("tags", json!([long(257)]), "tags"),
        ("notes", json!(long(1025)), "notes"),
        ("signInAudience", json!("Everybody"), "AzureADMyOrg"),
        ("web", json!([]), "Application"),
        ("web", json!({ "colour": "red" }), "'colour'"),
        (
            "web",
            json!({ "redirectUris": "https://page.example/" }),
            "redirectUris",
        ),
        (
            "web",
            web(&format!("https://page.example/{}", long(240))),
            "redirectUris",
        ),
        ("web", web("page.example"), "redirectUris"),
        ("web", web("http://page.example/"), "redirectUris"),
        ("web", web("https://page.example/#part"), "redirectUris"),
        ("web", web("https://*.example/"), "redirectUris"),
        ("web", web("https://page.example/a,b"), "redirectUris"),
        (
            "web",
            json!({ "redirectUris": ["https://a.example/", "https://a.example/"] }),
            "redirectUris",
        ),
        ("web", json!({ "redirectUris": uris }), "redirectUris"),
        ("spa", web("http://page.example/"), "redirectUris"),
        (
            "requiredResourceAccess",
            json!({}),
            "requiredResourceAccess",
        ),
        ("servicePrincipalLockConfiguration", json!(true), "Lock"),
        ("servicePrincipalLockConfiguration", json!({}), "isEnabled"),
        (
            "servicePrincipalLockConfiguration",
            json!({ "isEnabled": null }),
            "isEnabled",
        ),
        (
            "servicePrincipalLockConfiguration",
            json!({ "isEnabled": true, "allProperties": "yes" }),
            "allProperties",
        ),
        (
            "servicePrincipalLockConfiguration",
            json!({ "isEnabled": true, "colour": "red" }),
            "'colour'",
        ),
        (
            "requiredResourceAccess",
            json!([{ "resourceAppId": api_id }]),
            "resourceAccess",
        ),
        (
            "requiredResourceAccess",
            json!([{ "resourceAccess": [] }]),
            "resourceAppId",
        ),
        (
            "requiredResourceAccess",
            json!([api("graph")]),
            "resourceAppId",
        ),
        (
            "requiredResourceAccess",
            json!([api(api_id), api(api_id)]),
            "requiredResourceAccess",
        ),
        ("requiredResourceAccess", apis(51), "requiredResourceAccess"),
        ("requiredResourceAccess", many, "requiredResourceAccess"),
        (
            "requiredResourceAccess",
            json!([{ "resourceAppId": api_id, "resourceAccess": [{ "type": "Role" }] }]),
            "'id'",
        ),
        (
            "requiredResourceAccess",
            json!([{ "resourceAppId": api_id, "resourceAccess": [{ "id": "ef54d2bf-783f-4e0f-bca1-3210c0444d99", "type": "Both" }] }]),
            "Role, Scope",
        ),
    ] {
        let mut scene = Scene::writing();
        let mut body = good();
        body[name] = value;
        let answer = scene.post("/applications", &body);
        assert_eq!(
            answer.verdict(),
            "400 Request_BadRequest",
            "{name}: {}",
            body[name]
        );
        assert!(
            answer.message().contains(word),
            "{name}: {}",
            answer.message()
        );
        assert!(scene.tenant.directory.primary().applications.is_empty());
    }
    assert_eq!(
        Scene::writing().post("/applications", &good()).verdict(),
        "201"
    );
}

#[test]
fn values_at_their_limits_are_taken() {
    let long = |length: usize| "é".repeat(length);
    let body = json!({
        "displayName": long(120),
        "uniqueName": long(255),
        "tags": [long(256)],
        "notes": long(1024),
        "spa": { "redirectUris": ["http://localhost/", "http://127.0.0.1/some/folder/"] },
    });
    assert_eq!(
        Scene::writing().post("/applications", &body).verdict(),
        "201"
    );
}

#[test]
fn a_name_is_needed_at_creation() {
    let answer = Scene::writing().post("/applications", &json!({ "tags": ["z"] }));
    assert_eq!(answer.verdict(), "400 Request_BadRequest");
    assert!(answer.message().contains("displayName"));
}

#[test]
fn properties_that_are_only_not_simulated_are_said_to_be_so() {
    let answer = Scene::writing().post(
        "/applications",
        &json!({ "displayName": "x", "isFallbackPublicClient": true }),
    );
    assert_eq!(answer.verdict(), "501 NotSimulated");
}

#[test]
fn updates_are_read_by_the_same_rules() {
    let mut scene = Scene::writing();
    let id = scene.post("/applications", &good()).text("id");
    scene.settle();
    let path = format!("/applications/{id}");
    for (body, word) in [
        (json!({}), "at least one property"),
        (json!({ "colour": "red" }), "'colour'"),
        (json!({ "displayName": "x".repeat(121) }), "displayName"),
        (json!({ "uniqueName": "other" }), "immutable"),
        (json!({ "uniqueName": null }), "immutable"),
    ] {
        let answer = scene.patch(&path, &body);
        assert_eq!(answer.verdict(), "400 Request_BadRequest", "{body}");
        assert!(
            answer.message().contains(word),
            "{body}: {}",
            answer.message()
        );
    }
    assert_eq!(
        scene.patch(&path, &json!({ "uniqueName": "y" })).verdict(),
        "204"
    );
}

/// Whether Microsoft would is not known: nothing may rely on it.
#[test]
fn an_application_that_was_made_without_an_alternate_key_gets_none() {
    let mut scene = Scene::writing();
    let id = scene
        .post("/applications", &json!({ "displayName": "x" }))
        .text("id");
    scene.settle();
    let path = format!("/applications/{id}");
    let answer = scene.patch(&path, &json!({ "uniqueName": "y" }));
    assert_eq!(answer.verdict(), "400 Request_BadRequest");
    assert!(answer.message().contains("immutable"));
    assert_eq!(
        scene.patch(&path, &json!({ "uniqueName": null })).verdict(),
        "204"
    );
}

#[test]
fn keys_in_paths_must_be_well_formed() {
    let mut scene = Scene::writing();
    for (path, verdict) in [
        ("/applications/mine", "400 Request_BadRequest"),
        ("/applications(appId='mine')", "400 Request_BadRequest"),
        ("/applications(uniqueName='')", "400 Request_BadRequest"),
        (
            "/applications/11111111-2222-4333-8444-555555555555",
            "404 Request_ResourceNotFound",
        ),
        (
            "/applications(appId='11111111-2222-4333-8444-555555555555')",
            "404 Request_ResourceNotFound",
        ),
        (
            "/applications(uniqueName='mine')",
            "404 Request_ResourceNotFound",
        ),
    ] {
        assert_eq!(scene.get(path).verdict(), verdict, "{path}");
        assert_eq!(
            scene.patch(path, &json!({ "displayName": "x" })).verdict(),
            verdict,
            "{path}"
        );
    }
}

#[test]
fn alternate_keys_are_unique_at_once_and_after_deletion() {
    let mut scene = Scene::writing();
    let id = scene.post("/applications", &good()).text("id");
    // No time has passed: what must be unique is asked of the primary.
    let again = scene.post("/applications", &good());
    assert_eq!(again.verdict(), "400 Request_BadRequest");
    assert!(
        again
            .message()
            .contains("same value for property uniqueName")
    );
    scene.settle();
    assert_eq!(
        scene.delete(&format!("/applications/{id}")).verdict(),
        "204"
    );
    assert_eq!(
        scene.post("/applications", &good()).verdict(),
        "400 Request_BadRequest"
    );
}
