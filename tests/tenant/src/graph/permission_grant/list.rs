//! `GET /oauth2PermissionGrants` and `/servicePrincipals/{id}/oauth2PermissionGrants`.

use serde_json::Map;
use serde_json::Value;

use super::super::call::Call;
use super::super::filter::Filter;
use super::super::page;
use super::super::problem::Problem;
use super::super::problem::Reply;
use super::super::service_principal;
use super::shown::NAMES;
use super::shown::TYPE;
use super::shown::shown;
use crate::rows::PermissionGrant;

const FILTERABLE: [&str; 4] = ["clientId", "consentType", "principalId", "resourceId"];

/// Every grant.
pub(in crate::graph) fn list(call: &mut Call<'_>) -> Result<Reply, Problem> {
    answer(call, |_| true)
}

/// The grants of one client.
pub(in crate::graph) fn list_of_client(call: &mut Call<'_>) -> Result<Reply, Problem> {
    let client = service_principal::by_path(call)?.id;
    answer(call, |row| row.client_id == client)
}

fn answer(
    call: &mut Call<'_>,
    wanted: impl Fn(&PermissionGrant) -> bool,
) -> Result<Reply, Problem> {
    let select = call.query.select(TYPE, &NAMES, &NAMES)?;
    let filter = Filter::parse(call.query.get("$filter"), TYPE, &FILTERABLE)?;
    let rows = call.rows().grants.iter().filter(|row| wanted(row));
    let objects: Vec<Map<String, Value>> = rows.map(shown).collect();
    page::collection(
        call,
        "oauth2PermissionGrants",
        &page::DIRECTORY,
        &filter,
        &select,
        objects,
    )
}
