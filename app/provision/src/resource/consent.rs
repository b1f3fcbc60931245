//! Consent to one application permission: an application role held by the service principal.

use base::Clock;
use base::Key;
use base::Message;
use base::ObjectId;
use base::RoleId;
use base::Tokens;
use base::Transport;
use graph::Graph;
use graph::GraphError;
use graph::app_role_assignment::ListAppRoleAssignments;
use graph::app_role_assignment::grant;
use survey::Permission;

use super::Goal;
use super::Ids;
use super::service_principal_id;
use super::step;
use crate::Action;
use crate::Observed;
use crate::Step;

pub(crate) fn plan(permission: Permission, observed: &Observed) -> Step {
    let principal = service_principal_id(observed);
    let api = &observed.microsoft_graph;
    // The tenant's own answer is what is used; Microsoft's published id only checks it.
    let offered = api
        .role(permission.value())
        .filter(|role| role.as_str() == permission.well_known_id());
    let (key, action) = match offered {
        Some(role) if is_granted(observed, &api.id, role) => (Key::PlanConsentKeep, Action::Keep),
        Some(role) => {
            let write = grant(&principal, &api.id, role);
            let goal = Goal::Granted {
                principal,
                resource: api.id.clone(),
                role: role.clone(),
            };
            (
                Key::PlanConsentCreate,
                Action::Create {
                    write,
                    otherwise: None,
                    goal,
                },
            )
        }
        None => (
            Key::PlanConsentUnknown,
            Action::Blocked {
                unblock: Message::new(Key::UnblockConsentUnknown),
            },
        ),
    };
    Step {
        id: step(format!("consent-{}", permission.value())),
        sentence: Message::new(key).with("permission", permission.value()),
        action,
    }
}

fn is_granted(observed: &Observed, resource: &ObjectId, role: &RoleId) -> bool {
    let assignments = observed
        .set_up
        .as_ref()
        .map(|set_up| set_up.assignments.as_slice())
        .unwrap_or_default();
    assignments
        .iter()
        .any(|assignment| assignment.resource_id == *resource && assignment.app_role_id == *role)
}

pub(crate) async fn look<T: Transport, K: Tokens, C: Clock>(
    graph: &Graph<T, K, C>,
    principal: &ObjectId,
    resource: &ObjectId,
    role: &RoleId,
) -> Result<Option<Ids>, GraphError> {
    let call = ListAppRoleAssignments {
        principal: principal.clone(),
    };
    let Some(assignments) = graph.find_list(&call).await? else {
        return Ok(None);
    };
    let granted = assignments
        .iter()
        .any(|assignment| assignment.resource_id == *resource && assignment.app_role_id == *role);
    Ok(granted.then(Vec::new))
}
