//! The signed-in person.

mod get;
mod list_directory_roles;
#[cfg(test)]
mod tests;

pub(super) use get::get;
pub(super) use list_directory_roles::list_directory_roles;

use base::ObjectId;

use super::call::Call;
use super::problem::Problem;

/// The caller's own id. An application's own token never comes this far.
fn own_id(call: &Call<'_>) -> Result<ObjectId, Problem> {
    call.caller.user.clone().ok_or_else(Problem::denied)
}
