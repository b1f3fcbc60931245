//! Application registrations. Graph page: "application resource type".

mod lock;
mod offered_api;
mod password_credential;
mod read;
mod required_resource_access;
mod write;

use base::AppId;
use base::ObjectId;
use base::RoleId;
use base::Timestamp;
use serde::Deserialize;

use crate::key_credential::KeyCredential;
use crate::service_principal::AppRole;

pub use lock::ServicePrincipalLock;
pub use offered_api::OfferedApi;
pub use offered_api::PreAuthorized;
pub use offered_api::Scope;
pub use password_credential::PasswordCredential;
pub use read::GetApplication;
pub use read::GetApplicationByUniqueName;
pub use read::ListApplicationsByName;
pub use read::ListApplicationsByTag;
pub use required_resource_access::RequiredResourceAccess;
pub use required_resource_access::ResourceAccess;
pub use required_resource_access::with_access;
pub use required_resource_access::with_roles;
pub use required_resource_access::without_roles;
pub use write::ApplicationChange;
pub use write::NewApplication;
pub use write::add_certificate;
pub use write::change;
pub use write::declare;
pub use write::delete;
pub use write::remove_certificate;
pub use write::restore;
pub use write::restore_certificate;

/// Every property of an application that the console reads.
const SELECT: &str = "id,appId,displayName,uniqueName,tags,createdDateTime,signInAudience,requiredResourceAccess,keyCredentials,\
    passwordCredentials,servicePrincipalLockConfiguration,web,spa,publicClient,identifierUris,api,appRoles,notes";

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
    /// Where people are sent back to who sign in by a server.
    #[serde(default)]
    pub web: Option<Platform>,
    /// Where people are sent back to who sign in on a single page.
    #[serde(default)]
    pub spa: Option<Platform>,
    /// Where people are sent back to who sign in on a device or a desktop.
    #[serde(default)]
    pub public_client: Option<Platform>,
    /// Addresses by which others name it as an API.
    #[serde(default)]
    pub identifier_uris: Vec<String>,
    /// What it offers as an API.
    #[serde(default)]
    pub api: Option<OfferedApi>,
    /// Application roles that it offers.
    #[serde(default)]
    pub app_roles: Vec<AppRole>,
    /// Free text of administrators.
    #[serde(default)]
    pub notes: Option<String>,
    /// Certificates.
    #[serde(default)]
    pub key_credentials: Vec<KeyCredential>,
    /// Client secrets.
    #[serde(default)]
    pub password_credentials: Vec<PasswordCredential>,
    /// What of its service principals is locked.
    #[serde(default)]
    pub service_principal_lock_configuration: Option<ServicePrincipalLock>,
}

/// How an application signs people in, of which only the addresses matter here.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "camelCase")]
pub struct Platform {
    /// Addresses to which people are sent back.
    #[serde(default)]
    pub redirect_uris: Vec<String>,
}

impl Application {
    /// Every address to which people are sent back.
    pub fn redirect_uris(&self) -> impl Iterator<Item = &str> {
        let platforms = [&self.web, &self.spa, &self.public_client];
        let platforms = platforms.into_iter().flatten();
        platforms.flat_map(|one| one.redirect_uris.iter().map(String::as_str))
    }

    /// Whether the application declares the application role `role` of `resource`.
    pub fn declares(&self, resource: &AppId, role: &RoleId) -> bool {
        self.required_resource_access
            .iter()
            .filter(|access| access.resource_app_id == resource.as_str())
            .flat_map(|access| &access.resource_access)
            .any(|access| access.id == *role && access.kind == "Role")
    }
}

#[cfg(test)]
mod tests;
