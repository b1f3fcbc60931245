//! Reading a request's JSON: every property is named, typed and measured, or refused.

use std::ops::RangeInclusive;
use std::str::FromStr;

use base::InvalidId;
use http::HeaderMap;
use http::StatusCode;
use serde_json::Map;
use serde_json::Value;

use super::metadata;
use super::problem::Problem;

/// The properties of one JSON object, all of whose names are known.
pub(super) struct Fields {
    object: Map<String, Value>,
    resource: &'static str,
}

/// What a type lets be written.
pub(super) struct Writable {
    /// Name of the type in the metadata, e.g. `microsoft.graph.application`.
    pub(super) type_name: &'static str,
    /// Its name in messages, e.g. `Application`.
    pub(super) resource: &'static str,
    /// Properties that a body may set.
    pub(super) names: &'static [&'static str],
    /// Properties that only Graph sets.
    pub(super) read_only: &'static [&'static str],
}

/// Reads the body as one JSON object.
pub(super) fn object(headers: &HeaderMap, body: &[u8]) -> Result<Value, Problem> {
    let kind = headers
        .get(http::header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok());
    let Some(kind) = kind else {
        return Err(Problem::bad_request(
            "Write requests (excluding DELETE) must contain the Content-Type header declaration.",
        ));
    };
    if kind.split(';').next().map(str::trim) != Some("application/json") {
        let message = format!("Content type '{kind}' is not supported.");
        return Err(Problem::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "Request_UnsupportedMediaType",
            message,
        ));
    }
    match serde_json::from_slice(body) {
        Ok(value @ Value::Object(_)) => Ok(value),
        _ => Err(Problem::new(
            StatusCode::BAD_REQUEST,
            "BadRequest",
            "Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format.",
        )),
    }
}

impl Fields {
    /// Opens an object, refusing names that its type does not have, and names that may not be set.
    pub(super) fn open(value: &Value, writable: &Writable) -> Result<Self, Problem> {
        let Value::Object(object) = value else {
            return Err(Problem::wrong_type(writable.resource));
        };
        for name in object.keys().filter(|name| !name.starts_with("@odata.")) {
            if writable.read_only.contains(&name.as_str()) {
                return Err(Problem::bad_request(format!(
                    "Property '{name}' is read-only and cannot be set."
                )));
            }
            if !writable.names.contains(&name.as_str()) {
                return Err(unknown(writable.type_name, name));
            }
        }
        Ok(Self {
            object: object.clone(),
            resource: writable.resource,
        })
    }

    /// Whether nothing is set.
    pub(super) fn is_empty(&self) -> bool {
        self.object.keys().all(|name| name.starts_with("@odata."))
    }

    /// The value as it stands.
    pub(super) fn value(&self, name: &str) -> Option<&Value> {
        self.object.get(name)
    }

    /// A text that may not be null, of so many characters.
    pub(super) fn text(
        &self,
        name: &str,
        length: RangeInclusive<usize>,
    ) -> Result<Option<String>, Problem> {
        match self.nullable_text(name, length)? {
            Some(None) => Err(Problem::wrong_type(name)),
            Some(text) => Ok(text),
            None => Ok(None),
        }
    }

    /// A text or null, of so many characters.
    pub(super) fn nullable_text(
        &self,
        name: &str,
        length: RangeInclusive<usize>,
    ) -> Result<Option<Option<String>>, Problem> {
        match self.object.get(name) {
            None => Ok(None),
            Some(Value::Null) => Ok(Some(None)),
            Some(Value::String(text)) if length.contains(&text.chars().count()) => {
                Ok(Some(Some(text.clone())))
            }
            Some(Value::String(_)) => Err(self.invalid(name)),
            Some(_) => Err(Problem::wrong_type(name)),
        }
    }

    /// One of the texts in `choices`.
    pub(super) fn choice(&self, name: &str, choices: &[&str]) -> Result<Option<String>, Problem> {
        match self.text(name, 0..=256)? {
            Some(text) if !choices.contains(&text.as_str()) => Err(Problem::bad_request(format!(
                "Invalid value specified for property '{name}' of resource '{}'. Acceptable values are {}.",
                self.resource,
                choices.join(", ")
            ))),
            text => Ok(text),
        }
    }

    /// An id.
    pub(super) fn id<T: FromStr<Err = InvalidId>>(&self, name: &str) -> Result<Option<T>, Problem> {
        // A body wants the plain form; braces and blanks, which ids pasted by people may have, are refused.
        match self.text(name, 36..=36)? {
            Some(text) => text.parse().map(Some).map_err(|_| self.invalid(name)),
            None => Ok(None),
        }
    }

    /// True or false.
    pub(super) fn flag(&self, name: &str) -> Result<Option<bool>, Problem> {
        match self.object.get(name) {
            None => Ok(None),
            Some(Value::Bool(flag)) => Ok(Some(*flag)),
            Some(_) => Err(Problem::wrong_type(name)),
        }
    }

    /// A list of anything.
    pub(super) fn list(&self, name: &str) -> Result<Option<&[Value]>, Problem> {
        match self.object.get(name) {
            None => Ok(None),
            Some(Value::Array(list)) => Ok(Some(list)),
            Some(_) => Err(Problem::wrong_type(name)),
        }
    }

    /// A list of texts, each of so many characters.
    pub(super) fn texts(
        &self,
        name: &str,
        length: RangeInclusive<usize>,
    ) -> Result<Option<Vec<String>>, Problem> {
        let Some(list) = self.list(name)? else {
            return Ok(None);
        };
        let mut texts = Vec::new();
        for item in list {
            let text = item.as_str().ok_or_else(|| Problem::wrong_type(name))?;
            if !length.contains(&text.chars().count()) {
                return Err(self.invalid(name));
            }
            texts.push(text.to_owned());
        }
        Ok(Some(texts))
    }

    /// What is said of a value that is not allowed.
    pub(super) fn invalid(&self, name: &str) -> Problem {
        Problem::invalid_value(name, self.resource)
    }

    /// What is said where a property is missing.
    pub(super) fn missing(&self, name: &str) -> Problem {
        Problem::bad_request(format!(
            "A value is required for property '{name}' of resource '{}'.",
            self.resource
        ))
    }
}

fn unknown(type_name: &str, name: &str) -> Problem {
    if metadata::has_property(type_name, name) {
        Problem::not_simulated(format!("writing property {name} of {type_name}"))
    } else {
        Problem::bad_request(format!("Invalid property '{name}'."))
    }
}
