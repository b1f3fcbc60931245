//! Whether, and after how long, a request is sent again. Pure: the client carries the decision out.
//!
//! Sources: "Throttling guidance" of the Graph documentation; RFC 9110, section 10.2.3 (Retry-After). A decimal number of
//! seconds is not in the RFC, but is what Graph sends at times.

use std::time::Duration;

use base::Timestamp;
use http::HeaderMap;
use http::StatusCode;
use time::OffsetDateTime;
use time::PrimitiveDateTime;
use time::format_description::well_known::Rfc2822;

use crate::call::header;

/// How often one request is sent at most, the first time included.
pub(crate) const ATTEMPTS: u32 = 8;
/// Never wait longer than this for one repetition, whatever a server says.
const LONGEST: Duration = Duration::from_secs(300);

/// What became of one attempt.
pub(crate) enum Attempt<'a> {
    /// A response came.
    Answered(StatusCode, &'a HeaderMap),
    /// No response came: the reply may have been lost after the write.
    Lost,
}

/// Returns how long to wait after the `attempt`th time (counted from 0) before sending the request again, or `None` if it is not to be sent again.
pub(crate) fn wait_before_repeating(
    attempt: u32,
    outcome: &Attempt<'_>,
    repeatable: bool,
    now: Timestamp,
) -> Option<Duration> {
    if attempt + 1 >= ATTEMPTS {
        return None;
    }
    let growing = Duration::from_secs(1 << attempt.min(6));
    match outcome {
        // Throttled: the request was not carried out, whatever it was.
        Attempt::Answered(StatusCode::TOO_MANY_REQUESTS, headers) => {
            Some(retry_after(headers, now).unwrap_or(growing))
        }
        Attempt::Answered(
            StatusCode::SERVICE_UNAVAILABLE | StatusCode::GATEWAY_TIMEOUT,
            headers,
        ) if repeatable => Some(retry_after(headers, now).unwrap_or(growing)),
        Attempt::Lost if repeatable => Some(growing),
        _ => None,
    }
}

/// Reads `Retry-After`: whole seconds, decimal seconds, or a date. At least one second, at most five minutes.
pub fn retry_after(headers: &HeaderMap, now: Timestamp) -> Option<Duration> {
    let text = header(headers, "retry-after")?;
    let wait = match text.trim().parse::<f64>() {
        Ok(seconds) if seconds.is_finite() && seconds >= 0.0 => {
            Duration::from_secs_f64(seconds.min(LONGEST.as_secs_f64()))
        }
        _ => http_date(text.trim())?.since(now),
    };
    Some(wait.clamp(Duration::from_secs(1), LONGEST))
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
    fn only_what_cannot_happen_twice_is_repeated() {
        let none = HeaderMap::new();
        let wait = |attempt, outcome: Attempt<'_>, repeatable| {
            wait_before_repeating(attempt, &outcome, repeatable, now()).map(|wait| wait.as_secs())
        };
        let busy = || Attempt::Answered(StatusCode::SERVICE_UNAVAILABLE, &none);
        let throttled = || Attempt::Answered(StatusCode::TOO_MANY_REQUESTS, &none);
        assert_eq!(wait(0, throttled(), false), Some(1));
        assert_eq!(wait(3, throttled(), false), Some(8));
        assert_eq!(wait(0, busy(), true), Some(1));
        assert_eq!(wait(0, busy(), false), None);
        assert_eq!(wait(0, Attempt::Lost, true), Some(1));
        assert_eq!(wait(0, Attempt::Lost, false), None);
        assert_eq!(wait(ATTEMPTS - 1, throttled(), true), None);
        assert_eq!(
            wait(0, Attempt::Answered(StatusCode::BAD_REQUEST, &none), true),
            None
        );
        assert_eq!(
            wait(0, Attempt::Answered(StatusCode::NOT_FOUND, &none), true),
            None
        );
        assert_eq!(
            wait(0, Attempt::Answered(StatusCode::OK, &none), true),
            None
        );
    }
}
