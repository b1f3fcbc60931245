//! Rows of what is told where nothing can be undone, or not all of it.

use base::Key;
use base::Message;

use super::in_short;
use crate::Journal;
use crate::scene::adopting;
use crate::scene::by_hand;
use crate::scene::desired;
use crate::scene::marks;
use crate::scene::nothing;
use crate::scene::story::Story;
use crate::scene::story::elsewhere;
use crate::undo;

fn made() -> Story {
    let mut story = Story::begin(nothing());
    story.run(&desired());
    story
}

fn adopted() -> Story {
    let mut story = Story::begin(by_hand());
    story.run(&adopting());
    story
}

fn sentence(story: &Story) -> Message {
    let plan = story.undo();
    assert_eq!(plan.steps.len(), 1, "{plan:?}");
    plan.steps[0].sentence.clone()
}

#[test]
fn without_our_label_what_is_there_of_ours_is_told_and_not_touched() {
    let mut story = adopted();
    story.then(|it| it.application.tags.clear());
    let told = sentence(&story);
    assert_eq!(told.key, Key::UndoNotOurs);
    assert_eq!(told.parameters["name"], "Timetable to calendar");
    assert_eq!(
        told.parameters["things"],
        "0101010101010101010101010101010101010101, Calendars.ReadWrite, MailboxSettings.ReadWrite"
    );

    let mut story = made();
    story.then(|it| {
        it.application.tags.clear();
        it.application.key_credentials.clear();
        it.assignments.clear();
    });
    assert_eq!(sentence(&story).parameters["things"], "push");

    // Somebody undid all of an adoption by hand: there is nothing to tell.
    let mut story = adopted();
    story.observed = by_hand();
    assert_eq!(in_short(&story.undo()), "");
}

#[test]
fn after_our_own_undoing_nothing_is_told() {
    for mut story in [made(), adopted()] {
        story.undone();
        assert_eq!(in_short(&story.undo()), "");
    }
}

#[test]
fn an_application_that_others_deleted_is_told() {
    for mut story in [made(), adopted()] {
        story.observed = nothing();
        assert_eq!(sentence(&story), Message::new(Key::UndoGone));
    }
    // Of the second run only the object id says which application it was about.
    let mut story = made();
    for entry in &mut story.runs[0].entries {
        if let crate::What::Done { step, ids, .. } = &mut entry.what
            && step.0 == "application"
        {
            *ids = vec![(graph::Field::Id, crate::scene::guid('1'))];
        }
    }
    let mut second = desired();
    second.application_name = "Plan".to_owned();
    story.run(&second);
    story.observed = nothing();
    assert_eq!(sentence(&story), Message::new(Key::UndoGone));
}

#[test]
fn runs_about_another_application_are_counted() {
    let other: Vec<Journal> = adopted().runs.iter().map(elsewhere).collect();
    let story = made();
    let runs = [story.runs.clone(), other.clone(), other].concat();
    let plan = undo(&runs, &marks(), &story.observed);
    assert_eq!(in_short(&plan), "delete elsewhere");
    assert_eq!(plan.steps[1].sentence.parameters["count"], "2");

    let undone = crate::undone_runs(&runs, &story.observed);
    assert_eq!(
        undone, story.runs,
        "the others are left for another undoing"
    );

    // The first is gone, the others are about another one.
    let plan = undo(&runs, &marks(), &nothing());
    assert_eq!(in_short(&plan), "gone elsewhere");
}
