//! One row per thing that may be otherwise than in a complete set-up, and the letters of the plan.

use base::Thumbprint;
use serde_json::json;
use survey::ApplicationChoice;
use survey::Permission;

use super::letters;
use crate::Action;
use crate::DesiredCertificate;
use crate::plan;
use crate::scene::EXCHANGE;
use crate::scene::MICROSOFT_GRAPH;
use crate::scene::NOW;
use crate::scene::changes::Case;
use crate::scene::changes::Make;
use crate::scene::credential;
use crate::scene::declared::access;
use crate::scene::ending;
use crate::scene::holding;
use crate::scene::lock;
use crate::scene::nothing;
use crate::scene::object;
use crate::scene::owner;

/// What is otherwise, what makes it so, and the letters of the plan.
type Row = (&'static str, Make, &'static str);

#[track_caller]
fn check(rows: &[Row]) {
    for (name, make, expected) in rows {
        let mut case = Case::complete();
        make(&mut case);
        let plan = plan(&case.desired, &case.observed);
        assert_eq!(letters(&plan), *expected, "{name}");
    }
}

fn set_lock(case: &mut Case, value: serde_json::Value) {
    case.application().service_principal_lock_configuration = lock(value);
}

/// The letter of the application, then the others, which are kept.
#[test]
fn the_application() {
    #[rustfmt::skip]
    check(&[
        ("nothing",                       |_| {},                                                                    "kkkkkk"),
        ("another name",                  |it| it.application().display_name = "Old".to_owned(),                     "ukkkkk"),
        ("no name",                       |it| it.application().display_name.clear(),                                "ukkkkk"),
        ("the name in other letters",     |it| it.application().display_name = "PUSH".to_owned(),                    "ukkkkk"),
        ("several tenants",               |it| it.application().sign_in_audience = Some("AzureADMultipleOrgs".to_owned()), "ukkkkk"),
        ("personal accounts too",         |it| it.application().sign_in_audience = Some("AzureADandPersonalMicrosoftAccount".to_owned()), "ukkkkk"),
        ("audience unsaid",               |it| it.application().sign_in_audience = None,                             "ukkkkk"),
        ("others' labels beside ours",    |it| it.application().tags.insert(0, "theirs".to_owned()),                 "kkkkkk"),
        ("no label",                      |it| it.application().tags.clear(),                                        "ukkkkk"),
        ("others' labels only",           |it| it.application().tags = vec!["theirs".to_owned()],                    "ukkkkk"),
        ("our label in other letters",    |it| it.application().tags = vec!["Console".to_owned()],                   "ukkkkk"),
        ("the key of a second set-up",    |it| it.application().unique_name = Some("push-2".to_owned()),             "kkkkkk"),
        ("no key: adopted before",        |it| it.application().unique_name = None,                                  "kkkkkk"),
        ("a key of others",               |it| it.application().unique_name = Some("their-key".to_owned()),          "kkkkkk"),
        ("no lock",                       |it| it.application().service_principal_lock_configuration = None,         "ukkkkk"),
        ("an empty lock",                 |it| set_lock(it, json!({ "isEnabled": false, "allProperties": false })),  "ukkkkk"),
        ("a lock that is off",            |it| set_lock(it, json!({ "isEnabled": false, "allProperties": true })),   "ukkkkk"),
        ("a lock that leaves it unsaid",  |it| set_lock(it, json!({ "isEnabled": true, "allProperties": null })),    "ukkkkk"),
        ("a lock of certificates only",   |it| set_lock(it, json!({ "isEnabled": true, "credentialsWithUsageVerify": true })), "ukkkkk"),
        ("a lock of each thing by name",  |it| set_lock(it, json!({ "isEnabled": true, "credentialsWithUsageVerify": true, "credentialsWithUsageSign": true, "tokenEncryptionKeyId": true })), "ukkkkk"),
        ("a full lock, said twice",       |it| set_lock(it, json!({ "isEnabled": true, "allProperties": true, "credentialsWithUsageSign": true })), "kkkkkk"),
        ("the key in the recycle bin",    |it| it.observed.free_unique_name = "push-7".to_owned(),                   "kkkkkk"),
    ]);
}

/// What was adopted before bears our label, and no key of our form: its name and audience are its own.
#[test]
fn an_application_that_was_adopted_before() {
    #[rustfmt::skip]
    check(&[
        ("no key, another name",          |it| { it.application().unique_name = None; it.application().display_name = "Old".to_owned() },               "kkkkkk"),
        ("no key, another audience",      |it| { it.application().unique_name = None; it.application().sign_in_audience = None },                       "kkkkkk"),
        ("another key, another name",     |it| { it.application().unique_name = Some("theirs".to_owned()); it.application().display_name.clear() },      "kkkkkk"),
        ("a key like ours, another name", |it| { it.application().unique_name = Some("push-x".to_owned()); it.application().display_name.clear() },      "kkkkkk"),
        ("a key with ours in it",         |it| { it.application().unique_name = Some("push-1".to_owned()); it.application().display_name.clear() },      "kkkkkk"),
        ("second key, another name",      |it| { it.application().unique_name = Some("push-2".to_owned()); it.application().display_name.clear() },      "ukkkkk"),
        ("no key, no lock",               |it| { it.application().unique_name = None; it.application().service_principal_lock_configuration = None },    "ukkkkk"),
        ("no key, no label",              |it| { it.application().unique_name = None; it.application().tags.clear() },                                  "ukkkkk"),
    ]);
}

#[test]
fn which_application() {
    #[rustfmt::skip]
    check(&[
        ("none yet",                      |it| it.observed = nothing(),                                              "ccuucc"),
        ("the chosen one is there",       |it| choose(it, ApplicationChoice::Existing { id: object('1') }),          "kkkkkk"),
        ("the chosen one is gone",        |it| { choose(it, ApplicationChoice::Existing { id: object('1') }); it.observed = nothing() }, "bcuucc"),
        ("a new one beside",              |it| { choose(it, ApplicationChoice::Beside { unique_name: None }); it.observed = nothing() }, "ccuucc"),
        ("a new one with a key",          |it| { choose(it, ApplicationChoice::Beside { unique_name: key("push-3") }); it.observed = nothing() }, "ccuucc"),
        ("the one with that key is there", |it| choose(it, ApplicationChoice::Beside { unique_name: key("push") }),  "kkkkkk"),
    ]);
}

fn choose(case: &mut Case, application: ApplicationChoice) {
    case.desired.application = application;
}

fn key(text: &str) -> Option<String> {
    Some(text.to_owned())
}

/// A new application takes the key that was found free, or the one that an earlier run of the same wish chose.
#[test]
fn the_key_of_a_new_application() {
    for (choice, free, expected) in [
        (ApplicationChoice::Ours, "push", "push"),
        (ApplicationChoice::Ours, "push-2", "push-2"),
        (
            ApplicationChoice::Beside { unique_name: None },
            "push-2",
            "push-2",
        ),
        (
            ApplicationChoice::Beside {
                unique_name: key("push-2"),
            },
            "push-5",
            "push-2",
        ),
    ] {
        let mut case = Case::complete();
        case.observed = nothing();
        case.observed.free_unique_name = free.to_owned();
        case.desired.application = choice;
        let plan = plan(&case.desired, &case.observed);
        let Action::Create {
            write, otherwise, ..
        } = &plan.steps[0].action
        else {
            panic!("{plan:?}");
        };
        let path = format!("/v1.0/applications(uniqueName='{expected}')");
        assert_eq!(write.shown_path(), path);
        let otherwise = otherwise.as_ref().and_then(|it| it.body.clone()).unwrap();
        assert_eq!(otherwise["uniqueName"], json!(expected));
    }
}

#[test]
fn the_service_principal() {
    #[rustfmt::skip]
    check(&[
        ("none",                          |it| it.there().service_principal = None,                                  "kckkkk"),
        ("none, and so nothing granted",  |it| it.without_principal(),                                               "kckkcc"),
        ("enabled",                       |it| it.there().service_principal.as_mut().unwrap().account_enabled = Some(true),  "kkkkkk"),
        ("enabled unsaid",                |it| it.there().service_principal.as_mut().unwrap().account_enabled = None,        "kkkkkk"),
        ("disabled",                      |it| it.there().service_principal.as_mut().unwrap().account_enabled = Some(false), "kbkkkk"),
    ]);
}

#[test]
fn the_declared_permissions() {
    #[rustfmt::skip]
    check(&[
        ("nothing declared",              |it| it.application().required_resource_access.clear(),                    "kkukkk"),
        ("calendars only",                |it| it.application().required_resource_access = access("G=C"),            "kkukkk"),
        ("settings only",                 |it| it.application().required_resource_access = access("G=M"),            "kkukkk"),
        ("in another order",              |it| it.application().required_resource_access = access("G=MC"),           "kkkkkk"),
        ("as a scope only",               |it| it.application().required_resource_access = access("G=cM"),           "kkukkk"),
        ("as a scope too",                |it| it.application().required_resource_access = access("G=cCM"),          "kkkkkk"),
        ("of the old API only",           |it| it.application().required_resource_access = access("E=X G=M"),        "kkukkk"),
        ("others' permissions too",       |it| it.application().required_resource_access = access("A=12 G=C1M B=3"), "kkkkkk"),
        ("more than is wished",           |it| it.desired.permissions = vec![Permission::CalendarsReadWrite],        "kkkkk"),
    ]);
}

#[test]
fn a_certificate_to_add() {
    #[rustfmt::skip]
    check(&[
        ("no certificate",                |it| it.application().key_credentials.clear(),                             "kkkukk"),
        ("another one",                   |it| it.application().key_credentials = vec![credential(2)],               "kkkukk"),
        ("another one that is over",      |it| it.application().key_credentials = vec![ending(2, NOW)],              "kkkukk"),
        ("ours among others",             |it| it.application().key_credentials = vec![credential(2), credential(1), credential(3)], "kkkkkk"),
        ("its identifier in base64",      |it| it.application().key_credentials[0].custom_key_identifier = Some("AQEBAQEBAQEBAQEBAQEBAQEBAQE=".to_owned()), "kkkkkk"),
        ("an identifier of one's own",    |it| it.application().key_credentials[0].custom_key_identifier = Some("build 12".to_owned()), "kkkukk"),
        ("no identifier",                 |it| it.application().key_credentials[0].custom_key_identifier = None,     "kkkukk"),
    ]);
}

#[test]
fn a_certificate_to_keep() {
    for (name, credentials, expected) in [
        ("valid", vec![credential(1)], "kkkkkk"),
        (
            "valid among others",
            vec![ending(2, NOW), credential(1)],
            "kkkkkk",
        ),
        ("another one", vec![credential(2)], "kkkbkk"),
        ("none", vec![], "kkkbkk"),
        ("over", vec![ending(1, NOW)], "kkkbkk"),
        (
            "over a moment ago",
            vec![ending(1, "2026-11-21T07:59:59.9Z")],
            "kkkbkk",
        ),
        (
            "over in a moment",
            vec![ending(1, "2026-11-21T08:00:01Z")],
            "kkkkkk",
        ),
        (
            "over, and there again",
            vec![ending(1, NOW), credential(1)],
            "kkkkkk",
        ),
    ] {
        let mut case = Case::complete();
        case.application().key_credentials = credentials;
        case.desired.certificate = DesiredCertificate::Keep(Thumbprint::from_bytes([1; 20]));
        let plan = plan(&case.desired, &case.observed);
        assert_eq!(letters(&plan), expected, "{name}");
    }
}

#[test]
fn a_certificate_to_keep_that_is_not_to_be_used() {
    #[rustfmt::skip]
    check(&[
        ("not begun",                     |it| keep(it, |one| one.start_date_time = Some("2026-11-21T08:00:01Z".to_owned())), "kkkbkk"),
        ("begun now",                     |it| keep(it, |one| one.start_date_time = Some(NOW.to_owned())),           "kkkkkk"),
        ("for signing",                   |it| keep(it, |one| { one.other.insert("usage".to_owned(), "Sign".into()); }), "kkkbkk"),
        ("without an end",                |it| keep(it, |one| one.end_date_time = None),                             "kkkbkk"),
        ("without a set-up",              |it| { keep(it, |_| {}); it.observed = nothing() },                        "ccubcc"),
    ]);
}

fn keep(case: &mut Case, change: fn(&mut graph::key_credential::KeyCredential)) {
    case.desired.certificate = DesiredCertificate::Keep(case.desired.thumbprint());
    change(&mut case.application().key_credentials[0]);
}

#[test]
fn the_consents() {
    #[rustfmt::skip]
    check(&[
        ("nothing granted",               |it| it.there().assignments.clear(),                                       "kkkkcc"),
        ("calendars granted",             |it| it.there().assignments.truncate(1),                                   "kkkkkc"),
        ("settings granted",              |it| { it.there().assignments.remove(0); },                                "kkkkck"),
        ("by another API",                |it| it.there().assignments[0].resource_id = object('6'),                  "kkkkck"),
        ("by the old API",                |it| it.there().assignments[0].resource_id = object(EXCHANGE),             "kkkkck"),
        ("another role",                  |it| it.there().assignments[0] = holding(MICROSOFT_GRAPH, &crate::scene::guid('6')), "kkkkck"),
        ("more than is wished",           |it| it.there().assignments.push(holding('6', &crate::scene::guid('6'))),  "kkkkkk"),
        ("calendars only wished",         |it| it.desired.permissions = vec![Permission::CalendarsReadWrite],        "kkkkk"),
        ("calendars only, not granted",   |it| { it.desired.permissions.truncate(1); it.there().assignments.clear() }, "kkkkc"),
        ("left, and granted",             |it| it.desired.leave_consent = true,                                      "kkkkkk"),
        ("left, nothing granted",         |it| { it.desired.leave_consent = true; it.there().assignments.clear() },  "kkkkhh"),
        ("left, one granted",             |it| { it.desired.leave_consent = true; it.there().assignments.truncate(1) }, "kkkkkh"),
        ("left, none yet",                |it| { it.desired.leave_consent = true; it.observed = nothing() },         "ccuuhh"),
        ("left, not offered",             |it| { it.desired.leave_consent = true; it.observed.microsoft_graph.app_roles.clear() }, "kkkkbb"),
        ("not offered, though granted",   |it| it.observed.microsoft_graph.app_roles.clear(),                        "kkkkbb"),
        ("one offered, not declared",     |it| { it.application().required_resource_access.clear(); it.observed.microsoft_graph.app_roles.truncate(1) }, "kkukkb"),
    ]);
}

/// Between the certificate and the consents, one step for each owner that is there and shall go.
#[test]
fn the_owners() {
    #[rustfmt::skip]
    check(&[
        ("none",                          |_| {},                                                                    "kkkkkk"),
        ("several, none to go",           |it| owners(it, "567", ""),                                                "kkkkkk"),
        ("one of three to go",            |it| owners(it, "567", "6"),                                               "kkkkrkk"),
        ("two of three to go",            |it| owners(it, "567", "75"),                                              "kkkkrrkk"),
        ("all to go",                     |it| owners(it, "567", "567"),                                             "kkkkrrbkk"),
        ("the only one to go",            |it| owners(it, "5", "5"),                                                 "kkkkbkk"),
        ("the only one to go, and others", |it| owners(it, "5", "567"),                                              "kkkkbkk"),
        ("one to go who is none",         |it| owners(it, "567", "4"),                                               "kkkkkk"),
        ("two to go of whom one is none", |it| owners(it, "567", "46"),                                              "kkkkrkk"),
        ("one to go, said twice",         |it| owners(it, "567", "66"),                                              "kkkkrkk"),
        ("one to go, no owners at all",   |it| owners(it, "", "6"),                                                  "kkkkkk"),
        ("one to go, no set-up",          |it| { owners(it, "567", "6"); it.observed = nothing() },                  "ccuucc"),
    ]);
}

fn owners(case: &mut Case, there: &str, to_go: &str) {
    case.there().owners = there.chars().map(owner).collect();
    case.desired.remove_owners = to_go.chars().map(object).collect();
}

/// Owners go in the order in which the tenant shows them, each by their own request.
#[test]
fn each_owner_goes_by_a_request_of_their_own() {
    let mut case = Case::complete();
    owners(&mut case, "567", "75");
    let plan = plan(&case.desired, &case.observed);
    let paths = plan.steps.iter().filter_map(|step| step.action.write());
    let paths: Vec<String> = paths.map(graph::Template::shown_path).collect();
    let path = |digit| {
        let (application, owner) = (object('1'), object(digit));
        format!("/v1.0/applications/{application}/owners/{owner}/$ref")
    };
    assert_eq!(paths, [path('5'), path('7')]);
}
