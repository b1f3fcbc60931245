//! A calendar event as Graph writes it, as far as the proof needs it.

use serde_json::Value;
use serde_json::json;

/// One event. Times are in UTC, of the form `2026-11-23T09:00:00`.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Event {
    /// What it is called.
    pub subject: String,
    /// When it begins.
    pub start: String,
    /// When it ends.
    pub end: String,
}

impl Event {
    /// The body of a request ("event resource type").
    pub(crate) fn to_json(&self) -> Value {
        let moment = |text: &str| json!({ "dateTime": text, "timeZone": "UTC" });
        json!({ "subject": self.subject, "start": moment(&self.start), "end": moment(&self.end) })
    }

    /// Reads an answer. Graph writes seven digits of a second behind the point, which say nothing here.
    pub(crate) fn from_json(value: &Value) -> Option<Self> {
        let moment = |name: &str| {
            let moment = value.get(name)?;
            let utc = moment.get("timeZone")?.as_str()? == "UTC";
            let text = moment.get("dateTime")?.as_str()?;
            let whole = text.strip_suffix(".0000000").unwrap_or(text);
            utc.then(|| whole.to_owned())
        };
        Some(Self {
            subject: value.get("subject")?.as_str()?.to_owned(),
            start: moment("start")?,
            end: moment("end")?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_graph_answers_is_read_with_or_without_a_fraction() {
        let event = Event {
            subject: "Statistics I".to_owned(),
            start: "2026-11-23T09:00:00".to_owned(),
            end: "2026-11-23T10:00:00".to_owned(),
        };
        assert_eq!(Event::from_json(&event.to_json()).as_ref(), Some(&event));
        let mut answer = event.to_json();
        answer["start"]["dateTime"] = "2026-11-23T09:00:00.0000000".into();
        assert_eq!(Event::from_json(&answer), Some(event));
        answer["start"]["timeZone"] = "Europe/Amsterdam".into();
        assert_eq!(Event::from_json(&answer), None);
    }
}
