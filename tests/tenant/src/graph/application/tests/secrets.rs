//! Client secrets on an application.

use serde_json::Value;
use serde_json::json;

use crate::graph::tests::Scene;
use crate::worlds::World;

/// The second set-up, to which its owner added a secret, and the properties that are asked for.
const SECOND: &str = "mytimetable-calendar-push-2";
const SELECT: &str = "$select=id,passwordCredentials,servicePrincipalLockConfiguration";

fn scene() -> Scene {
    let mut scene = Scene::new(World::Several);
    scene.sign_in("setup.admin", "Application.ReadWrite.All");
    scene
}

fn second(scene: &mut Scene) -> Value {
    let path = format!("/applications?$filter=uniqueName%20eq%20'{SECOND}'&{SELECT}");
    scene.get(&path).values()[0].clone()
}

#[test]
fn that_they_are_there_is_shown_and_what_they_are_never() {
    let mut scene = scene();
    let expected = json!([{
        "customKeyIdentifier": null,
        "displayName": "for a try",
        // Two years from the 45th day before the world began.
        "startDateTime": "2026-10-17T08:00:00Z",
        "endDateTime": "2028-10-16T08:00:00Z",
        "hint": "x7Q",
        "keyId": second(&mut scene)["passwordCredentials"][0]["keyId"],
        "secretText": null,
    }]);
    assert_eq!(second(&mut scene)["passwordCredentials"], expected);
    let path = format!("/applications(uniqueName='{SECOND}')?{SELECT}");
    assert_eq!(scene.get(&path).body["passwordCredentials"], expected);
    let all = scene.get(&format!("/applications?{SELECT}"));
    let counts: Vec<usize> = all
        .values()
        .iter()
        .map(|row| row["passwordCredentials"].as_array().unwrap().len())
        .collect();
    assert_eq!(counts, [0, 1, 0, 0]);
}

#[test]
fn the_lock_is_shown_beside_them() {
    let mut scene = scene();
    let lock = second(&mut scene)["servicePrincipalLockConfiguration"].clone();
    assert_eq!(
        (&lock["isEnabled"], &lock["allProperties"]),
        (&json!(true), &json!(true))
    );
}

#[test]
fn an_update_cannot_write_them_and_leaves_them() {
    let mut scene = scene();
    let before = second(&mut scene);
    let path = format!("/applications/{}", before["id"].as_str().unwrap());
    let secrets = json!({ "passwordCredentials": before["passwordCredentials"] });
    let refused = scene.patch(&path, &secrets);
    assert_eq!(refused.verdict(), "400 Request_BadRequest");
    assert!(refused.message().contains("read-only"));
    let others =
        json!({ "keyCredentials": [], "servicePrincipalLockConfiguration": null, "tags": [] });
    assert_eq!(scene.patch(&path, &others).verdict(), "204");
    scene.settle();
    let after = second(&mut scene);
    assert_eq!(after["passwordCredentials"], before["passwordCredentials"]);
}
