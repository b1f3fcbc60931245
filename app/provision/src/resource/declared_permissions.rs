//! The permissions that the application declares to need. A declaration grants nothing; the portal shows it.

use base::AppId;
use base::Clock;
use base::Key;
use base::Message;
use base::ObjectId;
use base::RoleId;
use base::Tokens;
use base::Transport;
use graph::Graph;
use graph::GraphError;
use graph::application::Application;
use graph::application::GetApplication;
use graph::application::RequiredResourceAccess;
use graph::application::ResourceAccess;
use graph::application::declare;
use graph::application::with_roles;
use graph::application::without_roles;
use serde_json::Value;
use serde_json::json;
use survey::Obsolete;

use super::Declared;
use super::Goal;
use super::Ids;
use super::application_id;
use super::step;
use crate::Action;
use crate::Desired;
use crate::Observed;
use crate::Step;

pub(crate) fn plan(desired: &Desired, observed: &Observed) -> Step {
    let resource = &observed.microsoft_graph.app_id;
    // A permission that the tenant does not offer blocks the plan at its consent; it is left out here.
    let roles: Vec<RoleId> = desired
        .permissions
        .iter()
        .filter_map(|permission| observed.microsoft_graph.role(permission.value()).cloned())
        .collect();
    let existing = match &observed.set_up {
        Some(set_up) => set_up.application.required_resource_access.as_slice(),
        None => &[],
    };
    let unwanted = unwanted(desired, observed);
    let merged = without(&with_roles(existing, resource, &roles), &unwanted);
    let (key, action) = if merged == existing {
        (Key::PlanDeclareKeep, Action::Keep)
    } else {
        let application = application_id(observed);
        let write = declare(&application, &merged);
        let goal = Goal::Declared {
            application,
            with: roles
                .iter()
                .map(|role| declared_role(resource, role))
                .collect(),
            without: unwanted.iter().filter_map(declared).collect(),
        };
        let key = if unwanted.is_empty() {
            Key::PlanDeclareUpdate
        } else {
            Key::PlanDeclareWithout
        };
        let update = Action::Update {
            write,
            before: json!(existing),
            after: json!(merged),
            goal,
        };
        (key, update)
    };
    let removed: Vec<String> = unwanted
        .iter()
        .map(|one| format!("{} ({})", one.name, one.api_name))
        .collect();
    let names: Vec<&str> = desired
        .permissions
        .iter()
        .map(|permission| permission.value())
        .collect();
    Step {
        id: step("declared-permissions"),
        sentence: Message::new(key)
            .with("permissions", names.join(", "))
            .with("removed", removed.join(", ")),
        action,
    }
}

/// What is declared, is no longer needed, and is to be taken away.
fn unwanted(desired: &Desired, observed: &Observed) -> Vec<Obsolete> {
    match &observed.set_up {
        Some(set_up) if desired.remove_obsolete => Obsolete::declared_by(&set_up.application),
        _ => Vec::new(),
    }
}

fn without(
    access: &[RequiredResourceAccess],
    unwanted: &[Obsolete],
) -> Vec<RequiredResourceAccess> {
    let take_away = |access: Vec<RequiredResourceAccess>, one: &Obsolete| match declared(one) {
        Some(one) => without_roles(&access, &one.api, &[one.access]),
        None => access,
    };
    unwanted.iter().fold(access.to_vec(), take_away)
}

fn declared(permission: &Obsolete) -> Option<Declared> {
    Some(Declared {
        api: permission.api.parse().ok()?,
        access: ResourceAccess {
            id: permission.id.parse().ok()?,
            kind: permission.kind.to_owned(),
        },
    })
}

fn declared_role(api: &AppId, role: &RoleId) -> Declared {
    Declared {
        api: api.clone(),
        access: ResourceAccess {
            id: role.clone(),
            kind: "Role".to_owned(),
        },
    }
}

pub(crate) async fn look<T: Transport, K: Tokens, C: Clock>(
    graph: &Graph<T, K, C>,
    application: &ObjectId,
    with: &[Declared],
    without: &[Declared],
) -> Result<Option<Ids>, GraphError> {
    let call = GetApplication {
        id: application.clone(),
    };
    let Some(application) = graph.find(&call).await? else {
        return Ok(None);
    };
    Ok(are_declared(&application, with, without).then(Vec::new))
}

/// Whether an application declares all of `with` and none of `without`.
pub(crate) fn are_declared(
    application: &Application,
    with: &[Declared],
    without: &[Declared],
) -> bool {
    let access = &application.required_resource_access;
    let is_there = |wanted: &Declared| is_declared(access, wanted);
    with.iter().all(is_there) && !without.iter().any(is_there)
}

/// Whether `wanted` is among the declared permissions.
pub(crate) fn is_declared(access: &[RequiredResourceAccess], wanted: &Declared) -> bool {
    access
        .iter()
        .filter(|api| api.resource_app_id == wanted.api.as_str())
        .any(|api| api.resource_access.contains(&wanted.access))
}

/// The declared permissions as they are now, in the form in which a plan holds them.
pub(crate) fn current(application: &Application) -> Value {
    json!(application.required_resource_access)
}
