//! Whether, and when, a write that was refused is sent again.

use std::time::Duration;

use base::Clock;
use base::Tokens;
use base::Transport;
use graph::GraphError;
use graph::Template;

use super::Event;
use super::Running;
use super::Task;
use crate::Ledger;
use crate::settle::DEADLINE;
use crate::settle::pause;

/// For so long "not found" may mean "not yet" of something that was there when the plan was made, and not made by this run.
const OLD_NOT_YET: Duration = Duration::from_secs(60);
/// But not before so many tries: where Graph lets each of them wait for minutes, few say nothing.
const FEWEST_TRIES: u64 = 12;

/// Whether a refusal may pass: another write was under way, or a copy of the directory does not know yet what the request
/// names. The latter is waited for as long as it takes where this run made it; of what was there before, "not found" soon
/// means that somebody has deleted it.
pub(super) fn may_pass(error: &GraphError, write: &Template, waited: Duration, count: u64) -> bool {
    let longest = if error.is_collision() || write.has_pending() {
        DEADLINE
    } else {
        OLD_NOT_YET
    };
    (error.is_collision() || error.is_not_yet()) && (waited < longest || count < FEWEST_TRIES)
}

impl<T: Transport, K: Tokens, C: Clock, L: Ledger, E: Fn(Event)> Running<'_, T, K, C, L, E> {
    /// Waits as long as Graph asks, else a little longer each time.
    pub(super) async fn wait_before_repeating(
        &self,
        task: &Task<'_>,
        error: &GraphError,
        count: u64,
    ) {
        let asked = error.refusal().and_then(|refusal| refusal.retry_after);
        match asked {
            Some(asked) => self.graph.rest(asked).await,
            None if error.is_throttled() => self.graph.rest_longer(count - 1).await,
            None => {
                (self.tell)(Event::NotYet(task.step.id.clone()));
                self.graph.clock().sleep(pause(count)).await;
            }
        }
    }
}
