//! Waiting until the tenant shows what was written.
//!
//! Entra answers reads from several copies that lag behind one another, so one good read proves little. Three in a row
//! are asked for, from one second apart growing to five, for ten minutes at most. All waiting of that kind is in here.

use std::time::Duration;

use base::Clock;
use graph::GraphError;

/// How many good reads in a row count as settled.
const GOOD_READS: u32 = 3;
/// Longest pause between two reads.
const LONGEST_PAUSE: u64 = 5;
/// After this long, waiting ends.
pub(crate) const DEADLINE: Duration = Duration::from_secs(600);
/// But not before so many reads: where Graph lets each of them wait for minutes, few say nothing.
const FEWEST_READS: u64 = 30;

/// How far the waiting is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Seen {
    /// Good reads in a row so far.
    pub good: u32,
    /// How many are needed.
    pub of: u32,
    /// How long it has taken so far.
    pub waited: Duration,
}

/// Why something did not settle.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub(crate) enum Unsettled {
    /// It did not become visible in time.
    #[error("not seen in time")]
    NotSeen,
    /// The tenant could not be asked.
    #[error(transparent)]
    Graph(#[from] GraphError),
}

/// The pause before the `count`th repetition.
pub(crate) fn pause(count: u64) -> Duration {
    Duration::from_secs(count.clamp(1, LONGEST_PAUSE))
}

/// Looks until three looks in a row succeed, and returns what the last one saw.
pub(crate) async fn settle<R>(
    clock: &impl Clock,
    tell: impl Fn(Seen),
    mut look: impl AsyncFnMut() -> Result<Option<R>, GraphError>,
) -> Result<R, Unsettled> {
    let began = clock.now();
    let mut good = 0;
    for count in 1.. {
        let seen = look().await?;
        good = if seen.is_some() { good + 1 } else { 0 };
        let waited = clock.now().since(began);
        tell(Seen {
            good,
            of: GOOD_READS,
            waited,
        });
        match seen {
            Some(found) if good >= GOOD_READS => return Ok(found),
            // A good read is followed up even after the deadline: a computer that slept has not waited.
            None if waited >= DEADLINE && count >= FEWEST_READS => return Err(Unsettled::NotSeen),
            _ => clock.sleep(pause(count)).await,
        }
    }
    Err(Unsettled::NotSeen)
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use base::Timestamp;

    use super::*;

    /// A clock that jumps, and remembers its jumps in seconds.
    struct Jumping(RefCell<(Timestamp, Vec<u64>)>);

    impl Clock for Jumping {
        fn now(&self) -> Timestamp {
            self.0.borrow().0
        }

        async fn sleep(&self, duration: Duration) {
            let mut inner = self.0.borrow_mut();
            inner.0 = inner.0.plus(duration);
            inner.1.push(duration.as_secs());
        }
    }

    fn run(reads: &str) -> (Result<usize, Unsettled>, Vec<u64>) {
        let clock = Jumping(RefCell::new((Timestamp::from_unix_seconds(0), Vec::new())));
        let mut reads = reads.chars().enumerate();
        let result = pollster::block_on(settle(
            &clock,
            |_| {},
            async || match reads.next() {
                Some((at, '+')) => Ok(Some(at)),
                Some((_, '!')) => Err(GraphError::SignInAgain { request_id: None }),
                _ => Ok(None),
            },
        ));
        let pauses = clock.0.borrow().1.clone();
        (result, pauses)
    }

    #[test]
    fn three_good_reads_in_a_row_settle() {
        assert_eq!(run("+++"), (Ok(2), vec![1, 2]));
        assert_eq!(run("--+++"), (Ok(4), vec![1, 2, 3, 4]));
        assert_eq!(run("++-+-+++"), (Ok(7), vec![1, 2, 3, 4, 5, 5, 5]));
    }

    #[test]
    fn an_error_ends_the_waiting_and_so_does_the_deadline() {
        assert_eq!(
            run("+!"),
            (
                Err(Unsettled::Graph(GraphError::SignInAgain {
                    request_id: None
                })),
                vec![1]
            )
        );
        let (result, pauses) = run("");
        assert_eq!(result, Err(Unsettled::NotSeen));
        let waited: u64 = pauses.iter().sum();
        assert!((600..=605).contains(&waited), "{waited}");
    }

    #[test]
    fn reads_that_take_minutes_each_are_not_given_up_soon() {
        let looks = |bad: usize| {
            let clock = Jumping(RefCell::new((Timestamp::from_unix_seconds(0), Vec::new())));
            let mut count = 0;
            let look = async || {
                clock.sleep(Duration::from_secs(240)).await;
                count += 1;
                Ok((count > bad).then_some(count))
            };
            pollster::block_on(settle(&clock, |_| {}, look))
        };
        assert_eq!(looks(29), Ok(32));
        assert_eq!(looks(30), Err(Unsettled::NotSeen));
    }

    #[test]
    fn a_good_read_after_the_deadline_is_followed_up() {
        // The last of these is read after 595 seconds.
        let bad = "-".repeat(122);
        assert_eq!(run(&format!("{bad}+++")).0, Ok(124));
        assert_eq!(run(&format!("{bad}++-+++")).0, Err(Unsettled::NotSeen));
    }
}
