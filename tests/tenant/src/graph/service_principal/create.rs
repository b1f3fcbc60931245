//! `POST /servicePrincipals`.

use base::AppId;
use base::TenantId;
use http::StatusCode;

use super::super::application;
use super::super::body::Fields;
use super::super::body::Writable;
use super::super::call::Call;
use super::super::problem::Problem;
use super::super::problem::Reply;
use super::super::query::Select;
use super::shown::NAMES;
use super::shown::TYPE;
use super::shown::shown;
use crate::directory::Change;
use crate::rows::Row;
use crate::rows::ServicePrincipal;

const SERVICE_PRINCIPAL: Writable = Writable {
    type_name: TYPE,
    resource: "ServicePrincipal",
    names: &["accountEnabled", "appId", "tags"],
    read_only: &[
        "id",
        "applicationTemplateId",
        "deletedDateTime",
        "resourceSpecificApplicationPermissions",
        "signInAudience",
    ],
};

/// Creates the service principal of an application that this tenant owns, or of the console.
pub(in crate::graph) fn create(call: &mut Call<'_>) -> Result<Reply, Problem> {
    let fields = Fields::open(&call.object()?, &SERVICE_PRINCIPAL)?;
    let app_id: AppId = fields.id("appId")?.ok_or_else(|| fields.missing("appId"))?;
    let account_enabled = fields.flag("accountEnabled")?.unwrap_or(true);
    let tags = fields.texts("tags", 1..=256)?.unwrap_or_default();
    let (display_name, home) = known_application(call, &app_id)?;
    if call
        .tenant
        .directory
        .primary()
        .service_principal_by_app_id(&app_id)
        .is_some()
    {
        return Err(already_there(&app_id));
    }
    let owners = application::owner(call).into_iter().collect();
    let id = call.tenant.random.object_id();
    let row = ServicePrincipal {
        account_enabled,
        tags,
        owners,
        ..ServicePrincipal::new(id, app_id, &display_name, Some(home))
    };
    call.tenant
        .directory
        .write(call.now, Change::Put(Row::ServicePrincipal(row.clone())));
    let select = Select::all(&NAMES);
    let location = format!(
        "{}/Microsoft.DirectoryServices.ServicePrincipal",
        call.location(row.id.as_str())
    );
    let object = shown(call.tenant.directory.primary(), &row);
    let entity = call.entity("servicePrincipals", &select, object);
    Ok(Reply::created(entity).with("location", location))
}

/// Name and home tenant of an application that a replica knows and that is there still, or of the console.
fn known_application(call: &mut Call<'_>, app_id: &AppId) -> Result<(String, TenantId), Problem> {
    let console = &call.tenant.console;
    if console.app_id == *app_id {
        return Ok((console.display_name.clone(), console.home_tenant_id.clone()));
    }
    let is_known = call.rows().application_by_app_id(app_id).is_some();
    let rows = call.tenant.directory.primary();
    let application = rows.application_by_app_id(app_id).filter(|_| is_known);
    let name = application.map(|row| row.display_name.clone());
    let name = name.ok_or_else(|| {
        Problem::bad_request(format!(
            "The appId '{app_id}' of the service principal does not reference a valid application object."
        ))
    })?;
    Ok((name, call.tenant.id.clone()))
}

/// There is one for this application, or one cannot come back beside it.
pub(in crate::graph) fn already_there(app_id: &AppId) -> Problem {
    let message = format!(
        "The service principal cannot be created, updated, or restored because the service principal name {app_id} is already in use."
    );
    Problem::new(
        StatusCode::CONFLICT,
        "Request_MultipleObjectsWithSameKeyValue",
        message,
    )
}
