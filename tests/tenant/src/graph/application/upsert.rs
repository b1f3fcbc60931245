//! `PATCH /applications(uniqueName='..')`: updates, or creates with `Prefer: create-if-missing`
//! (Graph, "Upsert application").
//!
//! Whether the name is in use is asked of the primary, as everything that must be unique is.

use super::super::call::Call;
use super::super::problem::Problem;
use super::super::problem::Reply;
use super::create::create_from;
use super::find;
use super::update::change;
use super::update::update_from;
use super::written::Written;

/// Creates or updates.
pub(in crate::graph) fn upsert(call: &mut Call<'_>) -> Result<Reply, Problem> {
    let name = find::unique_name(call)?;
    let body = call.object()?;
    if !call.prefers("create-if-missing") {
        return update_from(call, &body, find::by_unique_name);
    }
    let known = call
        .tenant
        .directory
        .primary()
        .application_by_unique_name(&name)
        .map(|row| row.id.clone());
    let Some(id) = known else {
        let reply = create_from(call, &body, Some(name))?;
        return Ok(reply.with("preference-applied", "create-if-missing".to_owned()));
    };
    let mut written = Written::read(&body)?;
    written.require_display_name()?;
    written.take_key(Some(name))?;
    change(call, &id, &written)
}
