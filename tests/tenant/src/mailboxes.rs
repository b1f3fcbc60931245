//! The calendars: events that were really created and can be read back.

use std::collections::BTreeMap;

use base::ObjectId;
use base::Timestamp;
use serde::Serialize;
use serde_json::Map;
use serde_json::Value;

/// All calendars, by the user they belong to.
#[derive(Clone, Debug, Default)]
pub struct Mailboxes {
    events: BTreeMap<ObjectId, Vec<Event>>,
}

/// One event in a calendar.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Event {
    /// Its id, not a GUID.
    pub id: String,
    /// Whose calendar it is in.
    pub user_id: ObjectId,
    /// Client id of the application that made it.
    pub created_by_app_id: String,
    /// When it was made.
    pub created_date_time: Timestamp,
    /// Subject, start, end and the rest as they were sent.
    #[serde(flatten)]
    pub content: Map<String, Value>,
}

impl Mailboxes {
    /// The events of a user's calendar, in the order in which they were made.
    pub fn events_of(&self, user: &ObjectId) -> &[Event] {
        self.events.get(user).map_or(&[], Vec::as_slice)
    }

    /// All events of all calendars.
    pub fn all_events(&self) -> impl Iterator<Item = &Event> {
        self.events.values().flatten()
    }

    /// Puts an event into its user's calendar.
    pub fn add(&mut self, event: Event) {
        self.events
            .entry(event.user_id.clone())
            .or_default()
            .push(event);
    }
}
