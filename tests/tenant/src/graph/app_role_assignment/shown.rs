//! What an assignment looks like.

use base::ObjectId;
use serde_json::Map;
use serde_json::Value;
use serde_json::json;

use super::super::object::object;
use crate::directory::Rows;
use crate::rows::AppRoleAssignment;

/// The type in the metadata.
pub(super) const TYPE: &str = "microsoft.graph.appRoleAssignment";

/// The properties that are simulated.
pub(super) const NAMES: [&str; 9] = [
    "id",
    "deletedDateTime",
    "appRoleId",
    "createdDateTime",
    "principalDisplayName",
    "principalId",
    "principalType",
    "resourceDisplayName",
    "resourceId",
];

/// All properties of an assignment, with the names that `rows` knows. Whether the name of a user or a group is told to a
/// caller who may not read users is not documented: here it is told only where `readable` says so.
pub(super) fn shown(rows: &Rows, row: &AppRoleAssignment, readable: bool) -> Map<String, Value> {
    let name = |id| {
        rows.service_principal(id)
            .map(|principal| &principal.display_name)
    };
    let (kind, holder) = match holder(rows, &row.principal_id) {
        Some((kind, name)) => (kind, readable.then_some(name)),
        None => ("ServicePrincipal", name(&row.principal_id)),
    };
    object([
        ("id", json!(row.id)),
        ("deletedDateTime", Value::Null),
        ("appRoleId", json!(row.app_role_id)),
        ("createdDateTime", json!(row.created_date_time)),
        ("principalDisplayName", json!(holder)),
        ("principalId", json!(row.principal_id)),
        ("principalType", json!(kind)),
        ("resourceDisplayName", json!(name(&row.resource_id))),
        ("resourceId", json!(row.resource_id)),
    ])
}

/// The user or the group with this id: its type, and its name.
fn holder<'a>(rows: &'a Rows, id: &ObjectId) -> Option<(&'static str, &'a String)> {
    let user = rows.user(id).map(|user| ("User", &user.display_name));
    user.or_else(|| {
        let group = rows.groups.iter().find(|group| group.id == *id)?;
        Some(("Group", &group.display_name))
    })
}
