//! Which applications are there already, and who else may change the one that is used.

use base::Key;
use base::Message;
use graph::application::Application;

use super::Check;
use super::Subject;
use super::Target;
use super::Verdict;
use crate::Choice;
use crate::Facts;
use crate::SetUp;
use crate::owner_label;

/// What is there already, and whether it is used.
pub(super) fn existing(facts: &Facts, target: Target<'_>) -> Check {
    let (verdict, message) = match target {
        Target::There(set_up) => {
            let message =
                Message::new(Key::CheckSetUpUsed).with("name", label(&set_up.application));
            (Verdict::Pass, message)
        }
        Target::New if facts.set_ups.is_empty() => {
            (Verdict::Pass, Message::new(Key::CheckSetUpNone))
        }
        Target::New => {
            let names = facts.set_ups.iter().map(|one| label(&one.application));
            let message = Message::new(Key::CheckSetUpBeside)
                .with("names", names.collect::<Vec<_>>().join(", "))
                .advised(Message::new(Key::CheckAdviceBeside));
            (Verdict::Warn, message)
        }
        Target::Unseen => {
            let message = Message::new(Key::CheckSetUpUnseen)
                .advised(Message::new(Key::UnblockApplicationGone));
            (Verdict::Warn, message)
        }
    };
    Check::new(Subject::ExistingSetUps, verdict, message)
}

/// Its name, and its key or client id: names are not unique.
fn label(application: &Application) -> String {
    let client = application.app_id.as_str();
    let key = application.unique_name.as_deref().unwrap_or(client);
    format!("{} ({key})", application.display_name)
}

/// Who else may change the application that is used. One that is made has no owners but perhaps the person.
pub(super) fn owners(facts: &Facts, target: Target<'_>, choice: &Choice) -> Option<Check> {
    let set_up = target.there()?;
    let others = set_up.owners.iter().filter(|owner| owner.id != facts.me.id);
    let (leaving, staying): (Vec<_>, Vec<_>) =
        others.partition(|owner| choice.remove_owners.contains(&owner.id));
    let name = &set_up.application.display_name;
    let named = |key, owners: &[&graph::owner::Owner]| {
        let owners = owners.iter().map(|owner| owner_label(owner));
        let owners = owners.collect::<Vec<_>>().join(", ");
        Message::new(key).with("name", name).with("owners", owners)
    };
    let (verdict, message) = if !staying.is_empty() {
        let advice = Message::new(Key::CheckAdviceOwners);
        (
            Verdict::Warn,
            named(Key::CheckOwnersStay, &staying).advised(advice),
        )
    } else if nobody_stays(set_up, choice) {
        let all: Vec<_> = set_up.owners.iter().collect();
        let advice = Message::new(Key::UnblockOwnerLast);
        (
            Verdict::Fail,
            named(Key::CheckOwnersLast, &all).advised(advice),
        )
    } else if !leaving.is_empty() {
        (Verdict::Pass, named(Key::CheckOwnersLeave, &leaving))
    } else {
        let message = Message::new(Key::CheckOwnersNone).with("name", name);
        (Verdict::Pass, message)
    };
    Some(Check::new(Subject::Owners, verdict, message))
}

/// Whether the last owner would have to go, too, whom Graph does not take away.
fn nobody_stays(set_up: &SetUp, choice: &Choice) -> bool {
    let goes = |owner: &graph::owner::Owner| choice.remove_owners.contains(&owner.id);
    !set_up.owners.is_empty() && set_up.owners.iter().all(goes)
}
