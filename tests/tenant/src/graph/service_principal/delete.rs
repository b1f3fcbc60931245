//! `DELETE /servicePrincipals/{id}` and `/servicePrincipals(appId='..')`: into the recycle bin; roles and grants are
//! gone for good.

use super::super::call::Call;
use super::super::problem::Problem;
use super::super::problem::Reply;
use super::find;
use crate::directory::Change;
use crate::worlds::EXCHANGE_APP_ID;
use crate::worlds::GRAPH_APP_ID;

/// Deletes a service principal, but none of Microsoft's own APIs.
pub(in crate::graph) fn delete(call: &mut Call<'_>) -> Result<Reply, Problem> {
    call.query.for_none()?;
    let row = find::by_path(call)?;
    if [GRAPH_APP_ID, EXCHANGE_APP_ID].contains(&row.app_id.as_str()) {
        return Err(Problem::denied());
    }
    let rows = call.tenant.directory.primary();
    if rows.service_principal(&row.id).is_none() {
        return Err(Problem::not_found(row.id));
    }
    let change = Change::DeleteServicePrincipal(row.id, call.now.whole_seconds());
    call.tenant.directory.write(call.now, change);
    Ok(Reply::no_content())
}
