//! JSON objects out of names and values.

use serde_json::Map;
use serde_json::Value;

/// An object with these properties.
pub(super) fn object<const COUNT: usize>(properties: [(&str, Value); COUNT]) -> Map<String, Value> {
    properties
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect()
}
