//! Whether, and after how long, a request to Graph is sent again. Pure: the client carries the decision out. How patient
//! one is, and what `Retry-After` says, stands in [`base::retry`].

use std::time::Duration;

use base::Timestamp;
use base::retry::ATTEMPTS;
use base::retry::growing_wait;
use base::retry::retry_after;
use http::HeaderMap;
use http::StatusCode;

/// What became of one attempt.
pub(crate) enum Attempt<'a> {
    /// A response came.
    Answered(StatusCode, &'a HeaderMap),
    /// No response came: the reply may have been lost after the write.
    Lost,
}

/// Returns how long to wait after the `attempt`th time (counted from 0) before sending the request again, or `None` if it is
/// not to be sent again: throttled requests are, and, where they are `repeatable`, those that met a fault that mostly passes
/// (500, 502, 503, 504) or got no answer. Where nobody says how long, `chance` has a part in it.
pub(crate) fn wait_before_repeating(
    attempt: u32,
    outcome: &Attempt<'_>,
    repeatable: bool,
    now: Timestamp,
    chance: u8,
) -> Option<Duration> {
    if attempt + 1 >= ATTEMPTS {
        return None;
    }
    let growing = growing_wait(attempt, chance);
    match outcome {
        // Throttled: the request was not carried out, whatever it was.
        Attempt::Answered(StatusCode::TOO_MANY_REQUESTS, headers) => {
            Some(retry_after(headers, now).unwrap_or(growing))
        }
        // A fault at Microsoft's side or on the way there: the request may have been carried out, so only what may happen
        // twice is sent again (RFC 9110, section 9.2.2).
        Attempt::Answered(
            StatusCode::INTERNAL_SERVER_ERROR
            | StatusCode::BAD_GATEWAY
            | StatusCode::SERVICE_UNAVAILABLE
            | StatusCode::GATEWAY_TIMEOUT,
            headers,
        ) if repeatable => Some(retry_after(headers, now).unwrap_or(growing)),
        Attempt::Lost if repeatable => Some(growing),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> Timestamp {
        "2026-11-21T08:00:00Z".parse().unwrap()
    }

    #[test]
    fn only_what_cannot_happen_twice_is_repeated() {
        // After the first time, after the fourth, and after the first where seven seconds were asked for.
        const REPEATED: [Option<u64>; 3] = [Some(1), Some(8), Some(7)];
        const TOLD: [Option<u64>; 3] = [None; 3];
        let silent = HeaderMap::new();
        let mut asking = HeaderMap::new();
        asking.insert("retry-after", "7".parse().unwrap());
        for (status, read, write) in [
            (200, TOLD, TOLD),
            (400, TOLD, TOLD),
            (403, TOLD, TOLD),
            (404, TOLD, TOLD),
            (409, TOLD, TOLD),
            (424, TOLD, TOLD),
            (429, REPEATED, REPEATED),
            (500, REPEATED, TOLD),
            (501, TOLD, TOLD),
            (502, REPEATED, TOLD),
            (503, REPEATED, TOLD),
            (504, REPEATED, TOLD),
        ] {
            let code = StatusCode::from_u16(status).unwrap();
            for (repeatable, expected) in [(true, read), (false, write)] {
                let wait = |attempt, headers| {
                    let outcome = Attempt::Answered(code, headers);
                    let wait = wait_before_repeating(attempt, &outcome, repeatable, now(), 0);
                    wait.map(|wait| wait.as_secs())
                };
                let waits = [wait(0, &silent), wait(3, &silent), wait(0, &asking)];
                assert_eq!(waits, expected, "{status}, repeatable: {repeatable}");
                assert_eq!(wait(ATTEMPTS - 1, &silent), None, "{status}, the last time");
            }
        }
    }

    #[test]
    fn a_lost_reply_is_answered_by_repeating_what_may_happen_twice() {
        let wait = |attempt, repeatable| {
            let wait = wait_before_repeating(attempt, &Attempt::Lost, repeatable, now(), 0);
            wait.map(|wait| wait.as_secs())
        };
        assert_eq!(wait(0, true), Some(1));
        assert_eq!(wait(3, true), Some(8));
        assert_eq!(wait(0, false), None);
        assert_eq!(wait(ATTEMPTS - 1, true), None);
    }
}
