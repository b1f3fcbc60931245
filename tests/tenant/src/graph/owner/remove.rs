//! `DELETE /applications/{id}/owners/{id}/$ref`. An application may be left without an owner.

use super::super::application;
use super::super::call::Call;
use super::super::problem::Problem;
use super::super::problem::Reply;

/// Takes ownership from a user.
pub(in crate::graph) fn remove_from_application(call: &mut Call<'_>) -> Result<Reply, Problem> {
    call.query.for_none()?;
    let id = application::by_id(call)?.id;
    let owner = call.parameter(1).to_owned();
    application::change_owners(call, &id, |owners| {
        let at = owners.iter().position(|known| known.as_str() == owner);
        let at = at.ok_or_else(|| Problem::not_found(&owner))?;
        owners.remove(at);
        Ok(())
    })
}
