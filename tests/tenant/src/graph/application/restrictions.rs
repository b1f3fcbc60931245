//! What the tenant's app management policy forbids of a new certificate (Graph, "keyCredentialConfiguration resource
//! type").

use std::time::Duration;

use http::StatusCode;

use super::super::problem::Problem;
use crate::certificate::CertificateFacts;
use crate::policies::AppManagement;
use crate::policies::POLICY_ID;
use crate::rows::Application;
use crate::rows::Moment;
use crate::tenant::Tenant;

/// Refuses a certificate that is used for too long, or that no trusted authority issued.
pub(super) fn check(
    tenant: &Tenant,
    application: &Application,
    facts: &CertificateFacts,
    start: &Moment,
    end: &Moment,
) -> Result<(), Problem> {
    let policy = effective(tenant, application);
    let longest = policy.max_key_lifetime_days.map(days);
    if longest.is_some_and(|longest| end.at().since(start.at()) > longest) {
        return Err(refused(
            "CredentialInvalidLifetimeAsPerAppPolicy",
            "Credential lifetime exceeds the max value allowed as per assigned policy",
        ));
    }
    let trusted = policy.trusted_authorities.as_ref();
    if trusted.is_some_and(|trusted| !trusted.contains(&facts.issuer)) {
        return Err(refused(
            "CredentialTypeNotAllowedAsPerAppPolicy",
            "Credential type not allowed as per assigned policy",
        ));
    }
    Ok(())
}

/// What counts for an application: its own policy, and the tenant's where that names nothing. Whether the tenant's rule
/// stands there is not documented: it is the harsher reading.
fn effective(tenant: &Tenant, application: &Application) -> AppManagement {
    let tenants = &tenant.app_management;
    let mut policy = if tenants.binds(application.created_date_time) {
        tenants.clone()
    } else {
        AppManagement::default()
    };
    let own = tenant.own_app_management.iter();
    for (_, own) in own.filter(|(id, _)| *id == application.id) {
        if own.max_key_lifetime_days.is_some() {
            policy.max_key_lifetime_days = own.max_key_lifetime_days;
        }
        if own.trusted_authorities.is_some() {
            policy
                .trusted_authorities
                .clone_from(&own.trusted_authorities);
        }
    }
    policy
}

fn days(days: u32) -> Duration {
    Duration::from_secs(u64::from(days) * 86_400)
}

fn refused(code: &'static str, text: &str) -> Problem {
    let message = format!("{text} '{POLICY_ID}'.");
    Problem::new(StatusCode::BAD_REQUEST, code, message)
}
