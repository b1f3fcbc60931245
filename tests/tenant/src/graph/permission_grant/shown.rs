//! What a grant looks like.

use serde_json::Map;
use serde_json::Value;
use serde_json::json;

use super::super::object::object;
use crate::rows::PermissionGrant;

/// The type in the metadata.
pub(super) const TYPE: &str = "microsoft.graph.oAuth2PermissionGrant";

/// The properties that are simulated.
pub(super) const NAMES: [&str; 6] = [
    "clientId",
    "consentType",
    "id",
    "principalId",
    "resourceId",
    "scope",
];

/// All properties of a grant.
pub(super) fn shown(row: &PermissionGrant) -> Map<String, Value> {
    object([
        ("clientId", json!(row.client_id)),
        ("consentType", json!(row.consent_type)),
        ("id", json!(row.id)),
        ("principalId", json!(row.principal_id)),
        ("resourceId", json!(row.resource_id)),
        ("scope", json!(row.scope)),
    ])
}
