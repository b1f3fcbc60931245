//! How fast time goes by in a visit. A person's minutes of waiting, while a tenant settles, are seconds for a test; page and
//! tenant live in the same time, so that nothing else is different for them.

use base::Timestamp;
use tenant::server;

/// The clock of one visit, from its beginning on.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Pace {
    start: Timestamp,
    times: u32,
}

impl Pace {
    /// A clock that shows the present moment and runs `times` as fast as any other.
    pub(crate) fn new(times: u32) -> Self {
        Self {
            start: server::now(),
            times,
        }
    }

    /// The moment that it is in the visit.
    pub(crate) fn now(self) -> Timestamp {
        let start = self.start.unix_milliseconds();
        let since = server::now().unix_milliseconds() - start;
        Timestamp::from_unix_milliseconds(start + since * i64::from(self.times))
    }

    /// A script with which a page lives in that time, if it is another than ours. What a page waits for comes sooner. What a
    /// timer of it guards against, such as a worker that never answers, has as long as ever: this computer is not faster.
    /// What the clock ends, such as the waiting for a tenant or the life of a token, ends sooner with everything else.
    pub(crate) fn script(self) -> Option<String> {
        let Self { start, times } = self;
        let start = start.unix_milliseconds();
        (times != 1).then(|| {
            format!(
                "{{
                    const {{ setTimeout }} = globalThis;
                    const {{ now }} = Date;
                    Date.now = () => {start} + (now() - {start}) * {times};
                    globalThis.setTimeout = (act, wait, ...rest) =>
                        setTimeout(act, wait < {GUARD} ? wait / {times} : wait, ...rest);
                }}"
            )
        })
    }
}

/// From how many milliseconds on a wait is a guard.
const GUARD: u32 = 60_000;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clock_of_a_quick_visit_runs_ahead_and_that_of_a_slow_one_does_not() {
        let start = Timestamp::from_unix_milliseconds(server::now().unix_milliseconds() - 60_000);
        let quick = Pace { start, times: 10 };
        let slow = Pace { start, times: 1 };
        let before = server::now().unix_milliseconds();
        assert!(quick.now().unix_milliseconds() >= before + 9 * 60_000);
        let now = slow.now().unix_milliseconds();
        assert!((before..=server::now().unix_milliseconds()).contains(&now));
        assert_eq!(slow.script(), None);
    }
}
