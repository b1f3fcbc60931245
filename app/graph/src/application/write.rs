//! Writes to applications. Graph pages: "Upsert application", "Update application", "Delete application".

use base::CertificateFacts;
use base::KeyId;
use serde::Deserialize;
use serde::Serialize;
use serde_json::Value;
use serde_json::json;

use super::RequiredResourceAccess;
use super::ServicePrincipalLock;
use crate::Slot;
use crate::Template;
use crate::address::literal;
use crate::key_credential::KeyCredential;
use crate::key_credential::with_certificate;
use crate::key_credential::with_restored;
use crate::key_credential::without_entry;

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
    /// The request: makes the application if its key is free, and otherwise sets the same properties again; the status tells
    /// which (201 or 204). Graph page: "Upsert application", which has no way of only making it: whoever takes the key after
    /// one has looked gets our name and our label.
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
            "servicePrincipalLockConfiguration": ServicePrincipalLock::full(),
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
    /// What of its service principals is locked; replaced whole.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service_principal_lock_configuration: Option<ServicePrincipalLock>,
}

/// The request that sets properties of an application.
pub fn change(application: &Slot, change: &ApplicationChange) -> Template {
    update(application, json!(change))
}

/// The request that sets properties of an application to what they were, null included.
pub fn restore(application: &Slot, properties: &Value) -> Template {
    update(application, properties.clone())
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

/// The request that takes the entry `key_id` of a certificate from an application and keeps every other one.
pub fn remove_certificate(
    application: &Slot,
    existing: &[KeyCredential],
    key_id: &KeyId,
) -> Template {
    update(
        application,
        json!({ "keyCredentials": without_entry(existing, key_id) }),
    )
}

/// The request that puts a certificate back that was on an application before, and keeps every one that is there; `None`
/// where its public key was not shown then.
pub fn restore_certificate(
    application: &Slot,
    existing: &[KeyCredential],
    credential: &KeyCredential,
) -> Option<Template> {
    let entries = with_restored(existing, credential)?;
    Some(update(application, json!({ "keyCredentials": entries })))
}

/// The request that deletes an application, and with it its service principal in this tenant. It lies in the recycle bin
/// for 30 days. It goes as it is then: Graph page "Delete application" has no way of naming what one has seen.
pub fn delete(application: &Slot) -> Template {
    Template {
        method: "DELETE".to_owned(),
        path: vec![Slot::text("/v1.0/applications/"), application.clone()],
        headers: Vec::new(),
        body: None,
        repeatable: true,
    }
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
