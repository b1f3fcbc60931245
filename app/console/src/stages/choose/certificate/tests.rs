//! What stays of what was given before, once something else is given.

use serde_json::json;
use survey::Facts;

use super::*;
use crate::config;

/// Self-signed, with `CN=push.example.edu`; made for the checks against OpenSSL.
const CERTIFICATE: &str = include_str!("../../../../../../tests/oracle/fixtures/certificate.pem");

/// Another one.
const AUTHORITY: &str = include_str!("../../../../../../tests/oracle/fixtures/ca.pem");

const CONFIG: &str = r#"{
    "tenant": "organizations",
    "clientId": "5e7c0de0-0000-4000-8000-000000000001",
    "product": { "name": "MyTimetable" },
    "defaults": { "country": "NL", "keyBits": 4096, "certificateDays": 180, "mailboxSettings": true }
}"#;

/// A moment within the validity of both.
fn now() -> Timestamp {
    "2027-01-01T00:00:00Z".parse().unwrap()
}

fn form() -> Form {
    let id = "00000000-0000-4000-8000-000000000001";
    let organization = json!({ "id": id, "displayName": "U", "verifiedDomains": [] });
    let me = json!({ "id": id, "userPrincipalName": "me@u.example" });
    let facts = Facts {
        organization: serde_json::from_value(organization).unwrap(),
        me: serde_json::from_value(me).unwrap(),
        roles: Vec::new(),
        set_ups: Vec::new(),
        at: now(),
    };
    let Ok(config) = config::read(CONFIG.as_bytes()) else {
        panic!("the configuration is refused");
    };
    Form::new(&config, &facts, None)
}

/// Whether there is a certificate to upload, whether anything was recognised, and whether something is said to be wrong.
fn state(form: Form) -> (bool, bool, bool) {
    (
        form.certificate.with_untracked(Option::is_some),
        form.given.with_untracked(Option::is_some),
        !form.problems.with_untracked(Vec::is_empty),
    )
}

#[test]
fn every_input_lets_go_of_the_one_before() {
    Owner::new().set();
    for (text, came_at_once, expected) in [
        ("", false, (false, false, false)),
        (" \n", true, (false, false, false)),
        // Somebody begins to type: nothing is wrong yet.
        ("-----BEGIN CERT", false, (false, false, false)),
        ("no certificate", true, (false, false, true)),
        (CERTIFICATE, true, (true, true, false)),
    ] {
        let form = form();
        let _ = take_input(form, CERTIFICATE, true, now());
        assert_eq!(state(form), (true, true, false), "before {text:?}");
        let _ = take_input(form, text, came_at_once, now());
        assert_eq!(state(form), expected, "{text:?}");
    }
}

#[test]
fn what_was_said_of_one_input_is_not_said_of_the_next() {
    Owner::new().set();
    let form = form();
    let _ = take_input(form, "no certificate", true, now());
    assert_eq!(state(form), (false, false, true));
    let _ = take_input(form, "", false, now());
    assert_eq!(state(form), (false, false, false));
}

#[test]
fn leaving_the_field_reads_what_was_typed_once() {
    Owner::new().set();
    let form = form();
    let _ = take_input(form, "no certificate", false, now());
    assert_eq!(state(form), (false, false, false));
    let _ = take_left(form, "no certificate", now());
    assert_eq!(state(form), (false, false, true));

    let both = format!("{CERTIFICATE}{AUTHORITY}");
    let _ = take_input(form, &both, true, now());
    let candidates = form.given.get_untracked().unwrap().candidates;
    assert_eq!(candidates.len(), 2);
    choose(form, &candidates[0]);
    let chosen = form.certificate.get_untracked();
    assert!(chosen.is_some());
    let _ = take_left(form, &both, now());
    assert_eq!(form.certificate.get_untracked(), chosen);
}

#[test]
fn of_several_the_rest_is_offered_and_what_is_left_out_is_kept_to_be_told() {
    Owner::new().set();
    let form = form();
    let cut = format!("{CERTIFICATE}{}", &AUTHORITY[..500]);
    let _ = take_input(form, &cut, true, now());
    assert_eq!(state(form), (true, true, false));
    let unread = form.given.get_untracked().unwrap().unread;
    let torn = KeyError::BlockTorn { position: 2 };
    assert_eq!((unread.count, unread.reasons), (1, vec![torn]));
}

#[test]
fn leaving_an_empty_field_keeps_what_a_file_gave() {
    Owner::new().set();
    let form = form();
    let _ = take(form, keys::read_certificates(CERTIFICATE.as_bytes(), now()));
    let _ = take_left(form, "", now());
    assert_eq!(state(form), (true, true, false));
}

#[test]
fn a_private_key_does_not_go_on_lying_in_the_page() {
    Owner::new().set();
    let form = form();
    let key = "-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----\n";
    assert_eq!(take_input(form, key, false, now()), Input::Secret);
    assert_eq!(take_left(form, key, now()), Input::Secret);
    assert_eq!(state(form), (false, false, true));
}
