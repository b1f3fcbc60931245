//! The steps that undo what runs did, in the reverse order of setting up.

mod certificates;

use base::Key;
use base::Message;
use base::ObjectId;
use base::Timestamp;
use graph::Slot;
use graph::app_role_assignment::AppRoleAssignment;
use graph::app_role_assignment::grant;
use graph::application::Application;
use graph::application::declare;
use graph::application::delete;
use graph::application::restore;
use graph::application::with_access;
use graph::application::without_roles;
use graph::service_principal::Api;
use serde_json::Map;
use serde_json::Value;
use serde_json::json;

use super::effects::Effects;
use super::effects::Role;
use super::others;
use super::others::permission;
use crate::Action;
use crate::Goal;
use crate::ObservedSetUp;
use crate::Step;
use crate::StepId;
use crate::inventory::role;
use crate::resource::Declared;
use crate::resource::application;
use crate::resource::consent;
use crate::surroundings::snapshot;
use crate::surroundings::snapshot_of_principal;

pub(super) fn plan(
    effects: &Effects,
    set_up: &ObservedSetUp,
    microsoft_graph: &Api,
    now: Timestamp,
) -> Vec<Step> {
    let application = &set_up.application;
    let around = set_up.surroundings.iter();
    let others = around.flat_map(|around| &around.apis);
    let apis: Vec<&Api> = std::iter::once(microsoft_graph).chain(others).collect();
    let things = others::on_both(effects, set_up, &apis);
    if effects.made.is_some() && things.is_empty() {
        return vec![delete_application(set_up)];
    }
    let mut steps = Vec::new();
    if let Some(principal) = &set_up.service_principal {
        steps.extend(grant_again(effects, set_up, &principal.id, &apis));
        steps.extend(withdraw(effects, set_up, &principal.id, &apis));
    }
    steps.extend(add_owners_by_hand(effects, set_up));
    steps.extend(certificates::take(effects, application));
    steps.extend(certificates::put_back(effects, application, now));
    steps.extend(certificates::left_off(effects, application));
    steps.extend(declare_as_before(effects, application));
    steps.extend(delete_principal(effects, set_up, &apis));
    steps.extend(restore_properties(effects, application));
    if effects.made.is_some() {
        steps.extend(others::told(&things));
        steps.push(keep_application(application));
    }
    steps
}

fn step(id: impl Into<String>, sentence: Message, action: Action) -> Step {
    Step {
        id: StepId(id.into()),
        sentence,
        action,
    }
}

/// Everything on it is the runs'.
fn delete_application(set_up: &ObservedSetUp) -> Step {
    let current = &set_up.application;
    let sentence = Message::new(Key::UndoApplication)
        .with("name", &current.display_name)
        .with("client", &current.app_id);
    let action = Action::Remove {
        write: delete(&Slot::text(&current.id)),
        before: snapshot(set_up),
        goal: Goal::ApplicationGone {
            application: current.id.clone(),
        },
    };
    step("application", sentence, action)
}

/// Says that the application stays, because others put something on it.
fn keep_application(current: &Application) -> Step {
    let sentence = Message::new(Key::UndoApplicationStays).with("name", &current.display_name);
    step("application-stays", sentence, Action::Keep)
}

/// Roles that the runs took away are granted again.
fn grant_again(
    effects: &Effects,
    set_up: &ObservedSetUp,
    principal: &ObjectId,
    apis: &[&Api],
) -> Vec<Step> {
    let held: Vec<Role> = set_up.assignments.iter().map(role).collect();
    let missing = effects.roles.went.iter().filter(|one| !held.contains(one));
    let again = |one: &Role| {
        let name = permission(one, apis);
        let action = Action::Create {
            write: grant(&Slot::text(principal), &one.0, &one.1),
            otherwise: None,
            goal: Goal::Granted {
                principal: Slot::text(principal),
                resource: one.0.clone(),
                role: one.1.clone(),
                is: true,
            },
        };
        let sentence = Message::new(Key::UndoConsentAgain).with("permission", name);
        step(format!("consent-{}-{}", one.0, one.1), sentence, action)
    };
    missing.map(again).collect()
}

/// Roles that the runs granted are taken away.
fn withdraw(
    effects: &Effects,
    set_up: &ObservedSetUp,
    principal: &ObjectId,
    apis: &[&Api],
) -> Vec<Step> {
    let theirs = |held: &&AppRoleAssignment| effects.roles.came.contains(&role(held));
    let take = |held: &AppRoleAssignment| {
        let one = role(held);
        let name = permission(&one, apis);
        let sentence = Message::new(Key::UndoConsent).with("permission", name);
        let action = consent::withdraw(Slot::text(principal), held);
        step(format!("consent-{}-{}", one.0, one.1), sentence, action)
    };
    set_up.assignments.iter().filter(theirs).map(take).collect()
}

/// Whoever is an owner no longer is made one again by a person: this page does not ask for the permission for it.
fn add_owners_by_hand(effects: &Effects, set_up: &ObservedSetUp) -> Vec<Step> {
    let is_owner = |id: &ObjectId| set_up.owners.iter().any(|owner| owner.id == *id);
    let missing = effects.owners.went.iter().filter(|id| !is_owner(id));
    let by_hand = |id: &ObjectId| {
        let action = Action::ByHand {
            how: Message::new(Key::HowOwner).with("owner", id),
            goal: Goal::Owner {
                application: set_up.application.id.clone(),
                owner: id.clone(),
                is: true,
            },
        };
        let sentence = Message::new(Key::UndoOwner).with("owner", id);
        step(format!("owner-{id}"), sentence, action)
    };
    missing.map(by_hand).collect()
}

/// Declared permissions become what they were, but for what others declared since.
fn declare_as_before(effects: &Effects, application: &Application) -> Option<Step> {
    let existing = &application.required_resource_access;
    let take = |access: Vec<_>, one: &Declared| {
        without_roles(&access, &one.api, std::slice::from_ref(&one.access))
    };
    let add = |access: Vec<_>, one: &Declared| {
        with_access(&access, &one.api, std::slice::from_ref(&one.access))
    };
    let fewer = effects.declared.came.iter().fold(existing.clone(), take);
    let restored = effects.declared.went.iter().fold(fewer, add);
    if restored == *existing {
        return None;
    }
    let slot = Slot::text(&application.id);
    let action = Action::Update {
        write: declare(&slot, &restored),
        before: json!(existing),
        after: json!(restored),
        goal: Goal::Declared {
            application: slot,
            with: effects.declared.went.clone(),
            without: effects.declared.came.clone(),
        },
    };
    let sentence = Message::new(Key::UndoDeclared);
    Some(step("declared-permissions", sentence, action))
}

/// A service principal that the runs made for an application of before is deleted, if nobody gave it anything since; else
/// what keeps it is told.
fn delete_principal(effects: &Effects, set_up: &ObservedSetUp, apis: &[&Api]) -> Vec<Step> {
    let Some(principal) = &set_up.service_principal else {
        return Vec::new();
    };
    if !effects.made_principal || effects.made.is_some() {
        return Vec::new();
    }
    let things = others::on_principal(effects, set_up, apis);
    if !things.is_empty() {
        let sentence = Message::new(Key::UndoServicePrincipalStays);
        let stays = step("service-principal-stays", sentence, Action::Keep);
        return others::told(&things).into_iter().chain([stays]).collect();
    }
    let action = Action::Remove {
        write: graph::service_principal::delete(&Slot::text(&principal.id)),
        // By then the roles that it holds are withdrawn, though a copy of the directory may still show them.
        before: snapshot_of_principal(principal, &set_up.assignments, set_up.surroundings.as_ref()),
        goal: Goal::ServicePrincipalGone {
            principal: principal.id.clone(),
        },
    };
    let sentence = Message::new(Key::UndoServicePrincipal);
    vec![step("service-principal", sentence, action)]
}

/// Properties become what they were, but for those that others changed since. Of the labels only those go that came.
fn restore_properties(effects: &Effects, current: &Application) -> Option<Step> {
    let now = application::current(current, &Value::Object(effects.after.clone()));
    let mut restored = Map::new();
    for (name, before) in &effects.before {
        let (now, after) = (&now[name], &effects.after[name]);
        let then = if name == "tags" {
            labels_without(now, before, after)
        } else if application::holds(now, after) {
            before.clone()
        } else {
            now.clone()
        };
        if !application::holds(now, &then) {
            restored.insert(name.clone(), then);
        }
    }
    if restored.is_empty() {
        return None;
    }
    let slot = Slot::text(&current.id);
    let restored = Value::Object(restored);
    let write = restore(&slot, &restored);
    let sentence = Message::new(Key::UndoProperties).with("name", &current.display_name);
    let action = application::set(slot, current, restored, write);
    Some(step("application", sentence, action))
}

/// The labels that are there now, without those that the runs added.
fn labels_without(now: &Value, before: &Value, after: &Value) -> Value {
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let (before, after) = (list(before), list(after));
    let added = |label: &Value| after.contains(label) && !before.contains(label);
    list(now)
        .into_iter()
        .filter(|label| !added(label))
        .collect()
}
