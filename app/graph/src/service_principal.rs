//! Service principals ("enterprise applications"). Graph pages: "Get servicePrincipal", "Create servicePrincipal".

use base::AppId;
use base::ObjectId;
use base::RoleId;
use serde::Deserialize;
use serde_json::json;

use crate::Answer;
use crate::Call;
use crate::GraphError;
use crate::Request;
use crate::Slot;
use crate::Template;

/// The label without which the portal's list of enterprise applications leaves a service principal out.
const VISIBLE_IN_PORTAL: &str = "WindowsAzureActiveDirectoryIntegratedApp";

/// A service principal of an application of ours.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "camelCase")]
pub struct ServicePrincipal {
    /// Object id.
    pub id: ObjectId,
    /// Client id of the application behind it.
    pub app_id: AppId,
    /// Whether tokens are issued to it. Absent means yes.
    #[serde(default)]
    pub account_enabled: Option<bool>,
}

/// Reads the service principal of an application.
#[derive(Clone, Debug)]
pub struct GetServicePrincipal {
    /// The application's client id.
    pub app_id: AppId,
}

impl Call for GetServicePrincipal {
    type Reply = ServicePrincipal;

    fn request(&self) -> Request {
        Request::get(format!(
            "/v1.0/servicePrincipals(appId='{}')?$select=id,appId,accountEnabled",
            self.app_id
        ))
    }

    fn reply(&self, answer: &Answer) -> Result<ServicePrincipal, GraphError> {
        answer.json()
    }
}

/// The service principal of an API, with the roles that it offers.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "camelCase")]
pub struct Api {
    /// Object id, different in every tenant.
    pub id: ObjectId,
    /// Client id.
    pub app_id: AppId,
    /// Application roles.
    pub app_roles: Vec<AppRole>,
}

/// An application role that an API offers.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "camelCase")]
pub struct AppRole {
    /// Its id.
    pub id: RoleId,
    /// Its name in tokens, e.g. `Calendars.ReadWrite`.
    #[serde(default)]
    pub value: Option<String>,
    /// Whether it can be granted. Absent means yes.
    #[serde(default)]
    pub is_enabled: Option<bool>,
}

impl Api {
    /// The id of the role with the name `value`, if the API offers it in this tenant.
    pub fn role(&self, value: &str) -> Option<&RoleId> {
        self.app_roles
            .iter()
            .find(|role| role.value.as_deref() == Some(value) && role.is_enabled != Some(false))
            .map(|role| &role.id)
    }
}

/// Reads an API with its roles.
#[derive(Clone, Debug)]
pub struct GetApi {
    /// The API's client id.
    pub app_id: AppId,
}

impl Call for GetApi {
    type Reply = Api;

    fn request(&self) -> Request {
        Request::get(format!(
            "/v1.0/servicePrincipals(appId='{}')?$select=id,appId,appRoles",
            self.app_id
        ))
    }

    fn reply(&self, answer: &Answer) -> Result<Api, GraphError> {
        answer.json()
    }
}

/// The request that makes the service principal of an application.
pub fn create(app_id: &Slot) -> Template {
    Template {
        method: "POST".to_owned(),
        path: vec![Slot::text("/v1.0/servicePrincipals")],
        headers: Vec::new(),
        body: Some(json!({ "appId": app_id.json(), "tags": [VISIBLE_IN_PORTAL] })),
        repeatable: false,
    }
}
