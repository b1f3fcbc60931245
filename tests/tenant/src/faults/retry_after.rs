//! `Retry-After` in every spelling (RFC 9110, section 10.2.3; decimals are Graph's own).

use std::time::Duration;

use base::Timestamp;

use crate::random::Random;

/// When to come again, as one header says it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum RetryAfter {
    /// Whole seconds.
    Seconds(u64),
    /// Tenths of a second, written as a decimal number of seconds.
    Tenths(u64),
    /// A date so many seconds from now.
    Date(u64),
    /// No header.
    Absent,
}

impl RetryAfter {
    /// Draws spelling and time, five seconds at most.
    pub(crate) fn draw(random: &mut Random) -> Self {
        let seconds = 1 + random.below(5);
        match random.below(4) {
            0 => Self::Seconds(seconds),
            1 => Self::Tenths(10 * seconds - 1 - random.below(9)),
            2 => Self::Date(seconds),
            _ => Self::Absent,
        }
    }

    /// The header's value at `now`.
    pub(crate) fn text(self, now: Timestamp) -> Option<String> {
        match self {
            Self::Seconds(seconds) => Some(seconds.to_string()),
            Self::Tenths(tenths) => Some(format!("{}.{}", tenths / 10, tenths % 10)),
            Self::Date(seconds) => Some(http_date(now.plus(Duration::from_secs(seconds)))),
            Self::Absent => None,
        }
    }
}

/// A moment as HTTP writes it, e.g. `Sat, 21 Nov 2026 08:00:00 GMT` (RFC 9110, section 5.6.7).
fn http_date(moment: Timestamp) -> String {
    const DAYS: [&str; 7] = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];
    const MONTHS: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    // 1970-01-01 was a Thursday.
    let days = moment.unix_seconds().div_euclid(86_400).rem_euclid(7);
    let day = usize::try_from(days).map_or("", |at| DAYS[at]);
    let text = moment.whole_seconds().to_string();
    let month = text[5..7].parse::<usize>().unwrap_or(1);
    format!(
        "{day}, {} {} {} {} GMT",
        &text[8..10],
        MONTHS[month - 1],
        &text[..4],
        &text[11..19]
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_as_rfc_9110_writes_them() {
        for (moment, text) in [
            ("1994-11-06T08:49:37Z", "Sun, 06 Nov 1994 08:49:37 GMT"),
            ("2026-11-21T08:00:00.25Z", "Sat, 21 Nov 2026 08:00:00 GMT"),
        ] {
            assert_eq!(http_date(moment.parse().unwrap()), text);
        }
    }

    #[test]
    fn every_spelling_is_drawn() {
        let mut random = Random::new("spelling", 1);
        let now = Timestamp::from_unix_seconds(0);
        let texts: Vec<Option<String>> = (0..40)
            .map(|_| RetryAfter::draw(&mut random).text(now))
            .collect();
        let some = |wanted: fn(&Option<String>) -> bool| texts.iter().any(wanted);
        assert!(some(|text| text.is_none()));
        assert!(some(|text| text
            .as_ref()
            .is_some_and(|text| text.len() == 1)));
        assert!(some(|text| text
            .as_ref()
            .is_some_and(|text| text.contains('.'))));
        assert!(some(|text| text
            .as_ref()
            .is_some_and(|text| text.ends_with("GMT"))));
    }
}
