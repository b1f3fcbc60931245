//! `GET /applications/{id}/federatedIdentityCredentials`.

use serde_json::Map;
use serde_json::Value;
use serde_json::json;

use super::super::application;
use super::super::call::Call;
use super::super::filter::Filter;
use super::super::object::object;
use super::super::page;
use super::super::problem::Problem;
use super::super::problem::Reply;
use crate::rows::FederatedIdentityCredential;

const TYPE: &str = "microsoft.graph.federatedIdentityCredential";

const NAMES: [&str; 6] = [
    "id",
    "name",
    "issuer",
    "subject",
    "description",
    "audiences",
];

/// Properties that a filter may name.
const FILTERABLE: [&str; 2] = ["name", "subject"];

/// Lists those of an application.
pub(in crate::graph) fn list(call: &mut Call<'_>) -> Result<Reply, Problem> {
    let select = call.query.select(TYPE, &NAMES, &NAMES)?;
    let filter = Filter::parse(call.query.get("$filter"), TYPE, &FILTERABLE)?;
    let application = application::by_id(call)?;
    let credentials = application.federated_identity_credentials.iter();
    let objects = credentials.map(shown).collect();
    let context = format!(
        "applications('{}')/federatedIdentityCredentials",
        application.id
    );
    page::collection(call, &context, &page::DIRECTORY, &filter, &select, objects)
}

fn shown(row: &FederatedIdentityCredential) -> Map<String, Value> {
    object([
        ("id", json!(row.id)),
        ("name", json!(row.name)),
        ("issuer", json!(row.issuer)),
        ("subject", json!(row.subject)),
        ("description", json!(row.description)),
        ("audiences", json!(row.audiences)),
    ])
}
