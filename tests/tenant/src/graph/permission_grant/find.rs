//! Looking a grant up by the id in the path, in a replica.

use super::super::call::Call;
use super::super::problem::Problem;
use crate::rows::PermissionGrant;

/// The grant that the path names.
pub(super) fn by_path(call: &mut Call<'_>) -> Result<PermissionGrant, Problem> {
    let id = call.parameter(0).to_owned();
    let found = call.rows().grants.iter().find(|row| row.id == id).cloned();
    found.ok_or_else(|| Problem::not_found(id))
}
