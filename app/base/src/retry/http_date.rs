//! Dates as HTTP writes them (RFC 9110, section 5.6.7): the form of today, and the two obsolete ones that a recipient must
//! read as well.

use time::Date;
use time::Month;
use time::OffsetDateTime;
use time::Time;

use crate::Timestamp;

const MONTHS: [(&str, Month); 12] = [
    ("Jan", Month::January),
    ("Feb", Month::February),
    ("Mar", Month::March),
    ("Apr", Month::April),
    ("May", Month::May),
    ("Jun", Month::June),
    ("Jul", Month::July),
    ("Aug", Month::August),
    ("Sep", Month::September),
    ("Oct", Month::October),
    ("Nov", Month::November),
    ("Dec", Month::December),
];

/// How far ahead a year of two digits may lie, by the RFC.
const YEARS_AHEAD: i32 = 50;

/// Reads a date of any of the three forms. `now` tells the century of a year that has two digits only.
pub(super) fn read(text: &str, now: Timestamp) -> Option<Timestamp> {
    let parts = text.split([' ', ',', '-']).filter(|part| !part.is_empty());
    let parts: Vec<&str> = parts.collect();
    let (day, month, year, time) = match parts[..] {
        // `Sun, 06 Nov 1994 08:49:37 GMT`, and in RFC 850's form `Sunday, 06-Nov-94 08:49:37 GMT`.
        [_, day, month, year, time, "GMT"] => (day, month, year, time),
        // As C's asctime() writes it: `Sun Nov  6 08:49:37 1994`.
        [_, month, day, time, year] => (day, month, year, time),
        _ => return None,
    };
    let (_, month) = MONTHS.into_iter().find(|(name, _)| *name == month)?;
    let date = Date::from_calendar_date(whole_year(year, now)?, month, number(day)?).ok()?;
    let moment = date.with_time(time_of_day(time)?).assume_utc();
    Some(Timestamp::from_unix_seconds(moment.unix_timestamp()))
}

fn time_of_day(text: &str) -> Option<Time> {
    let mut parts = text.split(':').map(number);
    let (hour, minute, second) = (parts.next()??, parts.next()??, parts.next()??);
    parts.next().is_none().then_some(())?;
    Time::from_hms(hour, minute, second).ok()
}

/// The year; of those that end in two digits the last that does not lie too far ahead.
fn whole_year(text: &str, now: Timestamp) -> Option<i32> {
    match text.len() {
        4 => number(text),
        2 => {
            let now = OffsetDateTime::from_unix_timestamp(now.unix_seconds()).ok()?;
            let last = now.year() + YEARS_AHEAD;
            let digits: i32 = number(text)?;
            Some(last - (last - digits).rem_euclid(100))
        }
        _ => None,
    }
}

/// A number of digits only; a sign is none.
fn number<N: std::str::FromStr>(text: &str) -> Option<N> {
    let is_digits = text.bytes().all(|byte| byte.is_ascii_digit());
    is_digits.then(|| text.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The examples of the RFC are one moment; the others follow from its grammar.
    #[test]
    fn all_three_forms_are_read_and_nothing_else() {
        for (text, expected) in [
            (
                "Sun, 06 Nov 1994 08:49:37 GMT",
                Some("1994-11-06T08:49:37Z"),
            ),
            (
                "Sunday, 06-Nov-94 08:49:37 GMT",
                Some("1994-11-06T08:49:37Z"),
            ),
            ("Sun Nov  6 08:49:37 1994", Some("1994-11-06T08:49:37Z")),
            ("Sat Nov 21 08:00:00 2026", Some("2026-11-21T08:00:00Z")),
            (
                "Thu, 29 Feb 2024 23:59:59 GMT",
                Some("2024-02-29T23:59:59Z"),
            ),
            // Not more than 50 years ahead of 2026, else the most recent past one.
            (
                "Friday, 01-Jan-27 00:00:00 GMT",
                Some("2027-01-01T00:00:00Z"),
            ),
            (
                "Wednesday, 01-Jan-76 00:00:00 GMT",
                Some("2076-01-01T00:00:00Z"),
            ),
            (
                "Saturday, 01-Jan-77 00:00:00 GMT",
                Some("1977-01-01T00:00:00Z"),
            ),
            (
                "Saturday, 01-Jan-00 00:00:00 GMT",
                Some("2000-01-01T00:00:00Z"),
            ),
            ("", None),
            ("soon", None),
            ("Sun, 06 Nov 1994 08:49:37", None),
            ("Sun, 06 Nov 1994 08:49:37 CET", None),
            ("Sun, 06 Nov 1994 08:49:37 +0100", None),
            ("Sun, 06 nov 1994 08:49:37 GMT", None),
            ("Sun, 31 Feb 2026 08:49:37 GMT", None),
            ("Sun, 06 Nov 1994 24:00:00 GMT", None),
            ("Sun, 06 Nov 1994 08:49 GMT", None),
            ("Sun, 06 Nov 1994 08:49:37:00 GMT", None),
            ("Sun, +6 Nov 1994 08:49:37 GMT", None),
            ("Sun, 06 Nov 994 08:49:37 GMT", None),
            ("1994-11-06T08:49:37Z", None),
        ] {
            let now = "2026-11-21T08:00:00Z".parse().unwrap();
            let expected = expected.map(|moment| moment.parse().unwrap());
            assert_eq!(read(text, now), expected, "{text:?}");
        }
    }
}
