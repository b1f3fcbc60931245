//! `GET /directory/deletedItems/{id}`.

use super::super::call::Call;
use super::super::problem::Problem;
use super::super::problem::Reply;
use super::find::Deleted;

/// Answers one deleted object.
pub(in crate::graph) fn get(call: &mut Call<'_>) -> Result<Reply, Problem> {
    call.query.for_one()?;
    let found = Deleted::by_path(call)?;
    let (names, type_name) = found.names();
    let select = call.query.select(type_name, names, names)?;
    let object = found.shown(call);
    let select = select.always(&["@odata.type"]);
    Ok(Reply::ok(call.entity("directoryObjects", &select, object)))
}
