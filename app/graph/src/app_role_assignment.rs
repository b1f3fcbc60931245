//! Application roles that a service principal holds, which is what consent to an application permission is.
//! Graph page: "Grant an appRoleAssignment for a service principal".

use base::ObjectId;
use base::RoleId;
use serde::Deserialize;
use serde_json::json;

use crate::Answer;
use crate::Call;
use crate::GraphError;
use crate::Page;
use crate::Request;
use crate::Slot;
use crate::Template;

/// An application role held by a service principal.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "camelCase")]
pub struct AppRoleAssignment {
    /// Its id; not a GUID.
    pub id: String,
    /// Which role.
    pub app_role_id: RoleId,
    /// Whose role: object id of the API's service principal.
    pub resource_id: ObjectId,
}

/// Lists the application roles that a service principal holds.
#[derive(Clone, Debug)]
pub struct ListAppRoleAssignments {
    /// Object id of the service principal.
    pub principal: ObjectId,
}

impl Call for ListAppRoleAssignments {
    type Reply = Page<AppRoleAssignment>;

    fn request(&self) -> Request {
        Request::get(format!(
            "/v1.0/servicePrincipals/{}/appRoleAssignments?$select=id,appRoleId,resourceId",
            self.principal
        ))
    }

    fn reply(&self, answer: &Answer) -> Result<Page<AppRoleAssignment>, GraphError> {
        answer.json()
    }
}

/// The request that gives `principal` the role `role` of the API `resource`; Microsoft advises to send it to the API's
/// side.
pub fn grant(principal: &Slot, resource: &ObjectId, role: &RoleId) -> Template {
    Template {
        method: "POST".to_owned(),
        path: vec![Slot::Text(format!(
            "/v1.0/servicePrincipals/{resource}/appRoleAssignedTo"
        ))],
        headers: Vec::new(),
        body: Some(
            json!({ "principalId": principal.json(), "resourceId": resource, "appRoleId": role }),
        ),
        repeatable: false,
    }
}
