//! `POST /servicePrincipals/{id}/appRoleAssignedTo` and `/appRoleAssignments`: what a person would call consent.

use base::ObjectId;
use base::RoleId;

use super::super::body::Fields;
use super::super::body::Writable;
use super::super::call::Call;
use super::super::problem::Problem;
use super::super::problem::Reply;
use super::super::query::Select;
use super::super::service_principal;
use super::require_role_for;
use super::shown::NAMES;
use super::shown::TYPE;
use super::shown::shown;
use crate::directory::Change;
use crate::rows::AppRoleAssignment;
use crate::rows::Row;
use crate::rows::ServicePrincipal;

const ASSIGNMENT: Writable = Writable {
    type_name: TYPE,
    resource: "AppRoleAssignment",
    names: &["appRoleId", "principalId", "resourceId"],
    read_only: &[
        "id",
        "createdDateTime",
        "deletedDateTime",
        "principalDisplayName",
        "principalType",
        "resourceDisplayName",
    ],
};

/// The three ids of a body.
struct Written {
    app_role_id: RoleId,
    principal_id: ObjectId,
    resource_id: ObjectId,
}

/// From the side of the API: the path names the resource.
pub(in crate::graph) fn create_assigned_to(call: &mut Call<'_>) -> Result<Reply, Problem> {
    let written = read(call)?;
    let resource = service_principal::by_path(call)?;
    if resource.id != written.resource_id {
        return Err(Problem::invalid_value("resourceId", "AppRoleAssignment"));
    }
    create(call, written, &resource)
}

/// From the side of the client: the path names the principal.
pub(in crate::graph) fn create_assignment(call: &mut Call<'_>) -> Result<Reply, Problem> {
    let written = read(call)?;
    if service_principal::by_path(call)?.id != written.principal_id {
        return Err(Problem::invalid_value("principalId", "AppRoleAssignment"));
    }
    let resource = find(call, &written.resource_id)?;
    create(call, written, &resource)
}

fn read(call: &Call<'_>) -> Result<Written, Problem> {
    let fields = Fields::open(&call.object()?, &ASSIGNMENT)?;
    Ok(Written {
        app_role_id: fields
            .id("appRoleId")?
            .ok_or_else(|| fields.missing("appRoleId"))?,
        principal_id: fields
            .id("principalId")?
            .ok_or_else(|| fields.missing("principalId"))?,
        resource_id: fields
            .id("resourceId")?
            .ok_or_else(|| fields.missing("resourceId"))?,
    })
}

fn find(call: &mut Call<'_>, id: &ObjectId) -> Result<ServicePrincipal, Problem> {
    call.rows()
        .service_principal(id)
        .cloned()
        .ok_or_else(|| Problem::not_found(id))
}

fn create(
    call: &mut Call<'_>,
    written: Written,
    resource: &ServicePrincipal,
) -> Result<Reply, Problem> {
    require_role_for(call, resource)?;
    find(call, &written.principal_id)?;
    check_there(call, &written)?;
    check(call, &written, resource)?;
    let row = AppRoleAssignment {
        id: call.tenant.random.text(32),
        app_role_id: written.app_role_id,
        created_date_time: call.now,
        principal_id: written.principal_id,
        resource_id: written.resource_id,
    };
    call.tenant
        .directory
        .write(call.now, Change::Put(Row::AppRoleAssignment(row.clone())));
    let select = Select::all(&NAMES);
    let object = shown(call.tenant.directory.primary(), &row, true);
    Ok(Reply::created(call.entity(
        "appRoleAssignments",
        &select,
        object,
    )))
}

/// Both must be there still, whatever a replica knows.
fn check_there(call: &Call<'_>, written: &Written) -> Result<(), Problem> {
    let rows = call.tenant.directory.primary();
    let mut ids = [&written.principal_id, &written.resource_id].into_iter();
    match ids.find(|id| rows.service_principal(id).is_none()) {
        Some(gone) => Err(Problem::not_found(gone)),
        None => Ok(()),
    }
}

/// Refuses a role that the API does not offer, and one that is held already.
fn check(call: &Call<'_>, written: &Written, resource: &ServicePrincipal) -> Result<(), Problem> {
    let mut offered = resource.app_roles.iter();
    if !offered.any(|role| role.id == written.app_role_id) {
        let api = &resource.app_id;
        let message = format!("Permission being assigned was not found on application '{api}'.");
        return Err(Problem::bad_request(message));
    }
    let mut held = call
        .tenant
        .directory
        .primary()
        .assignments_of(&written.principal_id);
    let same = |row: &AppRoleAssignment| {
        row.resource_id == written.resource_id && row.app_role_id == written.app_role_id
    };
    if held.any(same) {
        let message = "Permission being assigned already exists on the object";
        return Err(Problem::bad_request(message));
    }
    Ok(())
}
