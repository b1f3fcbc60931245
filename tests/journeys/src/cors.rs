//! What a browser lets a page ask another origin, and read of its answer (Fetch Standard, "HTTP extensions", "CORS
//! protocol"). Requests carry no credentials, as the page's never do. Pure.

use std::time::Duration;

use http::HeaderMap;
use http::Method;
use http::Request;
use http::Response;
use http::header::ACCESS_CONTROL_ALLOW_HEADERS;
use http::header::ACCESS_CONTROL_ALLOW_METHODS;
use http::header::ACCESS_CONTROL_ALLOW_ORIGIN;
use http::header::ACCESS_CONTROL_EXPOSE_HEADERS;
use http::header::ACCESS_CONTROL_MAX_AGE;
use http::header::ACCESS_CONTROL_REQUEST_HEADERS;
use http::header::ACCESS_CONTROL_REQUEST_METHOD;
use http::header::AUTHORIZATION;
use http::header::CONTENT_TYPE;
use http::header::HeaderName;
use http::header::ORIGIN;

/// Methods that need no question ("CORS-safelisted method").
const SAFE_METHODS: [Method; 3] = [Method::GET, Method::HEAD, Method::POST];
/// Request headers that need no question; the type of the content has rules of its own.
const SAFE_HEADERS: [&str; 4] = ["accept", "accept-language", "content-language", "origin"];
/// Types of content that an HTML form can send ("CORS-safelisted request-header").
const SAFE_TYPES: [&str; 3] = [
    "application/x-www-form-urlencoded",
    "multipart/form-data",
    "text/plain",
];
/// Answer headers that every page may read ("CORS-safelisted response-header name").
const READABLE_HEADERS: [&str; 7] = [
    "cache-control",
    "content-language",
    "content-length",
    "content-type",
    "expires",
    "last-modified",
    "pragma",
];

/// The question that the browser asks first; `None` where it needs none.
pub(crate) fn preflight(request: &Request<Vec<u8>>, origin: &str) -> Option<Request<Vec<u8>>> {
    let unsafe_headers = unsafe_headers(request.headers());
    if SAFE_METHODS.contains(request.method()) && unsafe_headers.is_empty() {
        return None;
    }
    let mut builder = Request::builder()
        .method(Method::OPTIONS)
        .uri(request.uri().clone())
        .header(ORIGIN, origin)
        .header(ACCESS_CONTROL_REQUEST_METHOD, request.method().as_str());
    if !unsafe_headers.is_empty() {
        builder = builder.header(ACCESS_CONTROL_REQUEST_HEADERS, unsafe_headers.join(","));
    }
    Some(
        builder
            .body(Vec::new())
            .expect("made of headers that were sent"),
    )
}

/// Names of the request headers that need a question, sorted.
fn unsafe_headers(headers: &HeaderMap) -> Vec<&str> {
    let is_form = headers
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|value| SAFE_TYPES.contains(&value.split(';').next().unwrap_or_default()));
    let mut names: Vec<&str> = headers
        .keys()
        .filter(|name| !SAFE_HEADERS.contains(&name.as_str()))
        .filter(|name| **name != CONTENT_TYPE || !is_form)
        .map(HeaderName::as_str)
        .collect();
    names.sort_unstable();
    names
}

/// Whether the answer to the question lets the request go ("CORS-preflight fetch").
pub(crate) fn admits(answer: &Response<Vec<u8>>, request: &Request<Vec<u8>>, origin: &str) -> bool {
    let methods = names(answer.headers(), &ACCESS_CONTROL_ALLOW_METHODS);
    let headers = names(answer.headers(), &ACCESS_CONTROL_ALLOW_HEADERS);
    let any = |names: &[String]| names.iter().any(|name| name == "*");
    let method = request.method();
    let method_fits = SAFE_METHODS.contains(method)
        || any(&methods)
        || methods.iter().any(|name| name == method.as_str());
    let header_fits = |wanted: &str| {
        let named = headers.iter().any(|name| name.eq_ignore_ascii_case(wanted));
        // A star stands for every header but this one.
        named || (any(&headers) && wanted != AUTHORIZATION.as_str())
    };
    answer.status().is_success()
        && is_readable(answer, origin)
        && method_fits
        && unsafe_headers(request.headers())
            .into_iter()
            .all(header_fits)
}

/// What a question asks: address, method and headers.
pub(crate) fn asked(question: &Request<Vec<u8>>) -> String {
    let header = |name: &HeaderName| {
        let value = question.headers().get(name);
        value.and_then(|value| value.to_str().ok()).unwrap_or("")
    };
    let method = header(&ACCESS_CONTROL_REQUEST_METHOD);
    let headers = header(&ACCESS_CONTROL_REQUEST_HEADERS);
    [question.uri().to_string().as_str(), method, headers].join(" ")
}

/// For how long the answer to the question holds ("CORS-preflight cache"); five seconds where it does not say.
pub(crate) fn max_age(answer: &Response<Vec<u8>>) -> Duration {
    let text = answer.headers().get(ACCESS_CONTROL_MAX_AGE);
    let seconds = text.and_then(|value| value.to_str().ok()?.parse().ok());
    Duration::from_secs(seconds.unwrap_or(5))
}

/// Whether a page of `origin` may read the answer ("CORS check").
pub(crate) fn is_readable(answer: &Response<Vec<u8>>, origin: &str) -> bool {
    let mut allowed = answer
        .headers()
        .get_all(ACCESS_CONTROL_ALLOW_ORIGIN)
        .into_iter();
    match (allowed.next(), allowed.next()) {
        (Some(value), None) => value == "*" || value == origin,
        _ => false,
    }
}

/// The answer as the page sees it ("CORS filtered response").
pub(crate) fn filtered(mut answer: Response<Vec<u8>>) -> Response<Vec<u8>> {
    let exposed = names(answer.headers(), &ACCESS_CONTROL_EXPOSE_HEADERS);
    let is_readable = |name: &HeaderName| {
        READABLE_HEADERS.contains(&name.as_str())
            || exposed
                .iter()
                .any(|exposed| exposed == "*" || exposed.eq_ignore_ascii_case(name.as_str()))
    };
    let kept = answer
        .headers()
        .iter()
        .filter(|(name, _)| is_readable(name))
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect();
    *answer.headers_mut() = kept;
    answer
}

/// The names that a header lists.
fn names(headers: &HeaderMap, header: &HeaderName) -> Vec<String> {
    headers
        .get_all(header)
        .into_iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(|name| name.trim().to_owned())
        .collect()
}

#[cfg(test)]
mod tests;
