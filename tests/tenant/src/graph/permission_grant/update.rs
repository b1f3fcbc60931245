//! `PATCH /oauth2PermissionGrants/{id}`: the scopes are replaced whole.

use super::super::body::Fields;
use super::super::body::Writable;
use super::super::call::Call;
use super::super::problem::Problem;
use super::super::problem::Reply;
use super::super::trouble;
use super::find;
use super::scopes;
use super::shown::TYPE;
use crate::directory::Change;
use crate::rows::Row;

const GRANT: Writable = Writable {
    type_name: TYPE,
    resource: "OAuth2PermissionGrant",
    names: &["scope"],
    read_only: &["id", "clientId", "consentType", "principalId", "resourceId"],
};

/// Changes the scopes.
pub(in crate::graph) fn update(call: &mut Call<'_>) -> Result<Reply, Problem> {
    let fields = Fields::open(&call.object()?, &GRANT)?;
    let scope = fields
        .text("scope", 1..=3850)?
        .ok_or_else(|| fields.missing("scope"))?;
    let id = find::by_path(call)?.id;
    let rows = call.tenant.directory.primary();
    let row = rows.grants.iter().find(|row| row.id == id).cloned();
    let mut row = row.ok_or_else(|| Problem::not_found(&id))?;
    let resource = rows.service_principal(&row.resource_id);
    let resource = resource.ok_or_else(|| Problem::not_found(&row.resource_id))?;
    row.scope = scopes(resource, &scope)?;
    trouble::check_collision(call, &row.id)?;
    call.tenant
        .directory
        .write(call.now, Change::Put(Row::PermissionGrant(row)));
    Ok(Reply::no_content())
}
