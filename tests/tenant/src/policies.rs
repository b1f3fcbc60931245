//! What the tenant's policies restrict.

use base::Timestamp;

/// Id of the tenant's app management policy, the same everywhere.
pub(crate) const POLICY_ID: &str = "00000000-0000-0000-0000-000000000000";

/// What applications may have for certificates (Graph, "tenantAppManagementPolicy resource type"). Nothing is
/// restricted where nothing is set.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AppManagement {
    /// Restriction `asymmetricKeyLifetime`: how many days a certificate may be used.
    pub max_key_lifetime_days: Option<u32>,
    /// Restriction `trustedCertificateAuthority`: who may issue certificates, e.g. `CN=Authority,O=University`. A
    /// self-signed certificate issues itself.
    pub trusted_authorities: Option<Vec<String>>,
    /// Applications that were made before are let off; none binds all.
    pub restrict_for_apps_created_after: Option<Timestamp>,
}

impl AppManagement {
    /// Whether anything is restricted.
    pub(crate) fn is_enabled(&self) -> bool {
        self.max_key_lifetime_days.is_some() || self.trusted_authorities.is_some()
    }

    /// Whether an application that was made at this moment must obey.
    pub(crate) fn binds(&self, created: Timestamp) -> bool {
        self.restrict_for_apps_created_after
            .is_none_or(|after| created >= after)
    }
}
