//! Two writes to one object, one right after the other.

use std::collections::BTreeSet;
use std::time::Duration;

use serde_json::json;

use super::Answer;
use super::Scene;
use super::WRITE_SCOPES;
use super::count;
use super::with;
use crate::faults::Fault;
use crate::worlds::World;

const CODE: &str = "Directory_ConcurrencyViolation";

/// An application made a moment ago.
fn scene() -> (Scene, String) {
    let mut scene = with(&[Fault::Collision]);
    let id = scene
        .post("/applications", &json!({ "displayName": "0" }))
        .text("id");
    scene.now = scene.now.plus(Duration::from_secs(2));
    (scene, format!("/applications/{id}"))
}

/// Gives the application one name after the other.
fn rename(scene: &mut Scene, path: &str, count: usize) -> Vec<Answer> {
    let names = (1..=count).map(|number| json!({ "displayName": number.to_string() }));
    names.map(|body| scene.patch(path, &body)).collect()
}

fn name(scene: &Scene) -> String {
    let rows = scene.tenant.directory.primary();
    rows.applications.last().unwrap().display_name.clone()
}

#[test]
fn it_is_refused_now_and_then_and_nothing_is_done() {
    let (mut scene, path) = scene();
    let mut refused = Vec::new();
    for number in 1..=200 {
        let before = name(&scene);
        let answer = scene.patch(&path, &json!({ "displayName": number.to_string() }));
        let done = answer.status == 204;
        assert_eq!(name(&scene), if done { number.to_string() } else { before });
        refused.extend((!done).then_some(answer));
    }
    assert!((10..80).contains(&refused.len()), "{}", refused.len());
    let verdicts: BTreeSet<String> = refused.iter().map(Answer::verdict).collect();
    assert_eq!(
        verdicts.into_iter().collect::<Vec<_>>(),
        [format!("409 {CODE}"), format!("503 {CODE}")]
    );
    let says_when = |answer: &Answer| answer.headers.contains_key("retry-after");
    assert!(refused.iter().any(says_when) && !refused.iter().all(says_when));
}

#[test]
fn the_third_attempt_is_let_through() {
    let (mut scene, path) = scene();
    let statuses: Vec<u16> = rename(&mut scene, &path, 300)
        .iter()
        .map(|answer| answer.status)
        .collect();
    let three = |row: &[u16]| row.iter().all(|status| *status != 204);
    assert!(!statuses.windows(3).any(three));
}

#[test]
fn only_a_change_soon_after_another_write_to_the_same_object_collides() {
    let (mut scene, path) = scene();
    for _ in 0..60 {
        scene.now = scene.now.plus(Duration::from_secs(31));
        scene.sign_in("setup.admin", WRITE_SCOPES);
        assert_eq!(rename(&mut scene, &path, 1)[0].status, 204, "long after");
    }
    let other = scene.post("/applications", &json!({ "displayName": "other" }));
    let other = format!("/applications/{}", other.text("id"));
    scene.now = scene.now.plus(Duration::from_secs(31));
    let reads = (0..60).map(|_| scene.get(&path).status).collect::<Vec<_>>();
    assert_eq!(count(&reads, 200), 60, "reads");
    let body = json!({ "displayName": "x" });
    let creations = (0..60).map(|_| scene.post("/applications", &body).status);
    assert_eq!(count(&creations.collect::<Vec<_>>(), 201), 60, "creations");
    assert_eq!(
        rename(&mut scene, &other, 1)[0].status,
        204,
        "another object"
    );
}

#[test]
fn it_happens_within_a_batch_too() {
    let (mut scene, path) = scene();
    let step = json!({
        "id": "1", "method": "PATCH", "url": path, "body": { "displayName": "y" },
        "headers": { "Content-Type": "application/json" },
    });
    let batch = json!({ "requests": [step] });
    let codes: BTreeSet<String> = (0..60)
        .map(|_| {
            let answer = scene.post("/$batch", &batch);
            let code = &answer.body["responses"][0]["body"]["error"]["code"];
            code.as_str().unwrap_or("none").to_owned()
        })
        .collect();
    assert_eq!(codes.into_iter().collect::<Vec<_>>(), [CODE, "none"]);
}

#[test]
fn service_principals_and_grants_collide_as_well() {
    let mut scene = Scene::new(World::Manual2017);
    scene.tenant.add_fault(Fault::Collision);
    let scopes = "Application.ReadWrite.All DelegatedPermissionGrant.ReadWrite.All";
    scene.sign_in("setup.admin", scopes);
    let rows = scene.tenant.directory.primary();
    let principal = rows.service_principals.last().unwrap().id.clone();
    let grant = rows.grants[0].id.clone();
    for (path, body) in [
        (
            format!("/servicePrincipals/{principal}"),
            json!({ "tags": ["x"] }),
        ),
        (
            format!("/oauth2PermissionGrants/{grant}"),
            json!({ "scope": "User.Read" }),
        ),
    ] {
        assert_eq!(scene.patch(&path, &body).status, 204, "the first: {path}");
        let verdicts: Vec<String> = (0..60)
            .map(|_| scene.patch(&path, &body).verdict())
            .collect();
        assert!(
            verdicts.iter().any(|verdict| verdict.ends_with(CODE)),
            "{path}"
        );
    }
}
