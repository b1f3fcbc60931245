//! Rows of undoing what was undone before: what others gave meanwhile is theirs.

use super::in_short;
use crate::ObservedSetUp;
use crate::scene::adopting;
use crate::scene::by_hand;
use crate::scene::complete;
use crate::scene::credential;
use crate::scene::declared::access;
use crate::scene::desired;
use crate::scene::marks;
use crate::scene::nothing;
use crate::scene::obsolete_role;
use crate::scene::story::ByOthers;
use crate::scene::story::Fate;
use crate::scene::story::Story;
use crate::scene::story::elsewhere;
use crate::scene::wanted_roles;
use crate::undo;
use crate::undo_scope;

/// Of ours from before, so that it bears our label whatever is undone.
fn changed() -> Story {
    let mut story = Story::begin(complete());
    story.then(stripped).run(&desired());
    story
}

fn stripped(set_up: &mut ObservedSetUp) {
    set_up.assignments.clear();
    set_up.application.key_credentials.clear();
    set_up.application.required_resource_access.clear();
    set_up.application.service_principal_lock_configuration = None;
}

#[test]
fn what_others_gave_after_an_undoing_is_not_taken_by_the_next() {
    #[rustfmt::skip]
    let rows: &[(&str, ByOthers)] = &[
        ("nothing",        |_| ()),
        ("the consent",    |it| it.assignments = wanted_roles()),
        ("one consent",    |it| it.assignments.extend(wanted_roles().pop())),
        ("the certificate", |it| it.application.key_credentials = vec![credential(1)]),
        ("the declaration", |it| it.application.required_resource_access = access("G=CM")),
        ("the lock",       |it| it.application.service_principal_lock_configuration = Some(graph::application::ServicePrincipalLock::full())),
        ("all of it",      |it| it.clone_from(&complete().set_up.unwrap())),
    ];
    for (name, change) in rows {
        let mut story = changed();
        assert_eq!(
            in_short(&story.undo()),
            "withdraw(C) withdraw(M) take-off(1) declare() set(lock)"
        );
        story.undone().then(change);
        assert_eq!(in_short(&story.undo()), "", "{name}");
    }
}

/// An adoption sets our label; whoever sets it again after an undoing does not thereby give us what they have done since.
#[test]
fn what_others_did_to_an_application_that_was_given_back_is_theirs() {
    let mut story = Story::begin(by_hand());
    story.run(&adopting()).undone().then(|it| {
        it.application.tags.push("console".to_owned());
        it.assignments = wanted_roles();
        it.application.key_credentials.push(credential(1));
    });
    assert_eq!(in_short(&story.undo()), "");
}

/// What was given back by an undoing and taken away by others since is not given back once more.
#[test]
fn what_others_took_after_an_undoing_is_not_given_back_by_the_next() {
    let thorough = crate::Desired {
        remove_obsolete: true,
        ..adopting()
    };
    let mut story = Story::begin(by_hand());
    story.run(&thorough).undone().then(|it| {
        assert!(it.assignments.contains(&obsolete_role()));
        it.assignments.clear();
        it.application.tags.push("console".to_owned());
    });
    assert_eq!(in_short(&story.undo()), "");
}

/// How a step of the undoing fared, and what the next undoing plans. What was not seen done is planned once more.
#[test]
fn what_an_undoing_did_not_come_to_is_left_to_the_next() {
    #[rustfmt::skip]
    let rows = [
        (Fate::Done,        ""),
        (Fate::Found,       ""),
        (Fate::Refused,     "take-off(1) declare() set(lock)"),
        (Fate::Lost,        "take-off(1) declare() set(lock)"),
        (Fate::Closed,      "take-off(1) declare() set(lock)"),
        (Fate::ClosedAfter, "declare() set(lock)"),
        (Fate::Unanswered,  "declare() set(lock)"),
    ];
    let step = format!("certificate-{}", "01".repeat(20));
    for (fate, expected) in rows {
        let mut story = changed();
        story.undone_with(&[(&step, fate)]);
        assert_eq!(in_short(&story.undo()), expected, "{fate:?}");
    }
}

/// What a run set up again after an undoing is undone with it.
#[test]
fn what_was_set_up_again_is_undone_again() {
    let mut story = changed();
    story.undone().run(&desired());
    assert_eq!(
        in_short(&story.undo()),
        "withdraw(C) withdraw(M) take-off(1) declare() set(lock)"
    );
}

/// Whoever restores a deleted application from the recycle bin restores it with what is on it, and for a reason.
#[test]
fn a_deleted_application_that_others_restored_is_left_alone() {
    let mut story = Story::begin(nothing());
    story.run(&desired());
    let made = story.observed.clone();
    story.undone();
    story.observed = made;
    assert_eq!(in_short(&story.undo()), "restored");
    assert!(
        undo_scope(&story.runs).is_some(),
        "it is looked at all the same"
    );
}

/// Deleting one application does not make forgotten what was undone on another.
#[test]
fn what_was_undone_on_another_application_stays_undone() {
    let mut made = Story::begin(nothing());
    made.run(&desired());
    let mut other = changed();
    other.undone().then(|it| it.assignments = wanted_roles());
    // Runs of both in one journal, the other application's between.
    let mut runs = [made.runs.clone(), other.runs.clone()].concat();
    for (at, run) in runs.iter_mut().enumerate() {
        for entry in &mut run.entries {
            entry.run = crate::RunId(format!("run-{at}"));
        }
    }
    let mut deleting = made.undone().runs.pop().unwrap();
    if let crate::What::Began { purpose, .. } = &mut deleting.entries[0].what {
        let names = (0..runs.len()).map(|at| crate::RunId(format!("run-{at}")));
        let runs = names.collect();
        *purpose = crate::Purpose::Undo { runs };
    }
    runs.push(elsewhere(&deleting));
    runs[0] = elsewhere(&runs[0]);
    let plan = undo(&runs, &marks(), &other.observed);
    assert_eq!(plan.changes(), 0, "{plan:?}");
}

/// A forged undoing takes effects away, and never adds one.
#[test]
fn an_undoing_of_nothing_has_no_effect() {
    let mut story = changed();
    story.undone();
    let undoing = story.runs[1..].to_vec();
    let mut whole = Story::begin(complete());
    whole.runs = undoing;
    assert_eq!(in_short(&undo(&whole.runs, &marks(), &complete())), "");
}
