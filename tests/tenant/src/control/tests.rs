//! What tests may ask.

use http::Request;
use serde_json::Value;
use serde_json::json;

use crate::Tenant;
use crate::faults::Fault;
use crate::worlds::World;

fn tenant() -> Tenant {
    let now = "2026-12-01T08:00:00Z".parse().unwrap();
    Tenant::new(
        World::Taken,
        1,
        "https://login.example",
        "https://graph.example",
        now,
    )
}

fn send(tenant: &mut Tenant, method: &str, uri: &str) -> (u16, Value) {
    let request = Request::builder()
        .method(method)
        .uri(uri)
        .body(Vec::new())
        .unwrap();
    let response = crate::handle(tenant, request, "2026-12-01T08:00:00Z".parse().unwrap());
    (
        response.status().as_u16(),
        serde_json::from_slice(response.body()).unwrap(),
    )
}

#[test]
fn rows_of_every_kind() {
    let mut tenant = tenant();
    for (kind, empty) in [
        ("applications", false),
        ("service-principals", false),
        ("app-role-assignments", false),
        ("grants", true),
        ("users", false),
        ("groups", false),
        ("directory-roles", false),
        ("events", true),
        ("deleted", true),
        ("deleted-service-principals", true),
    ] {
        let (status, rows) = send(&mut tenant, "GET", &format!("/_tenant/rows/{kind}"));
        assert_eq!(status, 200, "{kind}");
        assert_eq!(rows.as_array().unwrap().is_empty(), empty, "{kind}");
    }
    let (_, rows) = send(&mut tenant, "GET", "/_tenant/rows/applications");
    assert_eq!(rows[0]["displayName"], "MyTimetable calendar push");
    assert!(rows[0]["keyCredentials"][0]["customKeyIdentifier"].is_string());
}

#[test]
fn people_and_requests() {
    let mut tenant = tenant();
    let (_, people) = send(&mut tenant, "GET", "/_tenant/people");
    assert_eq!(people.as_array().unwrap().len(), 7);
    assert_eq!(
        people[0]["userPrincipalName"],
        "global.admin@voorbeeld.example"
    );
    assert_eq!(people[0]["roles"][0], "Global Administrator");
    send(&mut tenant, "GET", "/v1.0/me");
    let (_, requests) = send(&mut tenant, "GET", "/_tenant/requests");
    assert_eq!(requests[0]["path"], "/v1.0/me");
    assert_eq!(requests[0]["status"], 401);
    assert_eq!(requests.as_array().unwrap().len(), 1);
}

#[test]
fn a_reset_begins_another_world_and_keeps_addresses_and_faults() {
    let mut tenant = tenant();
    tenant.add_fault(Fault::Lag);
    let before = tenant.id.clone();
    let (status, answer) = send(&mut tenant, "POST", "/_tenant/reset?world=empty&seed=7");
    assert_eq!(status, 200);
    assert_eq!(answer["tenantId"], tenant.id.as_str());
    assert_ne!(tenant.id, before);
    assert_eq!((tenant.world, tenant.seed), (World::Empty, 7));
    assert_eq!(tenant.graph_url, "https://graph.example");
    assert!(tenant.directory.lagging);
    assert!(tenant.recorded.is_empty());
    assert!(tenant.directory.primary().applications.is_empty());
}

#[test]
fn faults_are_switched_by_name_all_or_none() {
    let mut tenant = tenant();
    let (status, on) = send(
        &mut tenant,
        "POST",
        "/_tenant/faults?add=lag&add=lost-after",
    );
    assert_eq!((status, on), (200, json!(["lag", "lost-after"])));
    let (_, on) = send(&mut tenant, "POST", "/_tenant/faults?lift=lag&add=throttle");
    assert_eq!(on, json!(["lost-after", "throttle"]));
    for query in [
        "add=lag&add=rain",
        "lift=throttle&lift=rain",
        "lift=lag&sun=lag",
    ] {
        let (status, _) = send(&mut tenant, "POST", &format!("/_tenant/faults?{query}"));
        assert_eq!(status, 400, "{query}");
    }
    let (_, on) = send(&mut tenant, "GET", "/_tenant/faults");
    assert_eq!(on, json!(["lost-after", "throttle"]));
}

#[test]
fn policies_are_set_as_a_whole() {
    let mut tenant = tenant();
    let query = "max-key-lifetime-days=180&trusted-authority=&allowed-to-create-apps=false";
    assert_eq!(
        send(&mut tenant, "POST", &format!("/_tenant/policies?{query}")).0,
        200
    );
    assert_eq!(tenant.app_management.max_key_lifetime_days, Some(180));
    assert_eq!(tenant.app_management.trusted_authorities, Some(vec![]));
    assert!(!tenant.allowed_to_create_apps);
    for query in [
        "max-key-lifetime-days=long",
        "allowed-to-create-apps=maybe",
        "colour=red",
    ] {
        assert_eq!(
            send(&mut tenant, "POST", &format!("/_tenant/policies?{query}")).0,
            400
        );
        assert!(!tenant.allowed_to_create_apps, "{query} changed something");
    }
    let query = "trusted-authority=CN%3DA&trusted-authority=CN%3DB";
    send(&mut tenant, "POST", &format!("/_tenant/policies?{query}"));
    let trusted = Some(vec!["CN=A".to_owned(), "CN=B".to_owned()]);
    assert_eq!(tenant.app_management.trusted_authorities, trusted);
    assert_eq!(tenant.app_management.max_key_lifetime_days, None);
    assert!(tenant.allowed_to_create_apps);
}

#[test]
fn rows_to_compare_and_what_others_did() {
    let mut tenant = tenant();
    let (status, rows) = send(&mut tenant, "GET", "/_tenant/canonical");
    assert_eq!((status, rows), (200, crate::canonical(&tenant)));
    let (status, rows) = send(&mut tenant, "GET", "/_tenant/canonical/recycle-bin");
    let expected = crate::canonical_recycle_bin(&tenant);
    assert_eq!((status, rows), (200, expected));
    assert_eq!(
        send(&mut tenant, "GET", "/_tenant/others"),
        (200, json!([]))
    );
}

#[test]
fn what_is_not_there_is_refused() {
    let mut tenant = tenant();
    for (method, uri, status) in [
        ("GET", "/_tenant/rows/colours", 404),
        ("GET", "/_tenant/nothing", 404),
        ("GET", "/_tenant/reset", 404),
        ("GET", "/_tenant/canonical/colours", 404),
        ("POST", "/_tenant/reset?world=moon", 400),
        ("POST", "/_tenant/reset?seed=many", 400),
        ("POST", "/_tenant/reset?colour=red", 400),
    ] {
        let id = tenant.id.clone();
        assert_eq!(send(&mut tenant, method, uri).0, status, "{method} {uri}");
        assert_eq!(tenant.id, id);
    }
}
