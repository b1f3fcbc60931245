//! The browser's network: one request, one answer, no cookie, no cache, no redirect, no referrer.

use std::time::Duration;

use base::TransportError;
use gloo_net::http::RequestBuilder;
use gloo_timers::callback::Timeout;
use web_sys::AbortController;
use web_sys::ReferrerPolicy;
use web_sys::RequestCache;
use web_sys::RequestCredentials;
use web_sys::RequestRedirect;

/// How long one request may take. Graph's own gateway gives up before that.
const DEADLINE: Duration = Duration::from_secs(100);

/// The browser's network.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fetch;

impl base::Transport for Fetch {
    async fn send(
        &self,
        request: http::Request<Vec<u8>>,
    ) -> Result<http::Response<Vec<u8>>, TransportError> {
        let host = request
            .uri()
            .authority()
            .map(ToString::to_string)
            .unwrap_or_default();
        let no_answer = || TransportError::NoAnswer { host: host.clone() };
        let controller = AbortController::new().map_err(|_| no_answer())?;
        let signal = controller.signal();
        let aborting = controller.clone();
        #[expect(
            clippy::cast_possible_truncation,
            reason = "a constant of a hundred seconds"
        )]
        let timeout = Timeout::new(DEADLINE.as_millis() as u32, move || aborting.abort());
        let answer = exchange(request, &signal).await;
        drop(timeout);
        match answer {
            Some(response) => Ok(response),
            None if signal.aborted() => Err(TransportError::TimedOut { host }),
            None => Err(no_answer()),
        }
    }
}

/// Sends the request and reads the whole answer; `None` if none came. A page is not told why.
async fn exchange(
    request: http::Request<Vec<u8>>,
    signal: &web_sys::AbortSignal,
) -> Option<http::Response<Vec<u8>>> {
    let (head, body) = request.into_parts();
    let mut builder = RequestBuilder::new(&head.uri.to_string())
        .method(head.method)
        .abort_signal(Some(signal))
        .cache(RequestCache::NoStore)
        .credentials(RequestCredentials::Omit)
        .redirect(RequestRedirect::Error)
        .referrer_policy(ReferrerPolicy::NoReferrer);
    for (name, value) in &head.headers {
        builder = builder.header(name.as_str(), value.to_str().ok()?);
    }
    let sent = if body.is_empty() {
        builder.send().await
    } else {
        builder.body(body).ok()?.send().await
    };
    let response = sent.ok()?;
    let mut answer = http::Response::builder().status(response.status());
    for (name, value) in response.headers().entries() {
        answer = answer.header(name, value);
    }
    answer.body(response.binary().await.ok()?).ok()
}
