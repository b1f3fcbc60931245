//! By which application runs are undone.

use base::ObjectId;
use graph::Field;
use survey::ApplicationChoice;

use crate::Desired;
use crate::DesiredCertificate;
use crate::What;
use crate::scene::adopting;
use crate::scene::by_hand;
use crate::scene::certificate;
use crate::scene::complete;
use crate::scene::desired;
use crate::scene::guid;
use crate::scene::nothing;
use crate::scene::object;
use crate::scene::owner;
use crate::scene::story::Fate;
use crate::scene::story::Story;
use crate::undo_scope;

fn beside(key: &str) -> Option<ApplicationChoice> {
    let unique_name = Some(key.to_owned());
    Some(ApplicationChoice::Beside { unique_name })
}

fn existing(id: ObjectId) -> Option<ApplicationChoice> {
    Some(ApplicationChoice::Existing { id })
}

fn with_certificate() -> Desired {
    Desired {
        certificate: DesiredCertificate::Add(certificate(2)),
        ..desired()
    }
}

fn without_consent() -> Story {
    let mut story = Story::begin(complete());
    story.then(|it| it.assignments.clear());
    story
}

#[test]
fn what_was_made_is_found_by_its_key_and_what_was_there_by_its_id() {
    let mut made = Story::begin(nothing());
    made.run(&desired());
    assert_eq!(undo_scope(&made.runs), beside("push"));

    let mut second = Story::begin(nothing());
    second.observed.free_unique_name = "push-2".to_owned();
    second.run(&desired());
    assert_eq!(undo_scope(&second.runs), beside("push-2"));

    let mut adopted = Story::begin(by_hand());
    adopted.run(&adopting());
    assert_eq!(undo_scope(&adopted.runs), existing(object('1')));

    let mut changed = Story::begin(complete());
    changed.run(&with_certificate());
    assert_eq!(undo_scope(&changed.runs), existing(object('1')));

    let mut owned = Story::begin(complete());
    let no_owner = Desired {
        remove_owners: vec![object('7')],
        ..desired()
    };
    owned
        .then(|it| it.owners = vec![owner('6'), owner('7')])
        .run(&no_owner);
    assert_eq!(undo_scope(&owned.runs), existing(object('1')));
}

/// A colleague who only consents names no application in any request: the run's wish does.
#[test]
fn a_run_that_names_no_application_is_about_the_one_that_was_wished() {
    let mut consented = without_consent();
    consented.run(&desired());
    assert_eq!(undo_scope(&consented.runs), Some(ApplicationChoice::Ours));

    let mut consented = without_consent();
    consented.run(&adopting());
    assert_eq!(undo_scope(&consented.runs), existing(object('1')));
    assert_eq!(
        super::in_short(&consented.undo()),
        "withdraw(C) withdraw(M)"
    );

    // Somebody else made the application when its turn came: nothing names it but the wish.
    let mut found = Story::begin(nothing());
    found.run_with(&desired(), &[("application", Fate::Found)]);
    assert_eq!(undo_scope(&found.runs), Some(ApplicationChoice::Ours));
}

/// Whether the key of a deleted application becomes free is not documented; if it does, another one may come to bear it.
#[test]
fn another_application_that_came_to_bear_the_key_is_not_touched() {
    for (id, expected) in [('1', "delete"), ('9', "gone")] {
        let mut story = Story::begin(nothing());
        story.run(&desired());
        for entry in &mut story.runs[0].entries {
            if let What::Done { step, ids, .. } = &mut entry.what
                && step.0 == "application"
            {
                *ids = vec![(Field::Id, guid('1'))];
            }
        }
        story.then(|it| it.application.id = object(id));
        assert_eq!(super::in_short(&story.undo()), expected, "{id}");
    }
}

#[test]
fn runs_that_did_nothing_are_about_none() {
    assert_eq!(undo_scope(&[]), None);

    let mut kept = Story::begin(complete());
    kept.run(&desired());
    assert_eq!(undo_scope(&kept.runs), None);

    let mut refused = Story::begin(nothing());
    refused.run_with(&desired(), &[("application", Fate::Refused)]);
    assert_eq!(undo_scope(&refused.runs), None);

    let mut undone = Story::begin(nothing());
    undone.run(&desired()).undone();
    assert_eq!(undo_scope(&undone.runs[1..]), None, "undoing is not undone");
}

/// The first run that did something says which application it is about; the others are undone as far as they are about it.
#[test]
fn of_several_runs_the_first_counts() {
    let mut adopted = Story::begin(by_hand());
    adopted.run(&adopting());
    let mut made = Story::begin(nothing());
    made.run(&desired());
    let mut refused = Story::begin(nothing());
    refused.run_with(&desired(), &[("application", Fate::Refused)]);
    let runs = |stories: &[&Story]| {
        let runs = stories.iter().flat_map(|story| story.runs.clone());
        runs.collect::<Vec<_>>()
    };
    assert_eq!(undo_scope(&runs(&[&made, &adopted])), beside("push"));
    assert_eq!(undo_scope(&runs(&[&adopted, &made])), existing(object('1')));
    assert_eq!(
        undo_scope(&runs(&[&refused, &adopted])),
        existing(object('1'))
    );
}
