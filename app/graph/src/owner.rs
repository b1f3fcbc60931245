//! Owners of an application: who may change it, and so add certificates to it, without a directory role.
//! Graph pages: "List owners of an application", "Remove application owner".

use base::ObjectId;
use serde::Deserialize;

use crate::Answer;
use crate::Call;
use crate::GraphError;
use crate::Page;
use crate::Request;
use crate::Slot;
use crate::Template;

/// An owner of an application. Where the person who asks may not read users, Graph shows its id and kind only.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "camelCase")]
pub struct Owner {
    /// Object id.
    pub id: ObjectId,
    /// `#microsoft.graph.user` or `#microsoft.graph.servicePrincipal`.
    #[serde(rename = "@odata.type", default)]
    pub kind: Option<String>,
    /// Name.
    #[serde(default)]
    pub display_name: Option<String>,
    /// Sign-in name; users only.
    #[serde(default)]
    pub user_principal_name: Option<String>,
}

/// Lists the owners of an application.
#[derive(Clone, Debug)]
pub struct ListOwners {
    /// Object id of the application.
    pub application: ObjectId,
}

impl Call for ListOwners {
    type Reply = Page<Owner>;

    fn request(&self) -> Request {
        Request::get(format!(
            "/v1.0/applications/{}/owners?$select=id,displayName,userPrincipalName",
            self.application
        ))
    }

    fn reply(&self, answer: &Answer) -> Result<Page<Owner>, GraphError> {
        answer.json()
    }
}

/// Lists the owners of a service principal, who may change it as those of an application may the application. Graph page:
/// "List owners of servicePrincipal".
#[derive(Clone, Debug)]
pub struct ListServicePrincipalOwners {
    /// Object id of the service principal.
    pub principal: ObjectId,
}

impl Call for ListServicePrincipalOwners {
    type Reply = Page<Owner>;

    fn request(&self) -> Request {
        Request::get(format!(
            "/v1.0/servicePrincipals/{}/owners?$select=id,displayName,userPrincipalName",
            self.principal
        ))
    }

    fn reply(&self, answer: &Answer) -> Result<Page<Owner>, GraphError> {
        answer.json()
    }
}

/// The request that ends the ownership of `owner`; without `$ref` at its end it would mean the owner itself.
pub fn remove(application: &Slot, owner: &ObjectId) -> Template {
    Template {
        method: "DELETE".to_owned(),
        path: vec![
            Slot::text("/v1.0/applications/"),
            application.clone(),
            Slot::Text(format!("/owners/{owner}/$ref")),
        ],
        headers: Vec::new(),
        body: None,
        repeatable: true,
    }
}

#[cfg(test)]
mod tests {
    use http::HeaderMap;
    use http::StatusCode;
    use serde_json::json;

    use super::*;
    use crate::Known;

    const APPLICATION: &str = "11111111-0000-4000-8000-000000000000";
    const OWNER: &str = "22222222-0000-4000-8000-000000000000";

    #[test]
    fn owners_of_a_service_principal_are_asked_for_there() {
        let call = ListServicePrincipalOwners {
            principal: APPLICATION.parse().unwrap(),
        };
        assert_eq!(
            call.request().path,
            format!(
                "/v1.0/servicePrincipals/{APPLICATION}/owners?$select=id,displayName,userPrincipalName"
            )
        );
    }

    #[test]
    fn owners_are_read_as_far_as_they_are_shown() {
        let call = ListOwners {
            application: APPLICATION.parse().unwrap(),
        };
        assert_eq!(
            call.request(),
            Request::get(format!(
                "/v1.0/applications/{APPLICATION}/owners?$select=id,displayName,userPrincipalName"
            ))
        );
        let body = json!({ "value": [
            {
                "@odata.type": "#microsoft.graph.user",
                "id": OWNER,
                "displayName": "Anna",
                "userPrincipalName": "anna@example.edu",
            },
            { "@odata.type": "#microsoft.graph.user", "id": OWNER, "displayName": null, "userPrincipalName": null },
            { "@odata.type": "#microsoft.graph.servicePrincipal", "id": OWNER, "displayName": "Deploy" },
        ] });
        let answer = Answer {
            status: StatusCode::OK,
            headers: HeaderMap::new(),
            body: body.to_string().into_bytes(),
        };
        let owners = call.reply(&answer).unwrap().values;
        let seen: Vec<_> = owners
            .iter()
            .map(|owner| {
                (
                    owner.kind.as_deref(),
                    owner.display_name.as_deref(),
                    owner.user_principal_name.as_deref(),
                )
            })
            .collect();
        let user = Some("#microsoft.graph.user");
        assert_eq!(
            seen,
            [
                (user, Some("Anna"), Some("anna@example.edu")),
                (user, None, None),
                (
                    Some("#microsoft.graph.servicePrincipal"),
                    Some("Deploy"),
                    None
                ),
            ]
        );
    }

    #[test]
    fn the_ownership_goes_and_not_the_owner() {
        let template = remove(&Slot::text(APPLICATION), &OWNER.parse().unwrap());
        let request = template.fill(&Known::new()).unwrap();
        assert_eq!(request.method, http::Method::DELETE);
        assert_eq!(
            request.path,
            format!("/v1.0/applications/{APPLICATION}/owners/{OWNER}/$ref")
        );
        assert_eq!((request.body, template.repeatable), (None, true));
    }
}
