//! `GET /users/{id or userPrincipalName}`.

use super::super::call::Call;
use super::super::problem::Problem;
use super::super::problem::Reply;
use super::check_breadth;
use super::shown::DEFAULT;
use super::shown::NAMES;
use super::shown::TYPE;
use super::shown::shown;

/// Answers one user.
pub(in crate::graph) fn get(call: &mut Call<'_>) -> Result<Reply, Problem> {
    call.query.for_one()?;
    let select = call.query.select(TYPE, &NAMES, &DEFAULT)?;
    let key = call.parameter(0).to_owned();
    let row = call
        .rows()
        .user_by_key(&key)
        .cloned()
        .ok_or_else(|| Problem::not_found(key))?;
    if call.caller.user.as_ref() != Some(&row.id) {
        check_breadth(call, &select)?;
    }
    Ok(Reply::ok(call.entity("users", &select, shown(&row))))
}
