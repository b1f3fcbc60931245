//! Policies of the tenant that bear on setting an application up: who may make one, and which certificates it may have.
//! Graph pages: "Get authorizationPolicy", "Get tenantAppManagementPolicy".

use std::time::Duration;

use base::Timestamp;
use serde::Deserialize;

use crate::Answer;
use crate::Call;
use crate::GraphError;
use crate::Request;
use crate::duration;

/// What the tenant lets its members do without a directory role.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "camelCase")]
pub struct AuthorizationPolicy {
    /// What members may do.
    #[serde(default)]
    pub default_user_role_permissions: DefaultUserRolePermissions,
}

/// What members may do without a directory role.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "camelCase")]
pub struct DefaultUserRolePermissions {
    /// Whether they may register applications.
    #[serde(default)]
    pub allowed_to_create_apps: Option<bool>,
}

/// Reads what members may do.
#[derive(Clone, Copy, Debug)]
pub struct GetAuthorizationPolicy;

impl Call for GetAuthorizationPolicy {
    type Reply = AuthorizationPolicy;

    fn request(&self) -> Request {
        Request::get("/v1.0/policies/authorizationPolicy?$select=defaultUserRolePermissions")
    }

    fn reply(&self, answer: &Answer) -> Result<AuthorizationPolicy, GraphError> {
        answer.json()
    }
}

/// What the tenant demands of every application's certificates.
///
/// It is the tenant's rule, not the last word: an application may have a policy of its own, and people whom a
/// restriction lets off (`excludeActors`) are not told apart.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "camelCase")]
pub struct AppManagementPolicy {
    /// Whether any of it has an effect.
    #[serde(default)]
    pub is_enabled: bool,
    /// What it demands of applications.
    #[serde(default)]
    pub application_restrictions: Option<ApplicationRestrictions>,
}

/// What a policy demands of applications.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "camelCase")]
pub struct ApplicationRestrictions {
    /// What it demands of certificates.
    #[serde(default)]
    pub key_credentials: Vec<KeyCredentialRestriction>,
}

/// One demand on certificates. Graph page: "keyCredentialConfiguration resource type".
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "camelCase")]
pub struct KeyCredentialRestriction {
    /// Which demand: `asymmetricKeyLifetime`, or one that this version of Graph does not name.
    #[serde(default)]
    pub restriction_type: Option<String>,
    /// How long a certificate may be valid, e.g. `P180D`.
    #[serde(default)]
    pub max_lifetime: Option<String>,
    /// Applications made before are let off; none binds all.
    #[serde(default)]
    pub restrict_for_apps_created_after_date_time: Option<Timestamp>,
    /// `enabled` or `disabled`.
    #[serde(default)]
    pub state: Option<String>,
}

const LIFETIME: &str = "asymmetricKeyLifetime";

/// The demand that an authority known to the tenant issued the certificate: by its own name, which only the beta version
/// of Graph has, and as version 1.0 shows each demand that it has no name for ("Best practices for working with Microsoft
/// Graph", evolvable enumerations). Microsoft documents no other such demand, and a wrong warning costs less than none.
const AUTHORITY: [&str; 2] = ["trustedCertificateAuthority", "unknownFutureValue"];

impl AppManagementPolicy {
    /// How long a certificate may be valid on an application that was made at `created`. `None` where nothing limits it
    /// and where the limit cannot be read.
    pub fn longest_certificate(&self, created: Timestamp) -> Option<Duration> {
        self.binding(created)
            .filter(|restriction| restriction.restriction_type.as_deref() == Some(LIFETIME))
            .filter_map(|restriction| duration::parse(restriction.max_lifetime.as_deref()?))
            .min()
    }

    /// Whether an application that was made at `created` may only have certificates of an authority that the tenant
    /// knows, so that a self-signed one is refused.
    pub fn demands_trusted_authority(&self, created: Timestamp) -> bool {
        self.binding(created)
            .filter_map(|restriction| restriction.restriction_type.as_deref())
            .any(|kind| AUTHORITY.contains(&kind))
    }

    /// The demands on certificates of an application that was made at `created`.
    fn binding(&self, created: Timestamp) -> impl Iterator<Item = &KeyCredentialRestriction> {
        self.application_restrictions
            .iter()
            .filter(|_| self.is_enabled)
            .flat_map(|restrictions| &restrictions.key_credentials)
            .filter(move |restriction| restriction.binds(created))
    }
}

impl KeyCredentialRestriction {
    fn binds(&self, created: Timestamp) -> bool {
        let since = self.restrict_for_apps_created_after_date_time;
        self.state.as_deref() == Some("enabled") && since.is_none_or(|since| since <= created)
    }
}

/// Reads what the tenant demands of every application's certificates.
#[derive(Clone, Copy, Debug)]
pub struct GetDefaultAppManagementPolicy;

impl Call for GetDefaultAppManagementPolicy {
    type Reply = AppManagementPolicy;

    fn request(&self) -> Request {
        Request::get(
            "/v1.0/policies/defaultAppManagementPolicy?$select=isEnabled,applicationRestrictions",
        )
    }

    fn reply(&self, answer: &Answer) -> Result<AppManagementPolicy, GraphError> {
        answer.json()
    }
}

#[cfg(test)]
mod tests;
