//! Who may see them, and how they look.

use base::KeyId;
use base::ObjectId;
use serde_json::json;

use crate::directory::Change;
use crate::faults::Fault;
use crate::graph::tests::Scene;
use crate::rows::FederatedIdentityCredential;
use crate::rows::Row;
use crate::worlds::World;

const READ: &str = "Application.Read.All";

fn credential(number: u8, name: &str) -> FederatedIdentityCredential {
    FederatedIdentityCredential {
        audiences: vec!["api://AzureADTokenExchange".to_owned()],
        description: None,
        id: KeyId::from_random([number; 16]),
        issuer: "https://issuer.example".to_owned(),
        name: name.to_owned(),
        subject: Some(format!("repository:{name}")),
    }
}

/// The hand-made set-up, with two of them; and the path of its collection.
fn scene() -> (Scene, String) {
    let mut scene = Scene::new(World::Manual2017);
    let mut row = scene.tenant.directory.primary().applications[0].clone();
    let path = format!("/applications/{}/federatedIdentityCredentials", row.id);
    row.federated_identity_credentials = vec![credential(1, "deploy"), credential(2, "nightly")];
    let change = Change::Put(Row::Application(row));
    scene.tenant.directory.write_everywhere(change);
    scene.sign_in("app.admin", READ);
    (scene, path)
}

#[test]
fn they_are_shown_selected_and_filtered() {
    let (mut scene, path) = scene();
    let answer = scene.get(&path);
    let first = json!({
        "id": KeyId::from_random([1; 16]),
        "name": "deploy",
        "issuer": "https://issuer.example",
        "subject": "repository:deploy",
        "description": null,
        "audiences": ["api://AzureADTokenExchange"],
    });
    assert_eq!(answer.values()[0], first);
    assert_eq!(answer.values().len(), 2);
    let named = scene.get(&format!(
        "{path}?$filter=name%20eq%20'nightly'&$select=name"
    ));
    assert_eq!(named.values(), [json!({ "name": "nightly" })]);
    let unknown = scene.get(&format!("{path}?$select=colour"));
    assert_eq!(unknown.verdict(), "400 BadRequest");
}

#[test]
fn an_application_without_them_has_an_empty_list_and_none_has_none() {
    let mut scene = Scene::writing();
    let made = scene.post("/applications", &json!({ "displayName": "x" }));
    let path = |id: &str| format!("/applications/{id}/federatedIdentityCredentials");
    let path_of_made = path(&made.text("id"));
    scene.settle();
    assert!(scene.get(&path_of_made).values().is_empty());
    let nobody = path("11111111-2222-4333-8444-555555555555");
    assert_eq!(scene.get(&nobody).verdict(), "404 Request_ResourceNotFound");
}

/// Reading all applications does not suffice: a role is asked for besides, or to own this one.
#[test]
fn only_owners_and_administrators_of_applications_see_them() {
    let denied = "403 Authorization_RequestDenied";
    let (mut scene, path) = scene();
    for (person, verdict) in [
        ("global.admin", "200"),
        ("cloud.app.admin", "200"),
        ("setup.admin", "200"),
        ("a.bakker", "200"),
        ("privileged.role.admin", denied),
        ("exchange.admin", denied),
        ("staff.member", denied),
    ] {
        scene.sign_in(person, READ);
        assert_eq!(scene.get(&path).verdict(), verdict, "{person}");
        scene.sign_in(person, "User.Read");
        assert_eq!(scene.get(&path).verdict(), denied, "{person}");
    }
    scene.sign_in_application(READ);
    assert_eq!(scene.get(&path).verdict(), "200");
    scene.sign_in_application("Directory.Read.All");
    assert_eq!(scene.get(&path).verdict(), denied);
}

/// A copy of the directory that lags knows no application at first, and then an application without them.
#[test]
fn they_lag_behind_as_the_application_does() {
    let mut scene = Scene::writing();
    scene.tenant.add_fault(Fault::Lag);
    let made = scene.post("/applications", &json!({ "displayName": "x" }));
    let id: ObjectId = made.text("id").parse().unwrap();
    let path = format!("/applications/{id}/federatedIdentityCredentials");
    assert_eq!(scene.get(&path).verdict(), "404 Request_ResourceNotFound");
    scene.settle();
    let rows = scene.tenant.directory.primary();
    let mut row = rows.application(&id).unwrap().clone();
    row.federated_identity_credentials = vec![credential(1, "deploy")];
    let (now, change) = (scene.now, Change::Put(Row::Application(row)));
    scene.tenant.directory.write(now, change);
    assert!(scene.get(&path).values().is_empty());
    scene.settle();
    assert_eq!(scene.get(&path).values().len(), 1);
}
