//! The token endpoint under load. Which of an answer's headers a page may read there is nowhere said: none, then, and
//! `Retry-After` is for servers only.

use base::Timestamp;
use http::HeaderValue;
use http::Response;
use http::StatusCode;
use http::header::CONTENT_TYPE;
use http::header::RETRY_AFTER;

use crate::Tenant;
use crate::entra::answer;
use crate::entra::refusal::Refusal;

/// 429. What stands in it is not JSON ("Throttling", MSAL for .NET: a status, `Retry-After`, and these words).
pub(super) fn throttled(tenant: &mut Tenant, now: Timestamp) -> Response<Vec<u8>> {
    let mut response = answer::empty(StatusCode::TOO_MANY_REQUESTS.as_u16());
    let plain = HeaderValue::from_static("text/plain");
    response.headers_mut().insert(CONTENT_TYPE, plain);
    *response.body_mut() = b"Too Many Requests".to_vec();
    come_again(tenant, response, now)
}

/// 503: AADSTS90033, "a transient error has occurred".
pub(super) fn unavailable(tenant: &mut Tenant, now: Timestamp) -> Response<Vec<u8>> {
    let text = "A transient error has occurred. Please try again.";
    let refusal = Refusal::new(90033, text).with_error("temporarily_unavailable");
    let mut response = refusal.json(tenant, now);
    *response.status_mut() = StatusCode::SERVICE_UNAVAILABLE;
    come_again(tenant, response, now)
}

fn come_again(
    tenant: &mut Tenant,
    mut response: Response<Vec<u8>>,
    now: Timestamp,
) -> Response<Vec<u8>> {
    let text = tenant.faults.retry_after().text(now);
    let value = text.and_then(|text| HeaderValue::from_str(&text).ok());
    let headers = response.headers_mut();
    headers.extend(value.map(|value| (RETRY_AFTER, value)));
    response
}
