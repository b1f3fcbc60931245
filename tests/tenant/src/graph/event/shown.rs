//! What an event looks like.

use serde_json::Map;
use serde_json::Value;
use serde_json::json;

use crate::mailboxes::Event;

/// The type in the metadata.
pub(super) const TYPE: &str = "microsoft.graph.event";

/// The properties that are simulated.
pub(super) const NAMES: [&str; 16] = [
    "id",
    "createdDateTime",
    "lastModifiedDateTime",
    "subject",
    "body",
    "start",
    "end",
    "location",
    "categories",
    "isAllDay",
    "isReminderOn",
    "reminderMinutesBeforeStart",
    "importance",
    "sensitivity",
    "showAs",
    "transactionId",
];

/// Outlook answers these whether they are selected or not.
pub(super) const ALWAYS: [&str; 2] = ["@odata.etag", "id"];

/// All properties of an event.
pub(super) fn shown(row: &Event) -> Map<String, Value> {
    let mut object = row.content.clone();
    object.insert("@odata.etag".to_owned(), json!(format!("W/\"{}\"", row.id)));
    object.insert("id".to_owned(), json!(row.id));
    object.insert("createdDateTime".to_owned(), json!(row.created_date_time));
    object.insert(
        "lastModifiedDateTime".to_owned(),
        json!(row.created_date_time),
    );
    object
}
