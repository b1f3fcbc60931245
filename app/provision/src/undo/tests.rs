//! Rows of undoing: what runs did, what others did since, and what is then on the plan.

mod adopted;
mod found;
mod made;
mod removed;
mod restored;
mod scope;
mod several;
mod twice;

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
/// - `put-back(1)`: a certificate that a person had taken off; `lost`: one that cannot be put back,
///   `entry-lost`: an entry of which another one is there
/// - `delete-principal`: the service principal goes; `principal-stays`: it stays, because of others
/// - `not-ours`, `gone`, `restored`, `elsewhere`: where what the runs did is out of reach
///
/// What is told of others' things is left out: [`others`] has that.
fn in_short(plan: &Plan) -> String {
    let steps = plan.steps.iter().filter(|step| !is_of_others(step));
    steps.map(word).collect::<Vec<String>>().join(" ")
}

fn is_of_others(step: &Step) -> bool {
    step.id.0.starts_with("others-") && step.action == Action::Keep
}

/// What a plan tells of others' things: `owners(x) addresses(y, z)`.
fn others(plan: &Plan) -> String {
    let steps = plan.steps.iter().filter(|step| is_of_others(step));
    let told = steps.map(|step| {
        let kind = step.id.0.trim_start_matches("others-");
        format!("{kind}({})", step.sentence.parameters["things"])
    });
    told.collect::<Vec<String>>().join(" ")
}

fn word(step: &Step) -> String {
    match (step.sentence.key, &step.action) {
        (Key::UndoApplication, Action::Remove { .. }) => "delete".to_owned(),
        (Key::UndoApplicationStays, Action::Keep) => "stays".to_owned(),
        (Key::UndoServicePrincipalStays, Action::Keep) => "principal-stays".to_owned(),
        (Key::UndoNotOurs, Action::Keep) => "not-ours".to_owned(),
        (Key::UndoGone, Action::Keep) => "gone".to_owned(),
        (Key::UndoRestored, Action::Keep) => "restored".to_owned(),
        (Key::UndoElsewhere, Action::Keep) => "elsewhere".to_owned(),
        (Key::UndoServicePrincipal, Action::Remove { .. }) => "delete-principal".to_owned(),
        (Key::UndoConsent, Action::Remove { goal, .. }) => format!("withdraw({})", role(goal)),
        (Key::UndoConsentAgain, Action::Create { goal, .. }) => format!("grant({})", role(goal)),
        (Key::UndoOwner, Action::ByHand { goal, .. }) => format!("by-hand({})", owner(goal)),
        (Key::UndoCertificate, Action::Update { goal, .. }) => {
            format!("take-off({})", certificate(goal))
        }
        (Key::UndoCertificateAgain, Action::Update { goal, .. }) => {
            format!("put-back({})", certificate(goal))
        }
        (Key::UndoCertificateLost, Action::Keep) => "lost".to_owned(),
        (Key::UndoCertificateEntryLost, Action::Keep) => "entry-lost".to_owned(),
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
        Goal::Certificate { thumbprint, .. } => thumbprint.as_bytes()[0],
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
