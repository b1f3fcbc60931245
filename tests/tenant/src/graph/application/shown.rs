//! What an application looks like.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::Map;
use serde_json::Value;
use serde_json::json;

use super::super::object::object;
use super::super::service_principal::shown_role;
use super::super::service_principal::shown_scope;
use crate::rows::Application;
use crate::rows::KeyCredential;
use crate::rows::PasswordCredential;
use crate::tenant::Tenant;

/// The type in the metadata.
pub(in crate::graph) const TYPE: &str = "microsoft.graph.application";

/// The properties that are simulated.
pub(in crate::graph) const NAMES: [&str; 23] = [
    "id",
    "deletedDateTime",
    "api",
    "appId",
    "appRoles",
    "applicationTemplateId",
    "createdDateTime",
    "description",
    "displayName",
    "identifierUris",
    "keyCredentials",
    "notes",
    "passwordCredentials",
    "publicClient",
    "publisherDomain",
    "requiredResourceAccess",
    "servicePrincipalLockConfiguration",
    "signInAudience",
    "spa",
    "tags",
    "uniqueName",
    "web",
    "isFallbackPublicClient",
];

/// Whether the certificates themselves are shown: only for a single object with `$select=keyCredentials`
/// (Graph, "keyCredential resource type").
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::graph) enum KeyMaterial {
    Shown,
    Hidden,
}

/// All properties of an application.
pub(in crate::graph) fn shown(
    tenant: &Tenant,
    row: &Application,
    material: KeyMaterial,
) -> Map<String, Value> {
    let default_domain = tenant
        .organization
        .verified_domains
        .iter()
        .find(|domain| domain.is_default);
    let publisher = default_domain.map(|domain| &domain.name);
    let keys: Vec<Value> = row
        .key_credentials
        .iter()
        .map(|key| shown_key(key, material))
        .collect();
    let passwords: Vec<Value> = row
        .password_credentials
        .iter()
        .map(shown_password)
        .collect();
    object([
        ("id", json!(row.id)),
        ("deletedDateTime", json!(row.deleted_date_time)),
        ("api", shown_api(row)),
        ("appId", json!(row.app_id)),
        ("appRoles", row.app_roles.iter().map(shown_role).collect()),
        ("applicationTemplateId", Value::Null),
        ("createdDateTime", json!(row.created_date_time)),
        ("description", Value::Null),
        ("displayName", json!(row.display_name)),
        ("identifierUris", json!(row.identifier_uris)),
        ("isFallbackPublicClient", Value::Null),
        ("keyCredentials", Value::Array(keys)),
        ("notes", json!(row.notes)),
        ("passwordCredentials", Value::Array(passwords)),
        (
            "publicClient",
            json!({ "redirectUris": row.public_client_redirect_uris }),
        ),
        ("publisherDomain", json!(publisher)),
        (
            "requiredResourceAccess",
            json!(row.required_resource_access),
        ),
        (
            "servicePrincipalLockConfiguration",
            json!(row.service_principal_lock_configuration),
        ),
        ("signInAudience", json!(row.sign_in_audience)),
        ("spa", json!({ "redirectUris": row.spa_redirect_uris })),
        ("tags", json!(row.tags)),
        ("uniqueName", json!(row.unique_name)),
        ("web", shown_web(row)),
    ])
}

/// What it offers as an API (Graph, "apiApplication resource type"): of applications that need no consent nothing is known
/// here.
fn shown_api(row: &Application) -> Value {
    json!({
        "acceptMappedClaims": null,
        "knownClientApplications": [],
        "oauth2PermissionScopes": row.oauth2_permission_scopes.iter().map(shown_scope).collect::<Vec<_>>(),
        "preAuthorizedApplications": [],
        "requestedAccessTokenVersion": null,
    })
}

fn shown_web(row: &Application) -> Value {
    json!({
        "homePageUrl": null,
        "logoutUrl": null,
        "redirectUris": row.web_redirect_uris,
        "implicitGrantSettings": { "enableAccessTokenIssuance": false, "enableIdTokenIssuance": false },
        "redirectUriSettings": row.web_redirect_uris.iter().map(|uri| json!({ "uri": uri, "index": null })).collect::<Vec<_>>(),
    })
}

fn shown_key(key: &KeyCredential, material: KeyMaterial) -> Value {
    json!({
        "customKeyIdentifier": key.custom_key_identifier,
        "displayName": key.display_name,
        "endDateTime": key.end_date_time,
        "key": (material == KeyMaterial::Shown).then(|| STANDARD.encode(&key.key)),
        "keyId": key.key_id,
        "startDateTime": key.start_date_time,
        "type": key.kind,
        "usage": key.usage,
    })
}

/// A client secret as it is shown ever after it was made: without the secret (Graph, "passwordCredential resource type",
/// `secretText`).
pub(in crate::graph) fn shown_password(password: &PasswordCredential) -> Value {
    json!({
        "customKeyIdentifier": null,
        "displayName": password.display_name,
        "endDateTime": password.end_date_time,
        "hint": password.hint,
        "keyId": password.key_id,
        "secretText": null,
        "startDateTime": password.start_date_time,
    })
}
