//! A service principal that somebody disables.

use serde_json::json;

use super::Scene;
use super::WRITE_SCOPES;
use super::with;
use crate::canonical;
use crate::faults::Fault;

/// A set-up of an application and its service principal, and the path of the latter.
fn scene() -> (Scene, String) {
    let mut scene = with(&[]);
    let app_id = scene
        .post("/applications", &json!({ "displayName": "x" }))
        .text("appId");
    scene.settle();
    let id = scene
        .post("/servicePrincipals", &json!({ "appId": app_id }))
        .text("id");
    scene.settle();
    (scene, format!("/servicePrincipals/{id}"))
}

fn is_enabled(scene: &mut Scene, path: &str) -> bool {
    scene.get(path).body["accountEnabled"] == true
}

#[test]
fn it_stays_so_until_the_fault_is_lifted() {
    let (mut scene, path) = scene();
    let before = canonical(&scene.tenant);
    scene.tenant.add_fault(Fault::ServicePrincipalDisabled);
    let reads = (0..100).filter(|_| is_enabled(&mut scene, &path)).count();
    assert!(reads < 50, "it took {reads} reads");
    assert!(!is_enabled(&mut scene, &path));
    assert_eq!(
        scene
            .patch(&path, &json!({ "accountEnabled": true }))
            .status,
        204
    );
    scene.settle();
    (0..100).for_each(|_| drop(scene.get("/me")));
    assert!(!is_enabled(&mut scene, &path), "somebody insists");
    scene.tenant.lift(Fault::ServicePrincipalDisabled);
    scene.settle();
    assert!(is_enabled(&mut scene, &path));
    assert!(canonical(&scene.tenant) == before);
}

#[test]
fn nobody_disables_what_was_not_written_here_or_while_a_replica_lags() {
    let mut scene = Scene::new(crate::worlds::World::Taken);
    scene.tenant.add_fault(Fault::ServicePrincipalDisabled);
    scene.sign_in("setup.admin", WRITE_SCOPES);
    (0..100).for_each(|_| drop(scene.get("/me")));
    let before = canonical(&scene.tenant);
    let written = json!({ "displayName": "x" });
    let application = scene.post("/applications", &written);
    scene.settle();
    let app_id = json!({ "appId": application.text("appId") });
    let id = scene.post("/servicePrincipals", &app_id).text("id");
    (0..100).for_each(|_| drop(scene.get("/me")));
    let rows = scene.tenant.directory.primary();
    let all_enabled = rows
        .service_principals
        .iter()
        .all(|row| row.account_enabled);
    assert!(all_enabled, "not everybody knows of it");
    scene.settle();
    (0..100).for_each(|_| drop(scene.get("/me")));
    let rows = scene.tenant.directory.primary();
    assert!(!rows.service_principals.last().unwrap().account_enabled);
    scene.tenant.lift(Fault::ServicePrincipalDisabled);
    scene.delete(&format!("/servicePrincipals/{id}"));
    scene.delete(&format!("/applications/{}", application.text("id")));
    assert!(canonical(&scene.tenant) == before, "nobody else's");
}
