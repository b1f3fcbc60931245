//! `DELETE /applications/{id}/owners/{id}/$ref`. The last owner cannot be removed where it is a user, and all owners here
//! are users; an application that never had one has none. The words of the refusal are those for groups.

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
        if owners.len() == 1 {
            let message =
                "The application must have at least one owner, hence this owner cannot be removed.";
            return Err(Problem::bad_request(message));
        }
        owners.remove(at);
        Ok(())
    })
}
