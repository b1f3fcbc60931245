//! The application registration.

use base::Clock;
use base::Key;
use base::Message;
use base::ObjectId;
use base::Tokens;
use base::Transport;
use graph::Field;
use graph::Graph;
use graph::GraphError;
use graph::Slot;
use graph::Template;
use graph::application::Application;
use graph::application::ApplicationChange;
use graph::application::GetApplication;
use graph::application::GetApplicationByUniqueName;
use graph::application::NewApplication;
use graph::application::ServicePrincipalLock;
use graph::application::change;
use serde_json::Value;
use serde_json::json;
use survey::ApplicationChoice;
use survey::Marks;

use super::APPLICATION;
use super::Goal;
use super::Ids;
use super::step;
use crate::Action;
use crate::Desired;
use crate::Observed;
use crate::Step;

/// Accounts of this tenant only.
pub(crate) const SINGLE_TENANT: &str = "AzureADMyOrg";

pub(crate) fn plan(desired: &Desired, observed: &Observed) -> Step {
    let current = observed.set_up.as_ref().map(|set_up| &set_up.application);
    let (sentence, action) = match (current, &desired.application) {
        (Some(application), _) => keep_or_update(desired, application),
        (None, ApplicationChoice::Existing { .. }) => gone(),
        (None, ApplicationChoice::Beside { unique_name }) => {
            let key = unique_name.as_ref().unwrap_or(&observed.free_unique_name);
            create(desired, key)
        }
        (None, ApplicationChoice::Ours) => create(desired, &observed.free_unique_name),
    };
    Step {
        id: step(APPLICATION),
        sentence,
        action,
    }
}

fn create(desired: &Desired, unique_name: &str) -> (Message, Action) {
    let application = NewApplication {
        unique_name: unique_name.to_owned(),
        display_name: desired.application_name.clone(),
        tags: vec![desired.marks.tag.clone()],
    };
    let goal = Goal::Application {
        unique_name: unique_name.to_owned(),
        display_name: desired.application_name.clone(),
        tag: desired.marks.tag.clone(),
    };
    let action = Action::Create {
        write: application.template(),
        otherwise: Some(application.otherwise()),
        goal,
    };
    let sentence = Message::new(Key::PlanApplicationCreate)
        .with("name", &desired.application_name)
        .with("key", unique_name);
    (sentence, action)
}

fn gone() -> (Message, Action) {
    let unblock = Message::new(Key::UnblockApplicationGone);
    let sentence = Message::new(Key::PlanApplicationGone);
    (sentence, Action::Blocked { unblock })
}

fn keep_or_update(desired: &Desired, current: &Application) -> (Message, Action) {
    let after = difference(desired, current);
    let is_ours = desired.marks.are_on(current);
    let kept = after == ApplicationChange::default();
    let key = match (kept, is_ours) {
        (true, _) => Key::PlanApplicationKeep,
        (false, true) => Key::PlanApplicationUpdate,
        (false, false) => Key::PlanApplicationAdopt,
    };
    let application = Slot::text(&current.id);
    let action = if kept {
        Action::Keep
    } else {
        let write = change(&application, &after);
        set(application, current, json!(after), write)
    };
    let name = if is_made(&desired.marks, current) {
        &desired.application_name
    } else {
        &current.display_name
    };
    let key_or_client = current.unique_name.clone();
    let key_or_client = key_or_client.unwrap_or_else(|| current.app_id.to_string());
    let sentence = Message::new(key).with("name", name);
    (sentence.with("key", key_or_client), action)
}

/// The update that sets properties of the application to what they are in `after`, by the request `write`.
pub(crate) fn set(slot: Slot, application: &Application, after: Value, write: Template) -> Action {
    let before = current(application, &after);
    Action::Update {
        write,
        before: before.clone(),
        after: after.clone(),
        goal: Goal::Properties {
            application: slot,
            before,
            properties: after,
        },
    }
}

/// Whether this console made the application, and did not only adopt it. The key alone tells, and not the label, which an
/// adoption sets: what is planned before must be what would be planned after.
fn is_made(marks: &Marks, application: &Application) -> bool {
    let key = application.unique_name.as_deref();
    key.is_some_and(|key| marks.number_of(key).is_some())
}

/// The properties that differ, as they shall be. An application that was adopted keeps its name and its audience: others
/// may know it by the one, and need the other.
fn difference(desired: &Desired, current: &Application) -> ApplicationChange {
    let made = is_made(&desired.marks, current);
    let renamed = made && current.display_name != desired.application_name;
    let opened = made && current.sign_in_audience.as_deref() != Some(SINGLE_TENANT);
    let unlabelled = !desired.marks.are_on(current);
    let lock = current.service_principal_lock_configuration.as_ref();
    let unlocked = !lock.is_some_and(ServicePrincipalLock::is_full);
    let labels = || {
        [
            current.tags.as_slice(),
            std::slice::from_ref(&desired.marks.tag),
        ]
        .concat()
    };
    ApplicationChange {
        display_name: renamed.then(|| desired.application_name.clone()),
        sign_in_audience: opened.then(|| SINGLE_TENANT.to_owned()),
        tags: unlabelled.then(labels),
        service_principal_lock_configuration: unlocked.then(ServicePrincipalLock::full),
    }
}

/// The application that bears a key, whoever made it.
pub(crate) async fn bearing<T: Transport, K: Tokens, C: Clock>(
    graph: &Graph<T, K, C>,
    unique_name: &str,
) -> Result<Option<Application>, GraphError> {
    let unique_name = unique_name.to_owned();
    graph
        .find(&GetApplicationByUniqueName { unique_name })
        .await
}

pub(crate) async fn look<T: Transport, K: Tokens, C: Clock>(
    graph: &Graph<T, K, C>,
    unique_name: &str,
    tag: &str,
) -> Result<Option<Ids>, GraphError> {
    let Some(application) = bearing(graph, unique_name).await? else {
        return Ok(None);
    };
    Ok(is_ours(&application, tag).then(|| {
        vec![
            (Field::Id, application.id.to_string()),
            (Field::AppId, application.app_id.to_string()),
        ]
    }))
}

/// Whether an application that bears our key is one that we made, with the label `tag`.
pub(crate) fn is_ours(application: &Application, tag: &str) -> bool {
    application.sign_in_audience.as_deref() == Some(SINGLE_TENANT)
        && application.tags.iter().any(|one| one == tag)
}

pub(crate) async fn look_at_properties<T: Transport, K: Tokens, C: Clock>(
    graph: &Graph<T, K, C>,
    application: &ObjectId,
    before: &Value,
    properties: &Value,
) -> Result<Option<Ids>, GraphError> {
    let id = application.clone();
    let Some(application) = graph.find(&GetApplication { id }).await? else {
        return Ok(None);
    };
    Ok(is_changed(&application, before, properties).then(Vec::new))
}

/// Whether properties that were `before` have become `after`.
pub(crate) fn is_changed(application: &Application, before: &Value, after: &Value) -> bool {
    let now = current(application, after);
    let mut properties = after.as_object().into_iter().flatten();
    properties.all(|(name, wanted)| match name.as_str() {
        "tags" => are_exchanged(&now[name], &before[name], wanted),
        _ => holds(&now[name], wanted),
    })
}

/// Whether the labels that `after` has more than `before` are there, and those that it has less are not.
fn are_exchanged(now: &Value, before: &Value, after: &Value) -> bool {
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let (now, before, after) = (list(now), list(before), list(after));
    let mut came = after.iter().filter(|label| !before.contains(label));
    let mut went = before.iter().filter(|label| !after.contains(label));
    came.all(|label| now.contains(label)) && !went.any(|label| now.contains(label))
}

pub(crate) async fn look_if_gone<T: Transport, K: Tokens, C: Clock>(
    graph: &Graph<T, K, C>,
    application: &ObjectId,
) -> Result<Option<Ids>, GraphError> {
    let id = application.clone();
    let found = graph.find(&GetApplication { id }).await?;
    Ok(found.is_none().then(Vec::new))
}

/// Whether `now` says what `wanted` says. Graph answers with members that were not written, and leaves null ones out.
pub(crate) fn holds(now: &Value, wanted: &Value) -> bool {
    match wanted {
        Value::Object(members) => members.iter().all(|(name, value)| holds(&now[name], value)),
        other => now == other,
    }
}

/// The properties that `named` names, as they are now; null where one is not set.
pub(crate) fn current(application: &Application, named: &Value) -> Value {
    let lock = application.service_principal_lock_configuration.clone();
    let all = json!({
        "displayName": application.display_name,
        "signInAudience": application.sign_in_audience,
        "tags": application.tags,
        "servicePrincipalLockConfiguration": lock,
    });
    let names = named.as_object().into_iter().flatten();
    names
        .map(|(name, _)| (name.clone(), all[name].clone()))
        .collect()
}

/// By what a person knows an application.
pub(crate) fn identity(application: &Application) -> Value {
    json!({ "id": application.id, "displayName": application.display_name })
}

#[cfg(test)]
mod tests;
