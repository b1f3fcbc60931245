//! What the tenant's app management policy forbids.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;
use serde_json::json;

use crate::graph::tests::Scene;
use crate::policies::AppManagement;

const CERTIFICATE: &[u8] = include_bytes!("../../../../fixtures/timetabling-server.der");
const TOO_LONG: &str = "400 CredentialInvalidLifetimeAsPerAppPolicy";
const NOT_TRUSTED: &str = "400 CredentialTypeNotAllowedAsPerAppPolicy";

fn key(end: &str) -> Value {
    json!([{
        "type": "AsymmetricX509Cert",
        "usage": "Verify",
        "startDateTime": "2026-12-01T00:00:00Z",
        "endDateTime": end,
        "key": STANDARD.encode(CERTIFICATE),
    }])
}

/// What becomes of a certificate in use until `end` where the policy is this one.
fn verdict(policy: AppManagement, end: &str) -> String {
    let mut scene = Scene::writing();
    scene.tenant.app_management = policy;
    let id = scene
        .post("/applications", &json!({ "displayName": "x" }))
        .text("id");
    scene.settle();
    let body = json!({ "keyCredentials": key(end) });
    let answer = scene.patch(&format!("/applications/{id}"), &body);
    assert_eq!(
        answer.message().contains("as per assigned policy '"),
        answer.status == 400
    );
    let body = json!({ "displayName": "y", "keyCredentials": key(end) });
    let created = scene.post("/applications", &body).verdict();
    assert_eq!(
        created.starts_with("400"),
        answer.status == 400,
        "creation obeys too"
    );
    answer.verdict()
}

#[test]
fn a_certificate_may_be_used_for_so_many_days() {
    let policy = AppManagement {
        max_key_lifetime_days: Some(365),
        ..AppManagement::default()
    };
    assert_eq!(verdict(policy.clone(), "2027-12-01T00:00:00Z"), "204");
    assert_eq!(verdict(policy, "2027-12-01T00:00:00.001Z"), TOO_LONG);
    assert_eq!(
        verdict(AppManagement::default(), "2040-12-01T00:00:00Z"),
        "204"
    );
}

#[test]
fn a_certificate_must_come_from_a_trusted_authority() {
    let end = "2027-01-01T00:00:00Z";
    for (trusted, expected) in [
        (vec![], NOT_TRUSTED),
        (vec!["CN=Authority,O=University".to_owned()], NOT_TRUSTED),
        (vec!["CN=Timetabling server".to_owned()], "204"),
    ] {
        let policy = AppManagement {
            trusted_authorities: Some(trusted.clone()),
            ..AppManagement::default()
        };
        assert_eq!(verdict(policy, end), expected, "{trusted:?}");
    }
}

#[test]
fn older_applications_may_be_let_off() {
    for (after, expected) in [
        ("2026-12-01T08:00:00Z", TOO_LONG),
        ("2026-12-02T00:00:00Z", "204"),
    ] {
        let policy = AppManagement {
            max_key_lifetime_days: Some(30),
            restrict_for_apps_created_after: Some(after.parse().unwrap()),
            ..AppManagement::default()
        };
        assert_eq!(verdict(policy, "2027-12-01T00:00:00Z"), expected, "{after}");
    }
}

#[test]
fn keys_that_are_there_already_stay() {
    let mut scene = Scene::writing();
    let body = json!({ "displayName": "x", "keyCredentials": key("2040-12-01T00:00:00Z") });
    let id = scene.post("/applications", &body).text("id");
    scene.settle();
    scene.tenant.app_management.max_key_lifetime_days = Some(30);
    let path = format!("/applications/{id}");
    let keys = scene.get(&format!("{path}?$select=keyCredentials")).body["keyCredentials"].clone();
    let body = json!({ "keyCredentials": keys });
    assert_eq!(scene.patch(&path, &body).verdict(), "204");
}

#[test]
fn the_policy_can_be_read() {
    let mut scene = Scene::signed_in("app.admin", "Policy.Read.All");
    let path = "/policies/defaultAppManagementPolicy";
    let shown = |scene: &mut Scene| {
        let body = scene.get(path).body;
        let restrictions = body["applicationRestrictions"]["keyCredentials"].clone();
        (body["isEnabled"].clone(), restrictions)
    };
    assert_eq!(shown(&mut scene), (json!(false), json!([])));
    scene.tenant.app_management = AppManagement {
        max_key_lifetime_days: Some(180),
        trusted_authorities: Some(vec![]),
        restrict_for_apps_created_after: Some("2026-01-01T00:00:00Z".parse().unwrap()),
    };
    let restriction = |kind: &str, longest: Value| {
        json!({
            "restrictionType": kind,
            "maxLifetime": longest,
            "restrictForAppsCreatedAfterDateTime": "2026-01-01T00:00:00Z",
            "state": "enabled",
        })
    };
    let expected = json!([
        restriction("asymmetricKeyLifetime", json!("P180D")),
        restriction("unknownFutureValue", json!(null)),
    ]);
    assert_eq!(shown(&mut scene), (json!(true), expected));
}

/// An application's own policy overrides the tenant's for what it names, and is shown to whoever may read policies.
#[test]
fn an_application_may_have_a_policy_of_its_own() {
    let days = |days| AppManagement {
        max_key_lifetime_days: Some(days),
        ..AppManagement::default()
    };
    let trusting_nobody = AppManagement {
        trusted_authorities: Some(vec![]),
        ..AppManagement::default()
    };
    for (tenants, own, expected) in [
        (days(30), days(400), "204"),
        (days(400), days(30), TOO_LONG),
        (AppManagement::default(), days(30), TOO_LONG),
        (days(30), trusting_nobody.clone(), TOO_LONG),
        (days(400), trusting_nobody, NOT_TRUSTED),
    ] {
        let mut scene = Scene::writing();
        let body = json!({ "displayName": "x" });
        let id = scene.post("/applications", &body).text("id");
        scene.settle();
        scene.tenant.app_management = tenants.clone();
        let application = id.parse().unwrap();
        scene.tenant.own_app_management = vec![(application, own.clone())];
        let body = json!({ "keyCredentials": key("2027-12-01T00:00:00Z") });
        let answer = scene.patch(&format!("/applications/{id}"), &body);
        assert_eq!(answer.verdict(), expected, "{tenants:?} {own:?}");
    }
}

#[test]
fn a_policy_of_its_own_can_be_read() {
    let scopes = "Policy.Read.All Application.Read.All Application.ReadWrite.All";
    let mut scene = Scene::signed_in("app.admin", scopes);
    let create = |scene: &mut Scene| {
        let body = json!({ "displayName": "x" });
        scene.post("/applications", &body).text("id")
    };
    let (with, without) = (create(&mut scene), create(&mut scene));
    scene.settle();
    let policy = AppManagement {
        max_key_lifetime_days: Some(30),
        ..AppManagement::default()
    };
    scene.tenant.own_app_management = vec![(with.parse().unwrap(), policy)];
    let shown = |scene: &mut Scene, id: &str| {
        let path = format!("/applications/{id}/appManagementPolicies");
        let answer = scene.get(&path);
        assert_eq!(answer.verdict(), "200", "{}", answer.message());
        answer.body["value"].clone()
    };
    let own = shown(&mut scene, &with);
    assert_eq!(own[0]["isEnabled"], json!(true));
    let restriction = &own[0]["restrictions"]["keyCredentials"][0];
    assert_eq!(restriction["maxLifetime"], json!("P30D"));
    assert_eq!(shown(&mut scene, &without), json!([]));
}
