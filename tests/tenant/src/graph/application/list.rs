//! `GET /applications`.

use super::super::call::Call;
use super::super::filter::Filter;
use super::super::page;
use super::super::problem::Problem;
use super::super::problem::Reply;
use super::shown::KeyMaterial;
use super::shown::NAMES;
use super::shown::TYPE;
use super::shown::shown;

/// Properties that a filter may name.
const FILTERABLE: [&str; 6] = [
    "id",
    "appId",
    "displayName",
    "uniqueName",
    "signInAudience",
    "tags",
];

/// Lists, filters and pages.
pub(in crate::graph) fn list(call: &mut Call<'_>) -> Result<Reply, Problem> {
    let select = call.query.select(TYPE, &NAMES, &NAMES)?;
    let filter = Filter::parse(call.query.get("$filter"), TYPE, &FILTERABLE)?;
    let rows = call.rows().applications.clone();
    let objects = rows
        .iter()
        .map(|row| shown(call.tenant, row, KeyMaterial::Hidden))
        .collect();
    page::collection(
        call,
        "applications",
        &page::DIRECTORY,
        &filter,
        &select,
        objects,
    )
}
