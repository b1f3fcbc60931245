//! `DELETE /oauth2PermissionGrants/{id}`.

use super::super::call::Call;
use super::super::problem::Problem;
use super::super::problem::Reply;
use super::find;
use crate::directory::Change;

/// Revokes a grant.
pub(in crate::graph) fn delete(call: &mut Call<'_>) -> Result<Reply, Problem> {
    call.query.for_none()?;
    let id = find::by_path(call)?.id;
    let granted = &call.tenant.directory.primary().grants;
    if !granted.iter().any(|row| row.id == id) {
        return Err(Problem::not_found(id));
    }
    call.tenant
        .directory
        .write(call.now, Change::RemoveGrant(id));
    Ok(Reply::no_content())
}
