//! Microsoft's schemas, read once, and the validators made of them, each made once.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::LazyLock;
use std::sync::Mutex;
use std::sync::PoisonError;

use jsonschema::Registry;
use jsonschema::Validator;
use serde_json::Map;
use serde_json::Value;
use serde_json::json;

/// Under this address the schemas refer to each other; nothing is ever fetched from it.
const ADDRESS: &str = "urn:graph-schemas";

/// What is made of Microsoft's metadata, and what that lacks.
#[expect(
    clippy::expect_used,
    reason = "the files are part of this crate, and only tests come here"
)]
pub(super) static DOCUMENTS: LazyLock<[Value; 2]> = LazyLock::new(|| {
    [
        include_str!("../../metadata/graph-schemas.json"),
        include_str!("../../metadata/graph-schemas-supplement.json"),
    ]
    .map(|text| serde_json::from_str(text).expect("the schemas are JSON"))
});

/// The metadata.
pub(super) struct Metadata {
    operations: BTreeMap<Kind, Vec<Operation>>,
    registry: Registry<'static>,
    validators: Mutex<BTreeMap<String, Arc<Validator>>>,
}

/// By what operations are told apart before their paths are compared: method, version, how many segments the path has,
/// and the first of them up to a key.
type Kind = (String, String, usize, String);

/// What the metadata says of one operation.
pub(super) struct Operation {
    pub(super) method: String,
    pub(super) version: String,
    pub(super) path: String,
    pub(super) request: Value,
    pub(super) request_required: bool,
    /// Query options that it can take.
    pub(super) query: Vec<String>,
    responses: Map<String, Value>,
}

#[expect(
    clippy::expect_used,
    reason = "the files are part of this crate, and only tests come here"
)]
pub(super) static METADATA: LazyLock<Metadata> = LazyLock::new(|| {
    let mut operations: BTreeMap<Kind, Vec<Operation>> = BTreeMap::new();
    for operation in described().map(Operation::read) {
        let kind = kind(&operation.method, &operation.version, &operation.path);
        operations.entry(kind).or_default().push(operation);
    }
    let definitions = json!({ "$schema": DOCUMENTS[0]["$schema"], "$defs": definitions() });
    let registry = Registry::new()
        .add(ADDRESS, definitions)
        .and_then(|registry| registry.prepare());
    Metadata {
        operations,
        registry: registry.expect("the schemas agree"),
        validators: Mutex::default(),
    }
});

/// Every operation of all documents.
pub(super) fn described() -> impl Iterator<Item = &'static Value> {
    let documents = DOCUMENTS.iter();
    let operations = documents.filter_map(|document| document["operations"].as_array());
    operations.flatten()
}

/// The schemas of all documents.
fn definitions() -> Map<String, Value> {
    let documents = DOCUMENTS.iter();
    let definitions = documents.filter_map(|document| document["$defs"].as_object());
    let each = definitions.flatten();
    each.map(|(name, schema)| (name.clone(), schema.clone()))
        .collect()
}

impl Metadata {
    /// The operation that a request means.
    pub(super) fn find(
        &self,
        method: &str,
        path_and_query: &str,
    ) -> Result<&Operation, Vec<String>> {
        let path = path_and_query.split('?').next().unwrap_or_default();
        let (version, rest) = path
            .trim_start_matches('/')
            .split_once('/')
            .unwrap_or_default();
        let of_kind = self.operations.get(&kind(method, version, rest));
        let matching = of_kind
            .into_iter()
            .flatten()
            .filter(|operation| matches(&operation.path, rest));
        // `/users/{id}` gives way to a path that says more.
        matching
            .min_by_key(|operation| operation.path.matches('{').count())
            .ok_or_else(|| vec![format!("{method} {path} is not in the metadata")])
    }

    /// Every fault that a schema finds in a value.
    pub(super) fn judge(&self, schema: &Value, value: &Value) -> Result<(), Vec<String>> {
        let validator = self.validator(schema)?;
        let faults: Vec<String> = validator
            .iter_errors(value)
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect();
        if faults.is_empty() {
            Ok(())
        } else {
            Err(faults)
        }
    }

    fn validator(&self, schema: &Value) -> Result<Arc<Validator>, Vec<String>> {
        let reference = schema["$ref"]
            .as_str()
            .ok_or_else(|| vec![format!("not a reference: {schema}")])?;
        let mut validators = self
            .validators
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if let Some(validator) = validators.get(reference) {
            return Ok(Arc::clone(validator));
        }
        let validator = jsonschema::options()
            .with_registry(&self.registry)
            .should_validate_formats(true)
            .build(&json!({ "$ref": format!("{ADDRESS}{reference}") }))
            .map_err(|error| vec![format!("the schema {reference} itself is wrong: {error}")])?;
        let validator = Arc::new(validator);
        validators.insert(reference.to_owned(), Arc::clone(&validator));
        Ok(validator)
    }
}

impl Operation {
    fn read(value: &Value) -> Self {
        let text = |name: &str| value[name].as_str().unwrap_or_default().to_owned();
        Self {
            method: text("method"),
            version: text("version"),
            path: text("path"),
            request: value["request"].clone(),
            request_required: value["requestRequired"].as_bool().unwrap_or(false),
            query: value["query"]
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(Value::as_str)
                .map(str::to_owned)
                .collect(),
            responses: value["responses"].as_object().cloned().unwrap_or_default(),
        }
    }

    /// The schema for an answer of this status: null for no body, none where it never answers so.
    pub(super) fn response(&self, status: u16) -> Option<&Value> {
        let range = format!("{}XX", status / 100);
        self.responses
            .get(&status.to_string())
            .or_else(|| self.responses.get(&range))
    }
}

fn kind(method: &str, version: &str, path: &str) -> Kind {
    let path = path.trim_start_matches('/');
    let first = path.split(['/', '(']).next().unwrap_or_default();
    let count = path.split('/').count();
    (
        method.to_owned(),
        version.to_owned(),
        count,
        first.to_owned(),
    )
}

/// Whether a path is the one of the metadata: `{x}` stands for one segment, or for what is between quotes.
fn matches(template: &str, path: &str) -> bool {
    let (template, path) = (template.trim_start_matches('/').split('/'), path.split('/'));
    template.clone().count() == path.clone().count()
        && template.zip(path).all(
            |(wanted, given)| match (wanted.find('{'), wanted.rfind('}')) {
                (Some(from), Some(to)) => {
                    given.len() > wanted.len() - (to + 1 - from)
                        && given.starts_with(&wanted[..from])
                        && given.ends_with(&wanted[to + 1..])
                        && !given.starts_with('$')
                }
                _ => wanted == given,
            },
        )
}
