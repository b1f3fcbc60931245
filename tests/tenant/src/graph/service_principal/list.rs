//! `GET /servicePrincipals`.

use super::super::call::Call;
use super::super::filter::Filter;
use super::super::page;
use super::super::problem::Problem;
use super::super::problem::Reply;
use super::shown::NAMES;
use super::shown::TYPE;
use super::shown::shown;

const FILTERABLE: [&str; 5] = ["id", "appId", "displayName", "servicePrincipalType", "tags"];

/// Lists, filters and pages.
pub(in crate::graph) fn list(call: &mut Call<'_>) -> Result<Reply, Problem> {
    let select = call.query.select(TYPE, &NAMES, &NAMES)?;
    let filter = Filter::parse(call.query.get("$filter"), TYPE, &FILTERABLE)?;
    let rows = call.rows();
    let principals = rows.service_principals.iter();
    let objects = principals.map(|row| shown(rows, row)).collect();
    page::collection(
        call,
        "servicePrincipals",
        &page::DIRECTORY,
        &filter,
        &select,
        objects,
    )
}
