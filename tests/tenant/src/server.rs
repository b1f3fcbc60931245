//! A thin HTTP server around [`handle`](crate::handle), and one for the folder of a static page.
//!
//! The system's clock is read here and nowhere else in this crate.

use std::io;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::time::Duration;
use std::time::SystemTime;
use std::time::UNIX_EPOCH;

use axum::Router;
use axum::body::Body;
use axum::body::to_bytes;
use axum::response::IntoResponse;
use axum::response::Response;
use base::Timestamp;
use futures_util::future::ready;
use futures_util::stream;
use http::Request;
use http::StatusCode;
use tokio::net::TcpListener;

use crate::tenant::Tenant;

mod site;

pub use site::site;
pub use site::site_with;

/// Larger bodies are refused: Graph takes no more than 4 MB either.
const BODY_LIMIT: usize = 4 * 1024 * 1024;

/// Serves a tenant until the listener fails; every answer comes `latency` later than it could.
pub async fn serve(
    listener: TcpListener,
    tenant: Arc<Mutex<Tenant>>,
    latency: Duration,
) -> io::Result<()> {
    serve_by(listener, tenant, latency, now).await
}

/// As [`serve`], with another clock than the system's.
pub async fn serve_by(
    listener: TcpListener,
    tenant: Arc<Mutex<Tenant>>,
    latency: Duration,
    clock: impl Fn() -> Timestamp + Clone + Send + Sync + 'static,
) -> io::Result<()> {
    let router = Router::new().fallback(move |request: Request<Body>| {
        let tenant = Arc::clone(&tenant);
        let clock = clock.clone();
        async move { answer(&tenant, request, latency, clock).await }
    });
    axum::serve(listener, router).await
}

/// The present moment.
#[expect(
    clippy::disallowed_methods,
    reason = "the server is where the simulated tenant meets the real clock"
)]
pub fn now() -> Timestamp {
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    Timestamp::from_unix_milliseconds(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}

async fn answer(
    tenant: &Mutex<Tenant>,
    request: Request<Body>,
    latency: Duration,
    clock: impl Fn() -> Timestamp,
) -> Response {
    let (parts, body) = request.into_parts();
    let Ok(body) = to_bytes(body, BODY_LIMIT).await else {
        return StatusCode::PAYLOAD_TOO_LARGE.into_response();
    };
    tokio::time::sleep(latency).await;
    let request = Request::from_parts(parts, body.to_vec());
    // A panic in another test's request does not make the rows unreadable.
    let mut tenant = tenant.lock().unwrap_or_else(PoisonError::into_inner);
    let response = crate::handle(&mut tenant, request, clock());
    if crate::is_lost(&response) {
        return broken();
    }
    response.map(Body::from)
}

/// An answer that breaks off before its first byte: the connection ends, and the client has nothing.
fn broken() -> Response {
    let nothing = Err::<Vec<u8>, _>(io::Error::other("no answer comes"));
    Response::new(Body::from_stream(stream::once(ready(nothing))))
}
