//! One question to Graph and the reading of its answer, as a pure pair.

use base::Key;
use http::HeaderMap;
use http::Method;
use http::StatusCode;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::GraphError;

/// A request to Graph, without the address of its host and without a token.
#[derive(Clone, Debug, PartialEq)]
pub struct Request {
    /// HTTP method.
    pub method: Method,
    /// Version, path and query, e.g. `/v1.0/me?$select=id`.
    pub path: String,
    /// Headers besides those that the client adds by itself (authorization, content type).
    pub headers: Vec<(String, String)>,
    /// JSON body, if any.
    pub body: Option<Value>,
}

impl Request {
    /// A request that reads `path`.
    pub fn get(path: impl Into<String>) -> Self {
        Self {
            method: Method::GET,
            path: path.into(),
            headers: Vec::new(),
            body: None,
        }
    }

    /// The same request with a further header.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }
}

/// A response of Graph that is not an error.
#[derive(Clone, Debug)]
pub struct Answer {
    /// A status of 200 to 299.
    pub status: StatusCode,
    /// Headers.
    pub headers: HeaderMap,
    /// Body, empty for 204.
    pub body: Vec<u8>,
}

impl From<http::Response<Vec<u8>>> for Answer {
    fn from(response: http::Response<Vec<u8>>) -> Self {
        let (head, body) = response.into_parts();
        Self {
            status: head.status,
            headers: head.headers,
            body,
        }
    }
}

impl Answer {
    /// Reads the body as JSON of the shape `T`.
    ///
    /// # Errors
    ///
    /// [`GraphError::Unreadable`] where the body is not of that shape.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, GraphError> {
        serde_json::from_slice(&self.body).map_err(|problem| GraphError::Unreadable {
            reason: Key::ReasonAnswerForm,
            what: problem.to_string(),
            request_id: self.request_id(),
        })
    }

    /// Graph's own id of this exchange, which Microsoft's support asks for.
    pub fn request_id(&self) -> Option<String> {
        header(&self.headers, "request-id")
    }
}

/// The value of a header as text, if it is there and is text.
pub(crate) fn header(headers: &HeaderMap, name: &str) -> Option<String> {
    headers.get(name)?.to_str().ok().map(str::to_owned)
}

/// A question to Graph.
pub trait Call {
    /// What its answer says.
    type Reply;

    /// Makes the request.
    fn request(&self) -> Request;

    /// Reads the answer.
    ///
    /// # Errors
    ///
    /// [`GraphError::Unreadable`] where the answer is not what Graph documents.
    fn reply(&self, answer: &Answer) -> Result<Self::Reply, GraphError>;

    /// Whether sending it twice does no more than sending it once, so that a lost reply, or a fault at Microsoft's side or on
    /// the way there, may be answered by repeating.
    fn repeatable(&self) -> bool {
        self.request().method == Method::GET
    }
}
