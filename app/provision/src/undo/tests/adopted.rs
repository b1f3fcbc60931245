//! Rows of undoing a run that took an application into use which somebody had made by hand.

use serde_json::Value;
use serde_json::json;
use survey::Permission;

use super::in_short;
use super::made::around;
use super::made::assigned;
use super::made::own_credential;
use super::made::principal;
use crate::Action;
use crate::scene::ADMINISTRATOR;
use crate::scene::adopting;
use crate::scene::by_hand;
use crate::scene::changes::Case;
use crate::scene::changes::Make;
use crate::scene::credential;
use crate::scene::declared::access;
use crate::scene::guid;
use crate::scene::holding;
use crate::scene::lock;
use crate::scene::marks;
use crate::scene::object;
use crate::scene::obsolete_role;
use crate::scene::owner;
use crate::scene::story::ByOthers;
use crate::scene::story::Fate;
use crate::scene::story::Story;
use crate::scene::tenant::canonical;
use crate::scene::wanted_roles;

/// What an adoption is like from which nothing goes.
fn plain() -> Case {
    Case {
        desired: adopting(),
        observed: by_hand(),
    }
}

/// One from which the obsolete permissions and the owner go.
fn thorough() -> Case {
    let mut case = plain();
    case.desired.remove_obsolete = true;
    case.desired.remove_owners = vec![object('7')];
    case
}

fn keep(case: &mut Case) {
    let thumbprint = credential(6).thumbprint().unwrap();
    case.desired.certificate = crate::DesiredCertificate::Keep(thumbprint);
}

fn full() -> Option<graph::application::ServicePrincipalLock> {
    lock(json!({ "isEnabled": true, "allProperties": true }))
}

#[test]
fn an_adoption_is_taken_back_piece_by_piece() {
    #[rustfmt::skip]
    let rows: &[(&str, Make, &str)] = &[
        ("as it is",             |_| {},                                                              "withdraw(C) withdraw(M) take-off(1) declare(E=X G=U A=1) set(lock,tags)"),
        ("calendars only",       |it| it.desired.permissions = vec![Permission::CalendarsReadWrite],  "withdraw(C) take-off(1) declare(E=X G=U A=1) set(lock,tags)"),
        ("its certificate kept", keep,                                                                "withdraw(C) withdraw(M) declare(E=X G=U A=1) set(lock,tags)"),
        ("consent left",         |it| it.desired.leave_consent = true,                                "take-off(1) declare(E=X G=U A=1) set(lock,tags)"),
        ("consent there before", |it| it.there().assignments.extend(wanted_roles()),                  "take-off(1) declare(E=X G=U A=1) set(lock,tags)"),
        ("declared before",      |it| it.application().required_resource_access = access("G=CM"),     "withdraw(C) withdraw(M) take-off(1) set(lock,tags)"),
        ("one declared before",  |it| it.application().required_resource_access = access("G=M"),      "withdraw(C) withdraw(M) take-off(1) declare(G=M) set(lock,tags)"),
        ("nothing before",       |it| it.application().required_resource_access.clear(),              "withdraw(C) withdraw(M) take-off(1) declare() set(lock,tags)"),
        ("locked before",        |it| it.application().service_principal_lock_configuration = full(), "withdraw(C) withdraw(M) take-off(1) declare(E=X G=U A=1) set(tags)"),
        ("labelled before",      |it| it.application().tags = vec!["console".to_owned()],             "withdraw(C) withdraw(M) take-off(1) declare(E=X G=U A=1) set(lock)"),
        ("no service principal", |it| it.without_principal(),                                         "withdraw(C) withdraw(M) take-off(1) declare(E=X G=U A=1) delete-principal set(lock,tags)"),
        ("it bore our key",      |it| it.application().unique_name = Some("push".to_owned()),         "withdraw(C) withdraw(M) take-off(1) declare(E=X G=U A=1) set(audience,lock,name,tags)"),
        ("obsolete gone",        |it| it.desired.remove_obsolete = true,                              "grant(X) withdraw(C) withdraw(M) take-off(1) declare(A=1 E=X G=U) set(lock,tags)"),
        ("owner gone",           |it| it.desired.remove_owners = vec![object('7')],                   "withdraw(C) withdraw(M) by-hand(7) take-off(1) declare(E=X G=U A=1) set(lock,tags)"),
        ("both gone",            |it| *it = thorough(),                                               "grant(X) withdraw(C) withdraw(M) by-hand(7) take-off(1) declare(A=1 E=X G=U) set(lock,tags)"),
    ];
    for (name, make, expected) in rows {
        let mut case = plain();
        make(&mut case);
        let mut story = Story::begin(case.observed);
        story.run(&case.desired);
        assert_eq!(in_short(&story.undo()), *expected, "{name}");
    }
}

/// After the thorough adoption others did something: what is theirs stays, what is gone is not undone again.
#[test]
fn what_others_did_since_stays() {
    #[rustfmt::skip]
    let rows: &[(&str, ByOthers, &str)] = &[
        ("a certificate",           |it| it.application.key_credentials.push(credential(9)),                     "grant(X) withdraw(C) withdraw(M) by-hand(7) take-off(1) declare(A=1 E=X G=U) set(lock,tags)"),
        ("their old ones gone",     |it| it.application.key_credentials = vec![credential(1)],                   "grant(X) withdraw(C) withdraw(M) by-hand(7) take-off(1) declare(A=1 E=X G=U) set(lock,tags)"),
        ("ours taken off",          |it| it.application.key_credentials = vec![credential(6)],                   "grant(X) withdraw(C) withdraw(M) by-hand(7) declare(A=1 E=X G=U) set(lock,tags)"),
        ("a permission",            |it| it.application.required_resource_access.extend(access("B=2")),          "grant(X) withdraw(C) withdraw(M) by-hand(7) take-off(1) declare(A=1 B=2 E=X G=U) set(lock,tags)"),
        ("one beside ours",         |it| it.application.required_resource_access = access("G=C2M A=1"),          "grant(X) withdraw(C) withdraw(M) by-hand(7) take-off(1) declare(G=2U A=1 E=X) set(lock,tags)"),
        ("ours taken out",          |it| it.application.required_resource_access = access("A=1"),                "grant(X) withdraw(C) withdraw(M) by-hand(7) take-off(1) declare(A=1 E=X G=U) set(lock,tags)"),
        ("obsolete declared again", |it| it.application.required_resource_access = access("G=CM E=X A=1"),       "grant(X) withdraw(C) withdraw(M) by-hand(7) take-off(1) declare(E=X A=1 G=U) set(lock,tags)"),
        ("all declared as before",  |it| it.application.required_resource_access = access("E=X G=U A=1"),        "grant(X) withdraw(C) withdraw(M) by-hand(7) take-off(1) set(lock,tags)"),
        ("obsolete granted again",  |it| it.assignments.push(obsolete_role()),                                   "withdraw(C) withdraw(M) by-hand(7) take-off(1) declare(A=1 E=X G=U) set(lock,tags)"),
        ("consent withdrawn",       |it| it.assignments.clear(),                                                 "grant(X) by-hand(7) take-off(1) declare(A=1 E=X G=U) set(lock,tags)"),
        ("a role",                  |it| it.assignments.push(holding('6', &guid('6'))),                          "grant(X) withdraw(C) withdraw(M) by-hand(7) take-off(1) declare(A=1 E=X G=U) set(lock,tags)"),
        ("the owner is back",       |it| it.owners.push(owner('7')),                                             "grant(X) withdraw(C) withdraw(M) take-off(1) declare(A=1 E=X G=U) set(lock,tags)"),
        ("another owner",           |it| it.owners.push(owner('5')),                                             "grant(X) withdraw(C) withdraw(M) by-hand(7) take-off(1) declare(A=1 E=X G=U) set(lock,tags)"),
        ("a secret",                |it| it.application.password_credentials.clear(),                            "grant(X) withdraw(C) withdraw(M) by-hand(7) take-off(1) declare(A=1 E=X G=U) set(lock,tags)"),
        ("another name",            |it| it.application.display_name = "Theirs".to_owned(),                      "grant(X) withdraw(C) withdraw(M) by-hand(7) take-off(1) declare(A=1 E=X G=U) set(lock,tags)"),
        ("another audience",        |it| it.application.sign_in_audience = Some("AzureADMyOrg".to_owned()),      "grant(X) withdraw(C) withdraw(M) by-hand(7) take-off(1) declare(A=1 E=X G=U) set(lock,tags)"),
        ("a label",                 |it| it.application.tags.push("theirs".to_owned()),                          "grant(X) withdraw(C) withdraw(M) by-hand(7) take-off(1) declare(A=1 E=X G=U) set(lock,tags)"),
        ("their label gone",        |it| it.application.tags = vec!["console".to_owned()],                       "grant(X) withdraw(C) withdraw(M) by-hand(7) take-off(1) declare(A=1 E=X G=U) set(lock,tags)"),
        ("another lock",            |it| it.application.service_principal_lock_configuration = lock(json!({ "isEnabled": false })), "grant(X) withdraw(C) withdraw(M) by-hand(7) take-off(1) declare(A=1 E=X G=U) set(tags)"),
        ("no lock",                 |it| it.application.service_principal_lock_configuration = None,             "grant(X) withdraw(C) withdraw(M) by-hand(7) take-off(1) declare(A=1 E=X G=U) set(tags)"),
        ("no service principal",    |it| { it.service_principal = None; it.assignments.clear() },                "by-hand(7) take-off(1) declare(A=1 E=X G=U) set(lock,tags)"),
        ("our label taken off",     |it| it.application.tags = vec!["timetable".to_owned()],                     "not-ours"),
    ];
    for (name, change, expected) in rows {
        let case = thorough();
        let mut story = Story::begin(case.observed);
        story.run(&case.desired).then(change);
        assert_eq!(in_short(&story.undo()), *expected, "{name}");
    }
}

/// Properties as the application has them after undoing: what they were, but for what others changed since.
#[test]
fn properties_become_what_they_were() {
    let half =
        json!({ "isEnabled": true, "allProperties": false, "credentialsWithUsageSign": true });
    let off = json!({ "isEnabled": false, "allProperties": true });
    for before in [Value::Null, half, off] {
        let mut case = plain();
        let there = serde_json::from_value(before.clone()).unwrap();
        case.application().service_principal_lock_configuration = there;
        let mut story = Story::begin(case.observed);
        story.run(&case.desired);
        let plan = story.undo();
        let last = plan.steps.last().unwrap();
        let Action::Update { write, after, .. } = &last.action else {
            panic!("{last:?}");
        };
        let expected = json!({
            "servicePrincipalLockConfiguration": before,
            "tags": ["timetable"],
        });
        assert_eq!(*after, expected);
        assert_eq!(write.body.as_ref(), Some(&expected));
    }
}

#[test]
fn of_the_labels_only_ours_goes() {
    for (since, expected) in [
        ("timetable console", "timetable"),
        ("console", ""),
        ("timetable console theirs", "timetable theirs"),
        ("theirs console timetable", "theirs timetable"),
        ("console console", ""),
    ] {
        let mut story = Story::begin(by_hand());
        let labels = |text: &str| {
            text.split_whitespace()
                .map(str::to_owned)
                .collect::<Vec<_>>()
        };
        story.run(&adopting());
        story.then(|it| it.application.tags = labels(since));
        story.undone();
        let left = story.observed.set_up.unwrap().application.tags;
        assert_eq!(left, labels(expected), "{since}");
    }
}

/// Graph answers with members of the lock that nobody wrote: it is still the lock that the run set.
#[test]
fn a_lock_with_more_members_is_still_ours() {
    let mut story = Story::begin(by_hand());
    let shown =
        json!({ "isEnabled": true, "allProperties": true, "credentialsWithUsageSign": null });
    story.run(&adopting());
    story.then(|it| it.application.service_principal_lock_configuration = lock(shown));
    story.undone();
    let application = story.observed.set_up.unwrap().application;
    assert_eq!(application.service_principal_lock_configuration, None);
}

/// A service principal that the run made goes, but not with what others gave it since.
#[test]
fn a_service_principal_that_others_use_stays() {
    #[rustfmt::skip]
    let rows: &[(&str, ByOthers, &str)] = &[
        ("nothing",             |_| {},                                                 "withdraw(C) withdraw(M) take-off(1) declare(E=X G=U A=1) delete-principal set(lock,tags)"),
        ("consent withdrawn",   |it| it.assignments.clear(),                            "take-off(1) declare(E=X G=U A=1) delete-principal set(lock,tags)"),
        ("a role",              |it| it.assignments.push(holding('6', &guid('6'))),     "withdraw(C) withdraw(M) take-off(1) declare(E=X G=U A=1) principal-stays set(lock,tags)"),
        ("the obsolete role",   |it| it.assignments.push(obsolete_role()),              "withdraw(C) withdraw(M) take-off(1) declare(E=X G=U A=1) principal-stays set(lock,tags)"),
        ("an owner",            |it| around(it).principal_owners.push(owner('7')),      "withdraw(C) withdraw(M) take-off(1) declare(E=X G=U A=1) principal-stays set(lock,tags)"),
        ("whoever approved",    |it| around(it).principal_owners.push(owner(ADMINISTRATOR)), "withdraw(C) withdraw(M) take-off(1) declare(E=X G=U A=1) delete-principal set(lock,tags)"),
        ("somebody assigned",   |it| around(it).assigned.push(assigned()),              "withdraw(C) withdraw(M) take-off(1) declare(E=X G=U A=1) principal-stays set(lock,tags)"),
        ("a secret of its own", |it| principal(it).password_credentials.push(own_credential()), "withdraw(C) withdraw(M) take-off(1) declare(E=X G=U A=1) principal-stays set(lock,tags)"),
        ("what cannot be seen", |it| it.surroundings = None,                            "withdraw(C) withdraw(M) take-off(1) declare(E=X G=U A=1) principal-stays set(lock,tags)"),
        ("it is gone",          |it| { it.service_principal = None; it.assignments.clear() }, "take-off(1) declare(E=X G=U A=1) set(lock,tags)"),
    ];
    for (name, change, expected) in rows {
        let mut case = plain();
        case.without_principal();
        let mut story = Story::begin(case.observed);
        story.run(&case.desired).then(change);
        assert_eq!(in_short(&story.undo()), *expected, "{name}");
    }
}

/// How one step fared, and the plan. What was found done, and what was refused, is not ours.
#[test]
fn only_what_the_run_did_or_may_have_done_is_undone() {
    use Fate::Found;
    use Fate::FoundAfter;
    use Fate::Lost;
    use Fate::Refused;
    use Fate::Unanswered;
    let owner = format!("owner-{}", object('7'));
    #[rustfmt::skip]
    let rows = [
        // The label is set first: without it nothing is undone, and nothing else was done.
        ("application",          Found,      "grant(X) withdraw(C) withdraw(M) by-hand(7) take-off(1) declare(A=1 E=X G=U)"),
        ("application",          Refused,    ""),
        ("application",          Lost,       ""),
        ("application",          Unanswered, "set(lock,tags)"),
        ("declared-permissions", Found,      "grant(X) withdraw(C) withdraw(M) by-hand(7) take-off(1) set(lock,tags)"),
        ("declared-permissions", Refused,    "set(lock,tags)"),
        ("declared-permissions", Lost,       "set(lock,tags)"),
        ("declared-permissions", Unanswered, "declare(A=1 E=X G=U) set(lock,tags)"),
        ("certificate",          Found,      "grant(X) withdraw(C) withdraw(M) by-hand(7) declare(A=1 E=X G=U) set(lock,tags)"),
        ("certificate",          Refused,    "declare(A=1 E=X G=U) set(lock,tags)"),
        ("certificate",          Unanswered, "take-off(1) declare(A=1 E=X G=U) set(lock,tags)"),
        (owner.as_str(),         Found,      "grant(X) withdraw(C) withdraw(M) take-off(1) declare(A=1 E=X G=U) set(lock,tags)"),
        (owner.as_str(),         Refused,    "take-off(1) declare(A=1 E=X G=U) set(lock,tags)"),
        (owner.as_str(),         Unanswered, "by-hand(7) take-off(1) declare(A=1 E=X G=U) set(lock,tags)"),
        ("consent-Calendars.ReadWrite",       Found,      "grant(X) withdraw(M) by-hand(7) take-off(1) declare(A=1 E=X G=U) set(lock,tags)"),
        ("consent-Calendars.ReadWrite",       FoundAfter, "grant(X) withdraw(M) by-hand(7) take-off(1) declare(A=1 E=X G=U) set(lock,tags)"),
        ("consent-Calendars.ReadWrite",       Refused,    "by-hand(7) take-off(1) declare(A=1 E=X G=U) set(lock,tags)"),
        ("consent-Calendars.ReadWrite",       Unanswered, "withdraw(C) by-hand(7) take-off(1) declare(A=1 E=X G=U) set(lock,tags)"),
        ("consent-MailboxSettings.ReadWrite", Refused,    "withdraw(C) by-hand(7) take-off(1) declare(A=1 E=X G=U) set(lock,tags)"),
        ("obsolete-Calendars.ReadWrite.All",  Found,      "withdraw(C) withdraw(M) by-hand(7) take-off(1) declare(A=1 E=X G=U) set(lock,tags)"),
        ("obsolete-Calendars.ReadWrite.All",  FoundAfter, "withdraw(C) withdraw(M) by-hand(7) take-off(1) declare(A=1 E=X G=U) set(lock,tags)"),
        ("obsolete-Calendars.ReadWrite.All",  Refused,    "withdraw(C) withdraw(M) by-hand(7) take-off(1) declare(A=1 E=X G=U) set(lock,tags)"),
        ("obsolete-Calendars.ReadWrite.All",  Lost,       "withdraw(C) withdraw(M) by-hand(7) take-off(1) declare(A=1 E=X G=U) set(lock,tags)"),
        ("obsolete-Calendars.ReadWrite.All",  Unanswered, "grant(X) withdraw(C) withdraw(M) by-hand(7) take-off(1) declare(A=1 E=X G=U) set(lock,tags)"),
    ];
    for (step, fate, expected) in rows {
        let case = thorough();
        let mut story = Story::begin(case.observed);
        story.run_with(&case.desired, &[(step, fate)]);
        assert_eq!(in_short(&story.undo()), expected, "{step} {fate:?}");
    }
}

/// A service principal that somebody else made, before its turn came or just then, is not the run's to delete.
#[test]
fn a_service_principal_that_was_found_stays() {
    for (fate, expected) in [
        (Fate::Done, true),
        (Fate::Found, false),
        (Fate::FoundAfter, false),
    ] {
        let mut case = plain();
        case.without_principal();
        let mut story = Story::begin(case.observed);
        story.run_with(&case.desired, &[("service-principal", fate)]);
        let plan = in_short(&story.undo());
        assert_eq!(plan.contains("delete-principal"), expected, "{plan}");
    }
}

/// What was undone already is not on the plan again; what is left is.
#[test]
fn an_undoing_that_was_interrupted_goes_on_with_the_rest() {
    let role = |role: &str| format!("consent-{}-{role}", object('9'));
    let (calendars, settings) = (
        role(graph::well_known::CALENDARS_READ_WRITE),
        role(graph::well_known::MAILBOX_SETTINGS_READ_WRITE),
    );
    let certificate = format!("certificate-{}", "01".repeat(20));
    #[rustfmt::skip]
    let rows = [
        (calendars.as_str(),     Fate::Refused,     "withdraw(C) withdraw(M) take-off(1) declare(E=X G=U A=1) set(lock,tags)"),
        (calendars.as_str(),     Fate::ClosedAfter, "withdraw(M) take-off(1) declare(E=X G=U A=1) set(lock,tags)"),
        (settings.as_str(),      Fate::Lost,        "withdraw(M) take-off(1) declare(E=X G=U A=1) set(lock,tags)"),
        (settings.as_str(),      Fate::Unanswered,  "take-off(1) declare(E=X G=U A=1) set(lock,tags)"),
        (certificate.as_str(),   Fate::Refused,     "take-off(1) declare(E=X G=U A=1) set(lock,tags)"),
        (certificate.as_str(),   Fate::Unanswered,  "declare(E=X G=U A=1) set(lock,tags)"),
        ("declared-permissions", Fate::Closed,      "declare(E=X G=U A=1) set(lock,tags)"),
        ("declared-permissions", Fate::ClosedAfter, "set(lock,tags)"),
        ("application",          Fate::Refused,     "set(lock,tags)"),
        ("application",          Fate::Unanswered,  ""),
    ];
    for (step, fate, expected) in rows {
        let mut story = Story::begin(by_hand());
        story.run(&adopting()).undone_with(&[(step, fate)]);
        assert_eq!(in_short(&story.undo()), expected, "{step} {fate:?}");
        story.undone();
        assert_eq!(
            canonical(&story.observed),
            canonical(&by_hand()),
            "{step} {fate:?}"
        );
    }
}

/// Without our label it is another application, or was taken out of our hands: nobody's undoing touches it.
#[test]
fn an_application_without_our_label_is_left_alone() {
    let mut story = Story::begin(by_hand());
    story.run(&adopting());
    let other = survey::Marks {
        tag: "another-console".to_owned(),
        ..marks()
    };
    let plan = crate::undo(&story.runs, &other, &story.observed);
    assert_eq!(in_short(&plan), "not-ours");
    assert_eq!(plan.changes(), 0);
    let plan = crate::undo(&story.runs, &marks(), &story.observed);
    assert_ne!(plan.changes(), 0);
}

pub(super) fn claimed(runs: Vec<crate::Journal>) -> Vec<crate::Journal> {
    crate::History { runs }.only_taking().runs
}

/// A file from elsewhere may be forged. On an application that bears no key of ours it is believed of our label alone.
#[test]
fn a_claim_takes_only_our_label_off_an_application_of_others() {
    let rows = [
        (None, "set(tags)"),
        (Some("pushed"), "set(tags)"),
        (
            Some("push"),
            "withdraw(C) withdraw(M) take-off(1) declare(A=1) set(tags)",
        ),
    ];
    for (key, expected) in rows {
        let mut case = plain();
        case.without_principal();
        case.application().unique_name = key.map(str::to_owned);
        case.application().required_resource_access = access("A=1");
        let mut story = Story::begin(case.observed);
        story.run(&case.desired);
        let plan = crate::undo(&claimed(story.runs), &marks(), &story.observed);
        assert_eq!(in_short(&plan), expected, "{key:?}");
    }
}

#[test]
fn a_claim_takes_no_label_of_others_off() {
    let mut story = Story::begin(plain().observed);
    story.run(&plain().desired);
    // As if the run had added their label too.
    for step in story.runs.iter_mut().flat_map(|run| &mut run.entries) {
        if let crate::What::Began { plan, .. } = &mut step.what {
            let steps = plan.steps.iter_mut().map(|step| &mut step.action);
            for action in steps {
                if let Action::Update { before, .. } = action
                    && let Some(tags) = before.get_mut("tags")
                {
                    *tags = json!([]);
                }
            }
        }
    }
    let plan = crate::undo(&claimed(story.runs), &marks(), &story.observed);
    let set = plan.steps.iter().find_map(|step| match &step.action {
        Action::Update { after, .. } => Some(after.clone()),
        _ => None,
    });
    assert_eq!(set, Some(json!({ "tags": ["timetable"] })));
}

/// A forged run says that it made an application with a key of our form, and is about an adopted one all the same.
#[test]
fn a_claim_to_have_made_it_deletes_no_application_without_that_key() {
    let mut made = Story::begin(crate::scene::nothing());
    made.run(&crate::scene::desired());
    let mut story = Story::begin(plain().observed);
    story.run(&plain().desired);
    let adopted = story.runs[0].beginning().unwrap().plan.steps[0].clone();
    if let Some(crate::What::Began { plan, .. }) =
        made.runs[0].entries.first_mut().map(|it| &mut it.what)
    {
        plan.steps.push(adopted);
    }
    let runs = claimed(made.runs);
    let plan = crate::undo(&runs, &marks(), &story.observed);
    assert_eq!(in_short(&plan), "set(tags)");
}
