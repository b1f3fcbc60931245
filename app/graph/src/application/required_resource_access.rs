//! Permissions that an application declares to need. A declaration grants nothing.
//! Graph page: "requiredResourceAccess resource type".
//!
//! The collection is replaced whole by a write, so both functions here return all of it.

use base::AppId;
use base::RoleId;
use serde::Deserialize;
use serde::Serialize;
use serde_json::Map;
use serde_json::Value;

/// Permissions that an application declares to need of one API.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RequiredResourceAccess {
    /// The API's client id.
    pub resource_app_id: String,
    /// Its roles and scopes.
    pub resource_access: Vec<ResourceAccess>,
    /// Every other field, kept as read so that it can be sent back unchanged.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

/// A role or scope that an application declares to need.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct ResourceAccess {
    /// Id of the role or scope.
    pub id: RoleId,
    /// `Role` for an application permission, `Scope` for a delegated one.
    #[serde(rename = "type")]
    pub kind: String,
}

/// The whole collection of declared permissions with `roles` of `resource` added. Nothing that is there is dropped,
/// altered or doubled.
pub fn with_roles(
    existing: &[RequiredResourceAccess],
    resource: &AppId,
    roles: &[RoleId],
) -> Vec<RequiredResourceAccess> {
    let wanted: Vec<ResourceAccess> = roles
        .iter()
        .map(|role| ResourceAccess {
            id: role.clone(),
            kind: "Role".to_owned(),
        })
        .collect();
    with_access(existing, resource, &wanted)
}

/// The same for roles and scopes alike.
pub fn with_access(
    existing: &[RequiredResourceAccess],
    resource: &AppId,
    wanted: &[ResourceAccess],
) -> Vec<RequiredResourceAccess> {
    let mut merged = existing.to_vec();
    let at = merged
        .iter()
        .position(|access| access.resource_app_id == resource.as_str());
    let at = at.unwrap_or_else(|| {
        merged.push(RequiredResourceAccess {
            resource_app_id: resource.to_string(),
            resource_access: Vec::new(),
            other: Map::new(),
        });
        merged.len() - 1
    });
    for one in wanted {
        if !merged[at].resource_access.contains(one) {
            merged[at].resource_access.push(one.clone());
        }
    }
    merged
}

/// The whole collection of declared permissions without `access` to `resource`. Only what equals in id and in kind goes;
/// an API that is left with nothing by that goes too, and one that had nothing before stays as it was.
pub fn without_roles(
    existing: &[RequiredResourceAccess],
    resource: &AppId,
    access: &[ResourceAccess],
) -> Vec<RequiredResourceAccess> {
    let rest = |entry: &RequiredResourceAccess| {
        let mut rest = entry.clone();
        if entry.resource_app_id == resource.as_str() {
            rest.resource_access.retain(|one| !access.contains(one));
        }
        let emptied = rest.resource_access.is_empty() && !entry.resource_access.is_empty();
        (!emptied).then_some(rest)
    };
    existing.iter().filter_map(rest).collect()
}
