//! How the client waits, and what it does by chance: a part of the waits that nobody prescribes, and ids of requests.

use std::time::Duration;

use base::Clock;
use base::KeyId;
use base::Tokens;
use base::Transport;
use base::retry::growing_wait;

use super::Graph;

/// The header with the caller's own id of a request, which Microsoft's support can look up ("Best practices for working with
/// Microsoft Graph", reliability and support).
pub const CLIENT_REQUEST_ID: &str = "client-request-id";

impl<T: Transport, K: Tokens, C: Clock> Graph<T, K, C> {
    pub(super) async fn wait(&self, duration: Duration) {
        if let Some(waits) = &self.waits {
            waits(Some(duration));
        }
        self.clock.sleep(duration).await;
        if let Some(waits) = &self.waits {
            waits(None);
        }
    }

    /// Leaves the gap before a new request; a repeated one waits as long as Graph asked, and no longer. Nobody is told: it
    /// is short, and nothing has gone wrong.
    pub(super) async fn keep_pace(&self) {
        let gap = self.pace.get().gap();
        if !gap.is_zero() {
            self.clock.sleep(gap).await;
        }
    }

    /// Fits the pace to one more answer.
    pub(super) fn note(&self, throttled: bool) {
        self.pace.set(self.pace.get().after(throttled));
    }

    /// Waits before something is sent again after the `attempt`th time (counted from 0) where Graph did not say how long, and
    /// tells so.
    pub async fn rest_longer(&self, attempt: u64) {
        let attempt = u32::try_from(attempt).unwrap_or(u32::MAX);
        self.wait(growing_wait(attempt, self.chance())).await;
    }

    /// A new id for [`CLIENT_REQUEST_ID`].
    pub fn new_request_id(&self) -> String {
        let mut bytes = [0; 16];
        self.entropy.fill(&mut bytes);
        KeyId::from_random(bytes).to_string()
    }

    pub(super) fn chance(&self) -> u8 {
        let mut byte = [0];
        self.entropy.fill(&mut byte);
        byte[0]
    }

    /// Waits before something is sent again, and tells so.
    pub async fn rest(&self, duration: Duration) {
        self.wait(duration).await;
    }
}
