//! What happened, in one order: lines of the ledger, and what went over the network.

use base::Timestamp;
use http::HeaderMap;
use http::Method;
use provision::Entry;
use serde_json::Value;
use url::Url;

/// Who sent a request.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Sender {
    /// The page's own code.
    Page,
    /// The browser by itself: navigation, forms, and preflights.
    Browser,
    /// The vendor.
    Vendor,
}

/// One request and its answer, with all their secrets.
#[derive(Clone, Debug)]
pub struct Exchange {
    /// When it was answered.
    pub at: Timestamp,
    /// Who asked.
    pub sender: Sender,
    /// HTTP method.
    pub method: Method,
    /// Whole address.
    pub url: Url,
    /// Headers of the request.
    pub headers: HeaderMap,
    /// Body of the request.
    pub body: Vec<u8>,
    /// Status of the answer, whether it arrived or not; 0 where the request was not carried out.
    pub status: u16,
    /// Whether the answer arrived.
    pub answered: bool,
    /// Headers of the answer.
    pub answer_headers: HeaderMap,
    /// Body of the answer.
    pub answer: Vec<u8>,
}

impl Exchange {
    /// Whether it asked Graph to change something.
    pub fn is_write(&self) -> bool {
        let body = self.json().unwrap_or_default();
        self.is_of_graph() && changes(self.method.as_str(), &body)
    }

    /// Whether it changed something, or may have: of a gateway's fault nobody learns what became of the request.
    pub fn took_effect(&self) -> bool {
        self.is_write() && (self.status == 504 || (200..300).contains(&self.status))
    }

    /// Whether it went to Graph.
    pub fn is_of_graph(&self) -> bool {
        self.url.as_str().starts_with(crate::microsoft::GRAPH)
    }

    /// Path and query, as they were sent.
    pub fn path_and_query(&self) -> String {
        match self.url.query() {
            Some(query) => format!("{}?{query}", self.url.path()),
            None => self.url.path().to_owned(),
        }
    }

    /// The body as JSON, if it is any.
    pub fn json(&self) -> Option<Value> {
        serde_json::from_slice(&self.body).ok()
    }

    /// The value of a field of a form that was sent.
    pub fn field(&self, name: &str) -> Option<String> {
        url::form_urlencoded::parse(&self.body)
            .find(|(found, _)| found == name)
            .map(|(_, value)| value.into_owned())
    }
}

/// Whether a request to Graph asks for a change; a batch does if one of its requests does.
pub(crate) fn changes(method: &str, body: &Value) -> bool {
    let is_read = |method: &str| ["GET", "OPTIONS"].contains(&method);
    match body["requests"].as_array() {
        Some(inner) => !inner
            .iter()
            .all(|request| request["method"].as_str().is_some_and(is_read)),
        None => !is_read(method),
    }
}

/// One thing that happened.
#[derive(Clone, Debug)]
pub enum Happening {
    /// A line of the journal became durable.
    Noted(Box<Entry>),
    /// A request was answered.
    Exchanged(Box<Exchange>),
}
