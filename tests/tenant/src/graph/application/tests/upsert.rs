//! `PATCH /applications(uniqueName='..')`.

use serde_json::Value;
use serde_json::json;

use crate::graph::tests::Answer;
use crate::graph::tests::Scene;

const PATH: &str = "/applications(uniqueName='push')";

fn upsert(scene: &mut Scene, body: &Value) -> Answer {
    scene.send(
        "PATCH",
        PATH,
        Some(body),
        &[("Prefer", "create-if-missing")],
    )
}

#[test]
fn the_first_creates_and_the_second_updates() {
    let mut scene = Scene::writing();
    let created = upsert(&mut scene, &json!({ "displayName": "x" }));
    assert_eq!(created.verdict(), "201");
    assert_eq!(created.headers["preference-applied"], "create-if-missing");
    assert_eq!(created.text("uniqueName"), "push");
    // At once, as after a lost reply: no second application.
    assert_eq!(
        upsert(&mut scene, &json!({ "displayName": "y" })).verdict(),
        "204"
    );
    let rows = scene.tenant.directory.primary();
    assert_eq!(rows.applications.len(), 1);
    assert_eq!(rows.applications[0].display_name, "y");
}

#[test]
fn without_the_header_nothing_is_created() {
    let mut scene = Scene::writing();
    assert_eq!(
        scene.patch(PATH, &json!({ "displayName": "x" })).verdict(),
        "404 Request_ResourceNotFound"
    );
    for preference in ["return=minimal", "create-if-missin"] {
        let answer = scene.send(
            "PATCH",
            PATH,
            Some(&json!({ "displayName": "x" })),
            &[("Prefer", preference)],
        );
        assert_eq!(
            answer.verdict(),
            "404 Request_ResourceNotFound",
            "{preference}"
        );
    }
    let both = [("Prefer", "return=minimal, create-if-missing")];
    assert_eq!(
        scene
            .send("PATCH", PATH, Some(&json!({ "displayName": "x" })), &both)
            .verdict(),
        "201"
    );
}

#[test]
fn each_rule_of_its_own() {
    for (body, word) in [
        (json!({ "tags": ["a"] }), "displayName"),
        (
            json!({ "displayName": "x", "uniqueName": "other" }),
            "differs",
        ),
        (json!({ "displayName": "x", "colour": "red" }), "'colour'"),
    ] {
        let mut scene = Scene::writing();
        let answer = upsert(&mut scene, &body);
        assert_eq!(answer.verdict(), "400 Request_BadRequest", "{body}");
        assert!(answer.message().contains(word), "{}", answer.message());
        upsert(&mut scene, &json!({ "displayName": "x" }));
        assert_eq!(
            upsert(&mut scene, &body).verdict(),
            "400 Request_BadRequest",
            "{body}, when it exists"
        );
    }
}

#[test]
fn a_deleted_application_keeps_its_key() {
    let mut scene = Scene::writing();
    let id = upsert(&mut scene, &json!({ "displayName": "x" })).text("id");
    scene.settle();
    scene.delete(&format!("/applications/{id}"));
    scene.settle();
    let answer = upsert(&mut scene, &json!({ "displayName": "x" }));
    assert_eq!(answer.verdict(), "400 Request_BadRequest");
    assert!(answer.message().contains("uniqueName"));
}
