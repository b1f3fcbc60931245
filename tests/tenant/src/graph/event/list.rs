//! `GET /users/{id}/events` and `/users/{id}/calendar/events`.

use super::super::call::Call;
use super::super::filter::Filter;
use super::super::page;
use super::super::problem::Problem;
use super::super::problem::Reply;
use super::calendar_owner;
use super::context;
use super::shown::ALWAYS;
use super::shown::NAMES;
use super::shown::TYPE;
use super::shown::shown;

/// Lists the events of a calendar.
pub(in crate::graph) fn list(call: &mut Call<'_>) -> Result<Reply, Problem> {
    let select = call.query.select(TYPE, &NAMES, &NAMES)?.always(&ALWAYS);
    let filter = Filter::parse(call.query.get("$filter"), TYPE, &["subject"])?;
    let owner = calendar_owner(call)?;
    let objects = call
        .tenant
        .mailboxes
        .events_of(&owner.id)
        .iter()
        .map(shown)
        .collect();
    page::collection(
        call,
        &context(call),
        &page::OUTLOOK,
        &filter,
        &select,
        objects,
    )
}
