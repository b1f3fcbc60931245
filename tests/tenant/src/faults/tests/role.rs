//! Directory roles that are taken away between two writes.

use std::collections::BTreeSet;

use serde_json::Value;
use serde_json::json;

use super::Scene;
use super::WRITE_SCOPES;
use super::with;
use crate::canonical;
use crate::faults::Fault;
use crate::worlds::World;

const DENIED: &str = "403 Authorization_RequestDenied";

/// A tenant that begins with this seed, where somebody has an application of her own making.
fn scene(seed: u64) -> (Scene, String) {
    let mut scene = Scene::new(World::University);
    scene.tenant.reset(World::University, seed, scene.now);
    scene.sign_in("setup.admin", WRITE_SCOPES);
    let id = scene
        .post("/applications", &json!({ "displayName": "x" }))
        .text("id");
    scene.settle();
    scene.tenant.add_fault(Fault::RoleWithdrawn);
    (scene, format!("/applications/{id}"))
}

/// Writes until it is denied; returns how many writes were carried out.
fn written(scene: &mut Scene, path: &str) -> usize {
    let body = json!({ "displayName": "y" });
    let verdicts = std::iter::repeat_with(|| scene.patch(path, &body).verdict());
    verdicts
        .take(20)
        .take_while(|verdict| verdict == "204")
        .count()
}

#[test]
fn roles_are_taken_after_one_to_four_writes() {
    let counts: BTreeSet<usize> = (1..=20)
        .map(|seed| {
            let (mut scene, path) = scene(seed);
            let count = written(&mut scene, &path);
            let body = json!({ "displayName": "z" });
            let verdict = scene.patch(&path, &body).verdict();
            assert_eq!(verdict, DENIED, "and it stays so");
            count
        })
        .collect();
    assert_eq!(counts, BTreeSet::from([1, 2, 3, 4]));
}

#[test]
fn neither_reads_nor_refused_writes_count() {
    let (mut scene, path) = scene(1);
    for _ in 0..20 {
        assert_eq!(scene.get(&path).status, 200);
        assert_eq!(scene.patch(&path, &json!({})).status, 400);
        let batch = json!({ "requests": [{ "id": "1", "method": "GET", "url": "/me" }] });
        assert_eq!(scene.post("/$batch", &batch).status, 200);
    }
    assert!(written(&mut scene, &path) > 0);
}

#[test]
fn what_a_batch_writes_counts_and_the_next_request_is_too_late() {
    let (mut scene, path) = scene(1);
    let step = |id: usize| {
        json!({
            "id": id.to_string(), "method": "PATCH", "url": path, "body": { "displayName": "y" },
            "headers": { "Content-Type": "application/json" },
        })
    };
    let batch = json!({ "requests": (1..=4).map(step).collect::<Value>() });
    let answer = scene.post("/$batch", &batch);
    let responses = answer.body["responses"].as_array().unwrap();
    assert!(
        responses.iter().all(|one| one["status"] == 204),
        "let in as one"
    );
    let verdict = scene.patch(&path, &json!({ "displayName": "z" })).verdict();
    assert_eq!(verdict, DENIED);
}

#[test]
fn writes_of_applications_do_not_count() {
    let (mut scene, path) = scene(1);
    scene.sign_in_application("Application.ReadWrite.All");
    assert_eq!(written(&mut scene, &path), 20);
    scene.sign_in("setup.admin", WRITE_SCOPES);
    assert!(written(&mut scene, &path) > 0);
}

#[test]
fn roles_that_were_taken_show_and_are_given_back() {
    let (mut scene, path) = scene(1);
    written(&mut scene, &path);
    let before = canonical(&with(&[]).tenant)["directoryRoles"].clone();
    assert_ne!(canonical(&scene.tenant)["directoryRoles"], before);
    scene.settle();
    let roles = "/me/transitiveMemberOf/microsoft.graph.directoryRole?$count=true";
    assert!(scene.advanced(roles).values().is_empty());
    scene.tenant.lift(Fault::RoleWithdrawn);
    let body = json!({ "displayName": "z" });
    assert_eq!(scene.patch(&path, &body).verdict(), "204");
    assert_eq!(canonical(&scene.tenant)["directoryRoles"], before);
    scene.settle();
    assert_eq!(scene.advanced(roles).values().len(), 2);
}
