//! `GET /users/{id}/events/{id}`.

use http::StatusCode;

use super::super::call::Call;
use super::super::problem::Problem;
use super::super::problem::Reply;
use super::calendar_owner;
use super::context;
use super::shown::ALWAYS;
use super::shown::NAMES;
use super::shown::TYPE;
use super::shown::shown;

/// Answers one event.
pub(in crate::graph) fn get(call: &mut Call<'_>) -> Result<Reply, Problem> {
    call.query.for_one()?;
    let select = call.query.select(TYPE, &NAMES, &NAMES)?.always(&ALWAYS);
    let owner = calendar_owner(call)?;
    let id = call.parameter(1);
    let event = call
        .tenant
        .mailboxes
        .events_of(&owner.id)
        .iter()
        .find(|event| event.id == id);
    let object = event.map(shown).ok_or_else(|| {
        let message = "The specified object was not found in the store.";
        Problem::new(StatusCode::NOT_FOUND, "ErrorItemNotFound", message)
    })?;
    Ok(Reply::ok(call.entity(&context(call), &select, object)))
}
