//! `POST /directory/deletedItems/{id}/restore`: an application brings its service principal along; roles and grants
//! stay gone.

use super::super::body;
use super::super::body::Fields;
use super::super::body::Writable;
use super::super::call::Call;
use super::super::problem::Problem;
use super::super::problem::Reply;
use super::super::query::Select;
use super::super::service_principal;
use super::find::Deleted;
use crate::directory::Change;
use crate::rows::ServicePrincipal;

/// Nothing that a body may say concerns applications.
const OPTIONS: Writable = Writable {
    type_name: "microsoft.graph.directoryObject",
    resource: "DirectoryObject",
    names: &[],
    read_only: &[],
};

/// Restores an object, and answers it.
pub(in crate::graph) fn restore(call: &mut Call<'_>) -> Result<Reply, Problem> {
    call.query.for_none()?;
    if !call.body.is_empty() {
        Fields::open(&body::object(call.headers, call.body)?, &OPTIONS)?;
    }
    let mut found = Deleted::to_write(call)?;
    if let Deleted::ServicePrincipal(row) = &found {
        check_service_principal(call, row)?;
    }
    let change = Change::Restore(found.id().clone());
    call.tenant.directory.write(call.now, change);
    match &mut found {
        Deleted::Application(row) => row.deleted_date_time = None,
        Deleted::ServicePrincipal(row) => row.deleted_date_time = None,
    }
    let (names, _) = found.names();
    let select = Select::all(names).always(&["@odata.type"]);
    let object = found.shown(call);
    Ok(Reply::ok(call.entity("directoryObjects", &select, object)))
}

/// A service principal needs its application, and there is only one for each.
fn check_service_principal(call: &Call<'_>, row: &ServicePrincipal) -> Result<(), Problem> {
    let rows = call.tenant.directory.primary();
    if rows.service_principal_by_app_id(&row.app_id).is_some() {
        return Err(service_principal::already_there(&row.app_id));
    }
    let ours = row.app_owner_organization_id.as_ref() == Some(&call.tenant.id);
    if ours && rows.application_by_app_id(&row.app_id).is_none() {
        return Err(Problem::bad_request(format!(
            "The appId '{}' of the service principal does not reference a valid application object.",
            row.app_id
        )));
    }
    Ok(())
}
