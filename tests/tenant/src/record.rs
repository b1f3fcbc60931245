//! What came in, kept for tests to look at, without its secrets.

use std::collections::BTreeMap;

use http::Request;
use serde::Serialize;
use serde_json::Map;
use serde_json::Value;

/// One request and the status of its answer. Tokens, assertions, passwords, codes and verifiers are `[redacted]`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Recorded {
    /// HTTP method.
    pub method: String,
    /// Path without the query, as it was sent.
    pub path: String,
    /// Query, decoded.
    pub query: BTreeMap<String, String>,
    /// Headers, names in lower case.
    pub headers: BTreeMap<String, String>,
    /// The body: JSON as such, a form as an object of texts, nothing as null.
    pub body: Value,
    /// Status of the answer, whether it arrived or not; 0 where the request was not carried out.
    pub status: u16,
    /// Whether the answer arrived.
    pub answered: bool,
}

const REDACTED: &str = "[redacted]";
/// Headers that carry tokens.
const SECRET_HEADERS: [&str; 2] = ["authorization", "cookie"];
/// Names in queries, forms and JSON whose values are secret, in lower case.
const SECRET_NAMES: [&str; 12] = [
    "access_token",
    "assertion",
    "authorization",
    "client_assertion",
    "client_secret",
    "code",
    "code_verifier",
    "id_token_hint",
    "password",
    "proof",
    "refresh_token",
    "secrettext",
];

impl Recorded {
    /// Notes a request; its status follows when it is answered.
    pub(crate) fn of(request: &Request<Vec<u8>>) -> Self {
        let headers = request.headers().keys().map(|name| {
            let values = request.headers().get_all(name).into_iter();
            let joined = values
                .map(|value| String::from_utf8_lossy(value.as_bytes()))
                .collect::<Vec<_>>()
                .join(", ");
            (
                name.as_str().to_owned(),
                if is_secret_header(name.as_str()) {
                    REDACTED.to_owned()
                } else {
                    joined
                },
            )
        });
        Self {
            method: request.method().to_string(),
            path: request.uri().path().to_owned(),
            query: form(request.uri().query().unwrap_or_default().as_bytes()),
            headers: headers.collect(),
            body: body(request),
            status: 0,
            answered: true,
        }
    }
}

fn is_secret_header(name: &str) -> bool {
    SECRET_HEADERS
        .iter()
        .any(|secret| secret.eq_ignore_ascii_case(name))
}

fn is_secret_name(name: &str) -> bool {
    SECRET_NAMES
        .iter()
        .any(|secret| secret.eq_ignore_ascii_case(name))
}

fn form(bytes: &[u8]) -> BTreeMap<String, String> {
    let pairs = url::form_urlencoded::parse(bytes).into_owned();
    pairs
        .map(|(name, value)| {
            let value = if is_secret_name(&name) {
                REDACTED.to_owned()
            } else {
                value
            };
            (name, value)
        })
        .collect()
}

fn body(request: &Request<Vec<u8>>) -> Value {
    if request.body().is_empty() {
        return Value::Null;
    }
    let kind = request
        .headers()
        .get(http::header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    if kind.starts_with("application/x-www-form-urlencoded") {
        return form(request.body())
            .into_iter()
            .map(|(name, value)| (name, Value::String(value)))
            .collect::<Map<_, _>>()
            .into();
    }
    match serde_json::from_slice(request.body()) {
        Ok(mut value) => {
            redact(&mut value);
            value
        }
        // What is not understood might be anything: its length is enough.
        Err(_) => Value::String(format!(
            "[{} bytes that are not JSON]",
            request.body().len()
        )),
    }
}

fn redact(value: &mut Value) {
    match value {
        Value::Object(object) => {
            for (name, inner) in object {
                if is_secret_name(name) && inner.is_string() {
                    *inner = Value::String(REDACTED.to_owned());
                }
                redact(inner);
            }
        }
        Value::Array(list) => list.iter_mut().for_each(redact),
        _ => {}
    }
}

#[cfg(test)]
mod tests;
