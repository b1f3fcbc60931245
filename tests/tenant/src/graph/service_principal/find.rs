//! Looking a service principal up by the path, in a replica.

use super::super::call::Call;
use super::super::problem::Problem;
use crate::rows::ServicePrincipal;

/// By the object id or the client id in the path, whichever the operation takes.
pub(in crate::graph) fn by_path(call: &mut Call<'_>) -> Result<ServicePrincipal, Problem> {
    let text = call.parameter(0).to_owned();
    let found = if call.operation.id.ends_with("ByAppId") {
        let app_id = text
            .parse()
            .map_err(|_| Problem::invalid_value("appId", "ServicePrincipal"))?;
        call.rows().service_principal_by_app_id(&app_id).cloned()
    } else {
        let id = text
            .parse()
            .map_err(|_| Problem::bad_request(format!("Invalid object identifier '{text}'.")))?;
        call.rows().service_principal(&id).cloned()
    };
    found.ok_or_else(|| Problem::not_found(text))
}
