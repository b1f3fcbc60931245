//! Looking a service principal up by the path, in a replica.

use base::AppId;
use base::ObjectId;

use super::super::call::Call;
use super::super::problem::Problem;
use crate::directory::Rows;
use crate::rows::ServicePrincipal;

/// By the object id or the client id in the path, whichever the operation takes.
pub(in crate::graph) fn by_path(call: &mut Call<'_>) -> Result<ServicePrincipal, Problem> {
    let key = Key::of(call)?;
    key.find(call.rows()).cloned()
}

/// What a path names one by.
pub(super) enum Key {
    Id(ObjectId),
    AppId(AppId),
}

impl Key {
    /// The key in the path.
    pub(super) fn of(call: &Call<'_>) -> Result<Self, Problem> {
        let text = call.parameter(0);
        if call.operation.id.ends_with("ByAppId") {
            let app_id = text.parse().map(Self::AppId);
            return app_id.map_err(|_| Problem::invalid_value("appId", "ServicePrincipal"));
        }
        let id = text.parse().map(Self::Id);
        id.map_err(|_| Problem::bad_request(format!("Invalid object identifier '{text}'.")))
    }

    /// Whom it names.
    pub(super) fn find<'a>(&self, rows: &'a Rows) -> Result<&'a ServicePrincipal, Problem> {
        match self {
            Self::Id(id) => {
                let row = rows.service_principal(id);
                row.ok_or_else(|| Problem::not_found(id))
            }
            Self::AppId(app_id) => {
                let row = rows.service_principal_by_app_id(app_id);
                row.ok_or_else(|| Problem::not_found(app_id))
            }
        }
    }
}
