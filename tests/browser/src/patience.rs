//! Waiting: look again and again until it is there or time is up. Never a fixed pause.

use std::time::Duration;

use tokio::time::MissedTickBehavior;
use tokio::time::interval;
use tokio::time::timeout;

/// How long anything may take to come into sight. A whole plan that is carried out takes longest: it waits after each
/// write until the tenant shows it, while other visits keep the computer busy.
const PATIENCE: Duration = Duration::from_secs(180);
/// How often is looked.
const LOOK: Duration = Duration::from_millis(50);

/// Looks with `look` until it finds something. `None` if it did not in time.
pub(crate) async fn until<T>(look: impl AsyncFn() -> Option<T>) -> Option<T> {
    let mut beat = interval(LOOK);
    beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let looking = async {
        loop {
            beat.tick().await;
            if let Some(found) = look().await {
                return found;
            }
        }
    };
    timeout(PATIENCE, looking).await.ok()
}
