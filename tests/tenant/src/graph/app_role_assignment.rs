//! Application roles that service principals hold (Graph, "appRoleAssignment resource type"): seen from the API that
//! offers the role (`appRoleAssignedTo`) and from the client that holds it (`appRoleAssignments`).

mod create;
mod delete;
mod list;
mod shown;
#[cfg(test)]
mod tests;

pub(super) use create::create_assigned_to;
pub(super) use create::create_assignment;
pub(super) use delete::delete_assigned_to;
pub(super) use delete::delete_assignment;
pub(super) use list::list_assigned_to;
pub(super) use list::list_assignments;

use super::access;
use super::call::Call;
use super::problem::Problem;
use crate::rows::ServicePrincipal;
use crate::worlds::GRAPH_APP_ID;

/// For roles of Microsoft Graph only a Privileged Role Administrator (or Global Administrator) will do, whatever the
/// operation takes otherwise (Entra, "Grant tenant-wide admin consent to an application").
fn require_role_for(call: &Call<'_>, resource: &ServicePrincipal) -> Result<(), Problem> {
    if resource.app_id.as_str() == GRAPH_APP_ID {
        access::require_role(call, &["Privileged Role Administrator"])
    } else {
        Ok(())
    }
}
