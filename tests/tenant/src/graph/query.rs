//! The query options of a request: `$select`, `$filter`, `$top`, `$skiptoken`, `$count`. All others are refused.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http::HeaderMap;
use http::StatusCode;
use serde_json::Map;
use serde_json::Value;

use super::metadata;
use super::problem::Problem;

/// Options that Graph knows and the simulated tenant does not simulate.
const NOT_SIMULATED: [&str; 5] = ["$expand", "$orderby", "$search", "$skip", "$format"];

/// The query options of one request.
#[derive(Clone, Debug, Default)]
pub(super) struct Query {
    options: Vec<(String, String)>,
    advanced: bool,
}

/// Which properties are answered, in which order.
#[derive(Clone, Debug)]
pub(super) struct Select {
    names: Vec<String>,
    asked: bool,
}

impl Query {
    /// Reads the query of a request; options that only collections take are checked by [`Query::for_one`].
    pub(super) fn read(query: &str, headers: &HeaderMap) -> Result<Self, Problem> {
        let options: Vec<(String, String)> = url::form_urlencoded::parse(query.as_bytes())
            .into_owned()
            .collect();
        for (at, (name, _)) in options.iter().enumerate() {
            if options[..at].iter().any(|(earlier, _)| earlier == name) {
                return Err(bad(format!(
                    "Query option '{name}' was specified more than once, but it must be specified at most once."
                )));
            }
            match name.as_str() {
                "$select" | "$filter" | "$top" | "$skiptoken" | "$count" => {}
                known if NOT_SIMULATED.contains(&known) => {
                    return Err(Problem::not_simulated(format!("query option {known}")));
                }
                other => {
                    return Err(bad(format!(
                        "The query parameter '{other}' is not supported."
                    )));
                }
            }
        }
        let advanced = headers
            .get("consistencylevel")
            .is_some_and(|level| level.as_bytes().eq_ignore_ascii_case(b"eventual"));
        Ok(Self { options, advanced })
    }

    /// Refuses options that make no sense where one object is asked for.
    pub(super) fn for_one(&self) -> Result<(), Problem> {
        match self.options.iter().find(|(name, _)| name != "$select") {
            Some((name, _)) => Err(bad(format!(
                "The query specified in the URI is not valid. The requested resource is not a collection. Query option {name} can be applied only on collections."
            ))),
            None => Ok(()),
        }
    }

    /// Refuses every option: for requests that write.
    pub(super) fn for_none(&self) -> Result<(), Problem> {
        match self.options.first() {
            Some((name, _)) => Err(bad(format!(
                "The query parameter '{name}' is not supported."
            ))),
            None => Ok(()),
        }
    }

    /// The value of an option.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.options
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.as_str())
    }

    /// What to answer: the names in `$select`, each of which must be among `simulated`, or else `default`.
    pub(super) fn select(
        &self,
        type_name: &str,
        simulated: &[&str],
        default: &[&str],
    ) -> Result<Select, Problem> {
        let Some(asked) = self.get("$select") else {
            return Ok(Select::all(default));
        };
        let names: Vec<String> = asked
            .split(',')
            .map(|name| name.trim().to_owned())
            .collect();
        match names
            .iter()
            .find(|name| !simulated.contains(&name.as_str()))
        {
            Some(name) => Err(unknown_property(type_name, name)),
            None => Ok(Select { names, asked: true }),
        }
    }

    /// `$top`, within `1..=max`.
    pub(super) fn top(&self, default: usize, max: usize) -> Result<usize, Problem> {
        let Some(text) = self.get("$top") else {
            return Ok(default);
        };
        match text.parse() {
            Ok(top) if (1..=max).contains(&top) => Ok(top),
            _ => Err(Problem::bad_request(format!(
                "Invalid page size specified: '{text}'. Must be between 1 and {max} inclusive."
            ))),
        }
    }

    /// Whether `$count=true` was asked; on directory objects that is an advanced query, which needs
    /// `ConsistencyLevel: eventual` (Graph, "Advanced query capabilities on Microsoft Entra ID objects").
    pub(super) fn count(&self) -> Result<bool, Problem> {
        match self.get("$count") {
            None | Some("false") => Ok(false),
            Some("true") if self.advanced => Ok(true),
            Some("true") => Err(Problem::new(
                StatusCode::BAD_REQUEST,
                "Request_UnsupportedQuery",
                "Request with $count requires the header ConsistencyLevel: eventual.",
            )),
            Some(other) => Err(bad(format!("Invalid value '{other}' for $count."))),
        }
    }

    /// Where a page begins, out of `$skiptoken`.
    pub(super) fn offset(&self) -> Result<usize, Problem> {
        let Some(token) = self.get("$skiptoken") else {
            return Ok(0);
        };
        let bytes = URL_SAFE_NO_PAD.decode(token).ok();
        let text = bytes.and_then(|bytes| String::from_utf8(bytes).ok());
        let offset = text
            .as_deref()
            .and_then(|text| text.strip_prefix("page:")?.parse().ok());
        offset.ok_or_else(|| {
            Problem::new(
                StatusCode::BAD_REQUEST,
                "Directory_InvalidSkipToken",
                "The skip token is not valid.",
            )
        })
    }

    /// The same query for the page that begins at `offset`.
    pub(super) fn at(&self, offset: usize) -> String {
        let mut encoded = url::form_urlencoded::Serializer::new(String::new());
        encoded.extend_pairs(self.options.iter().filter(|(name, _)| name != "$skiptoken"));
        encoded.append_pair(
            "$skiptoken",
            &URL_SAFE_NO_PAD.encode(format!("page:{offset}")),
        );
        encoded.finish()
    }
}

impl Select {
    /// All of `names`: for answers to requests that write, which take no options.
    pub(super) fn all(names: &[&str]) -> Self {
        Self {
            names: names.iter().map(|name| (*name).to_owned()).collect(),
            asked: false,
        }
    }

    /// Keeps of an object what is to be answered.
    pub(super) fn apply(&self, mut object: Map<String, Value>) -> Map<String, Value> {
        self.names
            .iter()
            .filter_map(|name| object.remove_entry(name))
            .collect()
    }

    /// Whether `$select` named this property.
    pub(super) fn asks(&self, name: &str) -> bool {
        self.asked && self.names.iter().any(|known| known == name)
    }

    /// Adds properties that are answered whether asked for or not.
    pub(super) fn always(mut self, names: &[&str]) -> Self {
        for name in names {
            if !self.names.iter().any(|known| known == name) {
                self.names.push((*name).to_owned());
            }
        }
        self
    }

    /// The names that are answered.
    pub(super) fn names(&self) -> &[String] {
        &self.names
    }

    /// `(id,displayName)` for `@odata.context`, or nothing where nothing was selected.
    pub(super) fn context(&self) -> String {
        if self.asked {
            format!("({})", self.names.join(","))
        } else {
            String::new()
        }
    }
}

/// A name that the type does not have is refused; one that is only not simulated is said to be so.
pub(super) fn unknown_property(type_name: &str, name: &str) -> Problem {
    if metadata::has_property(type_name, name) {
        Problem::not_simulated(format!("property {name} of {type_name}"))
    } else {
        Problem::new(
            StatusCode::BAD_REQUEST,
            "BadRequest",
            format!(
                "Parsing OData Select and Expand failed: Could not find a property named '{name}' on type '{type_name}'."
            ),
        )
    }
}

fn bad(message: String) -> Problem {
    Problem::new(StatusCode::BAD_REQUEST, "BadRequest", message)
}
