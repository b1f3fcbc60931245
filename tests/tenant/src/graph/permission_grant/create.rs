//! `POST /oauth2PermissionGrants`: consent to delegated scopes, for everybody or for one person.

use base::ObjectId;
use http::StatusCode;
use serde_json::Value;

use super::super::body::Fields;
use super::super::body::Writable;
use super::super::call::Call;
use super::super::problem::Problem;
use super::super::problem::Reply;
use super::super::query::Select;
use super::scopes;
use super::shown::NAMES;
use super::shown::TYPE;
use super::shown::shown;
use crate::directory::Change;
use crate::rows::PermissionGrant;
use crate::rows::Row;

const GRANT: Writable = Writable {
    type_name: TYPE,
    resource: "OAuth2PermissionGrant",
    names: &[
        "clientId",
        "consentType",
        "principalId",
        "resourceId",
        "scope",
    ],
    read_only: &["id"],
};

/// Grants scopes, where nothing is granted yet.
pub(in crate::graph) fn create(call: &mut Call<'_>) -> Result<Reply, Problem> {
    let mut row = read(call)?;
    let rows = call.rows();
    if rows.service_principal(&row.client_id).is_none() {
        return Err(Problem::not_found(&row.client_id));
    }
    let resource = rows.service_principal(&row.resource_id);
    let resource = resource.ok_or_else(|| Problem::not_found(&row.resource_id))?;
    row.scope = scopes(resource, &row.scope)?;
    let known = |person: &ObjectId| rows.user(person).is_some();
    if let Some(person) = row.principal_id.as_ref().filter(|person| !known(person)) {
        return Err(Problem::not_found(person));
    }
    check_primary(call, &row)?;
    row.id = call.tenant.random.text(32);
    call.tenant
        .directory
        .write(call.now, Change::Put(Row::PermissionGrant(row.clone())));
    let select = Select::all(&NAMES);
    let object = shown(&row);
    Ok(Reply::created(call.entity(
        "oauth2PermissionGrants",
        &select,
        object,
    )))
}

/// The row that a body asks for, without an id.
fn read(call: &Call<'_>) -> Result<PermissionGrant, Problem> {
    let fields = Fields::open(&call.object()?, &GRANT)?;
    let need = |name: &str| fields.id(name)?.ok_or_else(|| fields.missing(name));
    let consent_type = fields
        .choice("consentType", &["AllPrincipals", "Principal"])?
        .ok_or_else(|| fields.missing("consentType"))?;
    let scope = fields
        .text("scope", 1..=3850)?
        .ok_or_else(|| fields.missing("scope"))?;
    let principal_id = match fields.value("principalId") {
        None | Some(Value::Null) => None,
        Some(_) => fields.id("principalId")?,
    };
    // A grant is for one person or for all, and never for both.
    if (consent_type == "Principal") != principal_id.is_some() {
        return Err(fields.invalid("principalId"));
    }
    Ok(PermissionGrant {
        id: String::new(),
        client_id: need("clientId")?,
        consent_type,
        principal_id,
        resource_id: need("resourceId")?,
        scope,
    })
}

/// What a replica knows may be gone, and what it does not know may be there.
fn check_primary(call: &Call<'_>, row: &PermissionGrant) -> Result<(), Problem> {
    let rows = call.tenant.directory.primary();
    let mut ids = [&row.client_id, &row.resource_id].into_iter();
    if let Some(gone) = ids.find(|id| rows.service_principal(id).is_none()) {
        return Err(Problem::not_found(gone));
    }
    let same = |known: &PermissionGrant| {
        known.resource_id == row.resource_id && known.principal_id == row.principal_id
    };
    if rows.grants_of(&row.client_id).any(same) {
        return Err(Problem::new(
            StatusCode::CONFLICT,
            "Request_MultipleObjectsWithSameKeyValue",
            "Permission entry already exists.",
        ));
    }
    Ok(())
}
