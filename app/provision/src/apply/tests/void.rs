//! Taking something back of an application that is gone itself: a copy of the directory that lagged may have shown it when the
//! plan was made.

use base::Message;
use graph::Slot;

use super::*;
use crate::scene::adopting;
use crate::scene::by_hand;
use crate::scene::marks;
use crate::scene::story::Story;

/// The steps that undo what was put on an application that somebody made by hand.
fn steps() -> Vec<Step> {
    let mut story = Story::begin(by_hand());
    story.run(&adopting());
    let steps = crate::undo(&story.runs, &marks(), &story.observed).steps;
    let writes = |step: &Step| step.action.write().is_some();
    steps.into_iter().filter(writes).collect()
}

/// Carries the step out in a tenant where nothing of it is there.
fn carried_out(step: Step, purpose: Purpose) -> Outcome {
    carry_out(step, purpose, &[], |_, _| not_there())
}

#[test]
fn nothing_is_to_be_taken_back_of_what_is_gone_itself() {
    let (mut changed, mut removed) = (0, 0);
    for step in steps() {
        let outcome = carried_out(step.clone(), Purpose::Undo { runs: Vec::new() });
        assert_eq!(outcome.stop(), None, "{step:?}");
        assert!(outcome.journal.is_finished(), "{step:?}");
        assert!(!outcome.is_ours(), "nothing was carried out: {step:?}");

        let wish = story::wish(&desired());
        let outcome = carried_out(step.clone(), Purpose::SetUp { wish });
        match step.action {
            Action::Update { .. } => {
                changed += 1;
                let stop = outcome.stop();
                assert_eq!(stop, Some((Key::StoppedRefused, false)), "{step:?}");
            }
            _ => {
                removed += 1;
                assert_eq!(outcome.stop(), None, "{step:?}");
            }
        }
    }
    assert!(changed > 0 && removed > 0, "{changed} {removed}");
}

/// What is refused as not found of an application that stands is no such case: it is told, and not waited for.
#[test]
fn of_what_stands_a_refusal_is_told() {
    let (before, after) = (
        json!({ "displayName": "Push" }),
        json!({ "displayName": "Theirs" }),
    );
    let step = Step {
        id: StepId("properties".to_owned()),
        sentence: Message::new(Key::UndoProperties),
        action: Action::Update {
            write: Template {
                method: "PATCH".to_owned(),
                path: vec![Slot::text(format!("/v1.0/applications/{}", guid('1')))],
                headers: Vec::new(),
                body: Some(after.clone()),
                repeatable: true,
            },
            before: before.clone(),
            after: after.clone(),
            goal: Goal::Properties {
                application: Slot::text(guid('1')),
                before,
                properties: after,
            },
        },
    };
    let undoing = Purpose::Undo { runs: Vec::new() };
    let outcome = carry_out(step, undoing, &[], |asked, _| match asked {
        asked if asked.starts_with("GET ") => application(),
        _ => not_there(),
    });
    assert_eq!(outcome.stop(), Some((Key::StoppedRefused, false)));
    let at = |line: &Entry| line.at;
    let entries = &outcome.journal.entries;
    let (first, last) = (at(&entries[0]), at(&entries[entries.len() - 1]));
    let waited = last.since(first);
    assert!(waited < Duration::from_secs(120), "{waited:?}");
}
