//! Application registrations. Graph pages: "application resource type", "Upsert application", "Update application".

use base::AppId;
use base::CertificateFacts;
use base::ObjectId;
use base::RoleId;
use base::Timestamp;
use serde::Deserialize;
use serde::Serialize;
use serde_json::Map;
use serde_json::Value;
use serde_json::json;

use crate::Answer;
use crate::Call;
use crate::GraphError;
use crate::Page;
use crate::Request;
use crate::Slot;
use crate::Template;
use crate::key_credential::KeyCredential;
use crate::key_credential::with_certificate;

/// Every property of an application that the console reads.
const SELECT: &str = "id,appId,displayName,uniqueName,tags,createdDateTime,signInAudience,requiredResourceAccess,keyCredentials";

/// An application registration.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "camelCase")]
pub struct Application {
    /// Object id.
    pub id: ObjectId,
    /// Client id.
    pub app_id: AppId,
    /// Name; not unique in a tenant.
    #[serde(default)]
    pub display_name: String,
    /// Key chosen by whoever made it; unique in the tenant and never changed.
    #[serde(default)]
    pub unique_name: Option<String>,
    /// Free labels.
    #[serde(default)]
    pub tags: Vec<String>,
    /// When it was made.
    #[serde(default)]
    pub created_date_time: Option<Timestamp>,
    /// Who may sign in: `AzureADMyOrg` for this tenant only.
    #[serde(default)]
    pub sign_in_audience: Option<String>,
    /// Declared permissions. A declaration grants nothing.
    #[serde(default)]
    pub required_resource_access: Vec<RequiredResourceAccess>,
    /// Certificates.
    #[serde(default)]
    pub key_credentials: Vec<KeyCredential>,
}

/// Permissions that an application declares to need of one API.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RequiredResourceAccess {
    /// The API's client id.
    pub resource_app_id: String,
    /// Its roles and scopes.
    pub resource_access: Vec<ResourceAccess>,
    /// Every other field, kept as read so that it can be sent back unchanged.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

/// A role or scope that an application declares to need.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct ResourceAccess {
    /// Id of the role or scope.
    pub id: RoleId,
    /// `Role` for an application permission, `Scope` for a delegated one.
    #[serde(rename = "type")]
    pub kind: String,
}

impl Application {
    /// Whether the application declares the application role `role` of `resource`.
    pub fn declares(&self, resource: &AppId, role: &RoleId) -> bool {
        self.required_resource_access
            .iter()
            .filter(|access| access.resource_app_id == resource.as_str())
            .flat_map(|access| &access.resource_access)
            .any(|access| access.id == *role && access.kind == "Role")
    }
}

/// The whole collection of declared permissions with `roles` of `resource` added. Nothing that is there is dropped,
/// altered or doubled.
pub fn with_roles(
    existing: &[RequiredResourceAccess],
    resource: &AppId,
    roles: &[RoleId],
) -> Vec<RequiredResourceAccess> {
    let mut merged = existing.to_vec();
    let at = merged
        .iter()
        .position(|access| access.resource_app_id == resource.as_str());
    let at = at.unwrap_or_else(|| {
        merged.push(RequiredResourceAccess {
            resource_app_id: resource.to_string(),
            resource_access: Vec::new(),
            other: Map::new(),
        });
        merged.len() - 1
    });
    for role in roles {
        let wanted = ResourceAccess {
            id: role.clone(),
            kind: "Role".to_owned(),
        };
        if !merged[at].resource_access.contains(&wanted) {
            merged[at].resource_access.push(wanted);
        }
    }
    merged
}

/// The value as a literal of OData: single quotes are doubled (OData 4.01, URL conventions, 5.1.1.1), and what a query
/// may not hold is percent-encoded.
fn literal(text: &str) -> String {
    let quoted = text.replace('\'', "''");
    let encoded: String = quoted
        .bytes()
        .map(|byte| match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'\'' => {
                char::from(byte).to_string()
            }
            other => format!("%{other:02X}"),
        })
        .collect();
    format!("'{encoded}'")
}

/// Lists the applications that bear a tag.
#[derive(Clone, Debug)]
pub struct ListApplicationsByTag {
    /// The tag, in full.
    pub tag: String,
}

impl Call for ListApplicationsByTag {
    type Reply = Page<Application>;

    fn request(&self) -> Request {
        let tag = literal(&self.tag);
        Request::get(format!(
            "/v1.0/applications?$filter=tags/any(t:t%20eq%20{tag})&$select={SELECT}"
        ))
    }

    fn reply(&self, answer: &Answer) -> Result<Page<Application>, GraphError> {
        answer.json()
    }
}

/// Lists the applications that bear a name. Names are not unique.
#[derive(Clone, Debug)]
pub struct ListApplicationsByName {
    /// The name, in full.
    pub display_name: String,
}

impl Call for ListApplicationsByName {
    type Reply = Page<Application>;

    fn request(&self) -> Request {
        let name = literal(&self.display_name);
        Request::get(format!(
            "/v1.0/applications?$filter=displayName%20eq%20{name}&$select={SELECT}"
        ))
    }

    fn reply(&self, answer: &Answer) -> Result<Page<Application>, GraphError> {
        answer.json()
    }
}

/// Reads the application with a given key.
#[derive(Clone, Debug)]
pub struct GetApplicationByUniqueName {
    /// The key.
    pub unique_name: String,
}

impl Call for GetApplicationByUniqueName {
    type Reply = Application;

    fn request(&self) -> Request {
        Request::get(format!(
            "/v1.0/applications(uniqueName={})?$select={SELECT}",
            literal(&self.unique_name)
        ))
    }

    fn reply(&self, answer: &Answer) -> Result<Application, GraphError> {
        answer.json()
    }
}

/// Reads the application with a given object id.
#[derive(Clone, Debug)]
pub struct GetApplication {
    /// Object id.
    pub id: ObjectId,
}

impl Call for GetApplication {
    type Reply = Application;

    fn request(&self) -> Request {
        Request::get(format!("/v1.0/applications/{}?$select={SELECT}", self.id))
    }

    fn reply(&self, answer: &Answer) -> Result<Application, GraphError> {
        answer.json()
    }
}

/// What a new application is made of.
#[derive(Clone, Debug)]
pub struct NewApplication {
    /// Key chosen by us, written down before the request is sent: a repeat finds the same application.
    pub unique_name: String,
    /// Name, at most 120 characters.
    pub display_name: String,
    /// Labels.
    pub tags: Vec<String>,
}

impl NewApplication {
    /// The request: makes the application if its key is free, and otherwise sets the same properties again.
    ///
    /// It is not repeated blindly, though it could be: where no answer comes, [`NewApplication::otherwise`] is tried.
    pub fn template(&self) -> Template {
        Template {
            method: "PATCH".to_owned(),
            path: vec![Slot::Text(format!(
                "/v1.0/applications(uniqueName={})",
                literal(&self.unique_name)
            ))],
            headers: vec![("Prefer".to_owned(), "create-if-missing".to_owned())],
            body: Some(self.body()),
            repeatable: false,
        }
    }

    /// The same by a plain creation, for where the header of the first request does not get through: whether a browser
    /// may send it is Microsoft's to say, and was not tried on a real tenant. The key keeps this from making a second one.
    pub fn otherwise(&self) -> Template {
        let mut body = self.body();
        body["uniqueName"] = json!(self.unique_name);
        Template {
            method: "POST".to_owned(),
            path: vec![Slot::text("/v1.0/applications")],
            headers: Vec::new(),
            body: Some(body),
            repeatable: false,
        }
    }

    fn body(&self) -> Value {
        json!({
            "displayName": self.display_name,
            "signInAudience": "AzureADMyOrg",
            "tags": self.tags,
        })
    }
}

/// Properties of an application that are set again because they differ from what is wanted.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ApplicationChange {
    /// Name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    /// Who may sign in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sign_in_audience: Option<String>,
    /// Labels, all of them: the collection is replaced.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<String>>,
}

/// The request that sets properties of an application.
pub fn change(application: &Slot, change: &ApplicationChange) -> Template {
    update(application, json!(change))
}

/// The request that replaces an application's declared permissions by `access`, which holds what was there.
pub fn declare(application: &Slot, access: &[RequiredResourceAccess]) -> Template {
    update(application, json!({ "requiredResourceAccess": access }))
}

/// The request that adds a certificate to an application and keeps every one that is there.
pub fn add_certificate(
    application: &Slot,
    existing: &[KeyCredential],
    certificate: &CertificateFacts,
    display_name: &str,
) -> Template {
    update(
        application,
        json!({ "keyCredentials": with_certificate(existing, certificate, display_name) }),
    )
}

fn update(application: &Slot, body: Value) -> Template {
    Template {
        method: "PATCH".to_owned(),
        path: vec![Slot::text("/v1.0/applications/"), application.clone()],
        headers: Vec::new(),
        body: Some(body),
        repeatable: true,
    }
}

#[cfg(test)]
mod tests;
