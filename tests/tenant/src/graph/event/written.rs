//! What may be written to an event.
//!
//! Times are taken in UTC only: another zone would have to be converted, which is not simulated and said so.

use base::Timestamp;
use http::StatusCode;
use serde_json::Map;
use serde_json::Value;
use serde_json::json;

use super::super::body::Fields;
use super::super::body::Writable;
use super::super::object::object;
use super::super::problem::Problem;
use super::shown::TYPE;

const EVENT: Writable = Writable {
    type_name: TYPE,
    resource: "Event",
    names: &[
        "body",
        "categories",
        "end",
        "importance",
        "isAllDay",
        "isReminderOn",
        "location",
        "reminderMinutesBeforeStart",
        "sensitivity",
        "showAs",
        "start",
        "subject",
        "transactionId",
    ],
    read_only: &[
        "id",
        "changeKey",
        "createdDateTime",
        "iCalUId",
        "lastModifiedDateTime",
        "webLink",
    ],
};
const BODY: Writable = Writable {
    type_name: "microsoft.graph.itemBody",
    resource: "ItemBody",
    names: &["content", "contentType"],
    read_only: &[],
};
const LOCATION: Writable = Writable {
    type_name: "microsoft.graph.location",
    resource: "Location",
    names: &["displayName"],
    read_only: &["locationType"],
};
const MOMENT: Writable = Writable {
    type_name: "microsoft.graph.dateTimeTimeZone",
    resource: "DateTimeTimeZone",
    names: &["dateTime", "timeZone"],
    read_only: &[],
};

const IMPORTANCES: [&str; 3] = ["low", "normal", "high"];
const SENSITIVITIES: [&str; 4] = ["normal", "personal", "private", "confidential"];
const AVAILABILITIES: [&str; 6] = [
    "free",
    "tentative",
    "busy",
    "oof",
    "workingElsewhere",
    "unknown",
];

/// Reads a body into the properties of a new event.
pub(super) fn read(body: &Value) -> Result<Map<String, Value>, Problem> {
    let fields = Fields::open(body, &EVENT)?;
    let (start, end) = (moment(&fields, "start")?, moment(&fields, "end")?);
    if end < start {
        return Err(bad(
            "ErrorCalendarEndDateIsEarlierThanStartDate",
            "The end date you entered occurs before the start date.",
        ));
    }
    let subject = fields.nullable_text("subject", 0..=255)?.flatten();
    let transaction = fields.nullable_text("transactionId", 0..=255)?.flatten();
    Ok(object([
        ("subject", json!(subject.unwrap_or_default())),
        ("body", item_body(&fields)?),
        ("start", shown_moment(start)),
        ("end", shown_moment(end)),
        ("location", location(&fields)?),
        (
            "categories",
            json!(fields.texts("categories", 1..=255)?.unwrap_or_default()),
        ),
        ("isAllDay", json!(all_day(&fields, start, end)?)),
        (
            "isReminderOn",
            json!(fields.flag("isReminderOn")?.unwrap_or(true)),
        ),
        ("reminderMinutesBeforeStart", json!(minutes(&fields)?)),
        (
            "importance",
            choice(&fields, "importance", &IMPORTANCES, "normal")?,
        ),
        (
            "sensitivity",
            choice(&fields, "sensitivity", &SENSITIVITIES, "normal")?,
        ),
        (
            "showAs",
            choice(&fields, "showAs", &AVAILABILITIES, "busy")?,
        ),
        ("transactionId", json!(transaction)),
    ]))
}

fn choice(fields: &Fields, name: &str, choices: &[&str], default: &str) -> Result<Value, Problem> {
    Ok(json!(
        fields
            .choice(name, choices)?
            .unwrap_or_else(|| default.to_owned())
    ))
}

fn moment(fields: &Fields, name: &str) -> Result<Timestamp, Problem> {
    let value = fields.value(name).ok_or_else(|| {
        bad(
            "ErrorInvalidRequest",
            format!("The property '{name}' is required."),
        )
    })?;
    let inner = Fields::open(value, &MOMENT)?;
    let text = inner
        .text("dateTime", 1..=64)?
        .ok_or_else(|| inner.missing("dateTime"))?;
    let zone = inner
        .text("timeZone", 1..=128)?
        .ok_or_else(|| inner.missing("timeZone"))?;
    if zone != "UTC" {
        return Err(Problem::not_simulated(format!(
            "the time zone '{zone}' (only UTC is)"
        )));
    }
    // The text has no zone of its own: that stands in `timeZone`.
    format!("{text}Z").parse().map_err(|_| {
        bad(
            "ErrorInvalidRequest",
            format!("The value '{text}' of '{name}' is not a date and time."),
        )
    })
}

fn shown_moment(moment: Timestamp) -> Value {
    let text = moment.whole_seconds().to_string();
    json!({ "dateTime": format!("{}.0000000", text.trim_end_matches('Z')), "timeZone": "UTC" })
}

fn item_body(fields: &Fields) -> Result<Value, Problem> {
    let Some(value) = fields.value("body") else {
        return Ok(json!({ "contentType": "html", "content": "" }));
    };
    let inner = Fields::open(value, &BODY)?;
    let kind = inner
        .choice("contentType", &["text", "Text", "html", "Html", "HTML"])?
        .unwrap_or_else(|| "text".to_owned());
    let content = inner
        .nullable_text("content", 0..=1_000_000)?
        .flatten()
        .unwrap_or_default();
    Ok(json!({ "contentType": kind.to_lowercase(), "content": content }))
}

fn location(fields: &Fields) -> Result<Value, Problem> {
    let Some(value) = fields.value("location") else {
        return Ok(json!({ "displayName": "" }));
    };
    let inner = Fields::open(value, &LOCATION)?;
    Ok(
        json!({ "displayName": inner.nullable_text("displayName", 0..=255)?.flatten().unwrap_or_default() }),
    )
}

/// An event of whole days begins and ends at midnight (Graph, "event resource type", `isAllDay`).
fn all_day(fields: &Fields, start: Timestamp, end: Timestamp) -> Result<bool, Problem> {
    let all_day = fields.flag("isAllDay")?.unwrap_or(false);
    let midnight = |moment: Timestamp| moment.unix_milliseconds().rem_euclid(24 * 3_600_000) == 0;
    if all_day && !(midnight(start) && midnight(end) && start < end) {
        let message =
            "The Event.Start and Event.End properties of an all-day event must be at midnight.";
        return Err(bad("ErrorInvalidRequest", message));
    }
    Ok(all_day)
}

fn minutes(fields: &Fields) -> Result<i64, Problem> {
    match fields.value("reminderMinutesBeforeStart") {
        None => Ok(15),
        Some(value) => value
            .as_i64()
            .filter(|minutes| i32::try_from(*minutes).is_ok())
            .ok_or_else(|| Problem::wrong_type("reminderMinutesBeforeStart")),
    }
}

fn bad(code: &'static str, message: impl Into<String>) -> Problem {
    Problem::new(StatusCode::BAD_REQUEST, code, message)
}
