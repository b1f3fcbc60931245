//! What Graph says when something is wrong with itself, and what happens to a caller before she is listened to.

use base::Timestamp;
use http::Method;
use http::StatusCode;

use super::problem::Problem;
use crate::entra::Bearer;
use crate::faults;
use crate::tenant::Tenant;

/// 429 (Graph, "Microsoft Graph throttling guidance").
pub(super) fn throttled(tenant: &mut Tenant, now: Timestamp) -> Problem {
    let problem = Problem::new(
        StatusCode::TOO_MANY_REQUESTS,
        "TooManyRequests",
        "Too many requests.",
    );
    come_again(tenant, problem, now)
}

/// 503: nothing was done.
pub(super) fn unavailable(tenant: &mut Tenant, now: Timestamp) -> Problem {
    let problem = Problem::new(
        StatusCode::SERVICE_UNAVAILABLE,
        "serviceNotAvailable",
        "The service is temporarily unavailable. Please try again later.",
    );
    come_again(tenant, problem, now)
}

/// 504: nobody knows whether something was done.
pub(super) fn gateway_timeout() -> Problem {
    Problem::new(
        StatusCode::GATEWAY_TIMEOUT,
        "GatewayTimeout",
        "The server, while acting as a proxy, did not receive a timely response.",
    )
}

fn come_again(tenant: &mut Tenant, mut problem: Problem, now: Timestamp) -> Problem {
    let header = tenant.faults.retry_after().text(now);
    problem
        .headers
        .extend(header.map(|text| ("retry-after", text)));
    problem
}

/// What happens while a person asks: her role is taken, or a colleague was there first.
pub(super) fn before_call(tenant: &mut Tenant, caller: &Bearer, method: &str, now: Timestamp) {
    let Some(person) = &caller.user else { return };
    faults::withdraw(tenant, person, now);
    if method == Method::GET.as_str() {
        faults::interfere(tenant);
    }
}

/// A person's token that is suddenly no good, or no longer good enough.
pub(super) fn check_token(
    tenant: &mut Tenant,
    token: &str,
    caller: &Bearer,
    now: Timestamp,
) -> Result<(), Problem> {
    let Some(person) = &caller.user else {
        return Ok(());
    };
    if tenant.faults.expires_token() {
        tenant.entra.end_access_token(token, now);
        let message = "Lifetime validation failed, the token is expired.";
        return Err(Problem::unauthorised(message));
    }
    match tenant.faults.challenge(person, caller.claims.as_ref(), now) {
        Some(claims) => Err(Problem::challenge(
            &tenant.login_url,
            &caller.client_id,
            &claims,
        )),
        None => Ok(()),
    }
}
