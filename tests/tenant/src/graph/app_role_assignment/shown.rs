//! What an assignment looks like.

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

/// All properties of an assignment, with the names that `rows` knows.
pub(super) fn shown(rows: &Rows, row: &AppRoleAssignment) -> Map<String, Value> {
    let name = |id| {
        rows.service_principal(id)
            .map(|principal| &principal.display_name)
    };
    object([
        ("id", json!(row.id)),
        ("deletedDateTime", Value::Null),
        ("appRoleId", json!(row.app_role_id)),
        ("createdDateTime", json!(row.created_date_time)),
        ("principalDisplayName", json!(name(&row.principal_id))),
        ("principalId", json!(row.principal_id)),
        ("principalType", json!("ServicePrincipal")),
        ("resourceDisplayName", json!(name(&row.resource_id))),
        ("resourceId", json!(row.resource_id)),
    ])
}
