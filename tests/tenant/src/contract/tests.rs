//! The contract itself: that it refuses what it should. That the tenant keeps it is tested with the tenant.

use serde_json::Value;
use serde_json::json;

use super::Contract;
use super::METADATA;
use super::metadata::DOCUMENTS;
use super::metadata::described;

fn application() -> Value {
    json!({
        "@odata.context": "https://graph.example/v1.0/$metadata#applications/$entity",
        "id": "11111111-2222-4333-8444-555555555555",
        "displayName": "x",
        "tags": ["y"],
    })
}

fn answered(path: &str, body: &Value) -> Result<(), Vec<String>> {
    Contract::new().check_response("GET", path, 200, body.to_string().as_bytes())
}

#[test]
fn teeth_for_answers() {
    let path = "/v1.0/applications/1?$select=id,displayName,tags";
    assert_eq!(answered(path, &application()), Ok(()));
    for (what, key, value) in [
        ("one too many", "colour", json!("red")),
        ("wrong type", "displayName", json!(3)),
        ("wrong type", "tags", json!("y")),
    ] {
        let mut body = application();
        body[key] = value;
        assert!(answered(path, &body).is_err(), "{what}: {key}");
    }
    for key in ["id", "displayName", "tags"] {
        let mut body = application();
        body.as_object_mut().unwrap().remove(key);
        assert!(answered(path, &body).is_err(), "{key} is missing");
        assert_eq!(
            answered("/v1.0/applications/1", &body),
            Ok(()),
            "{key} was not asked for"
        );
    }
}

#[test]
fn every_operation_is_found_by_a_path_of_its_own() {
    for operation in described() {
        let of = |name: &str| operation[name].as_str().unwrap();
        let mut path = format!("/{}{}", of("version"), of("path"));
        while let (Some(from), Some(to)) = (path.find('{'), path.find('}')) {
            path.replace_range(from..=to, "a");
        }
        let found = METADATA.find(of("method"), &format!("{path}?$top=1"));
        let found = found.map(|found| found.path.as_str());
        assert_eq!(found, Ok(of("path")), "{} {path}", of("method"));
    }
    for path in [
        "/v1.0/applications/a/b/c",
        "/beta/applications",
        "/v1.0//applications",
    ] {
        assert!(METADATA.find("GET", path).is_err(), "{path}");
    }
}

/// What is there twice would be read from one place only.
#[test]
fn the_supplement_repeats_nothing() {
    let [first, supplement] = &*DOCUMENTS;
    let names = |document: &Value| {
        let definitions = document["$defs"].as_object().unwrap();
        definitions.keys().cloned().collect::<Vec<String>>()
    };
    let known = names(first);
    assert!(names(supplement).iter().all(|name| !known.contains(name)));
    let ids = |document: &Value| {
        let operations = document["operations"].as_array().unwrap();
        let ids = operations.iter().map(|one| one["operationId"].clone());
        ids.collect::<Vec<Value>>()
    };
    let known = ids(first);
    assert!(ids(supplement).iter().all(|id| !known.contains(id)));
    assert_eq!(described().count(), known.len() + ids(supplement).len());
}

#[test]
fn teeth_for_federated_credentials() {
    let path = "/v1.0/applications/1/federatedIdentityCredentials";
    let credential = || {
        json!({
            "id": "11111111-2222-4333-8444-555555555555",
            "name": "deploy",
            "issuer": "https://issuer.example",
            "subject": null,
            "description": null,
            "audiences": ["api://AzureADTokenExchange"],
        })
    };
    assert_eq!(answered(path, &json!({ "value": [credential()] })), Ok(()));
    for (key, value) in [
        ("colour", json!("red")),
        ("audiences", json!("one")),
        ("name", json!(null)),
        ("issuer", json!(null)),
        ("subject", json!(3)),
    ] {
        let mut spoilt = credential();
        spoilt[key] = value;
        let answer = json!({ "value": [spoilt] });
        assert!(answered(path, &answer).is_err(), "{key}");
    }
    let asks = |query: &str| Contract::new().check_request("GET", &format!("{path}{query}"), b"");
    assert_eq!(asks("?$select=id,name&$filter=name%20eq%20'x'"), Ok(()));
    assert!(asks("?$top=5").is_err());
}

#[test]
fn teeth_for_requests() {
    let check = |body: &Value| {
        Contract::new()
            .check_request("POST", "/v1.0/applications", body.to_string().as_bytes())
            .is_ok()
    };
    assert!(check(&json!({ "displayName": "x", "tags": ["y"] })));
    assert!(!check(&json!({ "displayName": "x", "colour": "red" })));
    assert!(!check(&json!({ "tags": ["y"] })));
    assert!(!check(&json!({ "displayName": 3 })));
    assert!(!check(
        &json!({ "displayName": "x", "appId": "11111111-2222-4333-8444-555555555555" })
    ));
}

#[test]
fn statuses_bodies_and_paths_must_be_possible() {
    let contract = Contract::new();
    assert!(
        contract
            .check_response("PATCH", "/v1.0/applications/1", 204, b"")
            .is_ok()
    );
    assert!(
        contract
            .check_response("PATCH", "/v1.0/applications/1", 204, b"{}")
            .is_err()
    );
    assert!(
        contract
            .check_response("PATCH", "/v1.0/applications/1", 200, b"{}")
            .is_err()
    );
    assert!(
        contract
            .check_response("GET", "/v1.0/nothing", 200, b"{}")
            .is_err()
    );
    assert!(
        contract
            .check_response("GET", "/v1.0/me", 403, b"denied")
            .is_err()
    );
    assert!(
        contract
            .check_response(
                "GET",
                "/v1.0/me",
                403,
                b"{\"error\":{\"code\":\"x\",\"message\":\"y\"}}"
            )
            .is_ok()
    );
    assert!(
        contract
            .check_request("GET", "/v1.0/me?$select=id", b"")
            .is_ok()
    );
    assert!(
        contract
            .check_request("GET", "/v1.0/me?$top=3", b"")
            .is_err()
    );
    assert!(
        contract
            .check_request("GET", "/v1.0/me?select=id", b"")
            .is_err()
    );
    assert!(contract.check_request("GET", "/v1.0/me", b"{}").is_err());
    assert!(
        contract
            .check_request("POST", "/v1.0/applications", b"")
            .is_err()
    );
}

#[test]
fn every_element_must_have_what_was_asked_for() {
    let body =
        json!({ "value": [application(), { "id": "11111111-2222-4333-8444-666666666666" }] });
    assert_eq!(answered("/v1.0/applications?$select=id", &body), Ok(()));
    assert!(answered("/v1.0/applications?$select=id,displayName", &body).is_err());
    assert!(answered("/v1.0/applications?%24select=id%2CdisplayName", &body).is_err());
}
