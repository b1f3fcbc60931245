//! A write whose ids may not be known yet.
//!
//! A plan is shown before anything is written, so a request on it may name the id of an object that an earlier step will
//! make. [`Template`] is such a request as data: it is previewed, stored, and later filled in; nothing else changes
//! between preview and sending. In a body a reference stands as the object `{"$ref": "step/field"}`, which no body of
//! Graph contains and no text that a person types can become.

use std::collections::BTreeMap;
use std::fmt;

use serde::Deserialize;
use serde::Serialize;
use serde_json::Value;
use serde_json::json;

use crate::Request;

/// Which id of an object is meant.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Field {
    /// The object id.
    Id,
    /// The client id of an application.
    AppId,
}

/// The id that a step of the plan will bear.
#[derive(Clone, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
pub struct Reference {
    /// Name of the step.
    pub step: String,
    /// Which of its ids.
    pub field: Field,
}

impl Reference {
    /// Refers to `field` of what `step` makes.
    pub fn new(step: impl Into<String>, field: Field) -> Self {
        Self {
            step: step.into(),
            field,
        }
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let field = match self.field {
            Field::Id => "id",
            Field::AppId => "appId",
        };
        write!(formatter, "{}/{field}", self.step)
    }
}

/// The ids that have become known so far.
pub type Known = BTreeMap<Reference, String>;

/// A place in a request that is known, or will be.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Slot {
    /// An id to come.
    Pending(Reference),
    /// A literal text.
    Text(String),
}

impl Slot {
    /// A literal text.
    pub fn text(text: impl fmt::Display) -> Self {
        Self::Text(text.to_string())
    }

    /// The form in which it stands in a body.
    pub fn json(&self) -> Value {
        match self {
            Self::Pending(reference) => json!({ "$ref": reference.to_string() }),
            Self::Text(text) => Value::String(text.clone()),
        }
    }

    fn fill(&self, known: &Known) -> Result<String, Unfilled> {
        match self {
            Self::Text(text) => Ok(text.clone()),
            Self::Pending(reference) => known.get(reference).cloned().ok_or_else(|| Unfilled {
                reference: reference.to_string(),
            }),
        }
    }
}

/// An id that is needed now is still not known: a step ran before the one that bears its id. A fault of ours.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("the id {reference} is not known yet")]
pub struct Unfilled {
    /// Which id.
    pub reference: String,
}

/// A write to Graph in which ids may be pending.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Template {
    /// HTTP method.
    pub method: String,
    /// Version and path in pieces; joined without anything between.
    pub path: Vec<Slot>,
    /// Headers besides those that the client adds by itself.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub headers: Vec<(String, String)>,
    /// JSON body, if any.
    pub body: Option<Value>,
    /// Whether sending it twice does no more than sending it once.
    pub repeatable: bool,
}

impl Template {
    /// Fills the pending ids in.
    ///
    /// # Errors
    ///
    /// [`Unfilled`] names the first id that is not known.
    pub fn fill(&self, known: &Known) -> Result<Request, Unfilled> {
        let path: Result<String, Unfilled> =
            self.path.iter().map(|slot| slot.fill(known)).collect();
        Ok(Request {
            method: self.method.parse().map_err(|_| Unfilled {
                reference: self.method.clone(),
            })?,
            path: path?,
            headers: self.headers.clone(),
            body: self
                .body
                .as_ref()
                .map(|body| fill_json(body, known))
                .transpose()?,
        })
    }

    /// Whether an id in it is still to come.
    pub fn has_pending(&self) -> bool {
        self.fill(&Known::new()).is_err()
    }

    /// The path for the eye: a pending id as `{step/field}`.
    pub fn shown_path(&self) -> String {
        self.path
            .iter()
            .map(|slot| match slot {
                Slot::Text(text) => text.clone(),
                Slot::Pending(reference) => format!("{{{reference}}}"),
            })
            .collect()
    }
}

/// A body for the eye: a pending id as the text `{step/field}`. Never sent.
pub fn shown_body(body: &Value) -> Value {
    if let Some(reference) = pending(body) {
        return Value::String(format!("{{{reference}}}"));
    }
    match body {
        Value::Array(items) => items.iter().map(shown_body).collect(),
        Value::Object(object) => object
            .iter()
            .map(|(name, item)| (name.clone(), shown_body(item)))
            .collect(),
        other => other.clone(),
    }
}

/// The reference that `value` stands for, if it is one.
fn pending(value: &Value) -> Option<Reference> {
    let object = value.as_object().filter(|object| object.len() == 1)?;
    let (step, field) = object.get("$ref")?.as_str()?.rsplit_once('/')?;
    let field = match field {
        "id" => Field::Id,
        "appId" => Field::AppId,
        _ => return None,
    };
    Some(Reference::new(step, field))
}

fn fill_json(value: &Value, known: &Known) -> Result<Value, Unfilled> {
    if let Some(reference) = pending(value) {
        return Slot::Pending(reference).fill(known).map(Value::String);
    }
    match value {
        Value::Array(items) => items.iter().map(|item| fill_json(item, known)).collect(),
        Value::Object(object) => object
            .iter()
            .map(|(name, item)| Ok((name.clone(), fill_json(item, known)?)))
            .collect::<Result<serde_json::Map<_, _>, _>>()
            .map(Value::Object),
        other => Ok(other.clone()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn template() -> Template {
        Template {
            method: "POST".to_owned(),
            path: vec![
                Slot::text("/v1.0/servicePrincipals/"),
                Slot::Pending(Reference::new("service-principal", Field::Id)),
                Slot::text("/appRoleAssignments"),
            ],
            headers: Vec::new(),
            body: Some(json!({
                "principalId": Slot::Pending(Reference::new("service-principal", Field::Id)).json(),
                "note": "{service-principal/id} stays as typed",
                "nested": [{ "appId": Slot::Pending(Reference::new("application", Field::AppId)).json() }],
            })),
            repeatable: false,
        }
    }

    fn known() -> Known {
        Known::from([
            (
                Reference::new("service-principal", Field::Id),
                "sp-1".to_owned(),
            ),
            (
                Reference::new("application", Field::AppId),
                "app-1".to_owned(),
            ),
        ])
    }

    #[test]
    fn pending_ids_are_filled_in_and_typed_text_is_left_alone() {
        let request = template().fill(&known()).unwrap();
        assert_eq!(
            request.path,
            "/v1.0/servicePrincipals/sp-1/appRoleAssignments"
        );
        assert_eq!(
            request.body,
            Some(json!({
                "principalId": "sp-1",
                "note": "{service-principal/id} stays as typed",
                "nested": [{ "appId": "app-1" }],
            }))
        );
    }

    #[test]
    fn an_unknown_id_is_named() {
        let mut known = known();
        known.remove(&Reference::new("application", Field::AppId));
        assert_eq!(
            template().fill(&known),
            Err(Unfilled {
                reference: "application/appId".to_owned()
            })
        );
    }

    #[test]
    fn the_shown_path_names_the_step() {
        assert_eq!(
            template().shown_path(),
            "/v1.0/servicePrincipals/{service-principal/id}/appRoleAssignments"
        );
    }

    #[test]
    fn a_template_survives_storage() {
        let text = serde_json::to_string(&template()).unwrap();
        assert_eq!(serde_json::from_str::<Template>(&text).unwrap(), template());
    }
}
