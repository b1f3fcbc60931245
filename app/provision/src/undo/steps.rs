//! The steps that undo what runs did, in the reverse order of setting up.

use base::Key;
use base::Message;
use base::ObjectId;
use graph::Slot;
use graph::app_role_assignment::AppRoleAssignment;
use graph::app_role_assignment::grant;
use graph::application::Application;
use graph::application::declare;
use graph::application::delete;
use graph::application::remove_certificate;
use graph::application::restore;
use graph::application::with_access;
use graph::application::without_roles;
use graph::service_principal::Api;
use serde_json::Map;
use serde_json::Value;
use serde_json::json;

use super::effects::Effects;
use super::effects::Role;
use super::effects::flat;
use crate::Action;
use crate::Goal;
use crate::ObservedSetUp;
use crate::Step;
use crate::StepId;
use crate::resource::Declared;
use crate::resource::application;
use crate::resource::certificate::identifiers;
use crate::resource::consent;

pub(super) fn plan(effects: &Effects, set_up: &ObservedSetUp, microsoft_graph: &Api) -> Vec<Step> {
    let application = &set_up.application;
    if is_all_theirs(effects, set_up) {
        return vec![delete_application(application)];
    }
    let mut steps = Vec::new();
    if let Some(principal) = &set_up.service_principal {
        steps.extend(grant_again(effects, set_up, &principal.id, microsoft_graph));
        steps.extend(withdraw(effects, set_up, &principal.id, microsoft_graph));
    }
    steps.extend(add_owners_by_hand(effects, set_up));
    steps.extend(take_certificates(effects, application));
    steps.extend(declare_as_before(effects, application));
    steps.extend(delete_principal(effects, set_up));
    steps.extend(restore_properties(effects, application));
    if effects.made.is_some() {
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

/// Whether the runs made the application, and nothing is on it or granted to it but what they put there.
fn is_all_theirs(effects: &Effects, set_up: &ObservedSetUp) -> bool {
    let application = &set_up.application;
    let name = Value::from(application.display_name.clone());
    let certificates = application.key_credentials.iter();
    let mut thumbprints = certificates.map(|certificate| certificate.thumbprint());
    let declared = flat(&application.required_resource_access);
    let mut held = set_up.assignments.iter().map(role);
    effects.made.is_some()
        && effects.names.contains(&name)
        && thumbprints.all(|one| one.is_some_and(|one| effects.certificates.came.contains(&one)))
        && application.password_credentials.is_empty()
        && application.redirect_uris().next().is_none()
        && declared
            .iter()
            .all(|one| effects.declared.came.contains(one))
        && held.all(|one| effects.roles.came.contains(&one))
        && set_up
            .owners
            .iter()
            .all(|owner| effects.by.contains(&owner.id))
        && application.tags.len() == 1
}

fn role(assignment: &AppRoleAssignment) -> Role {
    (
        assignment.resource_id.clone(),
        assignment.app_role_id.clone(),
    )
}

fn delete_application(current: &Application) -> Step {
    let sentence = Message::new(Key::UndoApplication)
        .with("name", &current.display_name)
        .with("client", &current.app_id);
    let action = Action::Remove {
        write: delete(&Slot::text(&current.id)),
        before: application::snapshot(current),
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

/// The permission's name where Microsoft Graph gives the role, else the role's id.
fn permission(role: &Role, microsoft_graph: &Api) -> String {
    let roles = microsoft_graph.app_roles.iter();
    let mut known = roles.filter(|one| microsoft_graph.id == role.0 && one.id == role.1);
    let name = known.next().and_then(|one| one.value.clone());
    name.unwrap_or_else(|| role.1.to_string())
}

/// Roles that the runs took away are granted again.
fn grant_again(
    effects: &Effects,
    set_up: &ObservedSetUp,
    principal: &ObjectId,
    microsoft_graph: &Api,
) -> Vec<Step> {
    let held: Vec<Role> = set_up.assignments.iter().map(role).collect();
    let missing = effects.roles.went.iter().filter(|one| !held.contains(one));
    let again = |one: &Role| {
        let name = permission(one, microsoft_graph);
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
    microsoft_graph: &Api,
) -> Vec<Step> {
    let theirs = |held: &&AppRoleAssignment| effects.roles.came.contains(&role(held));
    let take = |held: &AppRoleAssignment| {
        let one = role(held);
        let name = permission(&one, microsoft_graph);
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

/// Certificates that the runs added are taken off, every other one kept: one write each, so that each is looked at.
fn take_certificates(effects: &Effects, application: &Application) -> Vec<Step> {
    let mut left = application.key_credentials.clone();
    let mut steps = Vec::new();
    for thumbprint in &effects.certificates.came {
        let before = left.clone();
        left.retain(|one| one.thumbprint() != Some(*thumbprint));
        if left.len() == before.len() {
            continue;
        }
        let slot = Slot::text(&application.id);
        let action = Action::Update {
            write: remove_certificate(&slot, &before, thumbprint),
            before: json!(identifiers(&before)),
            after: json!(identifiers(&left)),
            goal: Goal::Certificate {
                application: slot,
                thumbprint: *thumbprint,
                is: false,
                beside: left.iter().map(|one| one.key_id.clone()).collect(),
            },
        };
        let sentence = Message::new(Key::UndoCertificate).with("thumbprint", thumbprint);
        steps.push(step(format!("certificate-{thumbprint}"), sentence, action));
    }
    steps
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

/// A service principal that the runs made for an application of before is deleted, if nobody gave it anything since.
fn delete_principal(effects: &Effects, set_up: &ObservedSetUp) -> Option<Step> {
    let principal = set_up.service_principal.as_ref()?;
    let mut held = set_up.assignments.iter().map(role);
    let unused = held.all(|one| effects.roles.came.contains(&one));
    if !effects.made_principal || effects.made.is_some() || !unused {
        return None;
    }
    let action = Action::Remove {
        write: graph::service_principal::delete(&Slot::text(&principal.id)),
        before: Value::Null,
        goal: Goal::ServicePrincipalGone {
            principal: principal.id.clone(),
        },
    };
    let sentence = Message::new(Key::UndoServicePrincipal);
    Some(step("service-principal", sentence, action))
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
