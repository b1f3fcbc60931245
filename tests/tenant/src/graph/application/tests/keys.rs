//! Certificates on an application.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;
use serde_json::json;

use crate::graph::tests::Answer;
use crate::graph::tests::Scene;

const FIRST: &[u8] = include_bytes!("../../../../fixtures/timetabling-server.der");
const SECOND: &[u8] = include_bytes!("../../../../fixtures/timetabling-test-server.der");
/// SHA-1 of the first, by `openssl x509 -fingerprint`.
const THUMBPRINT: &str = "A008D637722939C0C289D20D0D62DC91FA19DC90";

/// A tenant with one application, and the path to it.
struct Fixture {
    scene: Scene,
    path: String,
}

impl Fixture {
    fn new() -> Self {
        let mut scene = Scene::writing();
        let id = scene
            .post("/applications", &json!({ "displayName": "x" }))
            .text("id");
        scene.settle();
        Self {
            scene,
            path: format!("/applications/{id}"),
        }
    }

    fn put(&mut self, keys: &[Value]) -> Answer {
        let answer = self
            .scene
            .patch(&self.path, &json!({ "keyCredentials": keys }));
        self.scene.settle();
        answer
    }

    /// The keys as a single object with `$select` shows them.
    fn keys(&mut self) -> Vec<Value> {
        let answer = self
            .scene
            .get(&format!("{}?$select=keyCredentials", self.path));
        answer.body["keyCredentials"].as_array().unwrap().clone()
    }
}

fn key(der: &[u8]) -> Value {
    json!({
        "type": "AsymmetricX509Cert",
        "usage": "Verify",
        "displayName": "CN=Timetabling server",
        "key": STANDARD.encode(der),
    })
}

fn without_material(key: &Value) -> Value {
    let mut key = key.clone();
    key["key"] = Value::Null;
    key
}

#[test]
fn graph_reads_dates_and_thumbprint_from_the_certificate() {
    let mut fixture = Fixture::new();
    assert_eq!(fixture.put(&[key(FIRST)]).verdict(), "204");
    let keys = fixture.keys();
    // As `openssl x509 -fingerprint -dates` says of the fixture.
    assert_eq!(keys[0]["customKeyIdentifier"], THUMBPRINT);
    assert_eq!(keys[0]["startDateTime"], "2026-11-21T08:26:52Z");
    assert_eq!(keys[0]["key"], STANDARD.encode(FIRST));
}

#[test]
fn without_an_end_a_key_is_used_for_a_year_at_most() {
    for (start, end) in [
        (None, "2027-11-21T08:26:52Z"),
        (Some("2026-12-01T00:00:00Z"), "2027-12-01T00:00:00Z"),
        // The certificate itself ends sooner.
        (Some("2046-06-01T00:00:00Z"), "2046-11-16T08:26:52Z"),
    ] {
        let mut fixture = Fixture::new();
        let mut sent = key(FIRST);
        if let Some(start) = start {
            sent["startDateTime"] = json!(start);
        }
        assert_eq!(fixture.put(&[sent]).verdict(), "204");
        assert_eq!(fixture.keys()[0]["endDateTime"], end, "{start:?}");
    }
}

#[test]
fn an_end_that_was_sent_holds_though_it_is_further_than_a_year() {
    let mut fixture = Fixture::new();
    let mut sent = key(FIRST);
    sent["endDateTime"] = json!("2046-11-16T08:26:52Z");
    fixture.put(&[sent]);
    assert_eq!(fixture.keys()[0]["endDateTime"], "2046-11-16T08:26:52Z");
}

#[test]
fn long_names_are_cut() {
    let mut fixture = Fixture::new();
    let mut sent = key(FIRST);
    sent["displayName"] = json!("é".repeat(91));
    assert_eq!(fixture.put(&[sent]).verdict(), "204");
    assert_eq!(fixture.keys()[0]["displayName"], "é".repeat(90));
}

#[test]
fn dates_come_back_as_they_were_written_and_must_be_sent_back_so() {
    let mut fixture = Fixture::new();
    let mut sent = key(FIRST);
    sent["startDateTime"] = json!("2026-11-21T08:27:12.1234567Z");
    sent["endDateTime"] = json!("2028-12-01T01:00:00+01:00");
    assert_eq!(fixture.put(&[sent]).verdict(), "204");
    let stored = without_material(&fixture.keys()[0]);
    assert_eq!(stored["startDateTime"], "2026-11-21T08:27:12.1234567Z");
    assert_eq!(stored["endDateTime"], "2028-12-01T00:00:00Z");
    for (name, text) in [
        ("startDateTime", "2026-11-21T08:27:12.123Z"),
        ("startDateTime", "2026-11-21T08:27:12.1234568Z"),
        ("endDateTime", "2028-12-01T00:00:00.0000000Z"),
    ] {
        let mut changed = stored.clone();
        changed[name] = json!(text);
        let verdict = fixture.put(&[changed]).verdict();
        assert_eq!(verdict, "400 KeyCredentialsUpdateNotAllowed", "{text}");
    }
    assert_eq!(fixture.put(&[stored]).verdict(), "204");
}

#[test]
fn the_certificate_itself_is_shown_only_for_one_object_that_asks_for_it() {
    let mut fixture = Fixture::new();
    fixture.put(&[key(FIRST)]);
    let path = fixture.path.clone();
    let whole = fixture.scene.get(&path);
    assert_eq!(whole.body["keyCredentials"][0]["key"], Value::Null);
    let list = fixture.scene.get("/applications?$select=keyCredentials");
    assert_eq!(list.values()[0]["keyCredentials"][0]["key"], Value::Null);
    assert_ne!(fixture.keys()[0]["key"], Value::Null);
}

#[test]
fn what_is_sent_replaces_the_collection() {
    let mut fixture = Fixture::new();
    fixture.put(&[key(FIRST)]);
    let first = fixture.keys()[0].clone();
    for kept in [first.clone(), without_material(&first)] {
        assert_eq!(fixture.put(&[kept, key(SECOND)]).verdict(), "204");
        let keys = fixture.keys();
        assert_eq!(keys.len(), 2);
        assert_eq!(keys[0], first);
        assert_eq!(fixture.put(std::slice::from_ref(&first)).verdict(), "204");
        assert_eq!(fixture.keys(), std::slice::from_ref(&first));
    }
    assert_eq!(fixture.put(&[]).verdict(), "204");
    assert!(fixture.keys().is_empty());
}

#[test]
fn a_stored_key_cannot_be_changed() {
    let mut fixture = Fixture::new();
    fixture.put(&[key(FIRST)]);
    let stored = without_material(&fixture.keys()[0]);
    for (name, value) in [
        ("displayName", json!("CN=Other")),
        ("displayName", Value::Null),
        ("endDateTime", json!("2030-01-01T00:00:00Z")),
        ("endDateTime", Value::Null),
        ("startDateTime", json!("2027-01-01T00:00:00Z")),
        ("customKeyIdentifier", json!("A".repeat(40))),
        ("key", json!(STANDARD.encode(SECOND))),
    ] {
        let mut changed = stored.clone();
        changed[name] = value;
        let answer = fixture.put(&[changed]);
        assert_eq!(
            answer.verdict(),
            "400 KeyCredentialsUpdateNotAllowed",
            "{name}"
        );
        assert!(answer.message().contains(stored["keyId"].as_str().unwrap()));
    }
    assert_eq!(fixture.put(&[stored]).verdict(), "204");
}

#[test]
fn one_rule_of_a_new_key_broken_at_a_time() {
    let bad = "400 Request_BadRequest";
    let pem = format!(
        "-----BEGIN CERTIFICATE-----\n{}\n-----END CERTIFICATE-----\n",
        STANDARD.encode(FIRST)
    );
    let mut longer = FIRST.to_vec();
    longer.push(0);
    for (name, value, verdict) in [
        ("colour", json!("red"), bad),
        ("type", Value::Null, bad),
        ("type", json!("Symmetric"), bad),
        ("usage", Value::Null, bad),
        ("usage", json!("Encrypt"), bad),
        ("usage", json!("Sign"), bad),
        ("key", Value::Null, bad),
        ("key", json!(""), bad),
        ("key", json!("no base64"), bad),
        ("key", json!(STANDARD.encode(b"no certificate")), bad),
        ("key", json!(STANDARD.encode(pem)), bad),
        ("key", json!(STANDARD.encode(longer)), bad),
        ("keyId", json!("mine"), bad),
        // Of no stored key, but without a certificate.
        ("customKeyIdentifier", json!("A".repeat(40)), bad),
        ("startDateTime", json!("yesterday"), bad),
        ("startDateTime", json!("2026-12-01T00:00:00.12345678Z"), bad),
        ("displayName", json!(3), bad),
        (
            "startDateTime",
            json!("2026-11-20T00:00:00Z"),
            "400 KeyCredentialsInvalidStartDate",
        ),
        (
            "startDateTime",
            json!("2046-11-16T08:26:52Z"),
            "400 KeyCredentialsInvalidStartDate",
        ),
        (
            "endDateTime",
            json!("2047-01-01T00:00:00Z"),
            "400 KeyCredentialsInvalidEndDate",
        ),
        (
            "endDateTime",
            json!("2026-11-30T00:00:00Z"),
            "400 KeyCredentialsInvalidEndDate",
        ),
    ] {
        let mut fixture = Fixture::new();
        let mut key = key(FIRST);
        key[name] = value;
        assert_eq!(
            fixture.put(&[key.clone()]).verdict(),
            verdict,
            "{name}: {}",
            key[name]
        );
        assert!(fixture.keys().is_empty());
    }
}

#[test]
fn rules_that_take_two_keys_or_time() {
    let id = "11111111-2222-4333-8444-555555555555";
    let with_id = |mut key: Value| {
        key["keyId"] = json!(id);
        key
    };
    let mut fixture = Fixture::new();
    let bad = "400 Request_BadRequest";
    assert_eq!(
        fixture
            .put(&[with_id(key(FIRST)), with_id(key(SECOND))])
            .verdict(),
        bad
    );
    assert_eq!(fixture.put(&[key(FIRST), key(FIRST)]).verdict(), bad);
    assert_eq!(
        fixture
            .put(&[with_id(without_material(&key(FIRST)))])
            .verdict(),
        bad
    );
    assert_eq!(fixture.put(&[with_id(key(FIRST))]).verdict(), "204");
    assert_eq!(fixture.keys()[0]["keyId"], id);

    let mut late = Fixture::new();
    late.scene.now = "2046-11-16T08:26:52Z".parse().unwrap();
    late.scene
        .sign_in("setup.admin", "Application.ReadWrite.All");
    assert_eq!(
        late.put(&[key(FIRST)]).verdict(),
        "400 KeyCredentialsInvalidEndDate"
    );
}

#[test]
fn optional_facts_are_taken_where_they_are_true() {
    let mut fixture = Fixture::new();
    let mut key = key(FIRST);
    key["customKeyIdentifier"] = json!(STANDARD.encode(hex::decode(THUMBPRINT).unwrap()));
    key["startDateTime"] = json!("2026-12-01T00:00:00Z");
    key["endDateTime"] = json!("2028-12-01T00:00:00Z");
    assert_eq!(fixture.put(&[key]).verdict(), "204");
    let keys = fixture.keys();
    assert_eq!(keys[0]["customKeyIdentifier"], THUMBPRINT);
    assert_eq!(keys[0]["endDateTime"], "2028-12-01T00:00:00Z");
}

#[test]
fn creation_takes_keys_too() {
    let mut scene = Scene::writing();
    let body = json!({ "displayName": "x", "keyCredentials": [key(FIRST)] });
    assert_eq!(scene.post("/applications", &body).verdict(), "201");
    assert_eq!(
        scene.tenant.directory.primary().applications[0].key_credentials[0].key,
        FIRST
    );
}
