//! `GET /me`.

use super::super::call::Call;
use super::super::problem::Problem;
use super::super::problem::Reply;
use super::super::user;
use super::own_id;

/// Answers the caller's own record.
pub(in crate::graph) fn get(call: &mut Call<'_>) -> Result<Reply, Problem> {
    call.query.for_one()?;
    let select = call
        .query
        .select(user::TYPE, &user::NAMES, &user::DEFAULT)?;
    let id = own_id(call)?;
    let row = call
        .rows()
        .user(&id)
        .cloned()
        .ok_or_else(|| Problem::not_found(id))?;
    Ok(Reply::ok(call.entity("users", &select, user::shown(&row))))
}
