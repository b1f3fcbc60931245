//! Whether, and when, a write that was refused is sent again.

use std::time::Duration;

use graph::GraphError;
use graph::Template;

use crate::settle::DEADLINE;

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
