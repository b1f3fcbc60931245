//! The folder of a static page, served as a host should serve it.
//!
//! The content policy that the page has in itself goes along as a header too: only so does it bind a worker, which has
//! a policy of its own (CSP Level 3, section 7.8), and only in a header can it say who may frame the page.

use std::io;
use std::path::Path;
use std::path::PathBuf;

use axum::Router;
use axum::extract::Request;
use axum::middleware;
use axum::middleware::Next;
use axum::response::Response;
use http::HeaderName;
use http::HeaderValue;
use http::header::CACHE_CONTROL;
use http::header::CONTENT_SECURITY_POLICY;
use http::header::REFERRER_POLICY;
use http::header::X_CONTENT_TYPE_OPTIONS;
use tokio::net::TcpListener;
use tower_http::services::ServeDir;

/// Who may frame what is served. A real host says `'none'`; tests frame the page in another one of its own host.
const FRAMES: &str = "frame-ancestors 'self'";

/// Serves the files of `folder` under `prefix`, which begins and ends with a slash, e.g. `/` or `/some/folder/`.
/// A folder's own address answers its `index.html`; what is not there is 404.
pub async fn site(listener: TcpListener, folder: PathBuf, prefix: &str) -> io::Result<()> {
    site_with(listener, folder, prefix, Vec::new()).await
}

/// The same, with headers that are sent besides the usual ones, or in their place.
pub async fn site_with(
    listener: TcpListener,
    folder: PathBuf,
    prefix: &str,
    more: Vec<(HeaderName, HeaderValue)>,
) -> io::Result<()> {
    let policy = policy(&folder)?;
    let files = ServeDir::new(folder);
    let router = match prefix.trim_end_matches('/') {
        "" => Router::new().fallback_service(files),
        prefix => Router::new().nest_service(prefix, files),
    };
    let with_headers = middleware::from_fn(move |request: Request, next: Next| {
        let (policy, more) = (policy.clone(), more.clone());
        let own_policy = !is_other_document(request.uri().path());
        async move {
            let mut response = next.run(request).await;
            add_headers(&mut response, own_policy.then_some(policy), more);
            response
        }
    });
    axum::serve(listener, router.layer(with_headers)).await
}

/// The policy that `index.html` has in its meta line, and who may frame it.
fn policy(folder: &Path) -> io::Result<HeaderValue> {
    let page = std::fs::read_to_string(folder.join("index.html"))?;
    let policy = match policy_of(&page) {
        Some(policy) => format!("{policy}; {FRAMES}"),
        None => FRAMES.to_owned(),
    };
    HeaderValue::from_str(&policy).map_err(io::Error::other)
}

/// The policy in a page's meta line.
fn policy_of(page: &str) -> Option<&str> {
    let (_, rest) = page.split_once("http-equiv=\"Content-Security-Policy\"")?;
    let (_, rest) = rest.split_once("content=\"")?;
    Some(rest.split_once('"')?.0)
}

/// Another document than the page: tests put some beside it, which have their own policy or none.
fn is_other_document(path: &str) -> bool {
    path.ends_with(".html") && !path.ends_with("/index.html")
}

fn add_headers(
    response: &mut Response,
    policy: Option<HeaderValue>,
    more: Vec<(HeaderName, HeaderValue)>,
) {
    let policy = policy.unwrap_or(HeaderValue::from_static(FRAMES));
    let usual = [
        // Otherwise a rebuilt page would be looked at through the browser's memory of the former one.
        (CACHE_CONTROL, HeaderValue::from_static("no-cache")),
        (CONTENT_SECURITY_POLICY, policy),
        (REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
        (X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    ];
    for (name, value) in usual.into_iter().chain(more) {
        response.headers_mut().insert(name, value);
    }
}
