//! Waiting: look again and again until it is there or time is up. Never a fixed pause.

use std::time::Duration;

use tokio::time::interval;
use tokio::time::timeout;

/// How long anything may take to come into sight. A whole plan that is carried out takes longest: it waits after each
/// write until the tenant shows it, while other visits keep the computer busy.
const PATIENCE: Duration = Duration::from_secs(180);
/// How soon is looked again at first: most things come at once.
const SOON: Duration = Duration::from_millis(30);
/// How soon at last: what takes seconds is not there sooner for being looked for, and every look keeps a browser busy.
const LATER: Duration = Duration::from_millis(500);

/// Looks with `look` until it finds something, at growing intervals. `None` if it did not in time.
pub(crate) async fn until<T>(look: impl AsyncFn() -> Option<T>) -> Option<T> {
    let looking = async {
        let mut beat = interval(SOON);
        let mut pause = SOON;
        loop {
            beat.tick().await;
            if let Some(found) = look().await {
                return found;
            }
            beat.reset_after(pause);
            pause = (pause * 3 / 2).min(LATER);
        }
    };
    timeout(PATIENCE, looking).await.ok()
}
