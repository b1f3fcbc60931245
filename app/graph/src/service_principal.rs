//! Service principals ("enterprise applications"). Graph pages: "Get servicePrincipal", "Create servicePrincipal",
//! "Delete servicePrincipal".

use base::AppId;
use base::KeyId;
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

/// Every property of a service principal that the console reads.
const SELECT: &str = "id,appId,accountEnabled,displayName,keyCredentials,passwordCredentials";

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
    /// Name, as the portal's list of enterprise applications shows it.
    #[serde(default)]
    pub display_name: Option<String>,
    /// Certificates of its own, beside those of its application.
    #[serde(default)]
    pub key_credentials: Vec<OwnCredential>,
    /// Secrets of its own, likewise.
    #[serde(default)]
    pub password_credentials: Vec<OwnCredential>,
}

/// A credential that a service principal has of its own, of which only that it is there matters here.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "camelCase")]
pub struct OwnCredential {
    /// Its id within the service principal.
    pub key_id: KeyId,
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
            "/v1.0/servicePrincipals(appId='{}')?$select={SELECT}",
            self.app_id
        ))
    }

    fn reply(&self, answer: &Answer) -> Result<ServicePrincipal, GraphError> {
        answer.json()
    }
}

/// Reads a service principal by its object id.
#[derive(Clone, Debug)]
pub struct GetServicePrincipalById {
    /// Object id.
    pub id: ObjectId,
}

impl Call for GetServicePrincipalById {
    type Reply = ServicePrincipal;

    fn request(&self) -> Request {
        Request::get(format!(
            "/v1.0/servicePrincipals/{}?$select={SELECT}",
            self.id
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

/// The request that deletes a service principal, and with it the permissions that it holds in this tenant. The
/// application stays.
pub fn delete(principal: &Slot) -> Template {
    Template {
        method: "DELETE".to_owned(),
        path: vec![Slot::text("/v1.0/servicePrincipals/"), principal.clone()],
        headers: Vec::new(),
        body: None,
        repeatable: true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Field;
    use crate::Known;
    use crate::Reference;

    #[test]
    fn a_service_principal_is_deleted_by_its_object_id() {
        let principal = Reference::new("service-principal", Field::Id);
        let template = delete(&Slot::Pending(principal.clone()));
        let known = Known::from([(principal, "11111111-0000-4000-8000-000000000000".to_owned())]);
        let request = template.fill(&known).unwrap();
        assert_eq!(request.method, http::Method::DELETE);
        assert_eq!(
            request.path,
            "/v1.0/servicePrincipals/11111111-0000-4000-8000-000000000000"
        );
        assert_eq!((request.body, template.repeatable), (None, true));
    }

    #[test]
    fn a_service_principal_is_read_with_its_name_or_without() {
        let call = GetServicePrincipal {
            app_id: "22222222-0000-4000-8000-000000000000".parse().unwrap(),
        };
        assert_eq!(
            call.request(),
            Request::get(
                "/v1.0/servicePrincipals(appId='22222222-0000-4000-8000-000000000000')?$select=id,appId,accountEnabled,displayName,\
                 keyCredentials,passwordCredentials"
            )
        );
        let ids = json!({ "id": "11111111-0000-4000-8000-000000000000", "appId": "22222222-0000-4000-8000-000000000000" });
        let read: ServicePrincipal = serde_json::from_value(ids).unwrap();
        assert_eq!((read.account_enabled, read.display_name), (None, None));
        assert_eq!(
            (read.key_credentials, read.password_credentials),
            Default::default()
        );
    }
}
