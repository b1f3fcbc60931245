//! Service principals by their requests and answers.

use serde_json::json;

use crate::graph::tests::Scene;
use crate::worlds::CONSOLE_APP_ID;
use crate::worlds::GRAPH_APP_ID;

#[test]
fn graph_offers_the_same_roles_and_scopes_everywhere_under_another_object_id() {
    let mut scene = Scene::signed_in("staff.member", "Application.Read.All");
    let path = format!(
        "/servicePrincipals(appId='{GRAPH_APP_ID}')?$select=id,appRoles,oauth2PermissionScopes"
    );
    let graph = scene.get(&path);
    assert_eq!(
        graph.body.as_object().unwrap().len(),
        4,
        "@odata.context and the three that were asked for"
    );
    let role = graph.body["appRoles"]
        .as_array()
        .unwrap()
        .iter()
        .find(|role| role["value"] == "Calendars.ReadWrite");
    assert_eq!(role.unwrap()["id"], "ef54d2bf-783f-4e0f-bca1-3210c0444d99");
    let scopes = graph.body["oauth2PermissionScopes"].as_array().unwrap();
    let kind =
        |value: &str| scopes.iter().find(|scope| scope["value"] == value).unwrap()["type"].clone();
    assert_eq!(kind("User.Read"), "User");
    assert_eq!(kind("Application.ReadWrite.All"), "Admin");
    let by_id = scene.get(&format!("/servicePrincipals/{}", graph.text("id")));
    assert_eq!(by_id.text("appId"), GRAPH_APP_ID);
    let listed = scene.get(&format!(
        "/servicePrincipals?$filter=appId%20eq%20'{GRAPH_APP_ID}'&$select=id"
    ));
    assert_eq!(listed.values(), [json!({ "id": graph.text("id") })]);
}

#[test]
fn created_once() {
    let mut scene = Scene::writing();
    let application = scene.post("/applications", &json!({ "displayName": "x" }));
    scene.settle();
    let body = json!({ "appId": application.text("appId"), "tags": ["WindowsAzureActiveDirectoryIntegratedApp"] });
    let created = scene.post("/servicePrincipals", &body);
    assert_eq!(created.verdict(), "201");
    assert_eq!(created.text("displayName"), "x");
    assert_eq!(
        created.text("appOwnerOrganizationId"),
        scene.tenant.id.as_str()
    );
    // At once, too: what must be unique is asked of the primary.
    let again = scene.post("/servicePrincipals", &body);
    assert_eq!(
        again.verdict(),
        "409 Request_MultipleObjectsWithSameKeyValue"
    );
    let console = scene.post("/servicePrincipals", &json!({ "appId": CONSOLE_APP_ID }));
    assert_eq!(
        console.verdict(),
        "409 Request_MultipleObjectsWithSameKeyValue"
    );
    scene.settle();
    assert_eq!(
        scene
            .get(&format!("/servicePrincipals/{}", created.text("id")))
            .body,
        created.body
    );
}

/// Whatever a replica still knows.
#[test]
fn none_is_made_for_an_application_that_is_gone() {
    let mut scene = Scene::writing();
    let application = scene.post("/applications", &json!({ "displayName": "x" }));
    scene.settle();
    scene.tenant.directory.lagging = true;
    let path = format!("/applications/{}", application.text("id"));
    assert_eq!(scene.delete(&path).verdict(), "204");
    assert_eq!(scene.get(&path).status, 200, "a replica knows");
    let body = json!({ "appId": application.text("appId") });
    let refused = scene.post("/servicePrincipals", &body);
    assert_eq!(refused.verdict(), "400 Request_BadRequest");
    assert!(refused.message().contains("valid application object"));
}

/// Graph, "application resource type", `tags`.
#[test]
fn labels_of_an_application_are_labels_of_its_service_principal() {
    let mut scene = Scene::writing();
    let body = json!({ "displayName": "x", "tags": ["ours", "both"] });
    let application = scene.post("/applications", &body);
    scene.settle();
    let body = json!({ "appId": application.text("appId"), "tags": ["both", "own"] });
    let created = scene.post("/servicePrincipals", &body);
    assert_eq!(created.body["tags"], json!(["both", "own", "ours"]));
    scene.settle();
    let by_id = format!("/servicePrincipals/{}", created.text("id"));
    let by_app_id = format!("/servicePrincipals(appId='{}')", application.text("appId"));
    for path in [&by_id, &by_app_id] {
        let tags = scene.get(path).body["tags"].clone();
        assert_eq!(tags, json!(["both", "own", "ours"]), "{path}");
    }
    let found = "/servicePrincipals?$filter=tags/any(t:t%20eq%20'ours')&$select=id";
    assert_eq!(
        scene.get(found).values(),
        [json!({ "id": created.text("id") })]
    );
    let path = format!("/applications/{}", application.text("id"));
    scene.patch(&path, &json!({ "tags": [] }));
    scene.settle();
    assert_eq!(scene.get(&by_id).body["tags"], json!(["both", "own"]));
    assert!(scene.get(found).values().is_empty());
}

#[test]
fn one_rule_broken_at_a_time() {
    let mut scene = Scene::writing();
    let app_id = scene
        .post("/applications", &json!({ "displayName": "x" }))
        .text("appId");
    scene.settle();
    for (name, value, word) in [
        ("appId", json!(null), "appId"),
        ("appId", json!("mine"), "appId"),
        (
            "appId",
            json!("11111111-2222-4333-8444-555555555555"),
            "does not reference a valid application object",
        ),
        ("accountEnabled", json!("yes"), "accountEnabled"),
        ("tags", json!(["x".repeat(257)]), "tags"),
        (
            "id",
            json!("11111111-2222-4333-8444-555555555555"),
            "read-only",
        ),
        ("colour", json!("red"), "'colour'"),
    ] {
        let mut body = json!({ "appId": app_id });
        body[name] = value;
        let answer = scene.post("/servicePrincipals", &body);
        assert_eq!(answer.verdict(), "400 Request_BadRequest", "{body}");
        assert!(
            answer.message().contains(word),
            "{body}: {}",
            answer.message()
        );
    }
    assert_eq!(
        scene.post("/servicePrincipals", &json!({})).verdict(),
        "400 Request_BadRequest"
    );
    assert_eq!(
        scene
            .post("/servicePrincipals", &json!({ "appId": app_id }))
            .verdict(),
        "201"
    );
}

#[test]
fn keys_in_paths_must_be_well_formed() {
    let mut scene = Scene::writing();
    for (path, verdict) in [
        ("/servicePrincipals/mine", "400 Request_BadRequest"),
        ("/servicePrincipals(appId='mine')", "400 Request_BadRequest"),
        (
            "/servicePrincipals/11111111-2222-4333-8444-555555555555",
            "404 Request_ResourceNotFound",
        ),
        (
            "/servicePrincipals(appId='11111111-2222-4333-8444-555555555555')",
            "404 Request_ResourceNotFound",
        ),
    ] {
        assert_eq!(scene.get(path).verdict(), verdict, "{path}");
    }
}

#[test]
fn an_update_changes_what_it_names_and_nothing_else() {
    let mut scene = Scene::new(crate::worlds::World::Taken);
    scene.sign_in("setup.admin", "Application.ReadWrite.All");
    let row = scene
        .tenant
        .directory
        .primary()
        .service_principals
        .last()
        .unwrap()
        .clone();
    for path in [
        format!("/servicePrincipals/{}", row.id),
        format!("/servicePrincipals(appId='{}')", row.app_id),
    ] {
        assert_eq!(
            scene
                .patch(&path, &json!({ "accountEnabled": false }))
                .verdict(),
            "204"
        );
        scene.settle();
        let read = scene.get(&path);
        assert_eq!(read.body["accountEnabled"], false);
        assert_eq!(read.body["tags"], json!(row.tags));
        assert_eq!(
            scene
                .patch(&path, &json!({ "accountEnabled": true }))
                .verdict(),
            "204"
        );
        scene.settle();
        assert_eq!(scene.get(&path).body["accountEnabled"], true);
    }
}

#[test]
fn an_update_is_read_by_the_same_rules() {
    let mut scene = Scene::new(crate::worlds::World::Taken);
    scene.sign_in("setup.admin", "Application.ReadWrite.All");
    let id = scene
        .tenant
        .directory
        .primary()
        .service_principals
        .last()
        .unwrap()
        .id
        .clone();
    let path = format!("/servicePrincipals/{id}");
    for (body, word) in [
        (json!({}), "at least one property"),
        (json!({ "accountEnabled": "yes" }), "accountEnabled"),
        (json!({ "tags": ["x".repeat(257)] }), "tags"),
        (json!({ "appId": CONSOLE_APP_ID }), "read-only"),
        (json!({ "colour": "red" }), "'colour'"),
    ] {
        let answer = scene.patch(&path, &body);
        assert_eq!(answer.verdict(), "400 Request_BadRequest", "{body}");
        assert!(
            answer.message().contains(word),
            "{body}: {}",
            answer.message()
        );
    }
    let upsert = scene.send(
        "PATCH",
        &format!("/servicePrincipals(appId='{CONSOLE_APP_ID}')"),
        Some(&json!({ "accountEnabled": true })),
        &[("Prefer", "create-if-missing")],
    );
    assert_eq!(upsert.verdict(), "501 NotSimulated");
}

/// As an administrator withdraws the console's consent; what follows at Entra stands with its tests.
#[test]
fn the_consoles_own_goes_with_its_grants_and_nobody_elses() {
    let mut scene = Scene::new(crate::worlds::World::Manual2017);
    let rows = scene.tenant.directory.primary();
    let id_of = |app_id: &str| {
        let app_id = app_id.parse().unwrap();
        rows.service_principal_by_app_id(&app_id)
            .unwrap()
            .id
            .clone()
    };
    let (console, graph) = (id_of(CONSOLE_APP_ID), id_of(GRAPH_APP_ID));
    let before = rows.grants.clone();
    for person in [None, Some(scene.user("setup.admin"))] {
        let row = crate::rows::PermissionGrant {
            id: format!("grant {person:?}"),
            client_id: console.clone(),
            consent_type: if person.is_none() {
                "AllPrincipals"
            } else {
                "Principal"
            }
            .to_owned(),
            principal_id: person,
            resource_id: graph.clone(),
            scope: "User.Read".to_owned(),
        };
        let change = crate::directory::Change::Put(crate::rows::Row::PermissionGrant(row));
        scene.tenant.directory.write_everywhere(change);
    }
    let path = format!("/servicePrincipals/{console}");
    for (person, scopes) in [
        ("staff.member", "Application.ReadWrite.All"),
        ("privileged.role.admin", "Application.ReadWrite.All"),
        ("setup.admin", "Application.Read.All"),
        ("setup.admin", "DelegatedPermissionGrant.ReadWrite.All"),
    ] {
        scene.sign_in(person, scopes);
        let verdict = scene.delete(&path).verdict();
        assert_eq!(
            verdict, "403 Authorization_RequestDenied",
            "{person} {scopes}"
        );
    }
    scene.sign_in("cloud.app.admin", "Application.ReadWrite.All");
    assert_eq!(scene.delete(&path).verdict(), "204");
    assert_eq!(scene.tenant.directory.primary().grants, before);
    scene.settle();
    assert_eq!(scene.get(&path).verdict(), "404 Request_ResourceNotFound");
    assert_eq!(
        scene.delete(&path).verdict(),
        "404 Request_ResourceNotFound"
    );
}
