//! What a person does not see: the browser's console, and whom the browser asked.

use serde::Deserialize;
use thirtyfour::BrowserLogEntry;
use url::Url;

/// The errors among the console's entries.
///
/// An answer of the tenant with a status of failure is no error of the page: Graph says by 404 that something is not
/// there (yet). Chromium notes each of them as a network error at the tenant's address. Nor is it one that there is no
/// picture for the tab, which Chromium asks for by itself when it shows a file that names none.
pub(crate) fn errors(entries: &[BrowserLogEntry], tenant_origin: &str) -> Vec<String> {
    let is_answer = |entry: &BrowserLogEntry| {
        let message = &entry.message;
        let of_tenant = message.starts_with(&format!("{tenant_origin}/"));
        entry.source.as_deref() == Some("network")
            && (of_tenant || message.contains("/favicon.ico - "))
            && message.contains("the server responded with a status of")
    };
    let is_error = |entry: &&BrowserLogEntry| entry.level == "SEVERE" && !is_answer(entry);
    let tell = |entry: &BrowserLogEntry| {
        let source = entry.source.as_deref().unwrap_or("unknown source");
        format!("{source}: {}", entry.message)
    };
    entries.iter().filter(is_error).map(tell).collect()
}

/// The addresses that pages asked for, read from the browser's own log of its whole network. The pages' frames, workers,
/// service workers and sockets are all in it. What the browser asks by itself (for updates of its own) and where the test
/// sends it has no page as its origin, and does not count.
///
/// Format: "NetLog", www.chromium.org/developers/design-documents/network-stack/netlog. The log is one JSON value, so one
/// that breaks off is an error.
pub(crate) fn requests(log: &str) -> Result<Vec<String>, serde_json::Error> {
    let log: Log = serde_json::from_str(log)?;
    let asked = log.events.into_iter().filter_map(|event| {
        let Parameters { initiator, url } = event.params?;
        let initiator = initiator?;
        (initiator != NOBODY && !initiator.starts_with("chrome")).then_some(url?)
    });
    Ok(asked.collect())
}

/// The origin of a request that no page made.
const NOBODY: &str = "not an origin";

/// The browser's log of its network.
#[derive(Deserialize)]
struct Log {
    events: Vec<Event>,
}

/// Anything that happened on the network.
#[derive(Deserialize)]
struct Event {
    params: Option<Parameters>,
}

/// What is known of the beginning of a request; other events have other parameters.
#[derive(Deserialize)]
struct Parameters {
    initiator: Option<String>,
    url: Option<String>,
}

/// The addresses that lead elsewhere than to `allowed` origins. What never leaves the browser does not count:
/// `data:`, `blob:`, and `chrome:`, which is its own empty window.
pub(crate) fn strangers(requests: &[String], allowed: &[&str]) -> Vec<String> {
    let is_stranger = |address: &&String| match Url::parse(address) {
        Ok(url) if matches!(url.scheme(), "data" | "blob" | "about" | "chrome") => false,
        Ok(url) => !allowed.contains(&url.origin().ascii_serialization().as_str()),
        Err(_) => true,
    };
    requests.iter().filter(is_stranger).cloned().collect()
}

#[cfg(test)]
mod tests;
