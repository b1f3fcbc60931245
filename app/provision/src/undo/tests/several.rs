//! Rows of undoing several runs at once.

use serde_json::json;

use super::in_short;
use crate::Desired;
use crate::DesiredCertificate;
use crate::Journal;
use crate::scene::adopting;
use crate::scene::by_hand;
use crate::scene::certificate;
use crate::scene::complete;
use crate::scene::credential;
use crate::scene::desired;
use crate::scene::lock;
use crate::scene::marks;
use crate::scene::nothing;
use crate::scene::object;
use crate::scene::owner;
use crate::scene::story::Fate;
use crate::scene::story::Story;
use crate::scene::story::elsewhere;
use crate::scene::tenant::canonical;

/// What happens in a tenant.
type Happens = fn(&mut Story);

fn named(name: &str) -> Desired {
    Desired {
        application_name: name.to_owned(),
        ..desired()
    }
}

fn with_certificate(byte: u8) -> Desired {
    Desired {
        certificate: DesiredCertificate::Add(certificate(byte)),
        ..desired()
    }
}

/// What happens after an empty tenant, and the plan.
#[test]
fn runs_on_an_application_that_the_first_made() {
    #[rustfmt::skip]
    let rows: &[(&str, Happens, &str)] = &[
        ("one",                          |it| { it.run(&desired()); },                                                              "delete"),
        ("the same twice",               |it| { it.run(&desired()).run(&desired()); },                                              "delete"),
        ("the second goes on",           |it| { it.run_with(&desired(), &[("certificate", Fate::Refused)]).run(&desired()); },      "delete"),
        ("the second goes on, unsure",   |it| { it.run_with(&desired(), &[("certificate", Fate::Unanswered)]).run(&desired()); },   "delete"),
        ("the first made nothing",       |it| { it.run_with(&desired(), &[("application", Fate::Lost)]).run(&desired()); },         "delete"),
        ("the first may have made it",   |it| { it.run_with(&desired(), &[("application", Fate::ClosedAfter)]).run(&desired()); },  "delete"),
        ("a second certificate",         |it| { it.run(&desired()).run(&with_certificate(2)); },                                    "delete"),
        ("two, and others'",             |it| { it.run(&desired()).run(&with_certificate(2)).then(|it| it.application.key_credentials.push(credential(5))); }, "withdraw(C) withdraw(M) take-off(1) take-off(2) declare() stays"),
        ("two, one taken off by others", |it| { it.run(&desired()).run(&with_certificate(2)).then(|it| { it.owners.push(owner('7')); it.application.key_credentials.remove(0); }); }, "withdraw(C) withdraw(M) take-off(2) declare() stays"),
        ("renamed by us",                |it| { it.run(&desired()).run(&named("Plan")); },                                          "delete"),
        ("renamed by us, refused",       |it| { it.run(&desired()).run_with(&named("Plan"), &[("application", Fate::Refused)]); },  "delete"),
        ("renamed by us, lost",          |it| { it.run(&desired()).run_with(&named("Plan"), &[("application", Fate::Lost)]); },     "delete"),
        ("renamed by us, unanswered",    |it| { it.run(&desired()).run_with(&named("Plan"), &[("application", Fate::Unanswered)]); }, "delete"),
        ("renamed by us and others",     |it| { it.run(&desired()).run(&named("Plan")).then(|it| it.application.display_name.clear()); }, "withdraw(C) withdraw(M) take-off(1) declare() stays"),
        ("renamed by us, others' owner", |it| { it.run(&desired()).run(&named("Plan")).then(|it| it.owners.push(owner('7'))); },    "withdraw(C) withdraw(M) take-off(1) declare() set(name) stays"),
        ("unlocked by others, locked",   |it| { it.run(&desired()).then(|it| it.application.service_principal_lock_configuration = None).run(&desired()); }, "delete"),
        ("undone and made anew",         |it| { it.run(&desired()).undone().run(&desired()); },                                     "delete"),
        ("undone",                       |it| { it.run(&desired()).undone(); },                                                     ""),
    ];
    for (name, happens, expected) in rows {
        let mut story = Story::begin(nothing());
        happens(&mut story);
        assert_eq!(in_short(&story.undo()), *expected, "{name}");
    }
}

/// What happens to a complete set-up of ours from before, and the plan.
#[test]
fn runs_on_an_application_of_before() {
    #[rustfmt::skip]
    let rows: &[(&str, Happens, &str)] = &[
        ("nothing to do",                   |it| { it.run(&desired()); },                                                     ""),
        ("renamed",                         |it| { it.run(&named("Plan")); },                                                 "set(name)"),
        ("renamed and back",                |it| { it.run(&named("Plan")).run(&desired()); },                                 ""),
        ("renamed and back, refused",       |it| { it.run(&named("Plan")).run_with(&desired(), &[("application", Fate::Refused)]); }, "set(name)"),
        ("renamed and back, lost",          |it| { it.run(&named("Plan")).run_with(&desired(), &[("application", Fate::Lost)]); }, ""),
        ("renamed twice",                   |it| { it.run(&named("Plan")).run(&named("Planner")); },                          "set(name)"),
        ("renamed, and again by others",    |it| { it.run(&named("Plan")).then(|it| it.application.display_name.clear()); },  ""),
        ("renamed, and back by others",     |it| { it.run(&named("Plan")).then(|it| it.application.display_name = "Push".to_owned()); }, ""),
        ("a certificate",                   |it| { it.run(&with_certificate(2)); },                                           "take-off(2)"),
        ("two certificates",                |it| { it.run(&with_certificate(2)).run(&with_certificate(3)); },                 "take-off(2) take-off(3)"),
        ("two certificates, one twice",     |it| { it.run(&with_certificate(2)).run(&with_certificate(3)).run(&with_certificate(2)); }, "take-off(2) take-off(3)"),
        ("a certificate that was there",    |it| { it.run_with(&with_certificate(2), &[("certificate", Fate::Found)]); },     ""),
        ("a certificate, undone",           |it| { it.run(&with_certificate(2)).undone(); },                                  ""),
        ("a certificate, undone and again", |it| { it.run(&with_certificate(2)).undone().run(&with_certificate(2)); },        "take-off(2)"),
    ];
    for (name, happens, expected) in rows {
        let mut story = Story::begin(complete());
        happens(&mut story);
        assert_eq!(in_short(&story.undo()), *expected, "{name}");
    }
}

#[test]
fn an_adoption_that_was_undone_and_done_again_is_undone_once() {
    let mut story = Story::begin(by_hand());
    story.run(&adopting()).undone();
    assert_eq!(in_short(&story.undo()), "");
    story.run(&adopting());
    assert_eq!(
        in_short(&story.undo()),
        "withdraw(C) withdraw(M) take-off(1) declare(E=X G=U A=1) set(lock,tags)"
    );
    story.undone();
    assert_eq!(canonical(&story.observed), canonical(&by_hand()));
}

/// What others changed between two runs is what the second changed: undoing goes back to that.
#[test]
fn what_others_changed_between_two_runs_is_gone_back_to() {
    let mut renamed = Story::begin(complete());
    renamed
        .run(&named("Plan"))
        .then(|it| it.application.display_name = "Theirs".to_owned())
        .run(&named("Plan"))
        .undone();
    let application = renamed.observed.set_up.unwrap().application;
    assert_eq!(application.display_name, "Theirs");

    let half = json!({ "isEnabled": true, "credentialsWithUsageVerify": true });
    let mut locked = Story::begin(by_hand());
    locked
        .run(&adopting())
        .then(|it| it.application.service_principal_lock_configuration = lock(half.clone()))
        .run(&adopting())
        .undone();
    let application = locked.observed.set_up.unwrap().application;
    assert_eq!(application.service_principal_lock_configuration, lock(half));
}

/// Runs since may have been about another application: nothing of it is undone on this one.
#[test]
fn runs_on_another_application_are_left_out() {
    let mut adopted = Story::begin(by_hand());
    let thorough = Desired {
        remove_obsolete: true,
        remove_owners: vec![object('7')],
        ..adopting()
    };
    adopted.run(&thorough);
    let mut made = Story::begin(nothing());
    made.run(&desired());
    let mut consented = Story::begin(complete());
    consented.then(|it| it.assignments.clear()).run(&desired());
    for story in [&made, &consented] {
        let own = crate::undo(&story.runs, &marks(), &story.observed);
        assert_ne!(own.steps, []);
        let other: Vec<Journal> = adopted.runs.iter().map(elsewhere).collect();
        for runs in [
            [story.runs.clone(), other.clone()].concat(),
            [other, story.runs.clone()].concat(),
        ] {
            let mut plan = crate::undo(&runs, &marks(), &story.observed);
            let told = plan.steps.pop().unwrap();
            assert!(
                ["gone", "elsewhere"].contains(&told.id.0.as_str()),
                "{told:?}"
            );
            assert_eq!(plan, own);
        }
    }
    // A role that went from another application is not given to this one, and its name and lock are not set.
    let mut other: Vec<Journal> = adopted.runs.iter().map(elsewhere).collect();
    let plan = crate::undo(&other, &marks(), &complete());
    assert_eq!(in_short(&plan), "gone");
    other.extend(made.runs.iter().map(elsewhere));
    let plan = crate::undo(&other, &marks(), &adopted.observed);
    assert_eq!(in_short(&plan), "gone elsewhere");
}
