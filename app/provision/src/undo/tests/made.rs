//! Rows of undoing a run that made the application.

use serde_json::Value;
use serde_json::json;

use super::in_short;
use crate::ObservedSetUp;
use crate::scene::ADMINISTRATOR;
use crate::scene::by_hand;
use crate::scene::credential;
use crate::scene::declared::access;
use crate::scene::desired;
use crate::scene::federated;
use crate::scene::guid;
use crate::scene::holding;
use crate::scene::nothing;
use crate::scene::obsolete_role;
use crate::scene::owner;
use crate::scene::story::ByOthers;
use crate::scene::story::Fate;
use crate::scene::story::Story;
use crate::scene::tenant::canonical;

/// All that such a run did, one by one.
const ALL: &str = "withdraw(C) withdraw(M) take-off(1) declare() stays";

fn made() -> Story {
    let mut story = Story::begin(nothing());
    story.run(&desired());
    story
}

fn returning_to(address: &str) -> Option<graph::application::Platform> {
    Some(graph::application::Platform {
        redirect_uris: vec![address.to_owned()],
    })
}

pub(super) fn offering_a_scope() -> Option<graph::application::OfferedApi> {
    let scope = json!({ "id": guid('6'), "value": "Timetable.Read" });
    serde_json::from_value(json!({ "oauth2PermissionScopes": [scope] })).unwrap()
}

pub(super) fn offered_role() -> graph::service_principal::AppRole {
    serde_json::from_value(json!({ "id": guid('6'), "value": "Timetable.Admin" })).unwrap()
}

pub(super) fn own_credential() -> graph::service_principal::OwnCredential {
    serde_json::from_value(json!({ "keyId": guid('6') })).unwrap()
}

/// A group whose name may be read.
pub(super) fn assigned() -> graph::app_role_assignment::Assigned {
    let role = "00000000-0000-0000-0000-000000000000";
    let group =
        json!({ "principalId": guid('6'), "principalDisplayName": "Staff", "appRoleId": role });
    serde_json::from_value(group).unwrap()
}

pub(super) fn principal(
    set_up: &mut ObservedSetUp,
) -> &mut graph::service_principal::ServicePrincipal {
    set_up.service_principal.as_mut().unwrap()
}

pub(super) fn around(set_up: &mut ObservedSetUp) -> &mut crate::Surroundings {
    set_up.surroundings.as_mut().unwrap()
}

/// Something that others did since, and the plan.
type Row = (&'static str, ByOthers, &'static str);

/// Things of others on the application: it stays, and exactly ours goes.
#[rustfmt::skip]
const OTHERS: &[Row] = &[
    ("a certificate",                    |it| it.application.key_credentials.push(credential(5)),                        ALL),
    ("a certificate before ours",        |it| it.application.key_credentials.insert(0, credential(5)),                   ALL),
    ("a certificate without identifier", |it| it.application.key_credentials.push(unnamed()),                            ALL),
    ("a secret",                         |it| it.application.password_credentials.clone_from(&by_hand().set_up.unwrap().application.password_credentials), ALL),
    ("a federated credential",           |it| it.federated = Some(vec![federated("theirs")]),                            ALL),
    ("federated ones that are not shown", |it| it.federated = None,                                                      ALL),
    ("a permission of another API",      |it| it.application.required_resource_access.extend(access("A=1")),             "withdraw(C) withdraw(M) take-off(1) declare(A=1) stays"),
    ("a permission of Microsoft Graph",  |it| it.application.required_resource_access = access("G=C1M"),                 "withdraw(C) withdraw(M) take-off(1) declare(G=1) stays"),
    ("ours as a scope",                  |it| it.application.required_resource_access = access("G=cCM"),                 "withdraw(C) withdraw(M) take-off(1) declare(G=c) stays"),
    ("the old API's permission",         |it| it.application.required_resource_access = access("E=X G=CM"),              "withdraw(C) withdraw(M) take-off(1) declare(E=X) stays"),
    ("a label",                          |it| it.application.tags.push("theirs".to_owned()),                             ALL),
    ("a label before ours",              |it| it.application.tags.insert(0, "theirs".to_owned()),                        ALL),
    ("an owner",                         |it| it.owners = vec![owner('7')],                                              ALL),
    ("an owner beside whoever approved", |it| it.owners = vec![owner(ADMINISTRATOR), owner('7')],                        ALL),
    ("an address of a server",           |it| it.application.web = returning_to("https://theirs.example/"),                ALL),
    ("an address of a single page",      |it| it.application.spa = returning_to("https://theirs.example/"),                ALL),
    ("a role",                           |it| it.assignments.push(holding('6', &guid('6'))),                             ALL),
    ("a role of the old API",            |it| it.assignments.push(obsolete_role()),                                      ALL),
    ("another name",                     |it| it.application.display_name = "Theirs".to_owned(),                         ALL),
    ("their certificate in ours' place", |it| it.application.key_credentials = vec![credential(5)],                      "withdraw(C) withdraw(M) declare() stays"),
    ("their permission in ours' place",  |it| it.application.required_resource_access = access("A=1"),                   "withdraw(C) withdraw(M) take-off(1) stays"),
    ("their role in ours' place",        |it| it.assignments = vec![holding('6', &guid('6'))],                           "take-off(1) declare() stays"),
    ("another audience",                 |it| it.application.sign_in_audience = Some("AzureADMultipleOrgs".to_owned()),  ALL),
    ("a note",                           |it| it.application.notes = Some("Keep".to_owned()),                            ALL),
    ("an address of a device",           |it| it.application.public_client = returning_to("http://localhost"),           ALL),
    ("a name as an API",                 |it| it.application.identifier_uris.push("api://theirs".to_owned()),            ALL),
    ("a scope",                          |it| it.application.api = offering_a_scope(),                                   ALL),
    ("a role that it offers",            |it| it.application.app_roles.push(offered_role()),                             ALL),
    ("a secret of the principal's own",  |it| principal(it).password_credentials.push(own_credential()),                 ALL),
    ("an owner of the principal",        |it| around(it).principal_owners.push(owner('7')),                              ALL),
    ("somebody assigned",                |it| around(it).assigned.push(assigned()),                                      ALL),
    ("what cannot be looked at",         |it| it.surroundings = None,                                                    ALL),
    ("their role beside one of ours",    |it| it.assignments[0] = holding('6', &guid('6')),                              "withdraw(M) take-off(1) declare() stays"),
    ("a name, without service principal", |it| { it.application.display_name.clear(); without_principal(it) },           "take-off(1) declare() stays"),
    ("all but a label",                  |it| { emptied(it); it.application.tags.push("theirs".to_owned()) },            "stays"),
];

/// Nothing of others is on it, whatever they took away: all of it goes at once.
#[rustfmt::skip]
const OURS_ONLY: &[Row] = &[
    ("nothing",                          |_| {},                                                                         "delete"),
    ("whoever approved is its owner",    |it| it.owners = vec![owner(ADMINISTRATOR)],                                    "delete"),
    ("our certificate taken off",        |it| it.application.key_credentials.clear(),                                    "delete"),
    ("our permission taken out",         |it| it.application.required_resource_access.clear(),                           "delete"),
    ("one of our permissions taken out", |it| it.application.required_resource_access = access("G=M"),                   "delete"),
    ("our consent withdrawn",            |it| it.assignments.clear(),                                                    "delete"),
    ("disabled",                         |it| it.service_principal.as_mut().unwrap().account_enabled = Some(false),      "delete"),
    ("whoever approved owns the principal", |it| around(it).principal_owners.push(owner(ADMINISTRATOR)),                 "delete"),
    ("service principal deleted",        without_principal,                                                              "delete"),
    ("all of it taken away",             emptied,                                                                        "delete"),
    ("unlocked",                         |it| it.application.service_principal_lock_configuration = None,                "delete"),
    // Without our label it is another one, or was taken out of our hands.
    ("our label taken off",              |it| it.application.tags.clear(),                                               "not-ours"),
    ("our label replaced",               |it| it.application.tags = vec!["theirs".to_owned()],                           "not-ours"),
    ("our label in other letters",       |it| it.application.tags = vec!["Console".to_owned()],                          "not-ours"),
];

fn unnamed() -> graph::key_credential::KeyCredential {
    graph::key_credential::KeyCredential {
        custom_key_identifier: None,
        ..credential(5)
    }
}

fn without_principal(set_up: &mut ObservedSetUp) {
    set_up.service_principal = None;
    set_up.assignments.clear();
}

fn emptied(set_up: &mut ObservedSetUp) {
    set_up.application.key_credentials.clear();
    set_up.application.required_resource_access.clear();
    set_up.assignments.clear();
}

#[test]
fn an_application_goes_with_all_that_is_on_it_or_stays_with_what_others_put_there() {
    for (name, change, expected) in OTHERS.iter().chain(OURS_ONLY) {
        let mut story = made();
        story.then(change);
        assert_eq!(in_short(&story.undo()), *expected, "{name}");
    }
}

#[test]
fn exactly_ours_is_gone_after_undoing_and_all_of_others_is_there() {
    for (name, change, _) in OTHERS {
        let ours = canonical(&made().observed);
        let mut story = made();
        let there = canonical(&story.then(change).observed);
        let left = canonical(&story.undone().observed);
        for collection in ["declared", "certificates", "held"] {
            let list = |whole: &Value| whole[collection].as_array().cloned().unwrap();
            let others: Vec<_> = list(&there)
                .into_iter()
                .filter(|one| !list(&ours).contains(one))
                .collect();
            assert_eq!(list(&left), others, "{name}: {collection}");
        }
        for property in ["name", "tags", "secrets", "owners", "principal"] {
            assert_eq!(left[property], there[property], "{name}: {property}");
        }
        assert_eq!(in_short(&story.undo()), "stays", "{name}");
    }
}

#[test]
fn nothing_is_left_to_undo_where_nothing_is() {
    let mut story = made();
    story.observed = nothing();
    assert_eq!(in_short(&story.undo()), "gone");
    let mut story = made();
    story.undone();
    assert_eq!(canonical(&story.observed), Value::Null);
    assert_eq!(in_short(&story.undo()), "");
}

/// What is told is what others put there, by names where the tenant tells them.
#[test]
fn why_an_application_stays_is_told() {
    #[rustfmt::skip]
    let rows: &[(ByOthers, &str)] = &[
        (|it| it.application.key_credentials.push(credential(5)),         "credentials(0505050505050505050505050505050505050505)"),
        (|it| it.application.key_credentials.push(unnamed()),             "credentials(00000005-0000-4000-8000-00000000000c)"),
        (|it| principal(it).key_credentials.push(own_credential()),       "credentials(66666666-0000-4000-8000-000000000000)"),
        (|it| it.federated = Some(vec![federated("theirs")]),             "credentials(pipeline)"),
        (|it| it.federated = None,                                        "federated-unseen(Push)"),
        (|it| it.application.required_resource_access.extend(access("E=X")), "permissions(Calendars.ReadWrite.All)"),
        (|it| it.assignments.push(obsolete_role()),                       "permissions(Calendars.ReadWrite.All)"),
        (|it| it.assignments.push(holding('6', &guid('6'))),              "permissions(66666666-0000-4000-8000-000000000000)"),
        (|it| it.application.display_name = "Theirs".to_owned(),          "properties(displayName: Theirs)"),
        (|it| it.application.tags.push("theirs".to_owned()),              "properties(tags: console theirs)"),
        (|it| it.owners = vec![owner(ADMINISTRATOR), owner('7')],         "owners(77777777-0000-4000-8000-000000000000)"),
        (|it| around(it).principal_owners.push(owner('7')),               "owners(77777777-0000-4000-8000-000000000000)"),
        (|it| around(it).assigned.push(assigned()),                       "assigned(Staff)"),
        (|it| it.application.api = offering_a_scope(),                    "offered(Timetable.Read)"),
        (|it| it.application.app_roles.push(offered_role()),              "offered(Timetable.Admin)"),
        (|it| it.application.identifier_uris.push("api://theirs".to_owned()), "addresses(api://theirs)"),
        (|it| it.application.public_client = returning_to("http://localhost"), "addresses(http://localhost)"),
        (|it| it.surroundings = None,                                     "unseen(33333333-0000-4000-8000-000000000000)"),
        (|it| { it.owners.push(owner('7')); it.application.notes = Some("Keep".to_owned()) }, "properties(notes: Keep) owners(77777777-0000-4000-8000-000000000000)"),
    ];
    for (change, expected) in rows {
        let mut story = made();
        story.then(change);
        assert_eq!(super::others(&story.undo()), *expected);
    }
}

/// Deleting names what was looked at, so that what comes onto the application meanwhile stops it.
#[test]
fn deleting_is_bound_to_what_was_seen() {
    let plan = made().undo();
    let crate::Action::Remove { write, before, .. } = &plan.steps[0].action else {
        panic!("{plan:?}");
    };
    assert_eq!(write.method, "DELETE");
    assert_eq!(
        write.shown_path(),
        format!("/v1.0/applications/{}", guid('1'))
    );
    assert_eq!(before["displayName"], json!("Push"));
    assert_eq!(before["tags"], json!(["console"]));
    assert_eq!(before["passwordCredentials"], json!([]));
    assert_eq!(before["keyCredentials"], json!([credential(1).key_id]));
}

/// How one step fared, and the plan. What was found done, and what was refused, is not ours.
#[test]
fn only_what_the_run_did_or_may_have_done_is_undone() {
    use Fate::Closed;
    use Fate::ClosedAfter;
    use Fate::Found;
    use Fate::FoundAfter;
    use Fate::Lost;
    use Fate::Refused;
    use Fate::Unanswered;
    #[rustfmt::skip]
    let rows = [
        ("application",          Found,       "withdraw(C) withdraw(M) take-off(1) declare() delete-principal"),
        ("application",          Refused,     ""),
        ("application",          Lost,        "gone"),
        ("application",          Closed,      "gone"),
        ("application",          Unanswered,  "delete"),
        ("application",          ClosedAfter, "delete"),
        ("service-principal",    Found,       "delete"),
        ("service-principal",    FoundAfter,  "delete"),
        ("service-principal",    Refused,     "delete"),
        ("service-principal",    Lost,        "delete"),
        ("service-principal",    Unanswered,  "delete"),
        ("declared-permissions", Found,       "withdraw(C) withdraw(M) take-off(1) stays"),
        ("declared-permissions", FoundAfter,  "withdraw(C) withdraw(M) take-off(1) stays"),
        ("declared-permissions", Refused,     "delete"),
        ("declared-permissions", Unanswered,  "delete"),
        ("certificate",          Found,       "withdraw(C) withdraw(M) declare() stays"),
        ("certificate",          FoundAfter,  "withdraw(C) withdraw(M) declare() stays"),
        ("certificate",          Refused,     "delete"),
        ("certificate",          Lost,        "delete"),
        ("certificate",          Unanswered,  "delete"),
        ("certificate",          ClosedAfter, "delete"),
        ("consent-Calendars.ReadWrite",       Found,      "withdraw(M) take-off(1) declare() stays"),
        ("consent-Calendars.ReadWrite",       FoundAfter, "withdraw(M) take-off(1) declare() stays"),
        ("consent-Calendars.ReadWrite",       Refused,    "delete"),
        ("consent-Calendars.ReadWrite",       Unanswered, "delete"),
        ("consent-MailboxSettings.ReadWrite", Found,      "withdraw(C) take-off(1) declare() stays"),
        ("consent-MailboxSettings.ReadWrite", Lost,       "delete"),
        ("consent-MailboxSettings.ReadWrite", Closed,     "delete"),
    ];
    for (step, fate, expected) in rows {
        let mut story = Story::begin(nothing());
        story.run_with(&desired(), &[(step, fate)]);
        assert_eq!(in_short(&story.undo()), expected, "{step} {fate:?}");
    }
}

/// A step fared so, and then somebody else did what it would have done.
#[test]
fn what_others_did_in_place_of_a_refused_step_is_theirs() {
    use Fate::Lost;
    use Fate::Refused;
    #[rustfmt::skip]
    let rows: &[(&str, Fate, ByOthers, &str)] = &[
        ("declared-permissions", Refused, |it| it.application.required_resource_access = access("G=CM"), "stays"),
        ("declared-permissions", Lost,    |it| it.application.required_resource_access = access("G=CM"), "delete"),
        ("certificate",          Refused, |it| it.application.key_credentials = vec![credential(1)],     "declare() stays"),
        ("certificate",          Lost,    |it| it.application.key_credentials = vec![credential(1)],     "delete"),
        ("consent-Calendars.ReadWrite", Refused, |it| it.assignments.extend(crate::scene::wanted_roles()), "take-off(1) declare() stays"),
        ("consent-Calendars.ReadWrite", Lost,    |it| it.assignments.truncate(0),                        "delete"),
        ("consent-MailboxSettings.ReadWrite", Refused, |it| it.assignments = crate::scene::wanted_roles(), "withdraw(C) take-off(1) declare() stays"),
    ];
    for (step, fate, change, expected) in rows {
        let mut story = Story::begin(nothing());
        story.run_with(&desired(), &[(step, *fate)]).then(change);
        assert_eq!(in_short(&story.undo()), *expected, "{step} {fate:?}");
    }
}

/// A file does not say credibly who made an application, so that whoever owns it counts as somebody else, and is told as
/// whoever may have made it; without an owner it goes.
#[test]
fn what_a_claimed_run_made_stays_where_it_has_an_owner() {
    let unclear = "owners-unclear(aaaaaaaa-0000-4000-8000-000000000000)";
    let rows: &[(ByOthers, &str, &str)] = &[
        (|_| {}, "delete", ""),
        (|it| it.owners = vec![owner(ADMINISTRATOR)], ALL, unclear),
        (
            |it| around(it).principal_owners = vec![owner(ADMINISTRATOR)],
            ALL,
            unclear,
        ),
        (
            |it| {
                it.owners = vec![owner(ADMINISTRATOR)];
                it.application.notes = Some("Keep".to_owned());
            },
            ALL,
            "properties(notes: Keep) owners-unclear(aaaaaaaa-0000-4000-8000-000000000000)",
        ),
    ];
    for (change, expected, told) in rows {
        let mut story = made();
        story.then(change);
        let runs = super::adopted::claimed(story.runs.clone());
        let plan = crate::undo(&runs, &crate::scene::marks(), &story.observed);
        assert_eq!(in_short(&plan), *expected);
        assert_eq!(super::others(&plan), *told);
    }
}
