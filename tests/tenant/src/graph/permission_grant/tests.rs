//! Delegated grants by their requests and answers.

use serde_json::Value;
use serde_json::json;

use crate::graph::tests::Scene;
use crate::worlds::EXCHANGE_APP_ID;
use crate::worlds::GRAPH_APP_ID;
use crate::worlds::World;

const SOME_ID: &str = "11111111-2222-4333-8444-555555555555";
const BAD: &str = "400 Request_BadRequest";
const GONE: &str = "404 Request_ResourceNotFound";

/// Ids of two service principals: of a client, and of Graph.
fn scene() -> (Scene, String, String) {
    let mut scene = Scene::new(World::Taken);
    let scopes = "DelegatedPermissionGrant.ReadWrite.All Application.Read.All";
    scene.sign_in("cloud.app.admin", scopes);
    let rows = scene.tenant.directory.primary();
    let client = rows.service_principals.last().unwrap().id.to_string();
    let graph = rows
        .service_principal_by_app_id(&GRAPH_APP_ID.parse().unwrap())
        .unwrap();
    let graph = graph.id.to_string();
    (scene, client, graph)
}

fn for_all(client: &str, graph: &str) -> Value {
    json!({
        "clientId": client, "consentType": "AllPrincipals", "principalId": null, "resourceId": graph,
        "scope": "Calendars.ReadWrite offline_access User.Read",
    })
}

#[test]
fn granted_read_changed_and_revoked() {
    let (mut scene, client, graph) = scene();
    let created = scene.post("/oauth2PermissionGrants", &for_all(&client, &graph));
    assert_eq!(created.verdict(), "201");
    scene.settle();
    let path = format!("/oauth2PermissionGrants/{}", created.text("id"));
    assert_eq!(scene.get(&path).body, created.body);
    let of_client = format!("/servicePrincipals/{client}/oauth2PermissionGrants");
    let everywhere = format!("/oauth2PermissionGrants?$filter=clientId%20eq%20'{client}'");
    for list in [&of_client, &everywhere] {
        assert_eq!(scene.get(list).values()[0]["id"], created.body["id"]);
    }
    assert!(
        scene
            .get(&format!(
                "/servicePrincipals/{graph}/oauth2PermissionGrants"
            ))
            .values()
            .is_empty()
    );
    let scope = json!({ "scope": "User.Read  Calendars.Read User.Read" });
    assert_eq!(scene.patch(&path, &scope).verdict(), "204");
    scene.settle();
    assert_eq!(
        scene.get(&path).text("scope"),
        "User.Read Calendars.Read",
        "replaced whole"
    );
    assert_eq!(scene.delete(&path).verdict(), "204");
    assert_eq!(scene.delete(&path).verdict(), GONE, "at once");
    scene.settle();
    assert_eq!(scene.get(&path).verdict(), GONE);
    assert_eq!(scene.patch(&path, &scope).verdict(), GONE);
    assert_eq!(scene.delete(&path).verdict(), GONE);
}

#[test]
fn one_for_all_and_one_for_each_person() {
    let (mut scene, client, graph) = scene();
    let mut for_one = for_all(&client, &graph);
    for_one["consentType"] = json!("Principal");
    for_one["principalId"] = json!(scene.user("a.bakker"));
    let mut for_another = for_one.clone();
    for_another["principalId"] = json!(scene.user("b.smit"));
    for body in [for_all(&client, &graph), for_one, for_another] {
        assert_eq!(
            scene.post("/oauth2PermissionGrants", &body).verdict(),
            "201",
            "{body}"
        );
        // At once: what must be unique is asked of the primary.
        let again = scene.post("/oauth2PermissionGrants", &body);
        assert_eq!(
            again.verdict(),
            "409 Request_MultipleObjectsWithSameKeyValue",
            "{body}"
        );
    }
    assert_eq!(scene.tenant.directory.primary().grants.len(), 3);
}

#[test]
fn one_rule_broken_at_a_time() {
    let (mut scene, client, graph) = scene();
    let person = scene.user("a.bakker");
    for (name, value, verdict) in [
        ("clientId", Value::Null, BAD),
        ("clientId", json!("mine"), BAD),
        ("clientId", json!(SOME_ID), GONE),
        ("resourceId", json!(SOME_ID), GONE),
        ("consentType", json!("Everybody"), BAD),
        ("consentType", json!("Principal"), BAD),
        ("principalId", json!(person), BAD),
        ("scope", json!("User.Read Nothing.Real"), BAD),
        ("scope", json!(""), BAD),
        ("scope", json!(3), BAD),
        ("id", json!("x"), BAD),
        ("colour", json!("red"), BAD),
    ] {
        let mut body = for_all(&client, &graph);
        body[name] = value;
        assert_eq!(
            scene.post("/oauth2PermissionGrants", &body).verdict(),
            verdict,
            "{body}"
        );
    }
    for name in ["clientId", "consentType", "resourceId", "scope"] {
        let mut body = for_all(&client, &graph);
        body.as_object_mut().unwrap().remove(name);
        assert_eq!(
            scene.post("/oauth2PermissionGrants", &body).verdict(),
            BAD,
            "{name}"
        );
    }
    let mut nobody = for_all(&client, &graph);
    nobody["consentType"] = json!("Principal");
    nobody["principalId"] = json!(SOME_ID);
    assert_eq!(
        scene.post("/oauth2PermissionGrants", &nobody).verdict(),
        GONE
    );
    assert!(scene.tenant.directory.primary().grants.is_empty());
    let created = scene.post("/oauth2PermissionGrants", &for_all(&client, &graph));
    scene.settle();
    let path = format!("/oauth2PermissionGrants/{}", created.text("id"));
    for body in [
        json!({}),
        json!({ "scope": "Nothing.Real" }),
        json!({ "scope": "User.Read", "consentType": "Principal" }),
        json!({ "scope": null }),
    ] {
        assert_eq!(scene.patch(&path, &body).verdict(), BAD, "{body}");
    }
}

/// Whatever a replica still knows.
#[test]
fn to_what_is_gone_nothing_is_granted() {
    let (mut scene, client, graph) = scene();
    let id = client.parse().unwrap();
    let deleted = crate::directory::Change::DeleteServicePrincipal(id, scene.now);
    scene.tenant.directory.lagging = true;
    scene.tenant.directory.write(scene.now, deleted);
    let path = format!("/servicePrincipals/{client}");
    assert_eq!(scene.get(&path).status, 200, "a replica knows");
    let verdict = scene.post("/oauth2PermissionGrants", &for_all(&client, &graph));
    assert_eq!(verdict.verdict(), GONE);
    assert!(scene.tenant.directory.primary().grants.is_empty());
}

#[test]
fn scopes_belong_to_their_api() {
    let (mut scene, client, _) = scene();
    let rows = scene.tenant.directory.primary();
    let exchange = EXCHANGE_APP_ID.parse().unwrap();
    let exchange = rows
        .service_principal_by_app_id(&exchange)
        .unwrap()
        .id
        .to_string();
    let mut body = for_all(&client, &exchange);
    assert_eq!(scene.post("/oauth2PermissionGrants", &body).verdict(), BAD);
    body["scope"] = json!("EWS.AccessAsUser.All");
    assert_eq!(
        scene.post("/oauth2PermissionGrants", &body).verdict(),
        "201"
    );
}
