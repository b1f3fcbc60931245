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
    let growing = growing_wait(attempt);
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

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> Timestamp {
        "2026-11-21T08:00:00Z".parse().unwrap()
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
