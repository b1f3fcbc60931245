//! The recycle bin (Graph, "deletedItems"): applications and service principals, for 30 days.

mod find;
mod get;
mod list;
mod purge;
mod restore;
#[cfg(test)]
mod tests;

pub(super) use get::get;
pub(super) use list::list_applications;
pub(super) use list::list_service_principals;
pub(super) use purge::purge;
pub(super) use restore::restore;

use super::access;
use super::call::Call;
use super::problem::Problem;

/// Who may restore and purge applications and service principals (metadata: "applications and service principals: first
/// three").
fn require_role(call: &Call<'_>) -> Result<(), Problem> {
    let roles = [
        "Cloud Application Administrator",
        "Application Administrator",
        "Hybrid Identity Administrator",
    ];
    access::require_role(call, &roles)
}
