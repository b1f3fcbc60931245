//! Rows of merging: collections that Graph replaces whole, and what is sent so that nothing of others is lost.

use base::Thumbprint;
use graph::application::RequiredResourceAccess;
use graph::application::with_access;
use graph::application::with_roles;
use graph::application::without_roles;
use graph::key_credential::KeyCredential;
use serde_json::Value;
use serde_json::json;
use survey::Permission;

use super::letters;
use super::step;
use crate::Action;
use crate::Goal;
use crate::plan;
use crate::resource::Declared;
use crate::scene::NOW;
use crate::scene::changes::Case;
use crate::scene::credential;
use crate::scene::declared::access;
use crate::scene::declared::short;
use crate::scene::ending;

/// What is sent as declared permissions, in short; `None` where nothing is.
fn declared(case: &Case) -> Option<String> {
    let plan = plan(&case.desired, &case.observed);
    let write = step(&plan, "declared-permissions").action.write()?;
    let sent = write.body.as_ref()?["requiredResourceAccess"].clone();
    let sent: Vec<RequiredResourceAccess> = serde_json::from_value(sent).unwrap();
    Some(short(&sent))
}

const BOTH: &[Permission] = &[
    Permission::CalendarsReadWrite,
    Permission::MailboxSettingsReadWrite,
];

#[test]
fn what_is_declared_is_added_to() {
    #[rustfmt::skip]
    let rows = [
        ("",              BOTH,      Some("G=CM")),
        ("",              &BOTH[..1], Some("G=C")),
        ("",              &BOTH[1..], Some("G=M")),
        ("G=C",           BOTH,      Some("G=CM")),
        ("G=M",           BOTH,      Some("G=MC")),
        ("G=CM",          BOTH,      None),
        ("G=MC",          BOTH,      None),
        ("G=CM",          &BOTH[..1], None),
        ("G=CM",          &BOTH[1..], None),
        ("G=C",           &BOTH[..1], None),
        ("G=C",           &BOTH[1..], Some("G=CM")),
        ("G=M",           &BOTH[..1], Some("G=MC")),
        // A scope is not a role, though their ids are the same.
        ("G=c",           BOTH,      Some("G=cCM")),
        ("G=cC",          BOTH,      Some("G=cCM")),
        ("G=cCM",         BOTH,      None),
        // A role of another API is not one of Microsoft Graph, though their ids are the same.
        ("E=X",           BOTH,      Some("E=X G=CM")),
        ("E=X G=M",       BOTH,      Some("E=X G=MC")),
        ("G=M E=X",       BOTH,      Some("G=MC E=X")),
        // What is obsolete stays where nobody asked to take it away.
        ("G=U",           BOTH,      Some("G=UCM")),
        ("G=UCM",         BOTH,      None),
        ("E=X G=UCM",     BOTH,      None),
        // Strangers' APIs and strangers' permissions of Microsoft Graph keep their places.
        ("A=1",           BOTH,      Some("A=1 G=CM")),
        ("A=12 B=3",      BOTH,      Some("A=12 B=3 G=CM")),
        ("B=3 A=21",      BOTH,      Some("B=3 A=21 G=CM")),
        ("G=1",           BOTH,      Some("G=1CM")),
        ("G=21",          BOTH,      Some("G=21CM")),
        ("G=1C2",         BOTH,      Some("G=1C2M")),
        ("G=1M2",         BOTH,      Some("G=1M2C")),
        ("G=1C2M3",       BOTH,      None),
        ("A=1 G=C B=2",   BOTH,      Some("A=1 G=CM B=2")),
        ("G= A=1",        BOTH,      Some("G=CM A=1")),
        ("A= G=C",        BOTH,      Some("A= G=CM")),
        ("A=11 G=C",      BOTH,      Some("A=11 G=CM")),
        ("A=1 A=2",       BOTH,      Some("A=1 A=2 G=CM")),
    ];
    for (there, permissions, expected) in rows {
        let mut case = Case::complete();
        case.application().required_resource_access = access(there);
        case.desired.permissions = permissions.to_vec();
        assert_eq!(
            declared(&case).as_deref(),
            expected,
            "{there} {permissions:?}"
        );
    }
}

#[test]
fn what_is_obsolete_is_taken_out_and_nothing_else() {
    #[rustfmt::skip]
    let rows = [
        ("",              Some("G=CM")),
        ("G=CM",          None),
        ("G=UCM",         Some("G=CM")),
        ("G=CUM",         Some("G=CM")),
        ("G=CMU",         Some("G=CM")),
        ("G=U",           Some("G=CM")),
        ("G=UC1",         Some("G=C1M")),
        ("E=X G=CM",      Some("G=CM")),
        ("G=CM E=X",      Some("G=CM")),
        ("E=X1 G=CM",     Some("E=1 G=CM")),
        ("E=1X2 G=CM",    Some("E=12 G=CM")),
        ("E=X G=UCM",     Some("G=CM")),
        ("A=1 E=X G=UCM B=2", Some("A=1 G=CM B=2")),
        ("E=X A=1",       Some("A=1 G=CM")),
        ("E=1 G=CM",      None),
        // The id of Microsoft Graph's calendars, and of a scope, are no obsolete permissions.
        ("G=cCM",         None),
        // An entry that says nothing was so before.
        ("E= G=CM",       None),
        ("E= G=UCM",      Some("E= G=CM")),
        ("A= G=UCM",      Some("A= G=CM")),
    ];
    for (there, expected) in rows {
        let mut case = Case::complete();
        case.application().required_resource_access = access(there);
        case.desired.remove_obsolete = true;
        assert_eq!(declared(&case).as_deref(), expected, "{there}");
    }
}

/// The portal's own scope with another API, and the old API's calendars as a scope, are others' permissions.
#[test]
fn only_what_equals_in_api_and_kind_is_obsolete() {
    let mut case = Case::complete();
    let mut there = access("A=1 E=X G=CM");
    there[0].resource_access = access("G=U")[0].resource_access.clone();
    there[1].resource_access[0].kind = "Scope".to_owned();
    case.application().required_resource_access = there;
    case.desired.remove_obsolete = true;
    assert_eq!(declared(&case), None);
}

/// Members of an entry that this page does not know go back as they came.
#[test]
fn unknown_members_of_a_declaration_are_sent_back() {
    let mut case = Case::complete();
    let mut there = access("A=1 G=C");
    let new = json!({ "somethingNew": [1, 2] });
    there[0].other = new.as_object().cloned().unwrap();
    there[1].other = new.as_object().cloned().unwrap();
    case.application().required_resource_access = there;
    let plan = plan(&case.desired, &case.observed);
    let write = step(&plan, "declared-permissions").action.write().unwrap();
    let sent = &write.body.as_ref().unwrap()["requiredResourceAccess"];
    assert_eq!(sent[0]["somethingNew"], json!([1, 2]));
    assert_eq!(sent[1]["somethingNew"], json!([1, 2]));
}

/// The goal names what must be seen and what must not, one by one, and nothing of others.
#[test]
fn the_goal_of_declaring_is_what_is_wished() {
    for (there, remove, with, without) in [
        ("", false, "G=CM", ""),
        ("G=C A=1", false, "G=CM", ""),
        ("E=X G=U", false, "G=CM", ""),
        ("E=X G=UCM", true, "G=CM", "E=X G=U"),
        ("E=X", true, "G=CM", "E=X"),
    ] {
        let mut case = Case::complete();
        case.application().required_resource_access = access(there);
        case.desired.remove_obsolete = remove;
        let plan = plan(&case.desired, &case.observed);
        let goal = step(&plan, "declared-permissions").action.goal().cloned();
        let expected = Goal::Declared {
            application: graph::Slot::text(crate::scene::object('1')),
            with: one_by_one(with),
            without: one_by_one(without),
        };
        assert_eq!(goal, Some(expected), "{there}");
    }
}

fn one_by_one(short: &str) -> Vec<Declared> {
    let each = |entry: RequiredResourceAccess| {
        let api = entry.resource_app_id.parse::<base::AppId>().unwrap();
        let of_api = entry.resource_access.into_iter();
        of_api.map(move |access| Declared {
            api: api.clone(),
            access,
        })
    };
    access(short).into_iter().flat_map(each).collect()
}

/// The pure functions below the plan, in each direction.
#[test]
fn adding_and_taking_out_are_each_others_opposite() {
    #[rustfmt::skip]
    let rows = [
        // What is there, what is added, what there is then, and what is left when it is taken out again.
        ("",            "G=C",  "G=C",          ""),
        ("G=M",         "G=C",  "G=MC",         "G=M"),
        ("G=CM",        "G=C",  "G=CM",         "G=M"),
        ("A=1",         "G=CM", "A=1 G=CM",     "A=1"),
        ("A=1 G=M B=2", "G=C",  "A=1 G=MC B=2", "A=1 G=M B=2"),
        ("E=X",         "G=C",  "E=X G=C",      "E=X"),
        ("G=C",         "E=X",  "G=C E=X",      "G=C"),
        ("G=c",         "G=C",  "G=cC",         "G=c"),
        ("G=",          "G=C",  "G=C",          ""),
        ("A=",          "G=C",  "A= G=C",       "A="),
    ];
    for (there, added, then, left) in rows {
        let more = &access(added)[0];
        let api: base::AppId = more.resource_app_id.parse().unwrap();
        let merged = with_access(&access(there), &api, &more.resource_access);
        assert_eq!(short(&merged), then, "{there} with {added}");
        let again = with_access(&merged, &api, &more.resource_access);
        assert_eq!(short(&again), then, "twice");
        let roles: Vec<_> = more
            .resource_access
            .iter()
            .map(|one| one.id.clone())
            .collect();
        assert_eq!(
            with_roles(&access(there), &api, &roles),
            merged,
            "{there} as roles"
        );
        let rest = without_roles(&merged, &api, &more.resource_access);
        assert_eq!(short(&rest), left, "{there} with and without {added}");
    }
}

/// What is sent as certificates: `5` one that is there, sent back whole; `+1` the new one.
fn certificates(case: &Case) -> Option<String> {
    let plan = plan(&case.desired, &case.observed);
    let write = step(&plan, "certificate").action.write()?;
    let sent = write.body.as_ref()?["keyCredentials"].as_array()?;
    let there = &case.observed.set_up.as_ref()?.application.key_credentials;
    let name = |entry: &Value| {
        let subject = entry["displayName"]
            .as_str()
            .unwrap()
            .trim_start_matches("CN=");
        let whole = there.iter().any(|one| is_sent_back(one, entry));
        let prefix = if whole { "" } else { "+" };
        format!("{prefix}{subject}")
    };
    let names: Vec<String> = sent.iter().map(name).collect();
    Some(names.join(" "))
}

/// Whether `sent` is what was read, with a null key.
fn is_sent_back(read: &KeyCredential, sent: &Value) -> bool {
    let mut expected = json!(read);
    expected["key"] = Value::Null;
    *sent == expected
}

#[test]
fn certificates_of_others_are_sent_back_whole() {
    #[rustfmt::skip]
    let rows: &[(&str, &[KeyCredential], Option<&str>)] = &[
        ("none",               &[],                                            Some("+1")),
        ("ours",               &[credential(1)],                               None),
        ("ours, over",         &[ending(1, NOW)],                              None),
        ("one",                &[credential(5)],                               Some("5 +1")),
        ("one that is over",   &[ending(5, NOW)],                              Some("5 +1")),
        ("three",              &[credential(7), credential(5), credential(6)], Some("7 5 6 +1")),
        ("one twice",          &[credential(5), credential(5)],                Some("5 5 +1")),
        ("ours among others",  &[credential(5), credential(1)],                None),
        ("without identifier", &[strange(|it| it.custom_key_identifier = None)], Some("9 +1")),
        ("with a build in it", &[strange(|it| it.custom_key_identifier = Some("build 12".to_owned()))], Some("9 +1")),
        ("with base64 in it",  &[strange(|it| it.custom_key_identifier = Some("CQkJCQkJCQkJCQkJCQkJCQkJCQk=".to_owned()))], Some("9 +1")),
        ("with more digits",   &[strange(|it| it.start_date_time = Some("2026-01-01T00:00:00.2547396Z".to_owned()))], Some("9 +1")),
        ("without dates",      &[strange(|it| { it.start_date_time = None; it.end_date_time = None })], Some("9 +1")),
        ("for signing",        &[strange(|it| { it.other.insert("usage".to_owned(), "Sign".into()); })], Some("9 +1")),
        ("with a new member",  &[strange(|it| { it.other.insert("somethingNew".to_owned(), json!([1])); })], Some("9 +1")),
    ];
    for (name, there, expected) in rows {
        let mut case = Case::complete();
        case.application().key_credentials = there.to_vec();
        assert_eq!(certificates(&case).as_deref(), *expected, "{name}");
    }
}

fn strange(change: fn(&mut KeyCredential)) -> KeyCredential {
    let mut credential = credential(9);
    change(&mut credential);
    credential
}

/// The goal is the new certificate and every id of before.
#[test]
fn the_goal_of_a_certificate_has_the_others_in_it() {
    let mut case = Case::complete();
    let there = [credential(7), ending(5, NOW)];
    case.application().key_credentials = there.to_vec();
    let plan = plan(&case.desired, &case.observed);
    let Action::Update {
        goal,
        before,
        after,
        ..
    } = &step(&plan, "certificate").action
    else {
        panic!("{}", letters(&plan));
    };
    let expected = Goal::Certificate {
        application: graph::Slot::text(crate::scene::object('1')),
        thumbprint: Thumbprint::from_bytes([1; 20]),
        is: true,
        beside: there.iter().map(|one| one.key_id.clone()).collect(),
    };
    assert_eq!(*goal, expected);
    let entry = |one: &KeyCredential| json!({ "keyId": one.key_id, "customKeyIdentifier": one.custom_key_identifier });
    let entries = there.each_ref().map(entry);
    assert_eq!(*before, json!(entries));
    let new = json!({ "customKeyIdentifier": "01".repeat(20) });
    assert_eq!(*after, json!([entries[0], entries[1], new]));
}
