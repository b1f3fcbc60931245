//! Microsoft Graph: finds the operation that a request means, asks whether the caller may, and lets it answer.
//!
//! One operation, one file; what an object looks like stands in its `shown.rs`, what may be written in `written.rs`.

use base::Timestamp;
use http::HeaderMap;
use http::HeaderValue;
use http::Method;
use http::Request;
use http::Response;
use serde_json::Value;
use serde_json::json;

use crate::faults;
use crate::faults::Fault;
use crate::lost;
use crate::tenant::Tenant;

mod access;
mod app_role_assignment;
mod application;
mod batch;
mod body;
mod call;
mod deleted_item;
mod event;
mod federated_credential;
mod filter;
mod me;
mod metadata;
mod object;
mod operations;
mod organization;
mod owner;
mod page;
mod pattern;
mod permission_grant;
mod policy;
mod problem;
mod query;
mod service_principal;
#[cfg(test)]
pub(crate) mod tests;
mod trouble;
mod user;

use call::Call;
use problem::Problem;
use problem::Reply;

/// Headers that a page may read, as captured from Graph.
const EXPOSED_HEADERS: &str = "ETag, Location, Preference-Applied, Content-Range, request-id, client-request-id, \
                               ReadWriteConsistencyToken, Retry-After, SdkVersion, WWW-Authenticate";

/// One request, on its own or within a batch.
struct Incoming<'a> {
    method: &'a str,
    /// Path from the version on, e.g. `/v1.0/me`.
    path: &'a str,
    query: &'a str,
    headers: &'a HeaderMap,
    body: &'a [u8],
    /// Whether it is a request of a batch, whose token was looked at with the batch.
    within_batch: bool,
    /// Whether it collides with another write to the same object, if there was one a moment ago.
    collides: bool,
}

/// The ids by which Microsoft's support finds a request.
struct RequestIds {
    request: String,
    client: String,
}

/// Whether a path is Graph's.
pub(crate) fn is_graph(path: &str) -> bool {
    path.starts_with("/v1.0/") || path.starts_with("/beta/")
}

/// Answers one request.
pub(crate) fn handle(
    tenant: &mut Tenant,
    request: &Request<Vec<u8>>,
    now: Timestamp,
) -> Response<Vec<u8>> {
    if request.method() == Method::OPTIONS {
        return preflight(tenant, request);
    }
    let strike = tenant.faults.strike(faults::OF_REQUESTS, &named(request));
    if strike == Some(Fault::LostBefore) {
        return lost::before();
    }
    let ids = RequestIds::new(tenant, request.headers());
    let incoming = Incoming {
        method: request.method().as_str(),
        path: request.uri().path(),
        query: request.uri().query().unwrap_or_default(),
        headers: request.headers(),
        body: request.body(),
        within_batch: false,
        collides: strike == Some(Fault::Collision),
    };
    let reply = rendered(answer(tenant, &incoming, strike, now), &ids, now);
    let response = response(reply, &ids);
    match strike {
        Some(Fault::LostAfter) => lost::after(&response),
        _ => response,
    }
}

/// By what faults tell requests apart.
fn named(request: &Request<Vec<u8>>) -> String {
    format!("{} {}", request.method(), request.uri())
}

/// Answers a request, or says what is wrong with it or with the service.
fn answer(
    tenant: &mut Tenant,
    incoming: &Incoming<'_>,
    strike: Option<Fault>,
    now: Timestamp,
) -> Result<Reply, Problem> {
    match strike {
        Some(Fault::Throttle | Fault::BatchThrottle) => Err(trouble::throttled(tenant, now)),
        Some(Fault::Unavailable) => Err(trouble::unavailable(tenant, now)),
        Some(Fault::GatewayTimeout) => {
            if tenant.faults.coin() {
                // What came of it, nobody learns.
                let _ = carry_out(tenant, incoming, now);
            }
            Err(trouble::gateway_timeout())
        }
        _ => carry_out(tenant, incoming, now),
    }
}

/// Does what a request asks, or says what is wrong with it.
fn carry_out(
    tenant: &mut Tenant,
    incoming: &Incoming<'_>,
    now: Timestamp,
) -> Result<Reply, Problem> {
    let mut call = Call::read(tenant, incoming, now)?;
    access::check(&call)?;
    call.check_cast()?;
    let reply = operations::carry_out(&mut call)?;
    trouble::after_call(&mut call);
    Ok(reply)
}

/// A page asks whether it may: Graph lets any page send any method and header, `Prefer` perhaps excepted.
fn preflight(tenant: &Tenant, request: &Request<Vec<u8>>) -> Response<Vec<u8>> {
    let mut response = Response::new(Vec::new());
    let asked = |name| request.headers().get(name).cloned();
    let headers = response.headers_mut();
    headers.insert("access-control-allow-origin", HeaderValue::from_static("*"));
    headers.insert("access-control-max-age", HeaderValue::from_static("600"));
    if let Some(method) = asked("access-control-request-method") {
        headers.insert("access-control-allow-methods", method);
    }
    let names = asked("access-control-request-headers").and_then(|names| allowed(tenant, &names));
    if let Some(names) = names {
        headers.insert("access-control-allow-headers", names);
    }
    response
}

/// The headers that a page may send, out of those that it asked for.
fn allowed(tenant: &Tenant, asked: &HeaderValue) -> Option<HeaderValue> {
    if !tenant.faults.is_on(Fault::PreferRefused) {
        return Some(asked.clone());
    }
    let names = asked.to_str().ok()?.split(',').map(str::trim);
    let allowed: Vec<&str> = names
        .filter(|name| !name.eq_ignore_ascii_case("prefer"))
        .collect();
    HeaderValue::from_str(&allowed.join(",")).ok()
}

impl RequestIds {
    fn new(tenant: &mut Tenant, headers: &HeaderMap) -> Self {
        let request = tenant.random.object_id().to_string();
        let sent = headers
            .get("client-request-id")
            .and_then(|value| value.to_str().ok());
        Self {
            client: sent.unwrap_or(&request).to_owned(),
            request,
        }
    }
}

/// Gives a problem the body that all Graph errors have (Graph, "Microsoft Graph error responses").
fn rendered(outcome: Result<Reply, Problem>, ids: &RequestIds, now: Timestamp) -> Reply {
    outcome.unwrap_or_else(|problem| Reply {
        status: problem.status,
        body: Some(json!({ "error": {
            "code": problem.code,
            "message": problem.message,
            "innerError": {
                "date": now.whole_seconds().to_string().trim_end_matches('Z'),
                "request-id": ids.request,
                "client-request-id": ids.client,
            },
        }})),
        headers: problem.headers,
    })
}

fn response(reply: Reply, ids: &RequestIds) -> Response<Vec<u8>> {
    let body = reply
        .body
        .as_ref()
        .map(Value::to_string)
        .unwrap_or_default();
    let mut response = Response::new(body.into_bytes());
    *response.status_mut() = reply.status;
    let mut headers = vec![
        ("access-control-allow-origin", "*".to_owned()),
        ("access-control-expose-headers", EXPOSED_HEADERS.to_owned()),
        ("request-id", ids.request.clone()),
        ("client-request-id", ids.client.clone()),
    ];
    if reply.body.is_some() {
        headers.push(("content-type", "application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8".to_owned()));
    }
    headers.extend(reply.headers);
    for (name, value) in headers {
        // What cannot stand in a header (a client-request-id was echoed) is left out.
        if let Ok(value) = HeaderValue::from_str(&value) {
            response.headers_mut().insert(name, value);
        }
    }
    response
}
