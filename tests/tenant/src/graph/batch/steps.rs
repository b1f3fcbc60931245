//! Reading the requests of a batch, and refusing the whole of it where one is malformed.

use http::StatusCode;
use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeMap;

use super::super::problem::Problem;

/// One request of a batch.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Step {
    pub(super) id: String,
    pub(super) method: String,
    /// Address after the version, e.g. `/me?$select=id`.
    pub(super) url: String,
    #[serde(default)]
    pub(super) headers: BTreeMap<String, String>,
    pub(super) body: Option<Value>,
    /// Ids of requests that must succeed first.
    #[serde(default)]
    pub(super) depends_on: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Batch {
    requests: Vec<Step>,
}

/// The requests in an order in which what is depended on comes first.
pub(super) fn read(body: &Value) -> Result<Vec<Step>, Problem> {
    let batch = Batch::deserialize(body)
        .map_err(|error| bad(format!("Invalid batch payload format: {error}.")))?;
    let count = batch.requests.len();
    if count > 20 {
        return Err(bad(format!(
            "Number of requests in the batch is {count}, exceeding the maximum of 20."
        )));
    }
    if count == 0 {
        return Err(bad("Invalid batch payload format: no requests."));
    }
    for (at, step) in batch.requests.iter().enumerate() {
        check(step, &batch.requests[..at])?;
    }
    ordered(batch.requests)
}

fn check(step: &Step, earlier: &[Step]) -> Result<(), Problem> {
    if step.id.is_empty() || earlier.iter().any(|other| other.id == step.id) {
        return Err(bad(format!(
            "Request id '{}' is not unique in the batch.",
            step.id
        )));
    }
    if !["GET", "POST", "PATCH", "PUT", "DELETE"].contains(&step.method.as_str()) {
        return Err(bad(format!(
            "Method '{}' of request {} is not supported.",
            step.method, step.id
        )));
    }
    if !step.url.starts_with('/') || step.url.starts_with("//") || step.url.starts_with("/$batch") {
        return Err(bad(format!(
            "Invalid url '{}' of request {}.",
            step.url, step.id
        )));
    }
    let typed = step
        .headers
        .keys()
        .any(|name| name.eq_ignore_ascii_case("content-type"));
    if step.body.is_some() && !typed {
        return Err(bad(format!(
            "Write request id : {} does not contain Content-Type header or body.",
            step.id
        )));
    }
    Ok(())
}

/// Puts what is depended on first; refuses ids that are not there and circles.
fn ordered(mut waiting: Vec<Step>) -> Result<Vec<Step>, Problem> {
    let mut ordered: Vec<Step> = Vec::new();
    while !waiting.is_empty() {
        let ready = |step: &Step| {
            step.depends_on
                .iter()
                .all(|id| ordered.iter().any(|done| done.id == *id))
        };
        match waiting.iter().position(ready) {
            Some(at) => ordered.push(waiting.remove(at)),
            None => {
                return Err(bad(
                    "A dependsOn names a request that is not in the batch, or requests depend on each other.",
                ));
            }
        }
    }
    Ok(ordered)
}

fn bad(message: impl Into<String>) -> Problem {
    Problem::new(StatusCode::BAD_REQUEST, "BadRequest", message)
}
