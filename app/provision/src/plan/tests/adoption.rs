//! Rows of adopting what somebody made by hand: what becomes of it, and what of theirs stays as it is.

use base::ObjectId;
use base::Thumbprint;
use graph::application::RequiredResourceAccess;
use serde_json::Value;
use serde_json::json;
use survey::Permission;

use super::letters;
use super::step;
use crate::Action;
use crate::Desired;
use crate::DesiredCertificate;
use crate::Observed;
use crate::plan;
use crate::scene::adopting;
use crate::scene::by_hand;
use crate::scene::changes::Case;
use crate::scene::changes::Make;
use crate::scene::declared::access;
use crate::scene::declared::short;
use crate::scene::lock;
use crate::scene::object;
use crate::scene::wanted_roles;

/// What somebody made by hand years ago, and what is wished of it.
fn adoption(make: fn(&mut Case)) -> Case {
    let mut case = Case {
        desired: adopting(),
        observed: by_hand(),
    };
    make(&mut case);
    case
}

fn keep(case: &mut Case, byte: u8) {
    case.desired.certificate = DesiredCertificate::Keep(Thumbprint::from_bytes([byte; 20]));
}

#[test]
fn an_adoption_is_planned_like_everything_else() {
    #[rustfmt::skip]
    let rows: &[(&str, Make, &str)] = &[
        ("as it is",                          |_| {},                                                                                  "ukuucc"),
        ("calendars only",                    |it| it.desired.permissions = vec![Permission::CalendarsReadWrite],                      "ukuuc"),
        ("its certificate stays",             |it| keep(it, 6),                                                                        "ukukcc"),
        ("the one that is over stays",        |it| keep(it, 5),                                                                        "ukubcc"),
        ("one that is not there stays",       |it| keep(it, 1),                                                                        "ukubcc"),
        ("what is obsolete goes",             |it| it.desired.remove_obsolete = true,                                                  "ukuuccr"),
        ("its owner goes",                    |it| it.desired.remove_owners = vec![object('7')],                                       "ukuurcc"),
        ("both go",                           |it| { it.desired.remove_obsolete = true; it.desired.remove_owners = vec![object('7')] }, "ukuurccr"),
        ("the consent is left",               |it| it.desired.leave_consent = true,                                                    "ukuuhh"),
        ("the consent is there",              |it| it.there().assignments.extend(wanted_roles()),                                      "ukuukk"),
        ("everything is declared",            |it| it.declare("G=CM"),                                                                 "ukuucc"),
        ("everything is declared in place",   |it| it.application().required_resource_access = access("E=X G=UCM A=1"),                "ukkucc"),
        ("no service principal",              |it| it.without_principal(),                                                             "ucuucc"),
        ("locked already",                    |it| it.application().service_principal_lock_configuration = lock(json!({ "isEnabled": true, "allProperties": true })), "ukuucc"),
        ("our label already",                 |it| it.application().tags.push("console".to_owned()),                                   "ukuucc"),
        ("our label and lock already",        |it| { it.application().tags.push("console".to_owned()); it.application().service_principal_lock_configuration = lock(json!({ "isEnabled": true, "allProperties": true })) }, "kkuucc"),
        ("it bears our key",                  |it| it.application().unique_name = Some("push".to_owned()),                             "ukuucc"),
        ("it bears our name",                 |it| it.application().display_name = "Push".to_owned(),                                  "ukuucc"),
    ];
    for (name, make, expected) in rows {
        let case = adoption(*make);
        let plan = plan(&case.desired, &case.observed);
        assert_eq!(letters(&plan), *expected, "{name}");
    }
}

fn application_after(desired: &Desired, observed: &Observed) -> Option<(Value, Value)> {
    match &step(&plan(desired, observed), "application").action {
        Action::Update { before, after, .. } => Some((before.clone(), after.clone())),
        _ => None,
    }
}

/// The names of the properties that are set: name and audience only of what this console made, which is told by the key
/// alone. Once the label is on it again nothing else tells, and a plan that is carried out must leave nothing to do.
#[test]
fn only_what_differs_is_set_and_name_and_audience_only_of_our_own() {
    #[rustfmt::skip]
    let rows: &[(&str, Make, &str)] = &[
        ("as it is",                        |_| {},                                                                "lock tags"),
        ("our name on it",                  |it| it.application().display_name = "Push".to_owned(),                "lock tags"),
        ("our key",                         |it| it.application().unique_name = Some("push".to_owned()),           "audience lock name tags"),
        ("a key of theirs",                 |it| it.application().unique_name = Some("theirs".to_owned()),         "lock tags"),
        ("our label",                       |it| it.application().tags = vec!["console".to_owned()],               "lock"),
        ("our label and a key of theirs",   |it| { it.application().tags = vec!["console".to_owned()]; it.application().unique_name = Some("theirs".to_owned()) }, "lock"),
        ("our label and our key",           |it| { it.application().tags = vec!["console".to_owned()]; it.application().unique_name = Some("push".to_owned()) }, "audience lock name"),
        ("our label and our second key",    |it| { it.application().tags = vec!["console".to_owned()]; it.application().unique_name = Some("push-2".to_owned()) }, "audience lock name"),
        ("label, key and name of ours",     |it| { *it = Case::complete(); it.application().sign_in_audience = None },                   "audience"),
        ("label, key and audience of ours", |it| { *it = Case::complete(); it.application().display_name.clear() },                      "name"),
        ("all but the lock",                |it| { *it = Case::complete(); it.application().service_principal_lock_configuration = None }, "lock"),
        ("all but the label",               |it| { *it = Case::complete(); it.application().tags.clear() },                              "tags"),
        ("neither label nor name",          |it| { *it = Case::complete(); it.application().tags.clear(); it.application().display_name.clear() }, "name tags"),
    ];
    for (name, make, expected) in rows {
        let case = adoption(*make);
        let (before, after) = application_after(&case.desired, &case.observed).unwrap();
        let names = |properties: &Value| {
            let properties = properties.as_object().unwrap().keys();
            let mut names: Vec<&str> = properties.map(|name| in_short(name)).collect();
            names.sort_unstable();
            names.join(" ")
        };
        assert_eq!(names(&after), *expected, "{name}");
        assert_eq!(names(&before), *expected, "{name}");
    }
}

fn in_short(property: &str) -> &str {
    match property {
        "displayName" => "name",
        "signInAudience" => "audience",
        "servicePrincipalLockConfiguration" => "lock",
        other => other,
    }
}

/// Labels are replaced whole, so those of others are sent too, in their order and before ours.
#[test]
fn labels_of_others_stay() {
    for (there, expected) in [
        ("", Some("console")),
        ("a", Some("a console")),
        ("b a", Some("b a console")),
        ("a a", Some("a a console")),
        ("Console", Some("Console console")),
        ("console2", Some("console2 console")),
        ("console", None),
        ("a console b", None),
    ] {
        let mut case = adoption(|_| {});
        case.application().tags = there.split_whitespace().map(str::to_owned).collect();
        let (before, after) = application_after(&case.desired, &case.observed).unwrap();
        let expected = expected.map(|tags| json!(tags.split(' ').collect::<Vec<_>>()));
        assert_eq!(after.get("tags"), expected.as_ref(), "{there}");
        let was = expected.map(|_| json!(case.application().tags));
        assert_eq!(before.get("tags"), was.as_ref(), "{there}");
    }
}

/// The lock of before is in the plan as it was read, so that undoing can put it back.
#[test]
fn the_lock_becomes_full() {
    for before in [
        Value::Null,
        json!({ "isEnabled": false, "allProperties": false }),
        json!({ "isEnabled": false, "allProperties": true }),
        json!({ "isEnabled": true, "allProperties": false, "credentialsWithUsageSign": true, "tokenEncryptionKeyId": null }),
    ] {
        let mut case = adoption(|_| {});
        let there = serde_json::from_value(before.clone()).unwrap();
        case.application().service_principal_lock_configuration = there;
        let (was, after) = application_after(&case.desired, &case.observed).unwrap();
        let lock = "servicePrincipalLockConfiguration";
        assert_eq!(was[lock], before);
        assert_eq!(
            after[lock],
            json!({ "isEnabled": true, "allProperties": true })
        );
    }
}

/// Declared (`X` of the old API, `U` of the portal) and granted or not, to go or not: the letters, and what is declared
/// then. The obsolete role is the last letter, behind the consents that replace it.
#[test]
fn what_is_obsolete_goes_only_if_wished() {
    #[rustfmt::skip]
    let rows = [
        ("",        false, false, "ukuucc",  "G=CM"),
        ("",        false, true,  "ukuucc",  "G=CM"),
        ("",        true,  false, "ukuucc",  "G=CM"),
        ("",        true,  true,  "ukuuccr", "G=CM"),
        ("G=U",     false, false, "ukuucc",  "G=UCM"),
        ("G=U",     false, true,  "ukuucc",  "G=CM"),
        ("G=U",     true,  false, "ukuucc",  "G=UCM"),
        ("G=U",     true,  true,  "ukuuccr", "G=CM"),
        ("E=X",     false, false, "ukuucc",  "E=X G=CM"),
        ("E=X",     false, true,  "ukuucc",  "G=CM"),
        ("E=X",     true,  false, "ukuucc",  "E=X G=CM"),
        ("E=X",     true,  true,  "ukuuccr", "G=CM"),
        ("E=X G=U", false, false, "ukuucc",  "E=X G=UCM"),
        ("E=X G=U", false, true,  "ukuucc",  "G=CM"),
        ("E=X G=U", true,  false, "ukuucc",  "E=X G=UCM"),
        ("E=X G=U", true,  true,  "ukuuccr", "G=CM"),
        // All that is needed is declared: to take away is the only change.
        ("G=CM",     true, true,  "ukkuccr", "G=CM"),
        ("G=UCM",    true, false, "ukkucc",  "G=UCM"),
        ("G=UCM",    true, true,  "ukuuccr", "G=CM"),
        ("E=X G=CM", true, false, "ukkucc",  "E=X G=CM"),
        ("E=X G=CM", true, true,  "ukuuccr", "G=CM"),
    ];
    for (declared, held, remove, expected, after) in rows {
        let name = format!("{declared} held {held} remove {remove}");
        let mut case = adoption(|_| {});
        case.application().required_resource_access = access(declared);
        case.desired.remove_obsolete = remove;
        if !held {
            case.there().assignments.clear();
            case.there().obsolete.clear();
        }
        let plan = plan(&case.desired, &case.observed);
        assert_eq!(letters(&plan), expected, "{name}");
        let then: Vec<RequiredResourceAccess> = match &step(&plan, "declared-permissions").action {
            Action::Update { after, .. } => serde_json::from_value(after.clone()).unwrap(),
            _ => access(declared),
        };
        assert_eq!(short(&then), after, "{name}");
    }
}

/// Who leaves the consent to a colleague lacks the role for taking one away, too; and until the colleague has consented,
/// the old permission is the one that the calendars live on.
#[test]
fn the_obsolete_role_stays_while_the_consent_is_left_to_a_colleague() {
    let case = adoption(|it| {
        it.desired.leave_consent = true;
        it.desired.remove_obsolete = true;
    });
    assert_eq!(letters(&plan(&case.desired, &case.observed)), "ukuuhhh");
}

/// Only the old API's role goes: the same id of Microsoft Graph is the permission that is needed.
#[test]
fn the_obsolete_role_goes_by_its_own_assignment() {
    let case = adoption(|it| {
        it.there().assignments.extend(wanted_roles());
        it.desired.remove_obsolete = true;
    });
    let plan = plan(&case.desired, &case.observed);
    assert_eq!(letters(&plan), "ukuukkr");
    let held = crate::scene::obsolete_role();
    let write = plan.steps[6].action.write().unwrap();
    let path = format!(
        "/v1.0/servicePrincipals/{}/appRoleAssignedTo/{}",
        held.resource_id, held.id
    );
    assert_eq!(
        (write.method.as_str(), write.shown_path()),
        ("DELETE", path)
    );
}

/// No request goes to anything but the application and service principal that were chosen, and the APIs.
#[test]
fn every_request_is_about_the_application_that_was_chosen() {
    let case = adoption(|it| {
        it.desired.remove_obsolete = true;
        it.desired.remove_owners = vec![object('7')];
    });
    let own = |id: &ObjectId| format!("/v1.0/applications/{id}");
    let plan = plan(&case.desired, &case.observed);
    for step in plan
        .steps
        .iter()
        .filter(|step| step.action.write().is_some())
    {
        let write = step.action.write().unwrap();
        assert!(!write.has_pending(), "{}", step.id);
        let path = write.shown_path();
        let to_application = path.starts_with(&own(&object('1')));
        let to_api =
            path.starts_with("/v1.0/servicePrincipals/") && path.contains("/appRoleAssignedTo");
        assert!(to_application || to_api, "{path}");
    }
}
