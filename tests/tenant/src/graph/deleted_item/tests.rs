//! Deleting, restoring and purging.

use std::time::Duration;

use serde_json::json;

use crate::canonical;
use crate::graph::tests::Scene;
use crate::graph::tests::WRITE_SCOPES;
use crate::worlds::GRAPH_APP_ID;
use crate::worlds::World;

const GONE: &str = "404 Request_ResourceNotFound";

/// Object ids of the hand-made application and of its service principal.
struct Ids {
    application: String,
    principal: String,
}

fn scene() -> (Scene, Ids) {
    let mut scene = Scene::new(World::Manual2017);
    scene.sign_in("setup.admin", WRITE_SCOPES);
    let rows = scene.tenant.directory.primary();
    let application = &rows.applications[0];
    let principal = rows
        .service_principal_by_app_id(&application.app_id)
        .unwrap();
    let ids = Ids {
        application: application.id.to_string(),
        principal: principal.id.to_string(),
    };
    (scene, ids)
}

/// Deletes the application and lets everybody know.
fn deleted() -> (Scene, Ids) {
    let (mut scene, ids) = scene();
    let path = format!("/applications/{}", ids.application);
    assert_eq!(scene.delete(&path).verdict(), "204");
    scene.settle();
    (scene, ids)
}

fn item(id: &str) -> String {
    format!("/directory/deletedItems/{id}")
}

fn listed(scene: &mut Scene, kind: &str) -> Vec<String> {
    let answer = scene.get(&item(&format!(
        "microsoft.graph.{kind}?$select=id,deletedDateTime"
    )));
    let id = |row: &serde_json::Value| {
        assert!(row["deletedDateTime"].is_string());
        row["id"].as_str().unwrap().to_owned()
    };
    answer.values().iter().map(id).collect()
}

#[test]
fn a_deleted_application_is_shown_with_its_service_principal_for_thirty_days() {
    let (mut scene, ids) = deleted();
    assert_eq!(
        listed(&mut scene, "application"),
        std::slice::from_ref(&ids.application)
    );
    assert_eq!(
        listed(&mut scene, "servicePrincipal"),
        std::slice::from_ref(&ids.principal)
    );
    for (id, kind) in [
        (&ids.application, "application"),
        (&ids.principal, "servicePrincipal"),
    ] {
        let answer = scene.get(&item(id));
        assert_eq!(
            answer.text("@odata.type"),
            format!("#microsoft.graph.{kind}")
        );
        assert_eq!(answer.text("displayName"), "MyTimetable calendar push");
    }
    scene.now = scene.now.plus(Duration::from_secs(30 * 24 * 3600));
    scene.sign_in("setup.admin", WRITE_SCOPES);
    assert!(listed(&mut scene, "application").is_empty());
    assert!(listed(&mut scene, "servicePrincipal").is_empty());
    assert_eq!(scene.get(&item(&ids.application)).verdict(), GONE);
    let restore = format!("{}/restore", item(&ids.application));
    assert_eq!(scene.send("POST", &restore, None, &[]).verdict(), GONE);
}

#[test]
fn restoring_an_application_brings_its_service_principal_back_without_roles_and_grants() {
    let (mut scene, ids) = scene();
    let before = canonical(&scene.tenant);
    scene.delete(&format!("/applications/{}", ids.application));
    scene.settle();
    assert_eq!(
        scene
            .get(&format!("/servicePrincipals/{}", ids.principal))
            .verdict(),
        GONE
    );
    let restore = format!("{}/restore", item(&ids.application));
    let restored = scene.send("POST", &restore, None, &[]);
    assert_eq!(restored.verdict(), "200");
    assert_eq!(restored.text("id"), ids.application);
    assert_eq!(restored.body["deletedDateTime"], json!(null));
    scene.settle();
    let roles = format!("/servicePrincipals/{}/appRoleAssignments", ids.principal);
    assert!(scene.get(&roles).values().is_empty());
    assert!(listed(&mut scene, "application").is_empty());
    let mut expected = before;
    expected["appRoleAssignments"] = json!([]);
    let client = ids.principal.as_str();
    let grants = expected["grants"].as_array_mut().unwrap();
    grants.retain(|grant| grant["clientId"] != client);
    assert_eq!(canonical(&scene.tenant), expected);
}

#[test]
fn a_name_is_held_until_the_purge_or_the_end() {
    let body = json!({ "displayName": "x", "uniqueName": "ours" });
    for purge in [true, false] {
        let mut scene = Scene::writing();
        let id = scene.post("/applications", &body).text("id");
        scene.settle();
        scene.delete(&format!("/applications/{id}"));
        scene.settle();
        assert_eq!(
            scene.post("/applications", &body).verdict(),
            "400 Request_BadRequest"
        );
        if purge {
            assert_eq!(scene.delete(&item(&id)).verdict(), "204");
            scene.settle();
            assert_eq!(scene.delete(&item(&id)).verdict(), GONE);
        } else {
            scene.now = scene.now.plus(Duration::from_secs(30 * 24 * 3600));
            scene.sign_in("setup.admin", WRITE_SCOPES);
        }
        assert_eq!(
            scene.post("/applications", &body).verdict(),
            "201",
            "{purge}"
        );
    }
}

/// As the console looks for keys that are still held.
#[test]
fn who_reads_applications_sees_which_keys_deleted_ones_hold() {
    let mut scene = Scene::new(World::Several);
    let path =
        item("microsoft.graph.application?$select=id,appId,displayName,uniqueName,deletedDateTime");
    scene.sign_in("staff.member", "Application.Read.All");
    let row = scene.tenant.directory.primary().deleted[0].clone();
    assert_eq!(
        scene.get(&path).values(),
        [json!({
            "id": row.id,
            "appId": row.app_id,
            "displayName": "MyTimetable calendar push",
            "uniqueName": "mytimetable-calendar-push-3",
            // Ten days before the world began.
            "deletedDateTime": "2026-11-21T08:00:00Z",
        })]
    );
    scene.sign_in("setup.admin", WRITE_SCOPES);
    let body = json!({ "displayName": "x" });
    let taken = scene.send(
        "PATCH",
        "/applications(uniqueName='mytimetable-calendar-push-3')",
        Some(&body),
        &[("Prefer", "create-if-missing")],
    );
    assert_eq!(taken.verdict(), "400 Request_BadRequest");
    assert!(
        taken
            .message()
            .contains("property uniqueName already exists")
    );
}

#[test]
fn a_service_principal_comes_back_alone_only_beside_its_application() {
    let (mut scene, ids) = deleted();
    let restore = format!("{}/restore", item(&ids.principal));
    let alone = scene.send("POST", &restore, None, &[]);
    assert_eq!(alone.verdict(), "400 Request_BadRequest");
    assert!(alone.message().contains("valid application object"));

    let (mut scene, ids) = self::scene();
    let path = format!("/servicePrincipals/{}", ids.principal);
    let app_id = scene.get(&path).text("appId");
    assert_eq!(scene.delete(&path).verdict(), "204");
    scene.settle();
    assert_eq!(listed(&mut scene, "application"), Vec::<String>::new());
    let another = scene.post("/servicePrincipals", &json!({ "appId": app_id }));
    assert_eq!(another.verdict(), "201");
    scene.settle();
    let restore = format!("{}/restore", item(&ids.principal));
    let conflict = scene.send("POST", &restore, None, &[]);
    assert_eq!(
        conflict.verdict(),
        "409 Request_MultipleObjectsWithSameKeyValue"
    );
    scene.delete(&format!("/servicePrincipals(appId='{app_id}')"));
    scene.settle();
    let restored = scene.send("POST", &restore, None, &[]);
    assert_eq!(restored.verdict(), "200");
    scene.settle();
    assert_eq!(scene.get(&path).verdict(), "200");
}

/// Whatever a replica still knows.
#[test]
fn what_left_the_recycle_bin_is_gone_at_once() {
    for of_application in [true, false] {
        let deleted = || {
            let (mut scene, ids) = scene();
            let (path, id) = if of_application {
                (
                    format!("/applications/{}", ids.application),
                    ids.application,
                )
            } else {
                (
                    format!("/servicePrincipals/{}", ids.principal),
                    ids.principal,
                )
            };
            assert_eq!(scene.delete(&path).verdict(), "204");
            scene.settle();
            scene.tenant.directory.lagging = true;
            (scene, item(&id))
        };
        let restore = |scene: &mut Scene, path: &str| {
            let answer = scene.send("POST", &format!("{path}/restore"), None, &[]);
            answer.verdict()
        };
        let (mut scene, path) = deleted();
        assert_eq!(scene.delete(&path).verdict(), "204");
        assert_eq!(scene.get(&path).status, 200, "a replica knows it");
        assert_eq!(scene.delete(&path).verdict(), GONE);
        assert_eq!(restore(&mut scene, &path), GONE);
        let (mut scene, path) = deleted();
        assert_eq!(restore(&mut scene, &path), "200");
        assert_eq!(restore(&mut scene, &path), GONE);
        assert_eq!(scene.delete(&path).verdict(), GONE);
    }
}

#[test]
fn deleting_a_service_principal_takes_its_roles_and_leaves_the_application() {
    let (mut scene, ids) = scene();
    let held = scene.tenant.directory.primary().assignments.len();
    let path = format!("/servicePrincipals/{}", ids.principal);
    assert_eq!(scene.delete(&path).verdict(), "204");
    assert_eq!(scene.tenant.directory.primary().assignments.len(), held - 2);
    scene.settle();
    assert_eq!(scene.delete(&path).verdict(), GONE);
    assert_eq!(
        scene
            .get(&format!("/applications/{}", ids.application))
            .status,
        200
    );
    let graph = format!("/servicePrincipals(appId='{GRAPH_APP_ID}')");
    assert_eq!(
        scene.delete(&graph).verdict(),
        "403 Authorization_RequestDenied"
    );
}

#[test]
fn the_type_of_the_object_decides_who_may() {
    let denied = "403 Authorization_RequestDenied";
    let (mut scene, ids) = deleted();
    let restore = format!("{}/restore", item(&ids.application));
    for (person, scopes) in [
        ("setup.admin", "User.ReadWrite.All"),
        ("setup.admin", "Group.ReadWrite.All"),
        ("exchange.admin", "Application.ReadWrite.All"),
    ] {
        scene.sign_in(person, scopes);
        assert_eq!(
            scene.send("POST", &restore, None, &[]).verdict(),
            denied,
            "{person} {scopes}"
        );
        assert_eq!(
            scene.delete(&item(&ids.application)).verdict(),
            denied,
            "{person} {scopes}"
        );
    }
    scene.sign_in("setup.admin", "User.Read.All");
    assert_eq!(scene.get(&item(&ids.application)).verdict(), denied);
    // One who looks after users and groups restores no applications.
    let mut role = scene
        .tenant
        .directory
        .primary()
        .directory_roles
        .iter()
        .find(|role| role.display_name == "User Administrator")
        .unwrap()
        .clone();
    role.members.push(scene.user("b.smit"));
    let change = crate::directory::Change::Put(crate::rows::Row::DirectoryRole(role));
    scene.tenant.directory.write(scene.now, change);
    scene.sign_in("b.smit", "Application.ReadWrite.All");
    assert_eq!(scene.send("POST", &restore, None, &[]).verdict(), denied);
    assert_eq!(scene.delete(&item(&ids.application)).verdict(), denied);
    scene.sign_in("app.admin", "Application.ReadWrite.All");
    assert_eq!(scene.send("POST", &restore, None, &[]).verdict(), "200");
}

#[test]
fn ids_must_be_well_formed_and_options_fit() {
    let (mut scene, ids) = deleted();
    assert_eq!(scene.get(&item("mine")).verdict(), "400 Request_BadRequest");
    assert_eq!(
        scene.delete(&item("mine")).verdict(),
        "400 Request_BadRequest"
    );
    let restore = format!("{}/restore", item(&ids.application));
    let body = json!({ "newName": "x" });
    assert_eq!(
        scene.post(&restore, &body).verdict(),
        "400 Request_BadRequest"
    );
    assert_eq!(scene.post(&restore, &json!({})).verdict(), "200");
}
