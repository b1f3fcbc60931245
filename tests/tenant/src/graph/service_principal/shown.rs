//! What a service principal looks like.

use serde_json::Map;
use serde_json::Value;
use serde_json::json;

use super::super::application::shown_password;
use super::super::object::object;
use crate::directory::Rows;
use crate::rows::AppRole;
use crate::rows::Scope;
use crate::rows::ServicePrincipal;

/// The type in the metadata.
pub(in crate::graph) const TYPE: &str = "microsoft.graph.servicePrincipal";

/// The properties that are simulated.
pub(in crate::graph) const NAMES: [&str; 15] = [
    "id",
    "deletedDateTime",
    "accountEnabled",
    "appDisplayName",
    "appId",
    "appOwnerOrganizationId",
    "appRoleAssignmentRequired",
    "appRoles",
    "displayName",
    "keyCredentials",
    "oauth2PermissionScopes",
    "passwordCredentials",
    "servicePrincipalNames",
    "servicePrincipalType",
    "tags",
];

/// All properties of a service principal. Labels of its application, as `rows` know it, are among its own (Graph,
/// "application resource type", `tags`).
pub(in crate::graph) fn shown(rows: &Rows, row: &ServicePrincipal) -> Map<String, Value> {
    object([
        ("id", json!(row.id)),
        ("deletedDateTime", json!(row.deleted_date_time)),
        ("accountEnabled", json!(row.account_enabled)),
        ("appDisplayName", json!(row.display_name)),
        ("appId", json!(row.app_id)),
        (
            "appOwnerOrganizationId",
            json!(row.app_owner_organization_id),
        ),
        ("appRoleAssignmentRequired", json!(false)),
        ("appRoles", row.app_roles.iter().map(shown_role).collect()),
        ("displayName", json!(row.display_name)),
        ("keyCredentials", json!([])),
        (
            "oauth2PermissionScopes",
            row.oauth2_permission_scopes
                .iter()
                .map(shown_scope)
                .collect(),
        ),
        (
            "passwordCredentials",
            row.password_credentials
                .iter()
                .map(shown_password)
                .collect(),
        ),
        ("servicePrincipalNames", json!([row.app_id])),
        ("servicePrincipalType", json!(row.service_principal_type)),
        ("tags", json!(tags(rows, row))),
    ])
}

fn tags<'a>(rows: &'a Rows, row: &'a ServicePrincipal) -> Vec<&'a String> {
    let mut tags: Vec<&String> = row.tags.iter().collect();
    let application = rows.application_by_app_id(&row.app_id);
    for tag in application.into_iter().flat_map(|row| &row.tags) {
        if !tags.contains(&tag) {
            tags.push(tag);
        }
    }
    tags
}

/// A role, as the application that offers it and its service principal show it alike.
pub(in crate::graph) fn shown_role(role: &AppRole) -> Value {
    json!({
        "allowedMemberTypes": ["Application"],
        "description": format!("Allows the app to use {} without a signed-in user.", role.value),
        "displayName": role.value,
        "id": role.id,
        "isEnabled": true,
        "origin": "Application",
        "value": role.value,
    })
}

/// A scope, likewise.
pub(in crate::graph) fn shown_scope(scope: &Scope) -> Value {
    json!({
        "adminConsentDescription": format!("Allows the app to use {} on behalf of the signed-in user.", scope.value),
        "adminConsentDisplayName": scope.value,
        "id": scope.id,
        "isEnabled": true,
        "type": if scope.admin { "Admin" } else { "User" },
        "userConsentDescription": null,
        "userConsentDisplayName": null,
        "value": scope.value,
    })
}
