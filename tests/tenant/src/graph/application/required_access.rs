//! Declared permissions: they grant nothing, and Graph does not ask whether the ids exist.

use base::AppId;
use base::RoleId;
use serde_json::Value;

use super::super::body::Fields;
use super::super::body::Writable;
use super::super::problem::Problem;
use crate::rows::RequiredResourceAccess;
use crate::rows::ResourceAccess;

const API: Writable = Writable {
    type_name: "microsoft.graph.requiredResourceAccess",
    resource: "RequiredResourceAccess",
    names: &["resourceAppId", "resourceAccess"],
    read_only: &[],
};
const PERMISSION: Writable = Writable {
    type_name: "microsoft.graph.resourceAccess",
    resource: "ResourceAccess",
    names: &["id", "type"],
    read_only: &[],
};

/// Reads `requiredResourceAccess`: at most 50 APIs and 400 permissions.
pub(super) fn read(fields: &Fields) -> Result<Option<Vec<RequiredResourceAccess>>, Problem> {
    let Some(list) = fields.list("requiredResourceAccess")? else {
        return Ok(None);
    };
    let apis = list.iter().map(read_api).collect::<Result<Vec<_>, _>>()?;
    let permissions: usize = apis.iter().map(|api| api.resource_access.len()).sum();
    let repeated = apis.iter().enumerate().any(|(at, api)| {
        apis[..at]
            .iter()
            .any(|earlier| earlier.resource_app_id == api.resource_app_id)
    });
    if apis.len() > 50 || permissions > 400 || repeated {
        return Err(Problem::invalid_value(
            "requiredResourceAccess",
            "Application",
        ));
    }
    Ok(Some(apis))
}

fn read_api(value: &Value) -> Result<RequiredResourceAccess, Problem> {
    let fields = Fields::open(value, &API)?;
    let resource_app_id: AppId = fields
        .id("resourceAppId")?
        .ok_or_else(|| fields.missing("resourceAppId"))?;
    let list = fields
        .list("resourceAccess")?
        .ok_or_else(|| fields.missing("resourceAccess"))?;
    let resource_access = list.iter().map(read_permission).collect::<Result<_, _>>()?;
    Ok(RequiredResourceAccess {
        resource_app_id,
        resource_access,
    })
}

fn read_permission(value: &Value) -> Result<ResourceAccess, Problem> {
    let fields = Fields::open(value, &PERMISSION)?;
    let id: RoleId = fields.id("id")?.ok_or_else(|| fields.missing("id"))?;
    let kind = fields
        .choice("type", &["Role", "Scope"])?
        .ok_or_else(|| fields.missing("type"))?;
    Ok(ResourceAccess { id, kind })
}
