//! `POST /applications/{id}/owners/$ref`.

use base::ObjectId;

use super::super::application;
use super::super::body::Fields;
use super::super::body::Writable;
use super::super::call::Call;
use super::super::problem::Problem;
use super::super::problem::Reply;

/// The one property, `@odata.id`, is an annotation: every other name is unknown.
const REFERENCE: Writable = Writable {
    type_name: "microsoft.graph.directoryObject",
    resource: "DirectoryObject",
    names: &[],
    read_only: &[],
};

/// Makes a user an owner.
pub(in crate::graph) fn add_to_application(call: &mut Call<'_>) -> Result<Reply, Problem> {
    let fields = Fields::open(&call.object()?, &REFERENCE)?;
    let owner = target(call, &fields)?;
    let id = application::by_id(call)?.id;
    if call.rows().user(&owner).is_none() {
        return Err(Problem::not_found(owner));
    }
    application::change_owners(call, &id, |owners| {
        if owners.contains(&owner) {
            let message = "One or more added object references already exist for the following modified properties: 'owners'.";
            return Err(Problem::bad_request(message));
        }
        owners.push(owner.clone());
        Ok(())
    })
}

/// The object that `@odata.id` names by its address, e.g. `https://graph.microsoft.com/v1.0/directoryObjects/{id}`.
fn target(call: &Call<'_>, fields: &Fields) -> Result<ObjectId, Problem> {
    let address = fields
        .text("@odata.id", 1..=1024)?
        .ok_or_else(|| fields.missing("@odata.id"))?;
    let id = call.directory_object(&address);
    id.ok_or_else(|| {
        Problem::bad_request(format!(
            "Invalid URL format specified in @odata.id: '{address}'."
        ))
    })
}
