//! `DELETE /directory/deletedItems/{id}`: gone for good, and so is the hold on an application's alternate key.

use super::super::call::Call;
use super::super::problem::Problem;
use super::super::problem::Reply;
use super::find::Deleted;
use crate::directory::Change;

/// Removes an object from the recycle bin.
pub(in crate::graph) fn purge(call: &mut Call<'_>) -> Result<Reply, Problem> {
    call.query.for_none()?;
    let found = Deleted::to_write(call)?;
    let change = Change::Purge(found.id().clone());
    call.tenant.directory.write(call.now, change);
    Ok(Reply::no_content())
}
