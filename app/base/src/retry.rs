//! How patiently something is asked again: how often, and after how long. Pure; whoever asks carries it out.
//!
//! Sources: RFC 9110, section 10.2.3 (Retry-After); "Throttling guidance" of the Graph documentation. A decimal number of
//! seconds is not in the RFC, but is what Graph sends at times.

use std::time::Duration;

use http::HeaderMap;
use http::header::RETRY_AFTER;
use time::OffsetDateTime;
use time::PrimitiveDateTime;
use time::format_description::well_known::Rfc2822;

use crate::Timestamp;

/// How often one request is sent at most, the first time included.
pub const ATTEMPTS: u32 = 8;
/// Never wait longer than this for one repetition, whatever a server says.
pub const LONGEST_WAIT: Duration = Duration::from_secs(300);

/// How long to wait after the `attempt`th time (counted from 0) where nobody said how long: doubled each time, a minute and
/// a bit at most.
pub fn growing_wait(attempt: u32) -> Duration {
    Duration::from_secs(1 << attempt.min(6))
}

/// Reads `Retry-After`: whole seconds, decimal seconds, or a date. At least one second, at most [`LONGEST_WAIT`]; `None`
/// where there is none that can be read.
pub fn retry_after(headers: &HeaderMap, now: Timestamp) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    let wait = match text.parse::<f64>() {
        Ok(seconds) if seconds.is_finite() && seconds >= 0.0 => {
            Duration::from_secs_f64(seconds.min(LONGEST_WAIT.as_secs_f64()))
        }
        _ => http_date(text)?.since(now),
    };
    Some(wait.clamp(Duration::from_secs(1), LONGEST_WAIT))
}

/// Reads a date as HTTP writes it, e.g. `Sat, 21 Nov 2026 08:00:00 GMT`.
fn http_date(text: &str) -> Option<Timestamp> {
    let moment = OffsetDateTime::parse(text, &Rfc2822)
        .or_else(|_| PrimitiveDateTime::parse(text, &Rfc2822).map(PrimitiveDateTime::assume_utc))
        .ok()?;
    Some(Timestamp::from_unix_seconds(moment.unix_timestamp()))
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
            ("Sat, 21 Nov 2026 07:00:00 GMT", Some(1_000)),
            ("-3", None),
            ("NaN", None),
            ("soon", None),
        ] {
            let wait = retry_after(&headers(text), now());
            assert_eq!(wait, expected.map(Duration::from_millis), "{text:?}");
        }
        assert_eq!(retry_after(&HeaderMap::new(), now()), None);
    }

    #[test]
    fn waits_double_up_to_a_minute_and_a_bit() {
        let waits = [0, 1, 5, 6, 7, u32::MAX].map(|attempt| growing_wait(attempt).as_secs());
        assert_eq!(waits, [1, 2, 32, 64, 64, 64]);
    }
}
