//! What Graph says when something is wrong with itself, and what happens to a caller before she is listened to.

use std::time::Duration;

use base::Timestamp;
use http::StatusCode;

use super::call::Call;
use super::problem::Problem;
use crate::entra::Bearer;
use crate::faults;
use crate::tenant::Tenant;

/// How long after a write another one to the same object can collide with it.
const COLLIDING: Duration = Duration::from_secs(30);

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

/// What happens before a person is listened to: her roles are taken.
pub(super) fn before_call(tenant: &mut Tenant, caller: &Bearer, now: Timestamp) {
    if let Some(person) = &caller.user {
        faults::withdraw(tenant, person, now);
    }
}

/// What happens before a person reads, for each of her reads: colleagues were there first.
pub(super) fn before_read(call: &mut Call<'_>) {
    if call.caller.user.is_some() {
        faults::interfere(call.tenant, call.now);
        faults::disable(call.tenant, call.now);
    }
}

/// What follows from what a person did.
pub(super) fn after_call(call: &mut Call<'_>) {
    // A batch is a POST, but what it wrote was counted request by request.
    let is_write = call.operation.method != "GET" && call.operation.id != "batch.PostBatch";
    if is_write && call.caller.user.is_some() {
        call.tenant.faults.note_carried_out();
    }
}

/// Refuses a change of an object that was written a moment ago, where the two collide. The code is Microsoft's; both
/// statuses and a missing `Retry-After` are reported, and how long such a moment is, nobody says.
pub(super) fn check_collision(call: &mut Call<'_>, id: &str) -> Result<(), Problem> {
    let since = call.now.minus(COLLIDING);
    if !call.collides || !call.tenant.directory.was_written_since(id, since) {
        return Ok(());
    }
    let statuses = [StatusCode::CONFLICT, StatusCode::SERVICE_UNAVAILABLE];
    let problem = Problem::new(
        statuses[usize::from(call.tenant.faults.coin())],
        "Directory_ConcurrencyViolation",
        "Error due to concurrent requests being made to the tenant. Please wait briefly and retry.",
    );
    Err(come_again(call.tenant, problem, call.now))
}

/// A person's token that is suddenly no good, alone or with all of hers, or no longer good enough. The last is told only to a client that
/// understands it; the token of any other goes on to its end.
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
    if tenant.faults.revokes_sign_in() {
        tenant.entra.revoke_sign_ins(person, now);
        let message = "The sign-in of this person was revoked after the token was issued.";
        return Err(Problem::unauthorised(message));
    }
    if !caller.understands_challenges {
        return Ok(());
    }
    match tenant.faults.challenge(person, &caller.claims, now) {
        Some(claims) => Err(Problem::challenge(&tenant.login_url, claims)),
        None => Ok(()),
    }
}
