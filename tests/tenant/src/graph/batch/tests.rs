//! Batches by their requests and answers.

use serde_json::Value;
use serde_json::json;

use crate::faults::Fault;
use crate::graph::tests::Answer;
use crate::graph::tests::Scene;

fn send(scene: &mut Scene, requests: &Value) -> Answer {
    scene.post("/$batch", &json!({ "requests": requests }))
}

/// The answer to the request with this id.
fn answer_to<'a>(answer: &'a Answer, id: &str) -> &'a Value {
    let mut responses = answer.body["responses"].as_array().unwrap().iter();
    responses.find(|response| response["id"] == id).unwrap()
}

fn me(id: &str) -> Value {
    json!({ "id": id, "method": "GET", "url": "/me?$select=id" })
}

#[test]
fn each_request_is_judged_on_its_own() {
    let mut scene = Scene::signed_in("staff.member", "User.Read Application.ReadWrite.All");
    let requests = json!([
        me("1"),
        { "id": "2", "method": "GET", "url": "/applications/mine" },
        { "id": "3", "method": "GET", "url": "/policies/authorizationPolicy" },
        { "id": "4", "method": "POST", "url": "/applications", "headers": { "Content-Type": "application/json" },
          "body": { "displayName": "x" } },
    ]);
    let answer = send(&mut scene, &requests);
    assert_eq!(answer.verdict(), "200");
    let statuses =
        ["1", "2", "3", "4"].map(|id| answer_to(&answer, id)["status"].as_u64().unwrap());
    assert_eq!(statuses, [200, 400, 403, 201]);
    assert_eq!(
        answer_to(&answer, "1")["body"]["id"],
        scene.user("staff.member").as_str()
    );
    assert_eq!(
        answer_to(&answer, "3")["body"]["error"]["code"],
        "Authorization_RequestDenied"
    );
}

#[test]
fn what_depends_waits_and_fails_along() {
    let mut scene = Scene::signed_in("staff.member", "User.Read");
    let depends =
        |id: &str, on: &str| json!({ "id": id, "method": "GET", "url": "/me", "dependsOn": [on] });
    let requests = json!([
        depends("3", "2"),
        depends("2", "1"),
        { "id": "1", "method": "GET", "url": "/applications" },
        depends("5", "4"),
        me("4"),
    ]);
    let answer = send(&mut scene, &requests);
    let statuses =
        ["1", "2", "3", "4", "5"].map(|id| answer_to(&answer, id)["status"].as_u64().unwrap());
    assert_eq!(statuses, [403, 424, 424, 200, 200]);
}

#[test]
fn answers_come_in_any_order() {
    let mut scene = Scene::signed_in("staff.member", "User.Read");
    let requests: Value = (0..20).map(|id| me(&id.to_string())).collect();
    let answer = send(&mut scene, &requests);
    let order: Vec<&str> = answer.body["responses"]
        .as_array()
        .unwrap()
        .iter()
        .map(|response| response["id"].as_str().unwrap())
        .collect();
    assert_eq!(order.len(), 20);
    assert!(
        order
            .windows(2)
            .any(|pair| pair[0].parse::<u32>().unwrap() > pair[1].parse::<u32>().unwrap())
    );
}

#[test]
fn single_requests_are_throttled_with_their_own_header() {
    let mut scene = Scene::signed_in("staff.member", "User.Read");
    scene.tenant.add_fault(Fault::Throttle);
    let requests: Value = (0..20).map(|id| me(&id.to_string())).collect();
    let answer = std::iter::repeat_with(|| send(&mut scene, &requests))
        .find(|answer| answer.status == 200)
        .unwrap();
    let responses = answer.body["responses"].as_array().unwrap();
    let throttled: Vec<&Value> = responses
        .iter()
        .filter(|response| response["status"] == 429)
        .collect();
    assert!(!throttled.is_empty() && throttled.len() < 20);
    assert!(
        throttled
            .iter()
            .any(|response| response["headers"]["Retry-After"].is_string())
    );
}

#[test]
fn one_rule_broken_at_a_time() {
    let mut scene = Scene::signed_in("staff.member", "User.Read");
    let with = |name: &str, value: Value| {
        let mut request = me("1");
        request[name] = value;
        json!([request])
    };
    let many: Value = (0..21).map(|id| me(&id.to_string())).collect();
    for (requests, word) in [
        (many, "maximum of 20"),
        (json!([]), "no requests"),
        (json!({}), "Invalid batch payload"),
        (json!([me("1"), me("1")]), "not unique"),
        (with("id", json!("")), "not unique"),
        (with("id", json!(1)), "Invalid batch payload"),
        (with("colour", json!("red")), "colour"),
        (with("method", json!("HEAD")), "HEAD"),
        (with("url", json!("me")), "Invalid url"),
        (
            with("url", json!("https://graph.example/v1.0/me")),
            "Invalid url",
        ),
        (with("url", json!("/$batch")), "Invalid url"),
        (with("dependsOn", json!(["2"])), "dependsOn"),
        (with("dependsOn", json!(["1"])), "dependsOn"),
        (with("body", json!({ "displayName": "x" })), "Content-Type"),
    ] {
        let answer = send(&mut scene, &requests);
        assert_eq!(answer.verdict(), "400 BadRequest", "{requests}");
        assert!(
            answer.message().contains(word),
            "{requests}: {}",
            answer.message()
        );
    }
    assert_eq!(send(&mut scene, &json!([me("1")])).verdict(), "200");
}
