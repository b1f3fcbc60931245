//! What of the runs is not undone by a plan, though it may be there: told on the plan, so that it is not taken for nothing.

use base::Key;
use base::Message;
use graph::service_principal::Api;

use super::effects::Effects;
use super::others::permission;
use crate::Action;
use crate::ObservedSetUp;
use crate::Step;
use crate::StepId;
use crate::inventory::role;

fn told(id: &str, sentence: Message) -> Step {
    Step {
        id: StepId(id.to_owned()),
        sentence,
        action: Action::Keep,
    }
}

/// Tells what the runs left on an application from which somebody took our label; nothing if nothing of it is there.
pub(super) fn out_of_our_hands(
    effects: &Effects,
    set_up: &ObservedSetUp,
    microsoft_graph: &Api,
) -> Option<Step> {
    let application = &set_up.application;
    let certificates = application.key_credentials.iter();
    let certificates = certificates.filter_map(|one| one.thumbprint());
    let certificates = certificates.filter(|one| effects.certificates.came.contains(one));
    let held = set_up.assignments.iter().map(role);
    let held = held.filter(|one| effects.roles.came.contains(one));
    let made = effects.made.iter().cloned();
    let things: Vec<String> = made
        .chain(certificates.map(|one| one.to_string()))
        .chain(held.map(|one| permission(&one, &[microsoft_graph])))
        .collect();
    let sentence = Message::new(Key::UndoNotOurs)
        .with("name", &application.display_name)
        .with("client", &application.app_id)
        .with("things", things.join(", "));
    (!things.is_empty()).then(|| told("not-ours", sentence))
}

/// Tells that an application which an undoing deleted was restored by somebody.
pub(super) fn restored(set_up: &ObservedSetUp) -> Step {
    let application = &set_up.application;
    let sentence = Message::new(Key::UndoRestored)
        .with("name", &application.display_name)
        .with("client", &application.app_id);
    told("restored", sentence)
}

/// Tells that the application of some runs is not there, and how many runs are about others than the one that is looked at.
pub(super) fn elsewhere(is_gone: bool, about_others: usize) -> Vec<Step> {
    let gone = is_gone.then(|| told("gone", Message::new(Key::UndoGone)));
    let sentence = Message::new(Key::UndoElsewhere).with("count", about_others);
    let others = (about_others > 0).then(|| told("elsewhere", sentence));
    gone.into_iter().chain(others).collect()
}
