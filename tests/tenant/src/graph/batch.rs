//! `POST /$batch`: up to twenty requests in one (Graph, "Combine multiple HTTP requests using JSON batching").
//!
//! Each is authorised and refused on its own; the answers come in any order.

mod steps;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use http::HeaderMap;
use http::HeaderName;
use http::HeaderValue;
use http::StatusCode;
use serde_json::Map;
use serde_json::Value;
use serde_json::json;

use super::Incoming;
use super::RequestIds;
use super::answer;
use super::call::Call;
use super::problem::Problem;
use super::problem::Reply;
use super::rendered;
use super::trouble;
use crate::faults;
use crate::faults::Fault;
use steps::Step;

/// Carries out the requests of a batch.
pub(super) fn post(call: &mut Call<'_>) -> Result<Reply, Problem> {
    let steps = steps::read(&call.object()?)?;
    let reads = steps.iter().filter(|step| step.method == "GET");
    reads.for_each(|_| trouble::before_read(call));
    let mut succeeded = BTreeMap::new();
    let mut answers = Vec::new();
    for step in &steps {
        let reply = if step
            .depends_on
            .iter()
            .all(|id| succeeded.get(id) == Some(&true))
        {
            carry_out(call, step)
        } else {
            failed_dependency(call)
        };
        succeeded.insert(step.id.clone(), reply.status.is_success());
        answers.push(shown(step, reply));
    }
    shuffle(call, &mut answers);
    Ok(Reply::ok(json!({ "responses": answers })))
}

fn carry_out(call: &mut Call<'_>, step: &Step) -> Reply {
    let headers = headers(call, step);
    let (path, query) = step.url.split_once('?').unwrap_or((&step.url, ""));
    let path = format!("/{}{path}", call.operation.version);
    let body = step
        .body
        .as_ref()
        .map(|body| body.to_string().into_bytes())
        .unwrap_or_default();
    let named = format!("{} /{}{}", step.method, call.operation.version, step.url);
    let strike = call.tenant.faults.strike(faults::OF_STEPS, &named);
    let incoming = Incoming {
        method: &step.method,
        path: &path,
        query,
        headers: &headers,
        body: &body,
        within_batch: true,
        collides: strike == Some(Fault::Collision),
    };
    let ids = RequestIds::new(call.tenant, &headers);
    let outcome = answer(call.tenant, &incoming, strike, call.now);
    rendered(outcome, &ids, call.now)
}

fn failed_dependency(call: &mut Call<'_>) -> Reply {
    let ids = RequestIds::new(call.tenant, call.headers);
    let message = "A request that this one depends on has failed.";
    rendered(
        Err(Problem::new(
            StatusCode::FAILED_DEPENDENCY,
            "FailedDependency",
            message,
        )),
        &ids,
        call.now,
    )
}

/// The step's own headers, and the token of the whole batch unless it has its own.
fn headers(call: &Call<'_>, step: &Step) -> HeaderMap {
    let mut headers = HeaderMap::new();
    if let Some(token) = call.headers.get(http::header::AUTHORIZATION) {
        headers.insert(http::header::AUTHORIZATION, token.clone());
    }
    for (name, value) in &step.headers {
        if let (Ok(name), Ok(value)) = (
            HeaderName::from_bytes(name.as_bytes()),
            HeaderValue::from_str(value),
        ) {
            headers.insert(name, value);
        }
    }
    headers
}

fn shown(step: &Step, reply: Reply) -> Value {
    let mut headers = Map::new();
    if reply.body.is_some() {
        headers.insert("Content-Type".to_owned(), json!("application/json"));
    }
    for (name, value) in reply.headers {
        headers.insert(
            if name == "retry-after" {
                "Retry-After"
            } else {
                name
            }
            .to_owned(),
            json!(value),
        );
    }
    let mut answer = Map::from_iter([
        ("id".to_owned(), json!(step.id)),
        ("status".to_owned(), json!(reply.status.as_u16())),
        ("headers".to_owned(), Value::Object(headers)),
    ]);
    answer.extend(reply.body.map(|body| ("body".to_owned(), body)));
    Value::Object(answer)
}

/// Answers come in no order that a client could rely on (Fisher and Yates).
fn shuffle(call: &mut Call<'_>, answers: &mut [Value]) {
    for at in (1..answers.len()).rev() {
        let other = call.tenant.random.below(at as u64 + 1) as usize;
        answers.swap(at, other);
    }
}
