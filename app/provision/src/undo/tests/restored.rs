//! Undoing restores what was there before: from every choice of the small changes, after every way in which a run and its
//! undoing can end before their time.

use serde_json::Value;

use crate::Desired;
use crate::Observed;
use crate::plan;
use crate::scene::adopting;
use crate::scene::by_hand;
use crate::scene::changes::Case;
use crate::scene::changes::choices;
use crate::scene::changes::combined;
use crate::scene::desired;
use crate::scene::nothing;
use crate::scene::object;
use crate::scene::story::Fate;
use crate::scene::story::Story;
use crate::scene::tenant::canonical;

/// Choices of at most `most` changes whose plan can be carried out, and the plans of an empty tenant and of an adoption.
fn cases(most: usize) -> Vec<(String, Case)> {
    let few = choices()
        .into_iter()
        .filter(|changes| changes.len() <= most);
    let combined = few.map(|changes| combined(&changes));
    let possible = combined.filter(|(_, _, letters)| !letters.contains('b'));
    let mut cases: Vec<_> = possible.map(|(name, case, _)| (name, case)).collect();
    let thorough = Desired {
        remove_obsolete: true,
        remove_owners: vec![object('7')],
        ..adopting()
    };
    for (name, desired, observed) in [
        ("an empty tenant", desired(), nothing()),
        ("an adoption", adopting(), by_hand()),
        ("a thorough adoption", thorough, by_hand()),
    ] {
        cases.push((name.to_owned(), Case { desired, observed }));
    }
    cases
}

/// The tenant as it can be again: an owner who went comes back by a person only.
fn restorable(case: &Case, observed: &Observed) -> Value {
    let mut canonical = canonical(observed);
    let goes = |owner: &Value| {
        let to_go = case.desired.remove_owners.iter();
        to_go.map(base::ObjectId::as_str).any(|one| owner == one)
    };
    if let Some(owners) = canonical.get_mut("owners").and_then(Value::as_array_mut) {
        owners.retain(|owner| !goes(owner));
    }
    canonical
}

#[track_caller]
fn is_restored(case: &Case, story: &Story, name: &str) {
    let (before, after) = (
        restorable(case, &case.observed),
        restorable(case, &story.observed),
    );
    assert_eq!(after, before, "{name}");
    assert_eq!(story.undo().changes(), 0, "{name}");
}

/// The names of the steps that the first plan has to do.
fn to_do(case: &Case) -> Vec<String> {
    let plan = plan(&case.desired, &case.observed);
    let to_do = plan
        .steps
        .iter()
        .filter(|step| step.action.write().is_some());
    to_do.map(|step| step.id.to_string()).collect()
}

#[test]
fn a_run_is_undone_from_every_beginning() {
    for (name, case) in cases(3) {
        let mut story = Story::begin(case.observed.clone());
        story.run(&case.desired).undone();
        is_restored(&case, &story, &name);
    }
}

#[test]
fn an_interrupted_run_is_undone_wherever_it_ended() {
    for (name, case) in cases(2) {
        for step in to_do(&case) {
            for end in Fate::ENDS {
                let mut story = Story::begin(case.observed.clone());
                story.run_with(&case.desired, &[(&step, end)]).undone();
                is_restored(&case, &story, &format!("{name}: {step} {end:?}"));
            }
        }
    }
}

#[test]
fn a_run_that_was_gone_on_with_is_undone_with_its_beginning() {
    for (name, case) in cases(2) {
        for step in to_do(&case) {
            for end in Fate::ENDS {
                let mut story = Story::begin(case.observed.clone());
                story.run_with(&case.desired, &[(&step, end)]);
                story.run(&case.desired).undone();
                is_restored(&case, &story, &format!("{name}: {step} {end:?}"));
            }
        }
    }
}

#[test]
fn an_undoing_that_was_interrupted_is_gone_on_with() {
    for (name, case) in cases(2) {
        let mut done = Story::begin(case.observed.clone());
        done.run(&case.desired);
        let plan = done.undo();
        let to_do = plan
            .steps
            .iter()
            .filter(|step| step.action.write().is_some());
        for step in to_do {
            for end in Fate::ENDS {
                let mut story = done.clone();
                story.undone_with(&[(&step.id.0, end)]).undone();
                is_restored(&case, &story, &format!("{name}: {} {end:?}", step.id));
            }
        }
    }
}
