//! Users by their requests and answers.

use std::collections::BTreeSet;

use serde_json::Value;
use serde_json::json;

use crate::graph::tests::Scene;

#[test]
fn one_user_by_id_and_by_name() {
    let mut scene = Scene::signed_in("staff.member", "User.Read.All");
    let id = scene.user("i.yilmaz");
    let by_id = scene.get(&format!("/users/{id}"));
    assert_eq!(by_id.text("displayName"), "İrem Yılmaz");
    let by_name = scene.get("/users/I.Yilmaz@voorbeeld.example");
    assert_eq!(by_name.body, by_id.body);
    assert_eq!(
        scene.get("/users/nobody@voorbeeld.example").verdict(),
        "404 Request_ResourceNotFound"
    );
    assert!(
        by_id.body.get("assignedPlans").is_none(),
        "only with $select"
    );
}

#[test]
fn selected_facts_tell_kinds_apart() {
    let mut scene = Scene::signed_in("staff.member", "User.Read.All");
    let select = "$select=userPrincipalName,userType,assignedPlans,mail,onPremisesDistinguishedName,onPremisesSyncEnabled";
    let answer = scene.get(&format!("/users?{select}&$top=999"));
    let find = |name: &str| -> Value {
        let mut values = answer.values().iter();
        values
            .find(|value| {
                value["userPrincipalName"]
                    .as_str()
                    .unwrap()
                    .starts_with(name)
            })
            .unwrap()
            .clone()
    };
    assert_eq!(find("a.bakker")["onPremisesSyncEnabled"], true);
    assert_eq!(
        find("h.mueller")["onPremisesDistinguishedName"],
        Value::Null
    );
    assert_eq!(find("maria_partner")["userType"], "Guest");
    assert_eq!(find("reception")["assignedPlans"], json!([]));
    assert_eq!(find("n.ewcomer")["mail"], Value::Null);
}

#[test]
fn pages_hold_everybody_once() {
    let mut scene = Scene::signed_in("staff.member", "User.ReadBasic.All");
    let (mut ids, mut pages) = (Vec::new(), 0);
    let mut path = "/users?$select=id&$top=10".to_owned();
    while !path.is_empty() {
        let page = scene.get(&path);
        ids.extend(
            page.values()
                .iter()
                .map(|value| value["id"].as_str().unwrap().to_owned()),
        );
        pages += 1;
        let link = page.body["@odata.nextLink"].as_str().unwrap_or_default();
        path = link
            .trim_start_matches("https://graph.example/v1.0")
            .to_owned();
    }
    let users = scene.tenant.directory.primary().users.len();
    assert!(pages > 3);
    assert_eq!(ids.len(), users);
    assert_eq!(ids.into_iter().collect::<BTreeSet<_>>().len(), users);
}

#[test]
fn basic_reading_shows_basic_facts_only() {
    let mut scene = Scene::signed_in("staff.member", "User.ReadBasic.All User.Read");
    assert_eq!(
        scene.get("/users?$select=id,displayName,mail").verdict(),
        "200"
    );
    assert_eq!(
        scene.get("/users?$select=id,assignedPlans").verdict(),
        "403 Authorization_RequestDenied"
    );
    let other = scene.user("a.bakker");
    assert_eq!(
        scene
            .get(&format!("/users/{other}?$select=userType"))
            .verdict(),
        "403 Authorization_RequestDenied"
    );
    let own = scene.user("staff.member");
    assert_eq!(
        scene
            .get(&format!("/users/{own}?$select=userType"))
            .verdict(),
        "200"
    );
}

#[test]
fn ones_own_record_needs_less() {
    let mut scene = Scene::signed_in("staff.member", "User.Read");
    let (own, other) = (scene.user("staff.member"), scene.user("a.bakker"));
    assert_eq!(scene.get(&format!("/users/{own}")).verdict(), "200");
    assert_eq!(
        scene.get(&format!("/users/{other}")).verdict(),
        "403 Authorization_RequestDenied"
    );
}
