//! A reminder to renew a certificate, as a calendar file (RFC 5545) that every calendar program takes in. It holds no
//! secret.

use std::time::Duration;

use base::Timestamp;
use words::Language;
use words::Text;

use crate::HandOver;
use crate::HandedCertificate;
use crate::plain_text::one_line;

/// How long before the end of the certificate the reminder falls due: enough for a renewal that needs several people.
const AHEAD: Duration = Duration::from_secs(60 * 24 * 60 * 60);

/// A day in seconds.
const DAY: i64 = 24 * 60 * 60;

/// An alarm at nine in the morning of the day before. The day itself begins at midnight.
const ALARM_BEFORE: &str = "-PT15H";

/// An alarm at nine in the morning of the day itself, where the day before would be over too soon.
const ALARM_ON_THE_DAY: &str = "PT9H";

/// How far off the beginning of a day must be for an alarm on the day before, which then is still to come, in every time
/// zone.
const ROOM_FOR_ALARM: Duration = Duration::from_secs(36 * 60 * 60);

/// Most octets of a line without its line break (RFC 5545, section 3.1).
const LONGEST_LINE: usize = 75;

/// The calendar file: one all-day event sixty days before the certificate ends, with an alarm. Where that is over at
/// `now` or too near, it falls in the middle of the days that are left. `None` where no certificate is handed over.
pub fn reminder(hand_over: &HandOver, now: Timestamp, language: Language) -> Option<String> {
    let certificate = hand_over.certificate.as_ref()?;
    let due = due(certificate.not_after, now);
    let alarm = if has_room(due, now) {
        ALARM_BEFORE
    } else {
        ALARM_ON_THE_DAY
    };
    let summary = said(Text::ReminderSummary, hand_over, certificate, language);
    let description = said(Text::ReminderDescription, hand_over, certificate, language);
    let lines = [
        "BEGIN:VCALENDAR".to_owned(),
        "VERSION:2.0".to_owned(),
        "PRODID:-//MyTimetable//Setup Console//EN".to_owned(),
        "BEGIN:VEVENT".to_owned(),
        // The same certificate of the same application in a second file is the same event, not another one.
        format!(
            "UID:certificate-{}-{}",
            certificate.thumbprint, hand_over.client_id
        ),
        format!("DTSTAMP:{}", date_time(now)),
        format!("DTSTART;VALUE=DATE:{}", date(due)),
        // Nobody is busy because of it.
        "TRANSP:TRANSPARENT".to_owned(),
        format!("SUMMARY:{}", escaped(&summary)),
        format!("DESCRIPTION:{}", escaped(&description)),
        "BEGIN:VALARM".to_owned(),
        "ACTION:DISPLAY".to_owned(),
        format!("TRIGGER:{alarm}"),
        format!("DESCRIPTION:{}", escaped(&summary)),
        "END:VALARM".to_owned(),
        "END:VEVENT".to_owned(),
        "END:VCALENDAR".to_owned(),
    ];
    Some(lines.iter().map(|line| folded(line)).collect())
}

/// The words of `text` about this certificate. Names stay on their line.
fn said(
    text: Text,
    hand_over: &HandOver,
    certificate: &HandedCertificate,
    language: Language,
) -> String {
    let application = one_line(&hand_over.application_name);
    let organisation = one_line(&hand_over.tenant_name);
    let client_id = hand_over.client_id.to_string();
    let thumbprint = certificate.thumbprint.to_string();
    let until = certificate.not_after.whole_seconds().to_string();
    let values = [
        ("application", application.as_str()),
        ("organisation", organisation.as_str()),
        ("client", client_id.as_str()),
        ("thumbprint", thumbprint.as_str()),
        ("until", until.as_str()),
    ];
    text.with(language, &values)
}

/// The beginning of the day on which the reminder falls due.
fn due(end: Timestamp, now: Timestamp) -> Timestamp {
    let ahead = midnight(end.minus(AHEAD));
    if has_room(ahead, now) {
        ahead
    } else {
        midnight(now.plus(end.since(now) / 2))
    }
}

/// Whether the day that begins at `midnight` is far enough off for an alarm on the day before.
fn has_room(midnight: Timestamp, now: Timestamp) -> bool {
    midnight >= now.plus(ROOM_FOR_ALARM)
}

/// The beginning of the moment's day in UTC.
fn midnight(moment: Timestamp) -> Timestamp {
    let seconds = moment.unix_seconds();
    Timestamp::from_unix_seconds(seconds - seconds.rem_euclid(DAY))
}

/// The day of a moment in UTC (section 3.3.4).
fn date(moment: Timestamp) -> String {
    date_time(moment).chars().take(8).collect()
}

/// A moment in UTC (section 3.3.5, form #2), which is RFC 3339 without its marks.
fn date_time(moment: Timestamp) -> String {
    let text = moment.whole_seconds().to_string();
    text.replace(['-', ':'], "")
}

/// A text as a value (section 3.3.11).
fn escaped(text: &str) -> String {
    let mut value = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\n' => value.push_str("\\n"),
            '\\' | ';' | ',' => value.extend(['\\', character]),
            _ => value.push(character),
        }
    }
    value
}

/// A line with its line break, folded where it is too long (section 3.1), never within a character.
fn folded(line: &str) -> String {
    let mut text = String::with_capacity(line.len() + 2);
    let mut length = 0;
    for character in line.chars() {
        if length + character.len_utf8() > LONGEST_LINE {
            text.push_str("\r\n ");
            // The blank that says so counts.
            length = 1;
        }
        text.push(character);
        length += character.len_utf8();
    }
    text.push_str("\r\n");
    text
}

#[cfg(test)]
mod tests;
