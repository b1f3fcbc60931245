//! Comparing two tenants that began as the same world with other seeds: what was there from the start has other ids in
//! each, and is called by its place instead.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::Microsoft;
use crate::difference::document;

/// What the ids of a world's beginning are called.
pub struct Names(BTreeMap<String, String>);

impl Names {
    /// Names the tenant and everything that it holds now, at its beginning.
    pub fn of(microsoft: &Microsoft) -> Self {
        let tenant = microsoft.tenant().id.to_string();
        let mut names = BTreeMap::from([(tenant, "the tenant".to_owned())]);
        name(&document(&microsoft.rows()), "", &mut names);
        Self(names)
    }

    /// The same rows with names instead of ids, every list in the order of what it then holds.
    pub fn call(&self, mut rows: Value) -> Value {
        self.rename(&mut rows);
        rows
    }

    fn rename(&self, value: &mut Value) {
        match value {
            Value::String(text) => {
                if let Some(name) = self.0.get(text) {
                    text.clone_from(name);
                }
            }
            Value::Array(list) => {
                list.iter_mut().for_each(|item| self.rename(item));
                list.sort_by_cached_key(Value::to_string);
            }
            Value::Object(object) => object.values_mut().for_each(|item| self.rename(item)),
            _ => {}
        }
    }
}

/// Names every id by the place where it stands first.
fn name(value: &Value, place: &str, names: &mut BTreeMap<String, String>) {
    match value {
        Value::Array(list) => {
            for (at, item) in list.iter().enumerate() {
                name(item, &format!("{place}/{at}"), names);
            }
        }
        Value::Object(object) => {
            for (key, item) in object {
                let place = format!("{place}/{key}");
                match item.as_str() {
                    Some(text) if key == "id" || key.ends_with("Id") => {
                        names.entry(text.to_owned()).or_insert(place);
                    }
                    _ => name(item, &place, names),
                }
            }
        }
        _ => {}
    }
}
