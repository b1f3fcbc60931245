//! Which tenant the first segment of a path means.

use super::refusal::Refusal;
use crate::Tenant;

/// The tenant that a path names, or the choice that it leaves.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Authority {
    /// This tenant, by its id or one of its domains.
    ThisTenant,
    /// `organizations` or `common`: whichever tenant the person belongs to. Here there is one.
    AnyTenant(&'static str),
}

impl Authority {
    /// Reads the first segment of a path.
    pub(crate) fn read(tenant: &Tenant, segment: &str) -> Result<Self, Refusal> {
        let domains = &tenant.organization.verified_domains;
        match segment.to_ascii_lowercase().as_str() {
            "organizations" => Ok(Self::AnyTenant("organizations")),
            "common" => Ok(Self::AnyTenant("common")),
            name if name == tenant.id.as_str() => Ok(Self::ThisTenant),
            name if domains
                .iter()
                .any(|domain| domain.name.eq_ignore_ascii_case(name)) =>
            {
                Ok(Self::ThisTenant)
            }
            _ => Err(Refusal::new(
                90002,
                format!(
                    "No tenant '{segment}' was found. Check that this is the right tenant and the right cloud."
                ),
            )),
        }
    }

    /// The segment under which the endpoints of this authority lie.
    pub(crate) fn segment<'a>(&'a self, tenant: &'a Tenant) -> &'a str {
        match self {
            Self::ThisTenant => tenant.id.as_str(),
            Self::AnyTenant(name) => name,
        }
    }

    /// The issuer that this authority's configuration names.
    pub(crate) fn issuer(&self, tenant: &Tenant) -> String {
        match self {
            Self::ThisTenant => issuer(tenant),
            Self::AnyTenant(_) => format!("{}/{{tenantid}}/v2.0", tenant.login_url),
        }
    }
}

/// The issuer in this tenant's id tokens.
pub(crate) fn issuer(tenant: &Tenant) -> String {
    format!("{}/{}/v2.0", tenant.login_url, tenant.id)
}
