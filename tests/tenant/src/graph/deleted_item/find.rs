//! Looking up what was deleted, in a replica.

use base::ObjectId;
use serde_json::Map;
use serde_json::Value;
use serde_json::json;

use super::super::access;
use super::super::application;
use super::super::application::KeyMaterial;
use super::super::call::Call;
use super::super::problem::Problem;
use super::super::service_principal;
use crate::rows::Application;
use crate::rows::ServicePrincipal;

/// Something in the recycle bin.
pub(super) enum Deleted {
    Application(Application),
    ServicePrincipal(ServicePrincipal),
}

impl Deleted {
    /// What the path names, if the caller's token may reach it.
    pub(super) fn by_path(call: &mut Call<'_>) -> Result<Self, Problem> {
        let text = call.parameter(0).to_owned();
        let id: ObjectId = text
            .parse()
            .map_err(|_| Problem::bad_request(format!("Invalid object identifier '{text}'.")))?;
        let now = call.now;
        let rows = call.rows();
        let application = rows
            .deleted_applications(now)
            .find(|row| row.id == id)
            .cloned();
        let principal = rows
            .restorable_service_principals(now)
            .find(|row| row.id == id)
            .cloned();
        let found = match (application, principal) {
            (Some(row), _) => Self::Application(row),
            (None, Some(row)) => Self::ServicePrincipal(row),
            (None, None) => return Err(Problem::not_found(id)),
        };
        access::require_for_type(call, found.kind())?;
        Ok(found)
    }

    /// Its name among the types of the metadata.
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Self::Application(_) => "application",
            Self::ServicePrincipal(_) => "servicePrincipal",
        }
    }

    /// Its object id.
    pub(super) fn id(&self) -> &ObjectId {
        match self {
            Self::Application(row) => &row.id,
            Self::ServicePrincipal(row) => &row.id,
        }
    }

    /// All its properties, and its type.
    pub(super) fn shown(&self, call: &Call<'_>) -> Map<String, Value> {
        let mut object = match self {
            Self::Application(row) => application::shown(call.tenant, row, KeyMaterial::Hidden),
            Self::ServicePrincipal(row) => service_principal::shown(row),
        };
        let kind = format!("#microsoft.graph.{}", self.kind());
        object.insert("@odata.type".to_owned(), json!(kind));
        object
    }

    /// The names of its properties, and its type in the metadata.
    pub(super) fn names(&self) -> (&'static [&'static str], &'static str) {
        match self {
            Self::Application(_) => (&application::NAMES, application::TYPE),
            Self::ServicePrincipal(_) => (&service_principal::NAMES, service_principal::TYPE),
        }
    }
}
