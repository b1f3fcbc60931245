//! `GET /servicePrincipals/{id}` and `/servicePrincipals(appId='..')`.

use super::super::call::Call;
use super::super::problem::Problem;
use super::super::problem::Reply;
use super::find::Key;
use super::shown::NAMES;
use super::shown::TYPE;
use super::shown::shown;

/// Answers one service principal.
pub(in crate::graph) fn get(call: &mut Call<'_>) -> Result<Reply, Problem> {
    call.query.for_one()?;
    let select = call.query.select(TYPE, &NAMES, &NAMES)?;
    let key = Key::of(call)?;
    let rows = call.rows();
    let object = shown(rows, key.find(rows)?);
    Ok(Reply::ok(call.entity("servicePrincipals", &select, object)))
}
