//! `GET /users`.

use super::super::call::Call;
use super::super::filter::Filter;
use super::super::page;
use super::super::problem::Problem;
use super::super::problem::Reply;
use super::check_breadth;
use super::shown::DEFAULT;
use super::shown::NAMES;
use super::shown::TYPE;
use super::shown::shown;

const FILTERABLE: [&str; 6] = [
    "id",
    "accountEnabled",
    "displayName",
    "mail",
    "userPrincipalName",
    "userType",
];

/// Lists, filters and pages.
pub(in crate::graph) fn list(call: &mut Call<'_>) -> Result<Reply, Problem> {
    let select = call.query.select(TYPE, &NAMES, &DEFAULT)?;
    check_breadth(call, &select)?;
    let filter = Filter::parse(call.query.get("$filter"), TYPE, &FILTERABLE)?;
    let objects = call.rows().users.iter().map(shown).collect();
    page::collection(call, "users", &page::DIRECTORY, &filter, &select, objects)
}
