//! `PATCH /applications/{id}` and `/applications(appId='..')`.

use base::ObjectId;
use serde_json::Value;

use super::super::call::Call;
use super::super::problem::Problem;
use super::super::problem::Reply;
use super::super::trouble;
use super::find;
use super::written::Written;
use crate::directory::Change;
use crate::rows::Application;
use crate::rows::Row;

/// By object id.
pub(in crate::graph) fn update(call: &mut Call<'_>) -> Result<Reply, Problem> {
    let body = call.object()?;
    update_from(call, &body, find::by_id)
}

/// By client id.
pub(in crate::graph) fn update_by_app_id(call: &mut Call<'_>) -> Result<Reply, Problem> {
    let body = call.object()?;
    update_from(call, &body, find::by_app_id)
}

/// Changes the application that `find` finds. A replica must know it; what is changed is the primary's row.
pub(super) fn update_from(
    call: &mut Call<'_>,
    body: &Value,
    find: fn(&mut Call<'_>) -> Result<Application, Problem>,
) -> Result<Reply, Problem> {
    let written = Written::read(body)?;
    if written.is_empty() {
        return Err(Problem::bad_request(
            "The request body must contain at least one property.",
        ));
    }
    let id = find(call)?.id;
    change(call, &id, &written)
}

/// Applies what was written to the primary's row.
pub(super) fn change(
    call: &mut Call<'_>,
    id: &ObjectId,
    written: &Written,
) -> Result<Reply, Problem> {
    let row = call.tenant.directory.primary().application(id).cloned();
    let mut row = row.ok_or_else(|| Problem::not_found(id))?;
    written.check_update(&row)?;
    written.apply(&mut row, call)?;
    trouble::check_collision(call, id.as_str())?;
    call.tenant.faults.note_written(id);
    call.tenant
        .directory
        .write(call.now, Change::Put(Row::Application(row)));
    Ok(Reply::no_content())
}

/// Changes who owns an application, and nothing else.
pub(in crate::graph) fn change_owners(
    call: &mut Call<'_>,
    id: &ObjectId,
    change: impl FnOnce(&mut Vec<ObjectId>) -> Result<(), Problem>,
) -> Result<Reply, Problem> {
    let row = call.tenant.directory.primary().application(id).cloned();
    let mut row = row.ok_or_else(|| Problem::not_found(id))?;
    change(&mut row.owners)?;
    call.tenant.faults.note_written(id);
    call.tenant
        .directory
        .write(call.now, Change::Put(Row::Application(row)));
    Ok(Reply::no_content())
}
