//! From creation to the recycle bin.

use serde_json::json;

use crate::graph::tests::Scene;
use crate::worlds::GRAPH_APP_ID;
use crate::worlds::World;

#[test]
fn what_was_written_comes_back() {
    let mut scene = Scene::writing();
    let body = json!({
        "displayName": "MyTimetable calendar push",
        "uniqueName": "mytimetable-calendar-push",
        "signInAudience": "AzureADMyOrg",
        "tags": ["mytimetable-setup-console"],
        "notes": "made by the console",
        "web": { "redirectUris": ["https://rooster.example/schedule?zoneview=0&ec_type=o365"] },
        "spa": { "redirectUris": ["http://localhost/"] },
        "requiredResourceAccess": [{
            "resourceAppId": GRAPH_APP_ID,
            "resourceAccess": [{ "id": "ef54d2bf-783f-4e0f-bca1-3210c0444d99", "type": "Role" }],
        }],
    });
    let created = scene.post("/applications", &body);
    assert_eq!(created.verdict(), "201");
    assert!(
        created.headers["location"]
            .to_str()
            .unwrap()
            .contains(&created.text("id"))
    );
    scene.settle();
    for path in [
        format!("/applications/{}", created.text("id")),
        format!("/applications(appId='{}')", created.text("appId")),
        "/applications(uniqueName='mytimetable-calendar-push')".to_owned(),
    ] {
        let read = scene.get(&path);
        assert_eq!(read.body, created.body, "{path}");
        for (name, value) in body.as_object().unwrap() {
            let same = match name.as_str() {
                "web" => read.body["web"]["redirectUris"] == value["redirectUris"],
                _ => read.body[name] == *value,
            };
            assert!(same, "{name}");
        }
    }
}

#[test]
fn an_update_changes_what_it_names_and_nothing_else() {
    let mut scene = Scene::writing();
    let created = scene.post(
        "/applications",
        &json!({ "displayName": "x", "tags": ["a"], "notes": "n" }),
    );
    scene.settle();
    let path = format!("/applications(appId='{}')", created.text("appId"));
    assert_eq!(
        scene
            .patch(&path, &json!({ "tags": ["b"], "notes": null }))
            .verdict(),
        "204"
    );
    scene.settle();
    let read = scene.get(&path);
    assert_eq!(read.body["tags"], json!(["b"]));
    assert_eq!(read.body["notes"], json!(null));
    assert_eq!(read.body["displayName"], "x");
}

#[test]
fn the_lock_is_replaced_whole() {
    let mut scene = Scene::writing();
    let created = scene.post("/applications", &json!({ "displayName": "x" }));
    assert_eq!(
        created.body["servicePrincipalLockConfiguration"],
        json!(null)
    );
    let path = format!("/applications/{}", created.text("id"));
    let empty = json!({
        "isEnabled": false, "allProperties": null, "credentialsWithUsageSign": null,
        "credentialsWithUsageVerify": null, "tokenEncryptionKeyId": null,
    });
    for sent in [
        json!({ "isEnabled": true, "allProperties": true }),
        json!({ "isEnabled": true, "credentialsWithUsageVerify": true, "tokenEncryptionKeyId": null }),
        json!(null),
    ] {
        scene.settle();
        let body = json!({ "servicePrincipalLockConfiguration": sent });
        assert_eq!(scene.patch(&path, &body).verdict(), "204");
        scene.settle();
        let mut expected = if sent.is_null() {
            json!(null)
        } else {
            empty.clone()
        };
        for (name, value) in sent.as_object().into_iter().flatten() {
            expected[name] = value.clone();
        }
        let read = scene.get(&format!("{path}?$select=servicePrincipalLockConfiguration"));
        assert_eq!(read.body["servicePrincipalLockConfiguration"], expected);
    }
}

#[test]
fn lists_are_filtered_selected_and_paged() {
    let mut scene = Scene::new(World::Taken);
    scene.sign_in("setup.admin", "Application.ReadWrite.All");
    let tagged = scene.post(
        "/applications",
        &json!({ "displayName": "It's tagged", "tags": ["Ours"], "uniqueName": "ours" }),
    );
    scene.settle();
    for (filter, count) in [
        ("tags/any(t:t eq 'ours')", 1),
        ("tags/any(t:t eq 'theirs')", 0),
        (&format!("appId eq '{}'", tagged.text("appId")), 1),
        ("displayName eq 'MyTimetable calendar push'", 2),
        ("displayName eq 'It''s tagged'", 1),
        ("startswith(displayName,'mytime')", 2),
        ("uniqueName eq 'ours'", 1),
        ("uniqueName eq 'ours' and displayName eq 'other'", 0),
    ] {
        let path = format!(
            "/applications?$filter={}&$select=id,tags",
            filter.replace(' ', "%20")
        );
        let answer = scene.get(&path);
        assert_eq!(answer.values().len(), count, "{filter}");
        for value in answer.values() {
            assert_eq!(
                value.as_object().unwrap().keys().collect::<Vec<_>>(),
                ["id", "tags"]
            );
        }
    }
    assert_eq!(
        scene
            .get("/applications?$filter=colour%20eq%20'x'")
            .verdict(),
        "400 BadRequest"
    );
    assert_eq!(
        scene.get("/applications?$filter=displayName").verdict(),
        "400 Request_UnsupportedQuery"
    );

    let mut names = Vec::new();
    let mut path = "/applications?$top=2&$select=displayName".to_owned();
    while !path.is_empty() {
        let page = scene.get(&path);
        assert!(page.values().len() <= 2);
        names.extend(
            page.values()
                .iter()
                .map(|value| value["displayName"].clone()),
        );
        let link = page.body["@odata.nextLink"].as_str().unwrap_or_default();
        path = link
            .trim_start_matches("https://graph.example/v1.0")
            .to_owned();
    }
    assert_eq!(names.len(), 3);
}

#[test]
fn deleting_moves_to_the_recycle_bin_and_takes_along_what_hung_on_it() {
    let mut scene = Scene::new(World::Taken);
    scene.sign_in("global.admin", "Application.ReadWrite.All");
    let rows = scene.tenant.directory.primary();
    let (id, principals, assignments) = (
        rows.applications[0].id.clone(),
        rows.service_principals.len(),
        rows.assignments.len(),
    );
    assert_eq!(
        scene.delete(&format!("/applications/{id}")).verdict(),
        "204"
    );
    scene.settle();
    assert_eq!(
        scene.get(&format!("/applications/{id}")).verdict(),
        "404 Request_ResourceNotFound"
    );
    assert_eq!(
        scene.delete(&format!("/applications/{id}")).verdict(),
        "404 Request_ResourceNotFound"
    );
    let rows = scene.tenant.directory.primary();
    assert_eq!(rows.deleted[0].id, id);
    assert!(rows.deleted[0].deleted_date_time.is_some());
    assert_eq!(rows.service_principals.len(), principals - 1);
    assert_eq!(rows.assignments.len(), assignments - 1);
}

#[test]
fn what_is_new_is_not_known_everywhere_at_once() {
    let mut scene = Scene::writing();
    let created = scene.post("/applications", &json!({ "displayName": "x" }));
    let path = format!("/applications/{}", created.text("id"));
    let verdicts: std::collections::BTreeSet<String> =
        (0..30).map(|_| scene.get(&path).verdict()).collect();
    assert!(
        verdicts.contains("404 Request_ResourceNotFound"),
        "{verdicts:?}"
    );
    let missing = std::iter::repeat_with(|| scene.patch(&path, &json!({ "displayName": "y" })))
        .find(|answer| answer.status == 404)
        .unwrap();
    assert!(
        missing
            .message()
            .contains("does not exist or one of its queried reference-property objects")
    );
    let principal = std::iter::repeat_with(|| {
        scene.post(
            "/servicePrincipals",
            &json!({ "appId": created.text("appId") }),
        )
    })
    .find(|answer| answer.status == 400)
    .unwrap();
    assert!(
        principal
            .message()
            .contains("does not reference a valid application object")
    );
    scene.settle();
    assert!((0..30).all(|_| scene.get(&path).status == 200));
}
