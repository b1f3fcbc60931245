//! Looking up what was deleted: in a replica, as every read does, and before a write in the primary besides.

use base::ObjectId;
use base::Timestamp;
use serde_json::Map;
use serde_json::Value;
use serde_json::json;

use super::super::access;
use super::super::application;
use super::super::application::KeyMaterial;
use super::super::call::Call;
use super::super::problem::Problem;
use super::super::service_principal;
use super::require_role;
use crate::directory::Rows;
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
        let found = Self::find(call.rows(), &id, now).ok_or_else(|| Problem::not_found(id))?;
        access::require_for_type(call, found.kind())?;
        Ok(found)
    }

    /// The same for a request that writes: as the primary has it, which a replica may not know to be gone.
    pub(super) fn to_write(call: &mut Call<'_>) -> Result<Self, Problem> {
        let known = Self::by_path(call)?;
        require_role(call)?;
        let rows = call.tenant.directory.primary();
        let found = Self::find(rows, known.id(), call.now);
        found.ok_or_else(|| Problem::not_found(known.id()))
    }

    fn find(rows: &Rows, id: &ObjectId, now: Timestamp) -> Option<Self> {
        let application = rows.deleted_applications(now).find(|row| row.id == *id);
        if let Some(row) = application {
            return Some(Self::Application(row.clone()));
        }
        let mut principals = rows.restorable_service_principals(now);
        let row = principals.find(|row| row.id == *id)?;
        Some(Self::ServicePrincipal(row.clone()))
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
            Self::ServicePrincipal(row) => {
                service_principal::shown(call.tenant.directory.primary(), row)
            }
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
