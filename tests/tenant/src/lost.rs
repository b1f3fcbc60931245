//! No answer: what a transport must make of it.

use http::Response;
use http::StatusCode;

/// Marks an answer that never arrives; with the status that it had where the request was carried out.
#[derive(Clone, Copy, Debug)]
struct Lost(Option<StatusCode>);

/// Whether no answer came: the connection broke, before the request was carried out or after it. Whoever stands
/// between [`handle`](crate::handle) and a client must not show the response; the thin server drops the connection.
///
/// A response that is shown all the same is a 504 without a body, which no contract allows.
pub fn is_lost<B>(response: &Response<B>) -> bool {
    response.extensions().get::<Lost>().is_some()
}

/// No answer, and nothing was done.
pub(crate) fn before() -> Response<Vec<u8>> {
    lost(None)
}

/// No answer, though there was one.
pub(crate) fn after(answer: &Response<Vec<u8>>) -> Response<Vec<u8>> {
    lost(Some(answer.status()))
}

/// The status of an answer, whether it arrives or not; 0 where nothing was done.
pub(crate) fn status(response: &Response<Vec<u8>>) -> u16 {
    match response.extensions().get::<Lost>() {
        Some(Lost(status)) => status.map_or(0, |status| status.as_u16()),
        None => response.status().as_u16(),
    }
}

fn lost(status: Option<StatusCode>) -> Response<Vec<u8>> {
    let mut response = Response::new(Vec::new());
    *response.status_mut() = StatusCode::GATEWAY_TIMEOUT;
    response.extensions_mut().insert(Lost(status));
    response
}
