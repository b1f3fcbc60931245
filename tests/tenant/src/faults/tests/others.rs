//! What a colleague changes meanwhile.

use std::time::Duration;

use serde_json::Value;
use serde_json::json;

use super::Answer;
use super::Scene;
use super::WRITE_SCOPES;
use super::count;
use super::statuses;
use super::with;
use crate::faults::Fault;
use crate::faults::OthersChange;
use crate::rows::Application;

/// How many things a colleague has in mind.
const KINDS: usize = 8;

/// Makes an application and its service principal, and waits until everybody knows; returns the application's path.
fn set_up(scene: &mut Scene) -> String {
    let application = scene.post("/applications", &json!({ "displayName": "x" }));
    scene.now = scene.now.plus(Duration::from_secs(60));
    let body = json!({ "appId": application.text("appId") });
    // Under stale reads a replica may not know of the application yet.
    let attempts = (0..60).map(|_| scene.post("/servicePrincipals", &body).status);
    assert!(attempts.into_iter().any(|status| status == 201));
    scene.now = scene.now.plus(Duration::from_secs(60));
    format!("/applications/{}", application.text("id"))
}

/// A tenant that begins with this seed and this fault.
fn beginning(seed: u64) -> Scene {
    let mut scene = with(&[]);
    let world = crate::worlds::World::University;
    scene.tenant.reset(world, seed, scene.now);
    scene.sign_in("setup.admin", WRITE_SCOPES);
    scene.tenant.add_fault(Fault::ConcurrentChange);
    scene
}

fn made(scene: &Scene) -> usize {
    scene.tenant.others_changes().len()
}

fn primary(scene: &Scene) -> Application {
    let rows = scene.tenant.directory.primary();
    rows.applications.last().unwrap().clone()
}

/// Whether an answer shows what the primary has.
fn shows(answer: &Answer, row: &Application) -> bool {
    let length = |name: &str| answer.body[name].as_array().unwrap().len();
    answer.body["displayName"] == row.display_name
        && answer.body["tags"] == json!(row.tags)
        && answer.body["requiredResourceAccess"] == json!(row.required_resource_access)
        && answer.body["web"]["redirectUris"] == json!(row.web_redirect_uris)
        && length("keyCredentials") == row.key_credentials.len()
}

#[test]
fn it_befalls_what_was_written_last_before_a_read_and_everywhere_at_once() {
    let mut scene = with(&[Fault::ConcurrentChange]);
    assert_eq!(count(&statuses(&mut scene, 40), 200), 40);
    assert_eq!(made(&scene), 0, "nothing was written yet");
    let path = set_up(&mut scene);
    for name in ["y", "z"].repeat(20) {
        scene.patch(&path, &json!({ "displayName": name }));
    }
    assert_eq!(made(&scene), 0, "only before reads");
    scene.settle();
    for _ in 0..200 {
        let known = made(&scene);
        let answer = scene.get(&path);
        if made(&scene) > known {
            assert!(shows(&answer, &primary(&scene)), "{}", answer.body);
        }
    }
    let changes = scene.tenant.others_changes();
    let kinds: std::collections::BTreeSet<String> = changes
        .iter()
        .map(|change| json!(change)["kind"].to_string())
        .collect();
    assert_eq!((changes.len(), kinds.len()), (KINDS, KINDS), "one of each");
    let id = primary(&scene).id;
    assert!(changes.iter().all(|change| *change.application() == id));
}

#[test]
fn nobody_interferes_while_a_replica_does_not_know_what_was_written() {
    let faults = [Fault::ConcurrentChange, Fault::Lag, Fault::StaleReads];
    let mut scene = with(&faults);
    let path = set_up(&mut scene);
    for _ in 0..40 {
        scene.patch(&path, &json!({ "notes": "n" }));
        let seen = made(&scene);
        while !scene.tenant.directory.is_settled(scene.now) {
            scene.now = scene.now.plus(Duration::from_secs(1));
            let settled = scene.tenant.directory.is_settled(scene.now);
            scene.get(&path);
            assert!(settled || made(&scene) == seen);
        }
        scene.sign_in("setup.admin", WRITE_SCOPES);
        (0..10).for_each(|_| drop(scene.get(&path)));
    }
    assert_eq!(made(&scene), KINDS, "and still it comes");
}

/// As clients look before they write: in a batch.
#[test]
fn reads_within_a_batch_count_and_what_happens_happens_before_all_of_them() {
    for seed in 1..=6 {
        let mut scene = beginning(seed);
        let path = set_up(&mut scene);
        let step = |id: usize| json!({ "id": id.to_string(), "method": "GET", "url": path });
        let batch = json!({ "requests": (1..=4).map(step).collect::<Value>() });
        let mut struck = 0;
        for _ in 0..60 {
            let known = made(&scene);
            let answer = scene.post("/$batch", &batch);
            let responses = answer.body["responses"].as_array().unwrap();
            let same = |one: &Value| one["body"] == responses[0]["body"];
            assert!(responses.iter().all(same), "the steps disagree");
            struck += usize::from(made(&scene) > known);
        }
        assert_eq!(made(&scene), KINDS);
        assert!(struck > 1, "not all at once");
    }
}

#[test]
fn a_batch_without_a_read_is_left_alone() {
    let mut scene = with(&[Fault::ConcurrentChange]);
    let path = set_up(&mut scene);
    let step = json!({
        "id": "1", "method": "PATCH", "url": path, "body": { "notes": "n" },
        "headers": { "Content-Type": "application/json" },
    });
    let batch = json!({ "requests": [step] });
    for _ in 0..60 {
        scene.settle();
        scene.sign_in("setup.admin", WRITE_SCOPES);
        assert_eq!(scene.post("/$batch", &batch).status, 200);
    }
    assert_eq!(made(&scene), 0);
}

#[test]
fn applications_that_ask_are_left_alone() {
    let mut scene = with(&[Fault::ConcurrentChange]);
    set_up(&mut scene);
    scene.sign_in_application("Application.Read.All");
    (0..100).for_each(|_| drop(scene.get("/applications")));
    assert_eq!(made(&scene), 0);
}

#[test]
fn a_role_waits_for_a_service_principal_and_nothing_else_does() {
    let mut scene = with(&[Fault::ConcurrentChange]);
    scene.post("/applications", &json!({ "displayName": "x" }));
    scene.settle();
    (0..150).for_each(|_| drop(scene.get("/me")));
    let is_role = |change: &OthersChange| matches!(change, OthersChange::Role { .. });
    assert_eq!(made(&scene), KINDS - 1);
    assert!(!scene.tenant.others_changes().iter().any(is_role));
    let body = json!({ "appId": primary(&scene).app_id });
    assert_eq!(scene.post("/servicePrincipals", &body).status, 201);
    scene.settle();
    (0..100).for_each(|_| drop(scene.get("/me")));
    assert!(is_role(scene.tenant.others_changes().last().unwrap()));
}

#[test]
fn it_does_not_wear_out() {
    let mut scene = with(&[Fault::ConcurrentChange]);
    for round in 1..=3 {
        set_up(&mut scene);
        (0..150).for_each(|_| drop(scene.get("/me")));
        assert_eq!(made(&scene), round * KINDS);
        scene.tenant.lift(Fault::ConcurrentChange);
        scene.tenant.add_fault(Fault::ConcurrentChange);
    }
}

#[test]
fn what_is_there_already_is_not_done_again() {
    let mut scene = with(&[Fault::ConcurrentChange]);
    set_up(&mut scene);
    (0..150).for_each(|_| drop(scene.get("/me")));
    let before = primary(&scene);
    scene.tenant.lift(Fault::ConcurrentChange);
    scene.tenant.add_fault(Fault::ConcurrentChange);
    (0..150).for_each(|_| drop(scene.get("/me")));
    assert_eq!(made(&scene), KINDS + 1);
    let mut after = primary(&scene);
    assert_eq!(after.owners.len(), 2, "there is always another owner");
    assert_ne!(after.owners[0], after.owners[1]);
    after.owners.truncate(1);
    assert_eq!(after, before);
}

#[test]
fn the_order_follows_from_the_seed() {
    let order = |seed| {
        let mut scene = beginning(seed);
        set_up(&mut scene);
        (0..150).for_each(|_| drop(scene.get("/me")));
        let changes = scene.tenant.others_changes().iter();
        let kinds: Vec<String> = changes
            .map(|change| json!(change)["kind"].to_string())
            .collect();
        assert_eq!(kinds.len(), KINDS);
        kinds
    };
    let orders: std::collections::BTreeSet<Vec<String>> = (1..=8).map(order).collect();
    assert!(orders.len() > 4, "{}", orders.len());
    assert_eq!(order(1), order(1));
}
