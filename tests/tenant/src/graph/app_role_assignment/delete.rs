//! `DELETE /servicePrincipals/{id}/appRoleAssignedTo/{id}` and `/appRoleAssignments/{id}`.

use base::ObjectId;

use super::super::call::Call;
use super::super::problem::Problem;
use super::super::problem::Reply;
use super::super::service_principal;
use super::require_role_for;
use crate::directory::Change;
use crate::rows::AppRoleAssignment;

/// From the side of the API.
pub(in crate::graph) fn delete_assigned_to(call: &mut Call<'_>) -> Result<Reply, Problem> {
    delete(call, |row| &row.resource_id)
}

/// From the side of the client.
pub(in crate::graph) fn delete_assignment(call: &mut Call<'_>) -> Result<Reply, Problem> {
    delete(call, |row| &row.principal_id)
}

/// Deletes the assignment in the path if its `side` is the service principal in the path.
fn delete(
    call: &mut Call<'_>,
    side: fn(&AppRoleAssignment) -> &ObjectId,
) -> Result<Reply, Problem> {
    call.query.for_none()?;
    let owner = service_principal::by_path(call)?.id;
    let id = call.parameter(1).to_owned();
    let rows = call.rows();
    let found = rows
        .assignments
        .iter()
        .find(|row| row.id == id && *side(row) == owner);
    let resource = found
        .and_then(|row| rows.service_principal(&row.resource_id))
        .cloned();
    let resource = resource.ok_or_else(|| Problem::not_found(&id))?;
    require_role_for(call, &resource)?;
    let held = &call.tenant.directory.primary().assignments;
    if !held.iter().any(|row| row.id == id) {
        return Err(Problem::not_found(id));
    }
    call.tenant
        .directory
        .write(call.now, Change::RemoveAssignment(id));
    Ok(Reply::no_content())
}
