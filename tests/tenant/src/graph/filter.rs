//! `$filter`, as far as it is simulated: comparisons joined by `and`.
//!
//! `name eq 'text'`, `name eq true`, `startswith(name,'text')`, `list/any(x:x eq 'text')`. Anything else is refused.

use http::StatusCode;
use serde_json::Map;
use serde_json::Value;

use super::metadata;
use super::problem::Problem;

/// Terms that must all hold.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Filter(Vec<Term>);

#[derive(Clone, Debug, PartialEq)]
enum Term {
    Equals(String, Value),
    StartsWith(String, String),
    AnyEquals(String, String),
}

impl Filter {
    /// Reads a filter for a type; only the properties named in `simulated` may occur.
    pub(super) fn parse(
        text: Option<&str>,
        type_name: &str,
        simulated: &[&str],
    ) -> Result<Self, Problem> {
        let Some(text) = text else {
            return Ok(Self::default());
        };
        let mut terms = Vec::new();
        let mut rest = text.trim();
        loop {
            let (term, after) = term(rest).ok_or_else(|| invalid(text))?;
            check(term.property(), type_name, simulated)?;
            terms.push(term);
            match after.trim_start() {
                "" => return Ok(Self(terms)),
                more => {
                    rest = more
                        .strip_prefix("and ")
                        .ok_or_else(|| invalid(text))?
                        .trim_start()
                }
            }
        }
    }

    /// Whether an object as Graph shows it passes. Text is compared whatever its letter case, as Graph does.
    pub(super) fn passes(&self, object: &Map<String, Value>) -> bool {
        self.0.iter().all(|term| term.holds(object))
    }
}

impl Term {
    fn property(&self) -> &str {
        match self {
            Self::Equals(name, _) | Self::StartsWith(name, _) | Self::AnyEquals(name, _) => name,
        }
    }

    fn holds(&self, object: &Map<String, Value>) -> bool {
        let value = object.get(self.property()).unwrap_or(&Value::Null);
        match self {
            Self::Equals(_, Value::String(wanted)) => {
                value.as_str().is_some_and(|text| same(text, wanted))
            }
            Self::Equals(_, wanted) => value == wanted,
            Self::StartsWith(_, wanted) => value
                .as_str()
                .is_some_and(|text| text.to_lowercase().starts_with(&wanted.to_lowercase())),
            Self::AnyEquals(_, wanted) => value.as_array().is_some_and(|list| {
                list.iter()
                    .filter_map(Value::as_str)
                    .any(|text| same(text, wanted))
            }),
        }
    }
}

fn same(text: &str, wanted: &str) -> bool {
    text.to_lowercase() == wanted.to_lowercase()
}

/// One term at the beginning of `text`, and what follows it.
fn term(text: &str) -> Option<(Term, &str)> {
    if let Some(inside) = text.strip_prefix("startswith(") {
        let (name, rest) = name(inside)?;
        let (wanted, rest) = literal(rest.trim_start().strip_prefix(',')?.trim_start())?;
        return Some((
            Term::StartsWith(name, wanted),
            rest.trim_start().strip_prefix(')')?,
        ));
    }
    let (name, rest) = name(text)?;
    if let Some(inside) = rest.strip_prefix("/any(") {
        return any(name, inside);
    }
    let value = rest.strip_prefix(" eq ")?.trim_start();
    if value.starts_with('\'') {
        let (wanted, rest) = literal(value)?;
        return Some((Term::Equals(name, Value::String(wanted)), rest));
    }
    let (word, rest) = value.split_at(value.find(' ').unwrap_or(value.len()));
    let wanted = match word {
        "true" => Value::Bool(true),
        "false" => Value::Bool(false),
        "null" => Value::Null,
        // Ids may stand without quotes (OData, Edm.Guid).
        id => Value::String(id.parse::<base::ObjectId>().ok()?.to_string()),
    };
    Some((Term::Equals(name, wanted), rest))
}

/// `t:t eq 'text')` after `list/any(`.
fn any(list: String, inside: &str) -> Option<(Term, &str)> {
    let (variable, rest) = name(inside)?;
    let rest = rest
        .trim_start()
        .strip_prefix(':')?
        .trim_start()
        .strip_prefix(variable.as_str())?;
    let (wanted, rest) = literal(rest.strip_prefix(" eq ")?.trim_start())?;
    Some((
        Term::AnyEquals(list, wanted),
        rest.trim_start().strip_prefix(')')?,
    ))
}

fn name(text: &str) -> Option<(String, &str)> {
    let end = text
        .find(|character: char| !character.is_ascii_alphanumeric())
        .unwrap_or(text.len());
    (end > 0).then(|| (text[..end].to_owned(), &text[end..]))
}

/// `'it''s'` at the beginning of `text`.
fn literal(text: &str) -> Option<(String, &str)> {
    let inside = text.strip_prefix('\'')?;
    let mut end = 0;
    loop {
        end += inside[end..].find('\'')?;
        if !inside[end + 1..].starts_with('\'') {
            return Some((inside[..end].replace("''", "'"), &inside[end + 1..]));
        }
        end += 2;
    }
}

fn check(name: &str, type_name: &str, simulated: &[&str]) -> Result<(), Problem> {
    if simulated.contains(&name) {
        return Ok(());
    }
    if metadata::has_property(type_name, name) {
        return Err(Problem::not_simulated(format!(
            "$filter on property {name} of {type_name}"
        )));
    }
    let message = format!("Could not find a property named '{name}' on type '{type_name}'.");
    Err(Problem::new(StatusCode::BAD_REQUEST, "BadRequest", message))
}

fn invalid(text: &str) -> Problem {
    Problem::new(
        StatusCode::BAD_REQUEST,
        "Request_UnsupportedQuery",
        format!("Unsupported or invalid query filter clause: {text}"),
    )
}

#[cfg(test)]
mod tests;
