//! Holds requests and answers to Microsoft's metadata (`metadata/graph-schemas.json` and its supplement), which the tenant
//! itself never reads: its serialisers are judged by documents that they do not know.

use serde_json::Value;
use serde_json::json;

mod metadata;
#[cfg(test)]
mod tests;

use metadata::METADATA;
use metadata::Metadata;

/// The metadata, ready to judge.
#[derive(Clone, Copy)]
pub struct Contract(&'static Metadata);

/// One request and its answer.
#[derive(Clone, Copy, Debug)]
pub struct Exchange<'a> {
    /// HTTP method.
    pub method: &'a str,
    /// Path from the version on and query, e.g. `/v1.0/me?$select=id`.
    pub path_and_query: &'a str,
    /// Body of the request; empty where there is none.
    pub request: &'a [u8],
    /// Status of the answer.
    pub status: u16,
    /// Body of the answer; empty where there is none.
    pub response: &'a [u8],
}

impl Contract {
    /// Reads the metadata, the first time.
    pub fn new() -> Self {
        Self(&METADATA)
    }

    /// Holds a request and its answer, and those within a batch, to the metadata; every fault found is one text.
    pub fn check(&self, exchange: &Exchange<'_>) -> Result<(), Vec<String>> {
        let Exchange {
            method,
            path_and_query,
            status,
            ..
        } = *exchange;
        let faults = [
            self.check_request(method, path_and_query, exchange.request)
                .err(),
            self.check_response(method, path_and_query, status, exchange.response)
                .err(),
        ];
        let mut faults: Vec<String> = faults.into_iter().flatten().flatten().collect();
        if path_and_query.ends_with("/$batch") && status == 200 {
            faults.extend(self.check_steps(exchange));
        }
        if faults.is_empty() {
            Ok(())
        } else {
            Err(faults)
        }
    }

    /// Holds a request's query options and body to the metadata.
    pub fn check_request(
        &self,
        method: &str,
        path_and_query: &str,
        body: &[u8],
    ) -> Result<(), Vec<String>> {
        let operation = self.0.find(method, path_and_query)?;
        check_options(path_and_query, &operation.query)?;
        match (body.is_empty(), operation.request.is_null()) {
            (true, true) => Ok(()),
            (true, false) if !operation.request_required => Ok(()),
            (true, false) => Err(vec![format!("{method} {path_and_query} wants a body")]),
            (false, true) => Err(vec![format!("{method} {path_and_query} takes no body")]),
            (false, false) => self.0.judge(&operation.request, &json_of(body)?),
        }
    }

    /// Holds an answer's status and body to the metadata, and to the `$select` of its request.
    pub fn check_response(
        &self,
        method: &str,
        path_and_query: &str,
        status: u16,
        body: &[u8],
    ) -> Result<(), Vec<String>> {
        let found = self.0.find(method, path_and_query);
        let error = json!({ "$ref": "#/$defs/microsoft.graph.ODataErrors.ODataError" });
        let schema = match (&found, status) {
            (Ok(operation), _) => operation.response(status),
            // What leads nowhere is refused, and refusals all look alike.
            (Err(_), 400..) => Some(&error),
            (Err(faults), _) => return Err(faults.clone()),
        };
        let Some(schema) = schema else {
            return Err(vec![format!(
                "{method} {path_and_query} never answers {status}"
            )]);
        };
        if schema.is_null() {
            return if body.is_empty() {
                Ok(())
            } else {
                Err(vec![format!("{status} has a body")])
            };
        }
        let answer = json_of(body)?;
        self.0.judge(schema, &answer)?;
        if status < 400 {
            check_selected(path_and_query, &answer)
        } else {
            Ok(())
        }
    }

    /// Holds the requests of a batch and their answers to the metadata.
    fn check_steps(&self, batch: &Exchange<'_>) -> Vec<String> {
        let (Ok(requests), Ok(responses)) = (json_of(batch.request), json_of(batch.response))
        else {
            return vec!["the batch is not JSON".to_owned()];
        };
        let version = batch.path_and_query.trim_end_matches("/$batch");
        let steps = requests["requests"].as_array().into_iter().flatten();
        let faults = steps.flat_map(|step| {
            let answers = responses["responses"].as_array().into_iter().flatten();
            match answers
                .into_iter()
                .find(|answer| answer["id"] == step["id"])
            {
                Some(answer) => self.check_step(version, step, answer),
                None => vec![format!("request {} of the batch has no answer", step["id"])],
            }
        });
        faults.collect()
    }

    fn check_step(&self, version: &str, step: &Value, answer: &Value) -> Vec<String> {
        let bytes = |value: &Value| {
            if value.is_null() {
                Vec::new()
            } else {
                value.to_string().into_bytes()
            }
        };
        let exchange = Exchange {
            method: step["method"].as_str().unwrap_or_default(),
            path_and_query: &format!("{version}{}", step["url"].as_str().unwrap_or_default()),
            request: &bytes(&step["body"]),
            status: answer["status"]
                .as_u64()
                .and_then(|status| u16::try_from(status).ok())
                .unwrap_or_default(),
            response: &bytes(&answer["body"]),
        };
        self.check(&exchange).err().unwrap_or_default()
    }
}

impl Default for Contract {
    fn default() -> Self {
        Self::new()
    }
}

fn json_of(body: &[u8]) -> Result<Value, Vec<String>> {
    serde_json::from_slice(body).map_err(|error| vec![format!("not JSON: {error}")])
}

/// Every query option is one that the operation can take. `$skiptoken` comes out of Graph's own links.
fn check_options(path_and_query: &str, known: &[String]) -> Result<(), Vec<String>> {
    let options =
        query_of(path_and_query).filter(|(name, _)| name != "$skiptoken" && !known.contains(name));
    let faults: Vec<String> = options
        .map(|(name, _)| format!("{path_and_query} cannot take {name}"))
        .collect();
    if faults.is_empty() {
        Ok(())
    } else {
        Err(faults)
    }
}

fn query_of(path_and_query: &str) -> impl Iterator<Item = (String, String)> {
    let query = path_and_query
        .split_once('?')
        .map_or("", |(_, query)| query);
    url::form_urlencoded::parse(query.as_bytes()).into_owned()
}

/// Every property that was asked for stands in the answer, or in each element of it.
fn check_selected(path_and_query: &str, answer: &Value) -> Result<(), Vec<String>> {
    let select = query_of(path_and_query).find(|(name, _)| name == "$select");
    let Some((_, names)) = select else {
        return Ok(());
    };
    let objects = match answer["value"].as_array() {
        Some(list) => list.iter().collect(),
        None => vec![answer],
    };
    let missing = names.split(',').flat_map(|name| {
        let lacking = objects
            .iter()
            .filter(|object| object.get(name.trim()).is_none())
            .count();
        (lacking > 0).then(|| {
            format!(
                "{name} was asked for and is missing in {lacking} of {}",
                objects.len()
            )
        })
    });
    let missing: Vec<String> = missing.collect();
    if missing.is_empty() {
        Ok(())
    } else {
        Err(missing)
    }
}
