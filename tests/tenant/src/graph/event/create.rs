//! `POST /users/{id}/events` and `/users/{id}/calendar/events`.

use super::super::call::Call;
use super::super::problem::Problem;
use super::super::problem::Reply;
use super::calendar_owner;
use super::context;
use super::shown::ALWAYS;
use super::shown::NAMES;
use super::shown::TYPE;
use super::shown::shown;
use super::written;
use crate::mailboxes::Event;

/// Puts an event into a calendar. A repeat with the same `transactionId` finds the first one
/// (Graph, "event resource type").
pub(in crate::graph) fn create(call: &mut Call<'_>) -> Result<Reply, Problem> {
    let content = written::read(&call.object()?)?;
    let owner = calendar_owner(call)?;
    let transaction = content.get("transactionId").filter(|id| !id.is_null());
    let earlier = call
        .tenant
        .mailboxes
        .events_of(&owner.id)
        .iter()
        .find(|event| transaction.is_some() && event.content.get("transactionId") == transaction);
    let event = match earlier.cloned() {
        Some(event) => event,
        None => {
            let event = Event {
                id: call.tenant.random.text(90),
                user_id: owner.id,
                created_by_app_id: call.caller.client_id.to_string(),
                created_date_time: call.now,
                content,
            };
            call.tenant.mailboxes.add(event.clone());
            event
        }
    };
    let select = call.query.select(TYPE, &NAMES, &NAMES)?.always(&ALWAYS);
    Ok(Reply::created(call.entity(
        &context(call),
        &select,
        shown(&event),
    )))
}
