//! Application roles that a service principal holds, which is what consent to an application permission is.
//! Graph pages: "Grant an appRoleAssignment for a service principal", "Delete appRoleAssignedTo".

use base::ObjectId;
use base::RoleId;
use base::Timestamp;
use serde::Deserialize;
use serde_json::json;

use crate::Answer;
use crate::Call;
use crate::GraphError;
use crate::Page;
use crate::Request;
use crate::Slot;
use crate::Template;
use crate::address::segment;

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
    /// When it was given, where Graph knows.
    pub created_date_time: Option<Timestamp>,
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
            "/v1.0/servicePrincipals/{}/appRoleAssignments?$select=id,appRoleId,resourceId,createdDateTime",
            self.principal
        ))
    }

    fn reply(&self, answer: &Answer) -> Result<Page<AppRoleAssignment>, GraphError> {
        answer.json()
    }
}

/// Somebody, or something, to which a role of an application is assigned. Graph page: "appRoleAssignment resource type".
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "camelCase")]
pub struct Assigned {
    /// Object id of the user, the group or the service principal.
    pub principal_id: ObjectId,
    /// Its name, where whoever asks may read it.
    #[serde(default)]
    pub principal_display_name: Option<String>,
    /// Which role; all zeros where the application offers none.
    pub app_role_id: RoleId,
}

/// Lists the users, groups and service principals to which roles of a service principal are assigned. Graph page: "List
/// appRoleAssignments granted for a service principal".
#[derive(Clone, Debug)]
pub struct ListAppRoleAssignedTo {
    /// Object id of the service principal.
    pub principal: ObjectId,
}

impl Call for ListAppRoleAssignedTo {
    type Reply = Page<Assigned>;

    fn request(&self) -> Request {
        Request::get(format!(
            "/v1.0/servicePrincipals/{}/appRoleAssignedTo?$select=principalId,principalDisplayName,appRoleId",
            self.principal
        ))
    }

    fn reply(&self, answer: &Answer) -> Result<Page<Assigned>, GraphError> {
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

/// The request that takes a role of the API `resource` back: `assignment` is the id of an [`AppRoleAssignment`]. Tokens
/// that were issued before keep the role until they end, up to about an hour later.
pub fn revoke(resource: &ObjectId, assignment: &str) -> Template {
    Template {
        method: "DELETE".to_owned(),
        path: vec![Slot::Text(format!(
            "/v1.0/servicePrincipals/{resource}/appRoleAssignedTo/{}",
            segment(assignment)
        ))],
        headers: Vec::new(),
        body: None,
        repeatable: true,
    }
}

#[cfg(test)]
mod tests {
    use http::HeaderMap;
    use http::StatusCode;

    use super::*;
    use crate::Known;

    fn answer(body: &str) -> Answer {
        Answer {
            status: StatusCode::OK,
            headers: HeaderMap::new(),
            body: body.as_bytes().to_vec(),
        }
    }

    #[test]
    fn what_is_held_is_listed_with_the_time_since_when() {
        let list = ListAppRoleAssignments {
            principal: "33333333-0000-4000-8000-000000000000".parse().unwrap(),
        };
        assert_eq!(
            list.request().path,
            "/v1.0/servicePrincipals/33333333-0000-4000-8000-000000000000/appRoleAssignments\
             ?$select=id,appRoleId,resourceId,createdDateTime"
        );
        let row = |time: &str| {
            format!(
                r#"{{"id":"a","appRoleId":"ef54d2bf-783f-4e0f-bca1-3210c0444d99",
                "resourceId":"11111111-0000-4000-8000-000000000000"{time}}}"#
            )
        };
        // The metadata lets the time be null; a tool of the tenant's may leave it out.
        let rows = [
            row(r#","createdDateTime":"2026-11-21T08:00:00Z""#),
            row(r#","createdDateTime":null"#),
            row(""),
        ];
        let page = list
            .reply(&answer(&format!(r#"{{"value":[{}]}}"#, rows.join(","))))
            .unwrap();
        let times: Vec<_> = page
            .values
            .iter()
            .map(|one| one.created_date_time)
            .collect();
        assert_eq!(times, ["2026-11-21T08:00:00Z".parse().ok(), None, None]);
    }

    #[test]
    fn whoever_is_assigned_is_listed_with_a_name_or_without() {
        let list = ListAppRoleAssignedTo {
            principal: "33333333-0000-4000-8000-000000000000".parse().unwrap(),
        };
        assert_eq!(
            list.request().path,
            "/v1.0/servicePrincipals/33333333-0000-4000-8000-000000000000/appRoleAssignedTo\
             ?$select=principalId,principalDisplayName,appRoleId"
        );
        let row = r#""principalId":"11111111-0000-4000-8000-000000000000",
            "appRoleId":"00000000-0000-0000-0000-000000000000""#;
        let body = format!(
            r#"{{"value":[{{{row},"principalDisplayName":"Staff"}},{{{row},"principalDisplayName":null}}]}}"#
        );
        let page = list.reply(&answer(&body)).unwrap();
        let names = page
            .values
            .iter()
            .map(|one| one.principal_display_name.as_deref());
        assert_eq!(names.collect::<Vec<_>>(), [Some("Staff"), None]);
    }

    #[test]
    fn a_role_is_taken_back_at_the_side_of_the_api() {
        let resource: ObjectId = "11111111-0000-4000-8000-000000000000".parse().unwrap();
        for (assignment, shown) in [
            ("oeY8gMSqE0-hL_J7AZ3F.~", "oeY8gMSqE0-hL_J7AZ3F.~"),
            ("a/../b?c=d+e", "a%2F..%2Fb%3Fc%3Dd%2Be"),
        ] {
            let template = revoke(&resource, assignment);
            let request = template.fill(&Known::new()).unwrap();
            assert_eq!(request.method, http::Method::DELETE);
            assert_eq!(
                request.path,
                format!("/v1.0/servicePrincipals/{resource}/appRoleAssignedTo/{shown}")
            );
            assert_eq!((request.body, template.repeatable), (None, true));
        }
    }
}
