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
use graph::Slot;
use graph::app_role_assignment::AppRoleAssignment;
use graph::app_role_assignment::ListAppRoleAssignments;
use graph::app_role_assignment::grant;
use graph::app_role_assignment::revoke;
use serde_json::Value;
use survey::Obsolete;
use survey::Permission;

use super::Goal;
use super::Ids;
use super::service_principal_id;
use super::step;
use crate::Action;
use crate::Desired;
use crate::Observed;
use crate::Step;

pub(crate) fn plan(permission: Permission, desired: &Desired, observed: &Observed) -> Step {
    let principal = service_principal_id(observed);
    let api = &observed.microsoft_graph;
    // The tenant's own answer is what is used; Microsoft's published id only checks it.
    let offered = api
        .role(permission.value())
        .filter(|role| role.as_str() == permission.well_known_id());
    let (key, action) = match offered {
        Some(role) if is_granted(observed, &api.id, role) => (Key::PlanConsentKeep, Action::Keep),
        Some(role) => {
            let goal = Goal::Granted {
                principal: principal.clone(),
                resource: api.id.clone(),
                role: role.clone(),
                is: true,
            };
            if desired.leave_consent {
                let how = Message::new(Key::HowConsent).with("permission", permission.value());
                (Key::PlanConsentLeft, Action::ByHand { how, goal })
            } else {
                let write = grant(&principal, &api.id, role);
                let create = Action::Create {
                    write,
                    otherwise: None,
                    goal,
                };
                (Key::PlanConsentCreate, create)
            }
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

/// A step for each role that is no longer needed and is to be taken away. Where the consent to its successor is left to a
/// colleague, this is left to them too: until then calendars live on it, and taking it away needs the same directory role.
pub(crate) fn plan_obsolete(desired: &Desired, observed: &Observed) -> Vec<Step> {
    let set_up = observed.set_up.as_ref().filter(|_| desired.remove_obsolete);
    let Some((set_up, principal)) =
        set_up.and_then(|set_up| Some((set_up, set_up.service_principal.as_ref()?)))
    else {
        return Vec::new();
    };
    let principal = Slot::text(&principal.id);
    let take_away = |(held, permission): &(AppRoleAssignment, Obsolete)| {
        let (key, action) = if desired.leave_consent {
            (Key::PlanConsentObsoleteLeft, leave(principal.clone(), held))
        } else {
            (Key::PlanConsentObsolete, withdraw(principal.clone(), held))
        };
        Step {
            id: step(format!("obsolete-{}", permission.name)),
            sentence: Message::new(key)
                .with("permission", permission.name)
                .with("api", permission.api_name),
            action,
        }
    };
    set_up.obsolete.iter().map(take_away).collect()
}

/// Leaves it to a colleague to take a role away from the service principal.
fn leave(principal: Slot, held: &AppRoleAssignment) -> Action {
    Action::ByHand {
        how: Message::new(Key::HowObsolete),
        goal: not_held(principal, held),
    }
}

/// Takes a role away from the service principal.
pub(crate) fn withdraw(principal: Slot, held: &AppRoleAssignment) -> Action {
    Action::Remove {
        write: revoke(&held.resource_id, &held.id),
        before: Value::Null,
        goal: not_held(principal, held),
    }
}

fn not_held(principal: Slot, held: &AppRoleAssignment) -> Goal {
    Goal::Granted {
        principal,
        resource: held.resource_id.clone(),
        role: held.app_role_id.clone(),
        is: false,
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
    is: bool,
) -> Result<Option<Ids>, GraphError> {
    let call = ListAppRoleAssignments {
        principal: principal.clone(),
    };
    let Some(assignments) = graph.find_list(&call).await? else {
        // Whoever is not there holds nothing.
        return Ok((!is).then(Vec::new));
    };
    let granted = assignments
        .iter()
        .any(|assignment| assignment.resource_id == *resource && assignment.app_role_id == *role);
    Ok((granted == is).then(Vec::new))
}
