//! What is the same and what is not.

use serde_json::Value;
use serde_json::json;

use super::canonical;
use super::canonical_without_others;
use super::others_lost;
use crate::directory::Change;
use crate::faults::Fault;
use crate::graph::tests::Scene;
use crate::graph::tests::WRITE_SCOPES;
use crate::rows::Application;
use crate::rows::Row;
use crate::worlds::GRAPH_APP_ID;
use crate::worlds::World;

/// Makes a set-up of an application, its service principal and a role, after `before` other requests.
fn made(before: usize) -> Scene {
    let mut scene = Scene::new(World::Taken);
    scene.sign_in("setup.admin", WRITE_SCOPES);
    (0..before).for_each(|_| drop(scene.get("/me")));
    scene.settle();
    let body = json!({ "displayName": "MyTimetable calendar push", "uniqueName": "ours", "tags": ["a", "b"] });
    let app_id = scene.post("/applications", &body).text("appId");
    scene.settle();
    let client = scene
        .post("/servicePrincipals", &json!({ "appId": app_id }))
        .text("id");
    scene.settle();
    let graph = scene
        .get(&format!(
            "/servicePrincipals(appId='{GRAPH_APP_ID}')?$select=id"
        ))
        .text("id");
    let role = json!({
        "principalId": client, "resourceId": graph, "appRoleId": "ef54d2bf-783f-4e0f-bca1-3210c0444d99",
    });
    scene.post(
        &format!("/servicePrincipals/{graph}/appRoleAssignedTo"),
        &role,
    );
    scene
}

fn ours(scene: &Scene) -> Application {
    let rows = scene.tenant.directory.primary();
    rows.application_by_unique_name("ours").unwrap().clone()
}

fn change(scene: &mut Scene, change: impl FnOnce(&mut Application)) {
    let mut row = ours(scene);
    change(&mut row);
    scene
        .tenant
        .directory
        .write(scene.now, Change::Put(Row::Application(row)));
}

#[test]
fn ids_and_times_do_not_matter() {
    let (one, other) = (made(0), made(3));
    assert_ne!(ours(&one).id, ours(&other).id);
    assert_ne!(ours(&one).app_id, ours(&other).app_id);
    assert_eq!(canonical(&one.tenant), canonical(&other.tenant));
    let text = canonical(&one.tenant).to_string();
    let (id, app_id) = (ours(&one).id, ours(&one).app_id);
    assert!(!text.contains(id.as_str()) && !text.contains(app_id.as_str()));
}

#[test]
fn the_order_of_sets_does_not_matter() {
    let one = made(0);
    let mut other = made(0);
    change(&mut other, |row| row.tags.reverse());
    assert_eq!(canonical(&one.tenant), canonical(&other.tenant));
}

#[test]
fn anything_else_matters() {
    let one = canonical(&made(0).tenant);
    let changes: [fn(&mut Application); 6] = [
        |row| row.tags.push("c".to_owned()),
        |row| row.display_name.push('x'),
        |row| row.unique_name = None,
        |row| row.notes = Some("n".to_owned()),
        |row| {
            row.web_redirect_uris
                .push("https://page.example/".to_owned())
        },
        |row| {
            row.owners
                .push("11111111-2222-4333-8444-555555555555".parse().unwrap())
        },
    ];
    for (at, spoil) in changes.into_iter().enumerate() {
        let mut other = made(0);
        change(&mut other, spoil);
        assert_ne!(one, canonical(&other.tenant), "change {at}");
    }
    let mut other = made(0);
    let role = other
        .tenant
        .directory
        .primary()
        .assignments
        .last()
        .unwrap()
        .id
        .clone();
    other
        .tenant
        .directory
        .write(other.now, Change::RemoveAssignment(role));
    assert_ne!(one, canonical(&other.tenant), "a role that is not held");
    let mut other = made(0);
    let id = ours(&other).id;
    other
        .tenant
        .directory
        .write(other.now, Change::DeleteApplication(id, other.now));
    assert_ne!(one, canonical(&other.tenant), "an application that is gone");
}

#[test]
fn what_colleagues_did_can_be_left_out_and_its_loss_is_told() {
    let mut scene = made(0);
    let before = canonical(&scene.tenant);
    scene.tenant.add_fault(Fault::ConcurrentChange);
    while scene.tenant.others_changes().len() < 3 {
        scene.get("/me");
    }
    assert_ne!(canonical(&scene.tenant), before);
    assert_eq!(canonical_without_others(&scene.tenant), before);
    assert_eq!(others_lost(&scene.tenant), []);
    let losses: [fn(&mut Application); 3] = [
        |row| row.key_credentials.clear(),
        |row| row.tags.retain(|tag| tag != "timetabling-team"),
        |row| row.required_resource_access.clear(),
    ];
    for (count, lose) in (1..).zip(losses) {
        change(&mut scene, lose);
        assert_eq!(others_lost(&scene.tenant).len(), count);
    }
    assert_eq!(canonical_without_others(&scene.tenant), before);
    let text = serde_json::to_value(scene.tenant.others_changes()).unwrap();
    let kinds = text
        .as_array()
        .unwrap()
        .iter()
        .map(|change| change["kind"].clone());
    let mut kinds: Vec<Value> = kinds.collect();
    kinds.sort_by_key(Value::to_string);
    assert_eq!(kinds, ["certificate", "permission", "tag"]);
}
