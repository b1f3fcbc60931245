//! `GET /servicePrincipals/{id}/appRoleAssignedTo` and `/appRoleAssignments`.

use serde_json::Map;
use serde_json::Value;

use super::super::access;
use super::super::call::Call;
use super::super::filter::Filter;
use super::super::page;
use super::super::problem::Problem;
use super::super::problem::Reply;
use super::super::service_principal;
use super::shown::NAMES;
use super::shown::TYPE;
use super::shown::shown;
use crate::rows::AppRoleAssignment;

const FILTERABLE: [&str; 3] = ["principalDisplayName", "resourceId", "principalId"];

/// Who holds roles of this API.
pub(in crate::graph) fn list_assigned_to(call: &mut Call<'_>) -> Result<Reply, Problem> {
    let id = service_principal::by_path(call)?.id;
    list(call, |row| row.resource_id == id)
}

/// Which roles this client holds.
pub(in crate::graph) fn list_assignments(call: &mut Call<'_>) -> Result<Reply, Problem> {
    let id = service_principal::by_path(call)?.id;
    list(call, |row| row.principal_id == id)
}

fn list(
    call: &mut Call<'_>,
    wanted: impl Fn(&AppRoleAssignment) -> bool,
) -> Result<Reply, Problem> {
    let select = call.query.select(TYPE, &NAMES, &NAMES)?;
    let filter = Filter::parse(call.query.get("$filter"), TYPE, &FILTERABLE)?;
    let readable = access::would_permit(call, "user.GetUser");
    let rows = call.rows();
    let objects: Vec<Map<String, Value>> = rows
        .assignments
        .iter()
        .filter(|row| wanted(row))
        .map(|row| shown(rows, row, readable))
        .collect();
    page::collection(
        call,
        "appRoleAssignments",
        &page::DIRECTORY,
        &filter,
        &select,
        objects,
    )
}
