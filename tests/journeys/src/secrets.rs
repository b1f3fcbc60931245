//! Which secrets passed: to look for them where they must not be.

use http::header::AUTHORIZATION;
use http::header::COOKIE;
use serde_json::Value;

use crate::Exchange;

/// Fields of forms that are secret.
const FIELDS: [&str; 4] = ["code", "code_verifier", "refresh_token", "client_assertion"];
/// Properties of answers that are secret.
const PROPERTIES: [&str; 3] = ["access_token", "refresh_token", "id_token"];

/// A secret that was on the wire.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct SeenSecret {
    /// What it is, by the name under which it passed.
    pub kind: &'static str,
    /// The secret.
    pub text: String,
}

/// The secrets of all requests and answers, each once.
pub fn secrets_in(exchanges: &[Exchange]) -> Vec<SeenSecret> {
    let mut secrets: Vec<SeenSecret> = exchanges.iter().flat_map(secrets_of).collect();
    secrets.sort();
    secrets.dedup();
    secrets
}

fn secrets_of(exchange: &Exchange) -> Vec<SeenSecret> {
    let answer: Value = serde_json::from_slice(&exchange.answer).unwrap_or_default();
    let header = |name| {
        let value = exchange.headers.get(name)?;
        value.to_str().ok().map(str::to_owned)
    };
    let bearer =
        header(AUTHORIZATION).and_then(|value| Some(value.strip_prefix("Bearer ")?.to_owned()));
    let session = header(COOKIE).and_then(|value| Some(value.split_once('=')?.1.to_owned()));
    let fields = FIELDS.map(|name| (name, exchange.field(name)));
    let properties = PROPERTIES.map(|name| (name, answer[name].as_str().map(str::to_owned)));
    fields
        .into_iter()
        .chain(properties)
        .chain([("bearer", bearer), ("session", session)])
        .filter_map(|(kind, text)| Some(SeenSecret { kind, text: text? }))
        .collect()
}
