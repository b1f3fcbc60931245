//! Several reads in one request. Graph page: "Combine multiple HTTP requests using JSON batching".
//!
//! The outer answer is 200 even where inner requests fail, so each inner answer is looked at by itself: throttled ones are
//! sent again after the longest wait that any of them asked for.

use std::collections::BTreeMap;
use std::time::Duration;

use base::Key;
use http::HeaderMap;
use http::HeaderName;
use http::HeaderValue;
use http::Method;
use http::StatusCode;
use serde::Deserialize;
use serde_json::Value;
use serde_json::json;
use serde_json::value::RawValue;

use crate::Answer;
use crate::GraphError;
use crate::Request;

/// The most requests that one batch may hold.
pub(crate) const MOST: usize = 20;

const VERSION: &str = "/v1.0";

/// The request that carries `requests`, each under its number.
pub(crate) fn request(requests: &[(usize, &Request)]) -> Request {
    let inner: Vec<Value> = requests
        .iter()
        .map(|(number, request)| inner(*number, request))
        .collect();
    Request {
        method: Method::POST,
        path: format!("{VERSION}/$batch"),
        headers: Vec::new(),
        body: Some(json!({ "requests": inner })),
    }
}

fn inner(number: usize, request: &Request) -> Value {
    let url = request.path.strip_prefix(VERSION).unwrap_or(&request.path);
    let mut inner =
        json!({ "id": number.to_string(), "method": request.method.as_str(), "url": url });
    if !request.headers.is_empty() {
        let headers: BTreeMap<&String, &String> = request
            .headers
            .iter()
            .map(|(name, value)| (name, value))
            .collect();
        inner["headers"] = json!(headers);
    }
    inner
}

/// One inner answer, whatever its status.
pub(crate) struct Inner {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    body: Vec<u8>,
}

impl Inner {
    /// The error that it is, where Graph refuses the token.
    pub(crate) fn token_refused(&self) -> Option<GraphError> {
        let error = GraphError::from_response(self.status, &self.headers, &self.body);
        Some(error).filter(|error| !self.status.is_success() && error.refuses_token())
    }

    /// The answer, or the error that it is.
    pub(crate) fn result(self) -> Result<Answer, GraphError> {
        if self.status.is_success() {
            Ok(Answer {
                status: self.status,
                headers: self.headers,
                body: self.body,
            })
        } else {
            Err(GraphError::from_response(
                self.status,
                &self.headers,
                &self.body,
            ))
        }
    }
}

/// Reads the inner answers, by number.
pub(crate) fn reply(answer: &Answer) -> Result<BTreeMap<usize, Inner>, GraphError> {
    #[derive(Deserialize)]
    struct One {
        id: String,
        status: u16,
        #[serde(default)]
        headers: BTreeMap<String, String>,
        /// As it stands there: whoever asked reads it.
        body: Option<Box<RawValue>>,
    }
    #[derive(Deserialize)]
    struct All {
        responses: Vec<One>,
    }
    let unreadable = |reason: Key, what: &str| GraphError::Unreadable {
        reason,
        what: what.to_owned(),
        request_id: answer.request_id(),
    };
    let all: All = answer.json()?;
    let mut found = BTreeMap::new();
    for one in all.responses {
        let number = one.id.parse();
        let number = number.map_err(|_| unreadable(Key::ReasonBatchIncomplete, &one.id))?;
        let status = StatusCode::from_u16(one.status);
        let status = status.map_err(|_| unreadable(Key::ReasonAnswerForm, "status"))?;
        let headers = one
            .headers
            .iter()
            .filter_map(|(name, value)| {
                Some((
                    name.parse::<HeaderName>().ok()?,
                    value.parse::<HeaderValue>().ok()?,
                ))
            })
            .collect();
        found.insert(
            number,
            Inner {
                status,
                headers,
                body: one
                    .body
                    .map_or_else(Vec::new, |body| body.get().as_bytes().to_vec()),
            },
        );
    }
    Ok(found)
}

/// The longest of the waits, if there is any.
pub(crate) fn longest(waits: impl IntoIterator<Item = Option<Duration>>) -> Option<Duration> {
    waits.into_iter().flatten().max()
}
