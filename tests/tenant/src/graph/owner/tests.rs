//! Who owns what.

use serde_json::json;

use crate::graph::tests::Answer;
use crate::graph::tests::Scene;
use crate::worlds::World;

/// The hand-made set-up and its owners: two people of staff.
fn scene() -> (Scene, String) {
    let mut scene = Scene::new(World::Manual2017);
    scene.sign_in(
        "setup.admin",
        "Application.ReadWrite.All Directory.Read.All",
    );
    let id = scene.tenant.directory.primary().applications[0]
        .id
        .to_string();
    (scene, format!("/applications/{id}/owners"))
}

fn add(scene: &mut Scene, path: &str, address: &str) -> Answer {
    scene.post(&format!("{path}/$ref"), &json!({ "@odata.id": address }))
}

fn names(scene: &mut Scene, path: &str) -> Vec<String> {
    scene.settle();
    let answer = scene.get(&format!("{path}?$select=userPrincipalName"));
    let name = |owner: &serde_json::Value| owner["userPrincipalName"].as_str().unwrap().to_owned();
    answer.values().iter().map(name).collect()
}

#[test]
fn owners_come_and_go_down_to_the_last() {
    let (mut scene, path) = scene();
    let (anna, peter) = ("a.bakker@voorbeeld.example", "p.smith@voorbeeld.example");
    assert_eq!(names(&mut scene, &path), [anna, peter]);
    let eva = scene.user("e.vandenberg");
    let address = format!("https://graph.microsoft.com/v1.0/users/{eva}");
    assert_eq!(add(&mut scene, &path, &address).verdict(), "204");
    assert_eq!(
        names(&mut scene, &path),
        [anna, peter, "e.vandenberg@voorbeeld.example"]
    );
    for name in ["a.bakker", "p.smith", "e.vandenberg"] {
        let id = scene.user(name);
        let one = format!("{path}/{id}/$ref");
        assert_eq!(scene.delete(&one).verdict(), "204");
        scene.settle();
        assert_eq!(scene.delete(&one).verdict(), "404 Request_ResourceNotFound");
    }
    assert!(names(&mut scene, &path).is_empty());
}

#[test]
fn one_rule_broken_at_a_time() {
    let (mut scene, path) = scene();
    let anna = scene.user("a.bakker");
    let nobody = "11111111-2222-4333-8444-555555555555";
    for (address, verdict) in [
        (
            format!("https://graph.example/v1.0/directoryObjects/{anna}"),
            "400 Request_BadRequest",
        ),
        (
            format!("https://graph.example/v1.0/directoryObjects/{nobody}"),
            "404 Request_ResourceNotFound",
        ),
        (
            format!("https://elsewhere.example/v1.0/directoryObjects/{nobody}"),
            "400 Request_BadRequest",
        ),
        (
            format!("https://graph.example/v1.0/groups/{nobody}"),
            "400 Request_BadRequest",
        ),
        (
            "https://graph.example/v1.0/directoryObjects/anna".to_owned(),
            "400 Request_BadRequest",
        ),
        (anna.to_string(), "400 Request_BadRequest"),
    ] {
        assert_eq!(
            add(&mut scene, &path, &address).verdict(),
            verdict,
            "{address}"
        );
    }
    let reference = format!("{path}/$ref");
    let eva = scene.user("e.vandenberg");
    let address = format!("https://graph.example/v1.0/directoryObjects/{eva}");
    for body in [
        json!({}),
        json!({ "@odata.id": 3 }),
        json!({ "@odata.id": address, "colour": "red" }),
    ] {
        assert_eq!(
            scene.post(&reference, &body).verdict(),
            "400 Request_BadRequest",
            "{body}"
        );
    }
    assert_eq!(add(&mut scene, &path, &address).verdict(), "204");
}

#[test]
fn an_owner_may_name_others_without_a_role() {
    let (mut scene, path) = scene();
    let id = scene.user("e.vandenberg");
    let address = format!("https://graph.example/v1.0/directoryObjects/{id}");
    let scopes = "Application.ReadWrite.All Directory.Read.All";
    scene.sign_in("b.smit", scopes);
    assert_eq!(
        add(&mut scene, &path, &address).verdict(),
        "403 Authorization_RequestDenied"
    );
    scene.sign_in("a.bakker", scopes);
    assert_eq!(add(&mut scene, &path, &address).verdict(), "204");
}

#[test]
fn service_principals_have_owners_of_their_own() {
    let (mut scene, _) = scene();
    let rows = scene.tenant.directory.primary();
    let mut row = rows.service_principals.last().unwrap().clone();
    let path = format!("/servicePrincipals/{}/owners", row.id);
    assert!(names(&mut scene, &path).is_empty());
    row.owners = vec![scene.user("a.bakker")];
    let id = row.id.clone();
    let change = crate::directory::Change::Put(crate::rows::Row::ServicePrincipal(row));
    scene.tenant.directory.write(scene.now, change);
    assert_eq!(names(&mut scene, &path), ["a.bakker@voorbeeld.example"]);
    let path = format!("/servicePrincipals/{id}");
    let body = json!({ "accountEnabled": false });
    scene.sign_in("b.smit", "Application.ReadWrite.All");
    assert_eq!(
        scene.patch(&path, &body).verdict(),
        "403 Authorization_RequestDenied"
    );
    scene.sign_in("a.bakker", "Application.ReadWrite.All");
    assert_eq!(scene.patch(&path, &body).verdict(), "204");
}
