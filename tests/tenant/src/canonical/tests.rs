//! What is the same and what is not.

use base::KeyId;
use base::ObjectId;
use base::Timestamp;
use serde_json::json;

use super::canonical;
use super::canonical_recycle_bin;
use super::canonical_without_others;
use super::others_lost;
use crate::directory::Change;
use crate::faults::Fault;
use crate::faults::OthersChange;
use crate::graph::tests::Scene;
use crate::graph::tests::WRITE_SCOPES;
use crate::rows::Application;
use crate::rows::FederatedIdentityCredential;
use crate::rows::LockConfiguration;
use crate::rows::PasswordCredential;
use crate::rows::PermissionGrant;
use crate::rows::RequiredResourceAccess;
use crate::rows::Row;
use crate::worlds::EXCHANGE_APP_ID;
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
fn ids_and_moments_of_what_is_new_do_not_matter() {
    let (one, other) = (made(0), made(3));
    assert_ne!(ours(&one).id, ours(&other).id);
    assert_ne!(ours(&one).app_id, ours(&other).app_id);
    assert_eq!(canonical(&one.tenant), canonical(&other.tenant));
    let text = canonical(&one.tenant).to_string();
    let (id, app_id) = (ours(&one).id, ours(&one).app_id);
    assert!(!text.contains(id.as_str()) && !text.contains(app_id.as_str()));
}

#[test]
fn ids_of_new_federated_credentials_do_not_matter_and_all_else_of_them_does() {
    let with = |credential: FederatedIdentityCredential| {
        let mut scene = made(0);
        change(&mut scene, |row| {
            row.federated_identity_credentials.push(credential)
        });
        canonical(&scene.tenant)
    };
    let one = with(federated(1));
    assert_eq!(one, with(federated(2)));
    let subject = Some("repository:deploy".to_owned());
    let other = FederatedIdentityCredential {
        subject,
        ..federated(1)
    };
    assert_ne!(one, with(other));
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
    let changes: [fn(&mut Application); 10] = [
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
        |row| row.password_credentials.push(secret()),
        |row| row.federated_identity_credentials.push(federated(1)),
        |row| row.service_principal_lock_configuration = lock(None),
        |row| row.service_principal_lock_configuration = lock(Some(true)),
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
    let grants = ["User.Read", "openid"].map(|scope| {
        let change = Change::Put(Row::PermissionGrant(grant(&other, scope)));
        other.tenant.directory.write(other.now, change);
        canonical(&other.tenant)
    });
    assert_ne!(one, grants[0], "a grant");
    assert_ne!(grants[0], grants[1], "another scope");
    let mut other = made(0);
    let id = ours(&other).id;
    other
        .tenant
        .directory
        .write(other.now, Change::DeleteApplication(id, other.now));
    assert_ne!(one, canonical(&other.tenant), "an application that is gone");
}

/// A client secret.
fn secret() -> PasswordCredential {
    let start: Timestamp = "2026-12-01T08:00:00Z".parse().unwrap();
    PasswordCredential {
        display_name: None,
        end_date_time: start.into(),
        hint: None,
        key_id: "11111111-2222-4333-8444-555555555555".parse().unwrap(),
        start_date_time: start.into(),
    }
}

/// A federated credential with an id of this number.
fn federated(number: u8) -> FederatedIdentityCredential {
    FederatedIdentityCredential {
        audiences: vec!["api://AzureADTokenExchange".to_owned()],
        description: None,
        id: KeyId::from_random([number; 16]),
        issuer: "https://issuer.example".to_owned(),
        name: "deploy".to_owned(),
        subject: None,
    }
}

fn lock(all_properties: Option<bool>) -> Option<LockConfiguration> {
    Some(LockConfiguration {
        is_enabled: true,
        all_properties,
        credentials_with_usage_verify: None,
        credentials_with_usage_sign: None,
        token_encryption_key_id: None,
    })
}

/// A grant to our set-up, for everybody.
fn grant(scene: &Scene, scope: &str) -> PermissionGrant {
    let rows = scene.tenant.directory.primary();
    let client = rows.service_principal_by_app_id(&ours(scene).app_id);
    let graph = rows.service_principal_by_app_id(&GRAPH_APP_ID.parse().unwrap());
    PermissionGrant {
        id: "grant".to_owned(),
        client_id: client.unwrap().id.clone(),
        consent_type: "AllPrincipals".to_owned(),
        principal_id: None,
        resource_id: graph.unwrap().id.clone(),
        scope: scope.to_owned(),
    }
}

/// What was there keeps its id, also where something new refers to it; what is new is named after what it belongs to.
#[test]
fn owners_roles_and_grants_are_named_after_what_they_belong_to() {
    let mut scene = made(0);
    let owner = scene.user("b.smit");
    change(&mut scene, |row| row.owners = vec![owner.clone()]);
    let row = Row::PermissionGrant(grant(&scene, "b a"));
    scene.tenant.directory.write(scene.now, Change::Put(row));
    let canonical = canonical(&scene.tenant);
    let mut applications = canonical["applications"].as_array().unwrap().iter();
    let ours = applications.find(|row| row["uniqueName"] == "ours");
    let ours = ours.unwrap();
    assert_eq!(ours["owners"], json!([owner]));
    assert_eq!(ours["id"], "application ours 1");
    assert_eq!(ours["appId"], "client ours 1");
    let rows = scene.tenant.directory.primary();
    let graph = rows.service_principal_by_app_id(&GRAPH_APP_ID.parse().unwrap());
    let graph = &graph.unwrap().id;
    let client = "service principal of client ours 1";
    assert_eq!(
        canonical["grants"],
        json!([{
            "clientId": client, "consentType": "AllPrincipals", "principalId": null,
            "resourceId": graph, "scope": "a b",
        }])
    );
    let held = json!({
        "appRoleId": "ef54d2bf-783f-4e0f-bca1-3210c0444d99",
        "principalId": client,
        "resourceId": graph,
    });
    assert!(
        canonical["appRoleAssignments"]
            .as_array()
            .unwrap()
            .contains(&held)
    );
}

/// Changes a tenant's rows somehow.
type Spoil = fn(&mut Scene);

fn write(scene: &mut Scene, change: Change) {
    scene.tenant.directory.write(scene.now, change);
}

fn delete(scene: &mut Scene, application: ObjectId) {
    let now = scene.now;
    write(scene, Change::DeleteApplication(application, now));
}

/// The application of the world `taken` that colleagues use.
fn stranger(scene: &Scene) -> Application {
    scene.tenant.directory.primary().applications[0].clone()
}

fn other_id(scene: &mut Scene) -> ObjectId {
    scene.tenant.random.object_id()
}

/// Something else in the place of what was there, the same but for what came by chance.
#[test]
fn what_was_there_cannot_be_replaced_unseen() {
    let spoils: [(&str, Spoil); 7] = [
        ("a certificate taken out and put in again", |scene| {
            let mut row = stranger(scene);
            row.key_credentials[0].key_id = scene.tenant.random.key_id();
            write(scene, Change::Put(Row::Application(row)));
        }),
        ("an application made anew", |scene| {
            let mut row = stranger(scene);
            write(scene, Change::DeleteApplication(row.id, scene.now));
            row.id = other_id(scene);
            write(scene, Change::Put(Row::Application(row)));
        }),
        ("another client id", |scene| {
            let mut row = stranger(scene);
            row.app_id = scene.tenant.random.app_id();
            write(scene, Change::Put(Row::Application(row)));
        }),
        ("another moment", |scene| {
            let mut row = stranger(scene);
            row.created_date_time = scene.now;
            write(scene, Change::Put(Row::Application(row)));
        }),
        ("a service principal made anew", |scene| {
            let rows = scene.tenant.directory.primary();
            let row = rows.service_principal_by_app_id(&stranger(scene).app_id);
            let mut row = row.unwrap().clone();
            let held: Vec<_> = rows.assignments_of(&row.id).cloned().collect();
            let deleted = Change::DeleteServicePrincipal(row.id, scene.now);
            write(scene, deleted);
            row.id = other_id(scene);
            for mut held in held {
                held.principal_id = row.id.clone();
                write(scene, Change::Put(Row::AppRoleAssignment(held)));
            }
            write(scene, Change::Put(Row::ServicePrincipal(row)));
        }),
        ("a role given anew", |scene| {
            let mut row = scene.tenant.directory.primary().assignments[0].clone();
            write(scene, Change::RemoveAssignment(row.id));
            row.id = scene.tenant.random.text(32);
            write(scene, Change::Put(Row::AppRoleAssignment(row)));
        }),
        ("a role given at another moment", |scene| {
            let mut row = scene.tenant.directory.primary().assignments[0].clone();
            row.created_date_time = "2020-01-01T00:00:00Z".parse().unwrap();
            write(scene, Change::Put(Row::AppRoleAssignment(row)));
        }),
    ];
    let before = canonical(&Scene::new(World::Taken).tenant);
    for (what, spoil) in spoils {
        let mut scene = Scene::new(World::Taken);
        spoil(&mut scene);
        assert!(canonical(&scene.tenant) != before, "{what}");
    }
}

#[test]
fn a_grant_and_a_secret_cannot_be_replaced_unseen() {
    let start = |world| canonical(&Scene::new(world).tenant);
    let mut scene = Scene::new(World::Manual2017);
    let mut row = scene.tenant.directory.primary().grants[0].clone();
    write(&mut scene, Change::RemoveGrant(row.id));
    row.id = scene.tenant.random.text(32);
    write(&mut scene, Change::Put(Row::PermissionGrant(row)));
    assert_ne!(canonical(&scene.tenant), start(World::Manual2017));
    let mut scene = Scene::new(World::Several);
    let mut applications = scene.tenant.directory.primary().applications.iter();
    let has_secret = |row: &&Application| !row.password_credentials.is_empty();
    let mut row = applications.find(has_secret).unwrap().clone();
    row.password_credentials[0].key_id = scene.tenant.random.key_id();
    write(&mut scene, Change::Put(Row::Application(row)));
    assert_ne!(canonical(&scene.tenant), start(World::Several));
}

/// What was deleted is no difference, but that it is no longer there; the recycle bin has a form of its own.
#[test]
fn the_recycle_bin_is_apart() {
    let mut scene = made(0);
    let (before, empty) = (
        canonical(&scene.tenant),
        canonical_recycle_bin(&scene.tenant),
    );
    assert_eq!(
        empty,
        json!({ "applications": [], "servicePrincipals": [] })
    );
    let body = json!({ "displayName": "MyTimetable calendar push" });
    let duplicate = scene.post("/applications", &body);
    scene.settle();
    let app_id = json!({ "appId": duplicate.text("appId") });
    scene.post("/servicePrincipals", &app_id);
    scene.settle();
    assert_ne!(canonical(&scene.tenant), before);
    assert_eq!(canonical_recycle_bin(&scene.tenant), empty);
    scene.delete(&format!("/applications/{}", duplicate.text("id")));
    assert_eq!(canonical(&scene.tenant), before);
    let bin = canonical_recycle_bin(&scene.tenant);
    let label = "MyTimetable calendar push 1";
    let deleted = &bin["applications"][0];
    assert_eq!(deleted["id"], format!("deleted application {label}"));
    assert_eq!(deleted.get("createdDateTime"), None);
    assert_eq!(deleted.get("deletedDateTime"), None);
    let principal = &bin["servicePrincipals"][0];
    assert_eq!(principal["appId"], format!("deleted client {label}"));
    let path = format!("/directory/deletedItems/{}", duplicate.text("id"));
    scene.settle();
    assert_eq!(scene.delete(&path).verdict(), "204");
    assert_eq!(canonical_recycle_bin(&scene.tenant), empty);
}

#[test]
fn two_runs_delete_the_same() {
    let deleted = |before| {
        let mut scene = made(before);
        scene.settle();
        let id = ours(&scene).id;
        scene.delete(&format!("/applications/{id}"));
        scene.tenant
    };
    let (one, other) = (deleted(0), deleted(3));
    assert_ne!(
        one.directory.primary().deleted[0].id,
        other.directory.primary().deleted[0].id
    );
    assert_eq!(canonical_recycle_bin(&one), canonical_recycle_bin(&other));
}

/// Only a service principal: its application is called by the name that it has among what is there.
#[test]
fn a_service_principal_in_the_recycle_bin_belongs_to_what_is_there() {
    let mut scene = made(0);
    let rows = scene.tenant.directory.primary();
    let row = rows.service_principal_by_app_id(&ours(&scene).app_id);
    let deleted = Change::DeleteServicePrincipal(row.unwrap().id.clone(), scene.now);
    write(&mut scene, deleted);
    let bin = canonical_recycle_bin(&scene.tenant);
    let client = "client ours 1";
    assert_eq!(bin["servicePrincipals"][0]["appId"], client);
    let name = format!("deleted service principal of {client}");
    assert_eq!(bin["servicePrincipals"][0]["id"], name);
}

#[test]
fn what_was_deleted_before_keeps_id_and_moment() {
    let mut scene = Scene::new(World::Several);
    let before = canonical_recycle_bin(&scene.tenant);
    let row = scene.tenant.directory.primary().deleted[0].clone();
    assert_eq!(before["applications"][0]["id"], json!(row.id));
    let moment = json!(row.deleted_date_time.unwrap());
    assert_eq!(before["applications"][0]["deletedDateTime"], moment);
    write(&mut scene, Change::Restore(row.id.clone()));
    assert_ne!(canonical_recycle_bin(&scene.tenant), before, "restored");
    delete(&mut scene, row.id);
    assert_ne!(canonical_recycle_bin(&scene.tenant), before, "and deleted");
    let mut first = scene.tenant.directory.primary().applications[0].clone();
    let id = first.id.to_string();
    delete(&mut scene, first.id.clone());
    let bin = canonical_recycle_bin(&scene.tenant);
    let mut rows = bin["applications"].as_array().unwrap().iter();
    let deleted = rows.find(|row| row["id"] == id).unwrap();
    assert_eq!(deleted.get("deletedDateTime"), None, "a moment of the run");
    first.deleted_date_time = None;
    assert_eq!(
        deleted["createdDateTime"],
        json!(first.created_date_time),
        "and one of before"
    );
}

/// Our set-up after a colleague has done all that she had in mind.
fn interfered() -> Scene {
    let mut scene = made(0);
    scene.settle();
    scene.tenant.add_fault(Fault::ConcurrentChange);
    for _ in 0..150 {
        scene.get("/me");
    }
    scene
}

#[test]
fn what_colleagues_did_can_be_left_out() {
    let (undisturbed, scene) = (made(0), interfered());
    let before = canonical(&undisturbed.tenant);
    let text = serde_json::to_value(scene.tenant.others_changes()).unwrap();
    let changes = text.as_array().unwrap().iter();
    let mut kinds: Vec<&str> = changes
        .map(|change| change["kind"].as_str().unwrap())
        .collect();
    kinds.sort_unstable();
    let all = [
        "certificate",
        "displayName",
        "federatedCredential",
        "owner",
        "permission",
        "redirectUri",
        "role",
        "tag",
    ];
    assert_eq!(kinds, all);
    assert_ne!(canonical(&scene.tenant), before);
    assert_eq!(canonical_without_others(&scene.tenant), before);
    assert_eq!(others_lost(&scene.tenant), []);
}

#[test]
fn the_loss_of_what_colleagues_did_is_told_one_by_one() {
    let mut scene = interfered();
    let before = canonical(&made(0).tenant);
    let losses: [fn(&mut Application); 7] = [
        |row| row.key_credentials.clear(),
        |row| row.tags.retain(|tag| tag != "timetabling-team"),
        |row| row.required_resource_access.clear(),
        |row| row.federated_identity_credentials.clear(),
        |row| row.owners.clear(),
        |row| row.web_redirect_uris.clear(),
        |row| row.display_name = "MyTimetable calendar push".to_owned(),
    ];
    for (count, lose) in (1..).zip(losses) {
        change(&mut scene, lose);
        assert_eq!(others_lost(&scene.tenant).len(), count);
    }
    let rows = scene.tenant.directory.primary();
    let role = rows.assignments.last().unwrap().id.clone();
    write(&mut scene, Change::RemoveAssignment(role));
    assert_eq!(others_lost(&scene.tenant), scene.tenant.others_changes());
    assert_eq!(canonical_without_others(&scene.tenant), before);
}

#[test]
fn with_the_application_goes_all_that_colleagues_did() {
    let mut scene = interfered();
    let id = ours(&scene).id;
    delete(&mut scene, id);
    assert_eq!(others_lost(&scene.tenant), scene.tenant.others_changes());
    let mut undisturbed = made(0);
    let id = ours(&undisturbed).id;
    delete(&mut undisturbed, id);
    assert_eq!(
        canonical_recycle_bin(&scene.tenant),
        canonical_recycle_bin(&undisturbed.tenant)
    );
}

/// An entry without a permission says nothing, and Graph keeps it.
#[test]
fn an_empty_entry_is_neither_a_permission_nor_a_colleagues() {
    let empty = |app_id: &str| RequiredResourceAccess {
        resource_app_id: app_id.parse().unwrap(),
        resource_access: Vec::new(),
    };
    let entries = [empty(EXCHANGE_APP_ID), empty(GRAPH_APP_ID)];
    let mut undisturbed = made(0);
    change(&mut undisturbed, |row| {
        row.required_resource_access = entries[..1].to_vec();
    });
    let mut scene = interfered();
    change(&mut scene, |row| {
        row.required_resource_access.insert(0, entries[0].clone());
    });
    assert_eq!(others_lost(&scene.tenant), []);
    assert_eq!(
        canonical_without_others(&scene.tenant),
        canonical(&undisturbed.tenant)
    );
    change(&mut scene, |row| {
        row.required_resource_access = entries.to_vec();
    });
    let lost = others_lost(&scene.tenant);
    assert_eq!(lost.len(), 1, "the empty entry of Graph is not it");
    assert!(matches!(lost[0], OthersChange::Permission { .. }));
}
