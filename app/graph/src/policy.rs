//! Policies of the tenant that bear on setting an application up: who may make one, who may consent, and which certificates
//! it may have. Graph pages: "Get authorizationPolicy", "Get tenantAppManagementPolicy", "List appManagementPolicy".

use std::time::Duration;

use base::ObjectId;
use base::Timestamp;
use serde::Deserialize;
use serde_json::Value;

use crate::Answer;
use crate::Call;
use crate::GraphError;
use crate::Page;
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
    /// The consent policies that they have, each as the right that it limits and its id, e.g.
    /// `ManagePermissionGrantsForSelf.microsoft-user-default-low`.
    #[serde(default)]
    pub permission_grant_policies_assigned: Option<Vec<String>>,
}

/// The right to consent on one's own behalf. Microsoft's pages and answers do not agree about its first letter.
const CONSENT_FOR_SELF: &str = "ManagePermissionGrantsForSelf";

impl DefaultUserRolePermissions {
    /// Ids of the consent policies by which members may consent on their own behalf: none where they may not. `None` where
    /// the answer does not say.
    ///
    /// Policies about what somebody owns (`ManagePermissionGrantsForOwnedResource`: a team, a chat) stand in the same list;
    /// they let nobody consent on her own behalf. Entra page: "Configure how users consent to applications".
    pub fn policies_of_own_consent(&self) -> Option<Vec<&str>> {
        let assigned = self.permission_grant_policies_assigned.as_ref()?;
        let own = assigned.iter().filter_map(|policy| {
            let (right, id) = policy.split_once('.')?;
            right.eq_ignore_ascii_case(CONSENT_FOR_SELF).then_some(id)
        });
        Some(own.collect())
    }
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

/// What is demanded of the certificates of every application of the tenant, or of one application.
///
/// The tenant's rule is not the last word: an application may have a policy of its own ([`OwnAppManagementPolicy`]). People
/// whom a restriction lets off (`excludeActors`) are not told apart.
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
    /// Whom it lets off, by custom security attributes.
    #[serde(default)]
    pub exclude_actors: Option<ActorExemptions>,
}

/// Whom a restriction lets off. Graph page: "appManagementPolicyActorExemptions resource type". Which attributes a person or
/// an application bears cannot be read with the permissions that this console asks for.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "camelCase")]
pub struct ActorExemptions {
    /// Whoever bears one of these attributes is let off.
    #[serde(default)]
    pub custom_security_attributes: Vec<Value>,
}

/// How long a certificate may be valid.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct LifetimeLimit {
    /// At most so long, by the limits that can be read; `None` where there is none of them.
    pub at_most: Option<Duration>,
    /// Whether there is a limit that cannot be read, so that `at_most` is not the whole truth.
    pub is_unreadable: bool,
}

const LIFETIME: &str = "asymmetricKeyLifetime";

/// The demand that an authority known to the tenant issued the certificate: by its own name, which only the beta version
/// of Graph has, and as version 1.0 shows each demand that it has no name for ("Best practices for working with Microsoft
/// Graph", evolvable enumerations). Microsoft documents no other such demand, and a wrong warning costs less than none.
const AUTHORITY: [&str; 2] = ["trustedCertificateAuthority", "unknownFutureValue"];

impl AppManagementPolicy {
    /// How long a certificate may be valid on an application that was made at `created`.
    pub fn longest_certificate(&self, created: Timestamp) -> LifetimeLimit {
        let mut limit = LifetimeLimit::default();
        for restriction in self.binding(created).filter(|it| it.is_lifetime()) {
            match restriction
                .max_lifetime
                .as_deref()
                .and_then(duration::parse)
            {
                Some(longest) => {
                    let shorter = limit.at_most.map_or(longest, |known| known.min(longest));
                    limit.at_most = Some(shorter);
                }
                None => limit.is_unreadable = true,
            }
        }
        limit
    }

    /// Whether it says anything about how long a certificate may be valid, even that nothing limits it.
    pub fn names_lifetime(&self) -> bool {
        self.named().any(KeyCredentialRestriction::is_lifetime)
    }

    /// Whether it says anything about who may issue a certificate, even that anybody may.
    pub fn names_authority(&self) -> bool {
        self.named().any(KeyCredentialRestriction::is_authority)
    }

    /// Whether a demand on certificates of an application that was made at `created` lets some people or applications off.
    pub fn lets_some_off(&self, created: Timestamp) -> bool {
        let exempts = |it: &ActorExemptions| !it.custom_security_attributes.is_empty();
        let mut binding = self.binding(created);
        binding.any(|restriction| restriction.exclude_actors.as_ref().is_some_and(exempts))
    }

    /// Whether an application that was made at `created` may only have certificates of an authority that the tenant
    /// knows, so that a self-signed one is refused.
    pub fn demands_trusted_authority(&self, created: Timestamp) -> bool {
        self.binding(created)
            .any(KeyCredentialRestriction::is_authority)
    }

    /// The demands on certificates of an application that was made at `created`.
    fn binding(&self, created: Timestamp) -> impl Iterator<Item = &KeyCredentialRestriction> {
        self.named()
            .filter(move |restriction| restriction.binds(created))
    }

    /// What it says of certificates, if it has an effect.
    fn named(&self) -> impl Iterator<Item = &KeyCredentialRestriction> {
        self.application_restrictions
            .iter()
            .filter(|_| self.is_enabled)
            .flat_map(|restrictions| &restrictions.key_credentials)
    }
}

impl KeyCredentialRestriction {
    fn is_lifetime(&self) -> bool {
        self.restriction_type.as_deref() == Some(LIFETIME)
    }

    fn is_authority(&self) -> bool {
        let kind = self.restriction_type.as_deref();
        kind.is_some_and(|kind| AUTHORITY.contains(&kind))
    }

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

/// What one application's own policy demands; it overrides the tenant's. Graph page: "appManagementPolicy resource type".
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "camelCase")]
pub struct OwnAppManagementPolicy {
    /// Its name.
    #[serde(default)]
    pub display_name: Option<String>,
    /// Whether any of it has an effect.
    #[serde(default)]
    pub is_enabled: bool,
    /// What it demands.
    #[serde(default)]
    pub restrictions: Option<ApplicationRestrictions>,
}

impl OwnAppManagementPolicy {
    /// Its demands, in the form of the tenant's.
    pub fn demands(&self) -> AppManagementPolicy {
        AppManagementPolicy {
            is_enabled: self.is_enabled,
            application_restrictions: self.restrictions.clone(),
        }
    }
}

/// Lists the policies of an application's own, of which there is one at most.
#[derive(Clone, Debug)]
pub struct ListOwnAppManagementPolicies {
    /// Object id of the application.
    pub application: ObjectId,
}

impl Call for ListOwnAppManagementPolicies {
    type Reply = Page<OwnAppManagementPolicy>;

    fn request(&self) -> Request {
        Request::get(format!(
            "/v1.0/applications/{}/appManagementPolicies?$select=id,displayName,isEnabled,restrictions",
            self.application
        ))
    }

    fn reply(&self, answer: &Answer) -> Result<Page<OwnAppManagementPolicy>, GraphError> {
        answer.json()
    }
}

#[cfg(test)]
mod tests;
