//! `PATCH /servicePrincipals/{id}` and `/servicePrincipals(appId='..')`.

use super::super::body::Fields;
use super::super::body::Writable;
use super::super::call::Call;
use super::super::problem::Problem;
use super::super::problem::Reply;
use super::super::trouble;
use super::find;
use super::shown::TYPE;
use crate::directory::Change;
use crate::rows::Row;

const SERVICE_PRINCIPAL: Writable = Writable {
    type_name: TYPE,
    resource: "ServicePrincipal",
    names: &["accountEnabled", "tags"],
    read_only: &[
        "id",
        "appId",
        "applicationTemplateId",
        "appOwnerOrganizationId",
        "deletedDateTime",
        "resourceSpecificApplicationPermissions",
        "servicePrincipalType",
        "signInAudience",
    ],
};

/// Changes what the body names. A replica must know it; what is changed is the primary's row.
pub(in crate::graph) fn update(call: &mut Call<'_>) -> Result<Reply, Problem> {
    let fields = Fields::open(&call.object()?, &SERVICE_PRINCIPAL)?;
    if fields.is_empty() {
        let message = "The request body must contain at least one property.";
        return Err(Problem::bad_request(message));
    }
    let enabled = fields.flag("accountEnabled")?;
    let tags = fields.texts("tags", 1..=256)?;
    if call.prefers("create-if-missing") {
        return Err(Problem::not_simulated(
            "creating a service principal by upsert",
        ));
    }
    let id = find::by_path(call)?.id;
    let rows = call.tenant.directory.primary();
    let row = rows.service_principal(&id).cloned();
    let mut row = row.ok_or_else(|| Problem::not_found(id))?;
    row.account_enabled = enabled.unwrap_or(row.account_enabled);
    row.tags = tags.unwrap_or(row.tags);
    trouble::check_collision(call, row.id.as_str())?;
    call.tenant
        .directory
        .write(call.now, Change::Put(Row::ServicePrincipal(row)));
    Ok(Reply::no_content())
}
