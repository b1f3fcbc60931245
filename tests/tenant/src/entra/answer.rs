//! The few shapes that Entra's answers have.

use http::HeaderValue;
use http::Response;
use http::header::CACHE_CONTROL;
use http::header::CONTENT_SECURITY_POLICY;
use http::header::CONTENT_TYPE;
use http::header::LOCATION;
use http::header::X_FRAME_OPTIONS;
use serde_json::Value;

/// An answer of JSON.
pub(crate) fn json(status: u16, body: &Value) -> Response<Vec<u8>> {
    with_body(status, "application/json; charset=utf-8", body.to_string())
}

/// A page. It runs no script and cannot be framed.
pub(crate) fn html(status: u16, body: String) -> Response<Vec<u8>> {
    let mut response = with_body(status, "text/html; charset=utf-8", body);
    response.headers_mut().insert(
        CONTENT_SECURITY_POLICY,
        HeaderValue::from_static(
            "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
        ),
    );
    response
        .headers_mut()
        .insert(X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
    response
}

/// Sends the browser elsewhere.
pub(crate) fn redirect(address: &str) -> Response<Vec<u8>> {
    match HeaderValue::from_str(address) {
        Ok(location) => {
            let mut response = empty(302);
            response.headers_mut().insert(LOCATION, location);
            response
        }
        // Every address is built of parsed or encoded parts, so this is a registered URI that no header can carry.
        Err(_) => empty(500),
    }
}

/// An answer without body.
pub(crate) fn empty(status: u16) -> Response<Vec<u8>> {
    let mut response = Response::new(Vec::new());
    *response.status_mut() =
        http::StatusCode::from_u16(status).unwrap_or(http::StatusCode::INTERNAL_SERVER_ERROR);
    response.headers_mut().insert(
        CACHE_CONTROL,
        HeaderValue::from_static("no-store, no-cache"),
    );
    response
}

fn with_body(status: u16, content_type: &'static str, body: String) -> Response<Vec<u8>> {
    let mut response = empty(status);
    response
        .headers_mut()
        .insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    *response.body_mut() = body.into_bytes();
    response
}
