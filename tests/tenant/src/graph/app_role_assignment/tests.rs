//! Roles given to service principals, by requests and answers.

use serde_json::Value;
use serde_json::json;

use crate::graph::tests::Scene;
use crate::worlds::EXCHANGE_APP_ID;
use crate::worlds::GRAPH_APP_ID;

const CALENDARS: &str = "ef54d2bf-783f-4e0f-bca1-3210c0444d99";

/// A client's service principal and Graph's, and a request that gives the one a role of the other.
struct Fixture {
    scene: Scene,
    client: String,
    graph: String,
}

impl Fixture {
    fn new() -> Self {
        let mut scene = Scene::writing();
        let app_id = scene
            .post("/applications", &json!({ "displayName": "x" }))
            .text("appId");
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
        Self {
            scene,
            client,
            graph,
        }
    }

    fn body(&self) -> Value {
        json!({ "principalId": self.client, "resourceId": self.graph, "appRoleId": CALENDARS })
    }

    fn on_resource(&self) -> String {
        format!("/servicePrincipals/{}/appRoleAssignedTo", self.graph)
    }

    fn on_client(&self) -> String {
        format!("/servicePrincipals/{}/appRoleAssignments", self.client)
    }
}

#[test]
fn given_from_either_side_and_seen_from_both() {
    for from_client in [false, true] {
        let mut fixture = Fixture::new();
        let path = if from_client {
            fixture.on_client()
        } else {
            fixture.on_resource()
        };
        let given = fixture.scene.post(&path, &fixture.body());
        assert_eq!(given.verdict(), "201", "{path}");
        assert_eq!(given.text("principalDisplayName"), "x");
        assert_eq!(given.text("resourceDisplayName"), "Microsoft Graph");
        assert_eq!(given.text("principalType"), "ServicePrincipal");
        fixture.scene.settle();
        for list in [fixture.on_client(), fixture.on_resource()] {
            let listed = fixture.scene.get(&format!("{list}?$select=id,appRoleId"));
            assert_eq!(
                listed.values(),
                [json!({ "id": given.text("id"), "appRoleId": CALENDARS })],
                "{list}"
            );
        }
    }
}

/// Of people and groups only ids are shown to whoever may not read users.
#[test]
fn assigned_to_people_and_groups_too() {
    let mut fixture = Fixture::new();
    let (user, now) = (fixture.scene.user("a.bakker"), fixture.scene.now);
    let group = fixture.scene.tenant.directory.primary().groups[0]
        .id
        .clone();
    for principal in [&user, &group] {
        let row = crate::rows::AppRoleAssignment {
            id: format!("assigned-to-{principal}"),
            app_role_id: "00000000-0000-0000-0000-000000000000".parse().unwrap(),
            created_date_time: now,
            principal_id: principal.clone(),
            resource_id: fixture.client.parse().unwrap(),
        };
        let row = crate::rows::Row::AppRoleAssignment(row);
        let put = crate::directory::Change::Put(row);
        fixture.scene.tenant.directory.write_everywhere(put);
    }
    let path = format!("/servicePrincipals/{}/appRoleAssignedTo", fixture.client);
    let listed = fixture.scene.get(&path);
    let shown = listed.values().iter().map(|row| {
        let fields = ["principalId", "principalType", "principalDisplayName"];
        fields.map(|name| row[name].clone())
    });
    assert_eq!(
        shown.collect::<Vec<_>>(),
        [
            [json!(user), json!("User"), Value::Null],
            [json!(group), json!("Group"), Value::Null],
        ]
    );
}

#[test]
fn by_client_id_in_the_path() {
    let mut fixture = Fixture::new();
    let path = format!("/servicePrincipals(appId='{GRAPH_APP_ID}')/appRoleAssignedTo");
    assert_eq!(fixture.scene.post(&path, &fixture.body()).verdict(), "201");
    fixture.scene.settle();
    assert_eq!(fixture.scene.get(&path).values().len(), 1);
}

/// Whatever a replica still knows.
#[test]
fn to_what_is_gone_nothing_is_given() {
    let mut fixture = Fixture::new();
    let (from_api, from_client) = (fixture.on_resource(), fixture.on_client());
    let principal = format!("/servicePrincipals/{}", fixture.client);
    fixture.scene.tenant.directory.lagging = true;
    assert_eq!(fixture.scene.delete(&principal).verdict(), "204");
    assert_eq!(fixture.scene.get(&principal).status, 200, "a replica knows");
    for path in [from_api, from_client] {
        let verdict = fixture.scene.post(&path, &fixture.body()).verdict();
        assert_eq!(verdict, "404 Request_ResourceNotFound", "{path}");
    }
    let rows = fixture.scene.tenant.directory.primary();
    assert!(rows.assignments.is_empty());
}

#[test]
fn a_repeat_is_refused_at_once() {
    let mut fixture = Fixture::new();
    let path = fixture.on_resource();
    fixture.scene.post(&path, &fixture.body());
    let again = fixture.scene.post(&path, &fixture.body());
    assert_eq!(again.verdict(), "400 Request_BadRequest");
    assert_eq!(
        again.message(),
        "Permission being assigned already exists on the object"
    );
}

#[test]
fn one_rule_broken_at_a_time() {
    let unknown = "11111111-2222-4333-8444-555555555555";
    let mut fixture = Fixture::new();
    let exchange = format!("/servicePrincipals(appId='{EXCHANGE_APP_ID}')?$select=id");
    let exchange = fixture.scene.get(&exchange).text("id");
    let path = fixture.on_resource();
    for (name, value, verdict, word) in [
        (
            "appRoleId",
            json!(unknown),
            "400 Request_BadRequest",
            "was not found on application",
        ),
        (
            "appRoleId",
            json!("Calendars.ReadWrite"),
            "400 Request_BadRequest",
            "appRoleId",
        ),
        (
            "appRoleId",
            json!(null),
            "400 Request_BadRequest",
            "appRoleId",
        ),
        (
            "principalId",
            json!(unknown),
            "404 Request_ResourceNotFound",
            unknown,
        ),
        (
            "principalId",
            json!("me"),
            "400 Request_BadRequest",
            "principalId",
        ),
        (
            "resourceId",
            json!(exchange),
            "400 Request_BadRequest",
            "resourceId",
        ),
        ("id", json!("x"), "400 Request_BadRequest", "read-only"),
        (
            "createdDateTime",
            json!("2026-01-01T00:00:00Z"),
            "400 Request_BadRequest",
            "read-only",
        ),
        ("colour", json!("red"), "400 Request_BadRequest", "'colour'"),
    ] {
        let mut body = fixture.body();
        body[name] = value;
        let answer = fixture.scene.post(&path, &body);
        assert_eq!(answer.verdict(), verdict, "{name}: {}", answer.message());
        assert!(
            answer.message().contains(word),
            "{name}: {}",
            answer.message()
        );
    }
    for name in ["appRoleId", "principalId", "resourceId"] {
        let mut body = fixture.body();
        body.as_object_mut().unwrap().remove(name);
        assert_eq!(
            fixture.scene.post(&path, &body).verdict(),
            "400 Request_BadRequest",
            "no {name}"
        );
    }
    let mut other = fixture.body();
    other["principalId"] = json!(exchange);
    let on_client = fixture.on_client();
    assert_eq!(
        fixture.scene.post(&on_client, &other).verdict(),
        "400 Request_BadRequest"
    );
    let nowhere = format!("/servicePrincipals/{unknown}/appRoleAssignedTo");
    assert_eq!(
        fixture.scene.post(&nowhere, &fixture.body()).verdict(),
        "404 Request_ResourceNotFound"
    );
    assert_eq!(fixture.scene.post(&path, &fixture.body()).verdict(), "201");
}

#[test]
fn taken_back_from_either_side() {
    for from_client in [false, true] {
        let mut fixture = Fixture::new();
        let (on_client, on_resource) = (fixture.on_client(), fixture.on_resource());
        let id = fixture.scene.post(&on_resource, &fixture.body()).text("id");
        fixture.scene.settle();
        assert_eq!(
            fixture
                .scene
                .delete(&format!("{on_resource}/nothing"))
                .verdict(),
            "404 Request_ResourceNotFound"
        );
        let elsewhere = format!("/servicePrincipals(appId='{EXCHANGE_APP_ID}')?$select=id");
        let elsewhere = fixture.scene.get(&elsewhere).text("id");
        let elsewhere = format!("/servicePrincipals/{elsewhere}/appRoleAssignedTo/{id}");
        assert_eq!(
            fixture.scene.delete(&elsewhere).verdict(),
            "404 Request_ResourceNotFound",
            "of another API"
        );
        let path = if from_client {
            on_client.clone()
        } else {
            on_resource
        };
        let path = format!("{path}/{id}");
        assert_eq!(fixture.scene.delete(&path).verdict(), "204");
        // At once, whatever a replica still knows.
        let again = fixture.scene.delete(&path).verdict();
        assert_eq!(again, "404 Request_ResourceNotFound");
        fixture.scene.settle();
        assert!(fixture.scene.get(&on_client).values().is_empty());
    }
}
