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
use graph::application::declare;
use graph::application::with_roles;
use serde_json::Value;
use serde_json::json;

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
    let merged = with_roles(existing, resource, &roles);
    let (key, action) = if merged == existing {
        (Key::PlanDeclareKeep, Action::Keep)
    } else {
        let application = application_id(observed);
        let write = declare(&application, &merged);
        let goal = Goal::Declared {
            application,
            resource: resource.clone(),
            roles,
        };
        (
            Key::PlanDeclareUpdate,
            Action::Update {
                write,
                before: json!(existing),
                after: json!(merged),
                goal,
            },
        )
    };
    let names: Vec<&str> = desired
        .permissions
        .iter()
        .map(|permission| permission.value())
        .collect();
    Step {
        id: step("declared-permissions"),
        sentence: Message::new(key).with("permissions", names.join(", ")),
        action,
    }
}

pub(crate) async fn look<T: Transport, K: Tokens, C: Clock>(
    graph: &Graph<T, K, C>,
    application: &ObjectId,
    resource: &AppId,
    roles: &[RoleId],
) -> Result<Option<Ids>, GraphError> {
    let call = GetApplication {
        id: application.clone(),
    };
    let Some(application) = graph.find(&call).await? else {
        return Ok(None);
    };
    Ok(roles
        .iter()
        .all(|role| application.declares(resource, role))
        .then(Vec::new))
}

/// The declared permissions as they are now, in the form in which a plan holds them.
pub(crate) fn current(application: &Application) -> Value {
    json!(application.required_resource_access)
}
