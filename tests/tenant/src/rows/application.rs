//! Application registrations, and what they consist of.

use base::AppId;
use base::KeyId;
use base::ObjectId;
use base::RoleId;
use base::Timestamp;
use serde::Serialize;

use super::AppRole;
use super::Moment;
use super::Scope;

/// A certificate on an application.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct KeyCredential {
    /// Forty upper-case hexadecimal digits, the certificate's SHA-1.
    pub custom_key_identifier: String,
    /// Text shown beside it.
    pub display_name: Option<String>,
    /// End of use.
    pub end_date_time: Moment,
    /// The certificate, DER.
    #[serde(skip)]
    pub key: Vec<u8>,
    /// Its id within the application.
    pub key_id: KeyId,
    /// Begin of use.
    pub start_date_time: Moment,
    /// `AsymmetricX509Cert` or `X509CertAndPassword`.
    #[serde(rename = "type")]
    pub kind: String,
    /// `Verify` or `Sign`.
    pub usage: String,
}

/// A client secret on an application. The secret itself is shown once, when it is made, and kept by nobody here.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PasswordCredential {
    /// Text shown beside it.
    pub display_name: Option<String>,
    /// End of use.
    pub end_date_time: Moment,
    /// The secret's first three characters.
    pub hint: Option<String>,
    /// Its id within the application.
    pub key_id: KeyId,
    /// Begin of use.
    pub start_date_time: Moment,
}

/// Somebody else's token with which one may sign in as an application, without a certificate or secret (Graph,
/// "federatedIdentityCredential resource type").
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct FederatedIdentityCredential {
    /// For whom the token must be meant.
    pub audiences: Vec<String>,
    /// Free text.
    pub description: Option<String>,
    /// Its id within the application.
    pub id: KeyId,
    /// Who must have issued the token.
    pub issuer: String,
    /// Its name, unique within the application and never changed.
    pub name: String,
    /// Whom the token must be about.
    pub subject: Option<String>,
}

/// One permission that an application declares to need.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RequiredResourceAccess {
    /// The API.
    pub resource_app_id: AppId,
    /// Its roles and scopes.
    pub resource_access: Vec<ResourceAccess>,
}

/// A role or scope within [`RequiredResourceAccess`].
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ResourceAccess {
    /// Id of the role or scope.
    pub id: RoleId,
    /// `Role` or `Scope`.
    #[serde(rename = "type")]
    pub kind: String,
}

/// An application registration.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Application {
    /// Object id.
    pub id: ObjectId,
    /// Client id.
    pub app_id: AppId,
    /// Alternate key, immutable once set, unique in the tenant.
    pub unique_name: Option<String>,
    /// Name, not unique.
    pub display_name: String,
    /// When it was made.
    pub created_date_time: Timestamp,
    /// `AzureADMyOrg` or a wider audience.
    pub sign_in_audience: String,
    /// Free labels.
    pub tags: Vec<String>,
    /// Free text.
    pub notes: Option<String>,
    /// Redirect URIs of server-side applications.
    pub web_redirect_uris: Vec<String>,
    /// Redirect URIs of single-page applications.
    pub spa_redirect_uris: Vec<String>,
    /// Redirect URIs of applications on devices and desktops.
    pub public_client_redirect_uris: Vec<String>,
    /// Addresses by which others name it as an API.
    pub identifier_uris: Vec<String>,
    /// Scopes that it offers as an API.
    pub oauth2_permission_scopes: Vec<Scope>,
    /// Application roles that it offers.
    pub app_roles: Vec<AppRole>,
    /// Declared permissions.
    pub required_resource_access: Vec<RequiredResourceAccess>,
    /// Certificates.
    pub key_credentials: Vec<KeyCredential>,
    /// Client secrets.
    pub password_credentials: Vec<PasswordCredential>,
    /// Others' tokens with which one may sign in as it.
    pub federated_identity_credentials: Vec<FederatedIdentityCredential>,
    /// What of its service principals cannot be changed in other tenants (app instance property lock).
    pub service_principal_lock_configuration: Option<LockConfiguration>,
    /// Object ids of owners.
    pub owners: Vec<ObjectId>,
    /// When it was deleted, for the recycle bin.
    pub deleted_date_time: Option<Timestamp>,
}

/// What of an application's service principals is locked (Graph, "servicePrincipalLockConfiguration resource type").
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct LockConfiguration {
    /// Whether the rest has effect.
    pub is_enabled: bool,
    /// Everything that is sensitive.
    pub all_properties: Option<bool>,
    /// Credentials that verify.
    pub credentials_with_usage_verify: Option<bool>,
    /// Credentials that sign.
    pub credentials_with_usage_sign: Option<bool>,
    /// The key that encrypts tokens.
    pub token_encryption_key_id: Option<bool>,
}

impl Application {
    /// A registration with a name and nothing else, for this tenant only.
    pub fn new(id: ObjectId, app_id: AppId, display_name: &str, created: Timestamp) -> Self {
        Self {
            id,
            app_id,
            unique_name: None,
            display_name: display_name.to_owned(),
            created_date_time: created,
            sign_in_audience: "AzureADMyOrg".to_owned(),
            tags: Vec::new(),
            notes: None,
            web_redirect_uris: Vec::new(),
            spa_redirect_uris: Vec::new(),
            public_client_redirect_uris: Vec::new(),
            identifier_uris: Vec::new(),
            oauth2_permission_scopes: Vec::new(),
            app_roles: Vec::new(),
            required_resource_access: Vec::new(),
            key_credentials: Vec::new(),
            password_credentials: Vec::new(),
            federated_identity_credentials: Vec::new(),
            service_principal_lock_configuration: None,
            owners: Vec::new(),
            deleted_date_time: None,
        }
    }
}
