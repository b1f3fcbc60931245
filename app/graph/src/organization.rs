//! The tenant itself. Graph page: "List organizations".

use base::Key;
use base::TenantId;
use serde::Deserialize;

use crate::Answer;
use crate::Call;
use crate::GraphError;
use crate::Page;
use crate::Request;

/// What the tenant says of itself to anyone who is signed in.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "camelCase")]
pub struct Organization {
    /// Tenant id.
    pub id: TenantId,
    /// Name of the institution.
    pub display_name: String,
    /// Domains that the institution has proved to own.
    pub verified_domains: Vec<VerifiedDomain>,
}

/// One domain of a tenant.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "camelCase")]
pub struct VerifiedDomain {
    /// The domain's name.
    pub name: String,
    /// Whether it is the one that the tenant was born with (`*.onmicrosoft.com`).
    #[serde(default)]
    pub is_initial: bool,
    /// Whether it is the one that new accounts get.
    #[serde(default)]
    pub is_default: bool,
}

/// Reads the tenant.
#[derive(Clone, Copy, Debug)]
pub struct GetOrganization;

impl Call for GetOrganization {
    type Reply = Organization;

    fn request(&self) -> Request {
        Request::get("/v1.0/organization?$select=id,displayName,verifiedDomains")
    }

    fn reply(&self, answer: &Answer) -> Result<Organization, GraphError> {
        let page: Page<Organization> = answer.json()?;
        let mut tenants = page.values.into_iter();
        match (tenants.next(), tenants.next()) {
            (Some(tenant), None) => Ok(tenant),
            _ => Err(GraphError::Unreadable {
                reason: Key::ReasonAnswerForm,
                what: "not exactly one organization".to_owned(),
                request_id: answer.request_id(),
            }),
        }
    }
}
