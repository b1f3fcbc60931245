//! The rows of the directory: what the tenant knows, apart from how Graph or Entra show it.
//!
//! Field names are Microsoft's where a row is shown by Graph. Serialised, a row is what `/_tenant/rows/{kind}` answers;
//! the answers of Graph are made elsewhere, property by property.

use base::AppId;
use base::ObjectId;
use base::RoleId;
use base::TenantId;
use base::Timestamp;
use serde::Serialize;

mod application;
mod moment;

pub use application::Application;
pub use application::FederatedIdentityCredential;
pub use application::KeyCredential;
pub use application::LockConfiguration;
pub use application::PasswordCredential;
pub use application::RequiredResourceAccess;
pub use application::ResourceAccess;
pub use moment::Moment;

/// One row of the directory.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Row {
    /// An application registration of this tenant.
    Application(Application),
    /// An enterprise application: an application as this tenant knows it.
    ServicePrincipal(ServicePrincipal),
    /// An application role held by a service principal.
    AppRoleAssignment(AppRoleAssignment),
    /// Delegated scopes that a client may use.
    PermissionGrant(PermissionGrant),
    /// A person, guest, shared mailbox or room.
    User(User),
    /// A group of any kind.
    Group(Group),
    /// An activated directory role.
    DirectoryRole(DirectoryRole),
}

impl Row {
    /// Its id, whatever its kind.
    pub(crate) fn id(&self) -> &str {
        match self {
            Self::Application(row) => row.id.as_str(),
            Self::ServicePrincipal(row) => row.id.as_str(),
            Self::AppRoleAssignment(row) => &row.id,
            Self::PermissionGrant(row) => &row.id,
            Self::User(row) => row.id.as_str(),
            Self::Group(row) => row.id.as_str(),
            Self::DirectoryRole(row) => row.id.as_str(),
        }
    }
}

/// An application role that an API offers.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AppRole {
    /// Its id; Microsoft's are the same everywhere.
    pub id: RoleId,
    /// Its name in tokens, e.g. `Calendars.ReadWrite`.
    pub value: String,
}

/// A delegated scope that an API offers.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Scope {
    /// Its id.
    pub id: RoleId,
    /// Its name in tokens.
    pub value: String,
    /// Whether only an administrator may consent.
    pub admin: bool,
}

/// An enterprise application.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ServicePrincipal {
    /// Object id.
    pub id: ObjectId,
    /// Client id of the application behind it.
    pub app_id: AppId,
    /// Name.
    pub display_name: String,
    /// Whether sign-in and tokens are allowed.
    pub account_enabled: bool,
    /// Free labels.
    pub tags: Vec<String>,
    /// `Application`, `ManagedIdentity`, ...
    pub service_principal_type: String,
    /// Tenant of the application behind it; Microsoft's own for Microsoft's APIs.
    pub app_owner_organization_id: Option<TenantId>,
    /// Roles it offers.
    pub app_roles: Vec<AppRole>,
    /// Scopes it offers.
    pub oauth2_permission_scopes: Vec<Scope>,
    /// Object ids of owners.
    pub owners: Vec<ObjectId>,
    /// Secrets of its own, beside those of its application.
    pub password_credentials: Vec<PasswordCredential>,
    /// When it was deleted, for the recycle bin.
    pub deleted_date_time: Option<Timestamp>,
}

impl ServicePrincipal {
    /// An enabled enterprise application of an application that the tenant `owner` registered.
    pub fn new(id: ObjectId, app_id: AppId, display_name: &str, owner: Option<TenantId>) -> Self {
        Self {
            id,
            app_id,
            display_name: display_name.to_owned(),
            account_enabled: true,
            tags: Vec::new(),
            service_principal_type: "Application".to_owned(),
            app_owner_organization_id: owner,
            app_roles: Vec::new(),
            oauth2_permission_scopes: Vec::new(),
            owners: Vec::new(),
            password_credentials: Vec::new(),
            deleted_date_time: None,
        }
    }
}

/// An application role held by a service principal, or assigned to a user or a group.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AppRoleAssignment {
    /// Its id, not a GUID.
    pub id: String,
    /// Which role.
    pub app_role_id: RoleId,
    /// When it was given.
    pub created_date_time: Timestamp,
    /// Who holds it: object id of a service principal, a user or a group.
    pub principal_id: ObjectId,
    /// Whose role it is: object id of a service principal.
    pub resource_id: ObjectId,
}

/// Delegated scopes that a client may use.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PermissionGrant {
    /// Its id, not a GUID.
    pub id: String,
    /// Service principal of the client.
    pub client_id: ObjectId,
    /// `AllPrincipals` or `Principal`.
    pub consent_type: String,
    /// For whom, where `Principal`.
    pub principal_id: Option<ObjectId>,
    /// Service principal of the API.
    pub resource_id: ObjectId,
    /// Scope names, separated by blanks.
    pub scope: String,
}

/// A person, guest, shared mailbox or room.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct User {
    /// Object id.
    pub id: ObjectId,
    /// Sign-in name.
    pub user_principal_name: String,
    /// Name.
    pub display_name: String,
    /// Address of the mailbox, if there is one.
    pub mail: Option<String>,
    /// `Member` or `Guest`.
    pub user_type: String,
    /// Whether it may sign in.
    pub account_enabled: bool,
    /// Two-letter country.
    pub usage_location: Option<String>,
    /// Language of the mailbox, e.g. `nl-NL`: the calendar folder is named in it.
    pub language: String,
    /// Distinguished name in the local directory, for synchronised accounts.
    pub on_premises_distinguished_name: Option<String>,
    /// `user`, `shared`, `room`, or none where there is no mailbox.
    pub mailbox: Option<String>,
    /// Ids of the service plans that are on.
    pub assigned_plans: Vec<String>,
    /// Whether the account picker offers it as a sample sign-in.
    pub sample: bool,
}

/// A group of any kind.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Group {
    /// Object id.
    pub id: ObjectId,
    /// Name.
    pub display_name: String,
    /// Address, if mail-enabled.
    pub mail: Option<String>,
    /// Whether mail can be sent to it.
    pub mail_enabled: bool,
    /// Whether it can hold rights.
    pub security_enabled: bool,
    /// `Unified`, `DynamicMembership`.
    pub group_types: Vec<String>,
    /// Users and groups in it.
    pub members: Vec<ObjectId>,
}

/// An activated directory role and who holds it (actively: eligibility is not shown here).
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct DirectoryRole {
    /// Object id.
    pub id: ObjectId,
    /// Microsoft's id of the role, the same everywhere.
    pub role_template_id: String,
    /// Name, as `x-directory-roles` has it.
    pub display_name: String,
    /// Users that hold it.
    pub members: Vec<ObjectId>,
}

/// What the tenant says of itself.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Organization {
    /// Name.
    pub display_name: String,
    /// Domains: name, whether it is the initial one (`*.onmicrosoft.com`), whether it is the default.
    pub verified_domains: Vec<VerifiedDomain>,
    /// Country of the organisation.
    pub country_letter_code: Option<String>,
    /// Country for licences.
    pub default_usage_location: Option<String>,
}

/// One domain of the tenant.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct VerifiedDomain {
    /// Domain name.
    pub name: String,
    /// Whether it is the tenant's `*.onmicrosoft.com` domain.
    pub is_initial: bool,
    /// Whether new accounts get it.
    pub is_default: bool,
}
