//! How patiently something is asked again: how often, and after how long. Pure; whoever asks carries it out.
//!
//! Sources: RFC 9110, section 10.2.3 (Retry-After); "Throttling guidance" of the Graph documentation. A decimal number of
//! seconds is not in the RFC, but is what Graph sends at times.

mod http_date;

use std::time::Duration;

use http::HeaderMap;
use http::HeaderName;
use http::header::DATE;
use http::header::RETRY_AFTER;

use crate::Timestamp;

/// How often one request is sent at most, the first time included.
pub const ATTEMPTS: u32 = 8;
/// Never wait longer than this for one repetition, whatever a server says.
pub const LONGEST_WAIT: Duration = Duration::from_secs(300);
/// Never wait less than this where a server asks to wait.
const SHORTEST_WAIT: Duration = Duration::from_secs(1);

/// How long to wait after the `attempt`th time (counted from 0) where nobody said how long: doubled each time, a minute and
/// a bit at most. `chance` makes it up to a quarter longer, so that many who were sent away together do not come back
/// together; Entra's token endpoint is waited for without it, since a page seldom asks there.
pub fn growing_wait(attempt: u32, chance: u8) -> Duration {
    let wait = Duration::from_secs(1 << attempt.min(6));
    wait + wait / 4 * u32::from(chance) / u32::from(u8::MAX)
}

/// Reads `Retry-After`: whole seconds, decimal seconds, or a date. At least one second, at most [`LONGEST_WAIT`]; `None`
/// where there is none that can be read, or a date that says nothing.
pub fn retry_after(headers: &HeaderMap, now: Timestamp) -> Option<Duration> {
    let text = text(headers, &RETRY_AFTER)?;
    let wait = match text.parse::<f64>() {
        Ok(seconds) if seconds.is_finite() && seconds >= 0.0 => {
            Duration::from_secs_f64(seconds.min(LONGEST_WAIT.as_secs_f64()))
        }
        _ => until(http_date::read(text, now)?, headers, now)?,
    };
    Some(wait.clamp(SHORTEST_WAIT, LONGEST_WAIT))
}

/// How long it is until `moment`, which a server named by its own clock: measured from its `Date`, where that can be read.
///
/// A page mostly cannot: `Date` is not among the headers that every page may read (Fetch Standard, "CORS-safelisted
/// response-header name"), and Graph does not expose it. By this computer's clock, which may be fast, the moment may then be
/// over or nearly so; that says nothing, and waits that grow are better than one of a second again and again.
fn until(moment: Timestamp, headers: &HeaderMap, now: Timestamp) -> Option<Duration> {
    let sent = text(headers, &DATE).and_then(|date| http_date::read(date, now));
    match sent {
        Some(sent) => Some(moment.since(sent)),
        None => Some(moment.since(now)).filter(|wait| *wait > SHORTEST_WAIT),
    }
}

fn text<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    headers.get(name)?.to_str().ok().map(str::trim)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> Timestamp {
        "2026-11-21T08:00:00Z".parse().unwrap()
    }

    fn headers(value: &str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert("retry-after", value.parse().unwrap());
        headers
    }

    #[test]
    fn retry_after_is_read_in_every_spelling() {
        for (text, expected) in [
            ("7", Some(7_000)),
            ("2.5", Some(2_500)),
            ("0", Some(1_000)),
            ("0.01", Some(1_000)),
            ("86400", Some(300_000)),
            ("Sat, 21 Nov 2026 08:00:30 GMT", Some(30_000)),
            ("Saturday, 21-Nov-26 08:00:30 GMT", Some(30_000)),
            ("Sat Nov 21 08:00:30 2026", Some(30_000)),
            ("Sat, 21 Nov 2026 09:00:00 GMT", Some(300_000)),
            ("-3", None),
            ("NaN", None),
            ("soon", None),
        ] {
            let wait = retry_after(&headers(text), now());
            assert_eq!(wait, expected.map(Duration::from_millis), "{text:?}");
        }
        assert_eq!(retry_after(&HeaderMap::new(), now()), None);
    }

    /// The server's clock and ours agree on nothing here but on how fast time passes.
    #[test]
    fn a_date_is_measured_by_the_servers_own_clock_where_that_can_be_read() {
        const DATE: Option<&str> = Some("Sat, 21 Nov 2026 07:00:00 GMT");
        for (date, asked, expected) in [
            (DATE, "Sat, 21 Nov 2026 07:00:30 GMT", Some(30)),
            (DATE, "Sat, 21 Nov 2026 07:00:00 GMT", Some(1)),
            (DATE, "Sat, 21 Nov 2026 06:00:00 GMT", Some(1)),
            (DATE, "Sat, 21 Nov 2026 08:00:00 GMT", Some(300)),
            (DATE, "30", Some(30)),
            (Some("today"), "Sat, 21 Nov 2026 08:00:30 GMT", Some(30)),
            (None, "Sat, 21 Nov 2026 08:00:02 GMT", Some(2)),
            (None, "Sat, 21 Nov 2026 08:00:01 GMT", None),
            (None, "Sat, 21 Nov 2026 08:00:00 GMT", None),
            (None, "Sat, 21 Nov 2026 07:00:30 GMT", None),
        ] {
            let mut headers = headers(asked);
            let value = date.map(|date| date.parse().unwrap());
            headers.extend(value.map(|value| (super::DATE, value)));
            let wait = retry_after(&headers, now());
            assert_eq!(wait, expected.map(Duration::from_secs), "{date:?} {asked}");
        }
    }

    #[test]
    fn waits_double_up_to_a_minute_and_a_bit() {
        let waits = [0, 1, 5, 6, 7, u32::MAX].map(|attempt| growing_wait(attempt, 0).as_secs());
        assert_eq!(waits, [1, 2, 32, 64, 64, 64]);
    }

    #[test]
    fn chance_makes_a_wait_up_to_a_quarter_longer() {
        let waits = [0, 51, 255].map(|chance| growing_wait(2, chance).as_millis());
        assert_eq!(waits, [4_000, 4_200, 5_000]);
    }
}
