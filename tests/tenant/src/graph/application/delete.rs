//! `DELETE /applications/{id}` and `/applications(appId='..')`: into the recycle bin.

use super::super::call::Call;
use super::super::problem::Problem;
use super::super::problem::Reply;
use super::find;
use crate::directory::Change;
use crate::rows::Application;

/// By object id.
pub(in crate::graph) fn delete(call: &mut Call<'_>) -> Result<Reply, Problem> {
    carry_out(call, find::by_id)
}

/// By client id.
pub(in crate::graph) fn delete_by_app_id(call: &mut Call<'_>) -> Result<Reply, Problem> {
    carry_out(call, find::by_app_id)
}

fn carry_out(
    call: &mut Call<'_>,
    find: fn(&mut Call<'_>) -> Result<Application, Problem>,
) -> Result<Reply, Problem> {
    call.query.for_none()?;
    let id = find(call)?.id;
    if call.tenant.directory.primary().application(&id).is_none() {
        return Err(Problem::not_found(id));
    }
    call.tenant.directory.write(
        call.now,
        Change::DeleteApplication(id, call.now.whole_seconds()),
    );
    Ok(Reply::no_content())
}
