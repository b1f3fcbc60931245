//! Rows of undoing: what runs did, what others did since, and what is then on the plan.

mod adopted;
mod made;
mod restored;
mod scope;
mod several;

use base::Key;
use base::ObjectId;
use base::RoleId;
use graph::application::RequiredResourceAccess;
use serde_json::Value;

use super::*;
use crate::Action;
use crate::Goal;
use crate::Step;
use crate::scene::EXCHANGE;
use crate::scene::MICROSOFT_GRAPH;
use crate::scene::declared::short;
use crate::scene::object;

/// A plan of undoing in short, one word per step:
///
/// - `delete`: the application goes; `stays`: it stays, because of others
/// - `withdraw(C)`, `grant(X)`: consents, in the letters of declared permissions
/// - `by-hand(7)`: an owner, by the digit of the id; `take-off(1)`: a certificate, by its number
/// - `declare(A=1)`: what is declared then; `set(lock,tags)`: properties that become what they were
/// - `delete-principal`: the service principal goes
fn in_short(plan: &Plan) -> String {
    let words: Vec<String> = plan.steps.iter().map(word).collect();
    words.join(" ")
}

fn word(step: &Step) -> String {
    match (step.sentence.key, &step.action) {
        (Key::UndoApplication, Action::Remove { .. }) => "delete".to_owned(),
        (Key::UndoApplicationStays, Action::Keep) => "stays".to_owned(),
        (Key::UndoServicePrincipal, Action::Remove { .. }) => "delete-principal".to_owned(),
        (Key::UndoConsent, Action::Remove { goal, .. }) => format!("withdraw({})", role(goal)),
        (Key::UndoConsentAgain, Action::Create { goal, .. }) => format!("grant({})", role(goal)),
        (Key::UndoOwner, Action::ByHand { goal, .. }) => format!("by-hand({})", owner(goal)),
        (Key::UndoCertificate, Action::Update { goal, .. }) => {
            format!("take-off({})", certificate(goal))
        }
        (Key::UndoDeclared, Action::Update { after, .. }) => {
            let after: Vec<RequiredResourceAccess> = serde_json::from_value(after.clone()).unwrap();
            format!("declare({})", short(&after))
        }
        (Key::UndoProperties, Action::Update { after, .. }) => format!("set({})", names(after)),
        other => panic!("{other:?}"),
    }
}

fn role(goal: &Goal) -> char {
    let Goal::Granted { resource, role, .. } = goal else {
        panic!("{goal:?}");
    };
    letter(resource, role)
}

fn letter(resource: &ObjectId, role: &RoleId) -> char {
    let is = |api, id: &str| *resource == object(api) && role.as_str() == id;
    if is(MICROSOFT_GRAPH, graph::well_known::CALENDARS_READ_WRITE) {
        'C'
    } else if is(
        MICROSOFT_GRAPH,
        graph::well_known::MAILBOX_SETTINGS_READ_WRITE,
    ) {
        'M'
    } else if is(
        EXCHANGE,
        graph::well_known::EXCHANGE_CALENDARS_READ_WRITE_ALL,
    ) {
        'X'
    } else {
        '?'
    }
}

fn owner(goal: &Goal) -> char {
    match goal {
        Goal::Owner {
            owner, is: true, ..
        } => owner.as_str().chars().next().unwrap(),
        other => panic!("{other:?}"),
    }
}

fn certificate(goal: &Goal) -> u8 {
    match goal {
        Goal::Certificate {
            thumbprint,
            is: false,
            ..
        } => thumbprint.as_bytes()[0],
        other => panic!("{other:?}"),
    }
}

fn names(properties: &Value) -> String {
    let name = |name: &str| match name {
        "displayName" => "name".to_owned(),
        "signInAudience" => "audience".to_owned(),
        "servicePrincipalLockConfiguration" => "lock".to_owned(),
        other => other.to_owned(),
    };
    let names = properties.as_object().unwrap().keys();
    let mut names: Vec<String> = names.map(|it| name(it)).collect();
    names.sort();
    names.join(",")
}
