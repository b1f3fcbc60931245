//! The browser's clock for whoever waits only where Microsoft is busy or does not answer: each wait is shown while it lasts.

use std::time::Duration;

use base::Clock;
use base::Timestamp;

use crate::browser::clock::BrowserClock;
use crate::console::Console;

/// The browser's clock, which tells the person of each wait.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TellingClock(pub(crate) Console);

impl Clock for TellingClock {
    fn now(&self) -> Timestamp {
        BrowserClock.now()
    }

    async fn sleep(&self, duration: Duration) {
        self.0.asked_to_wait(Some(duration));
        BrowserClock.sleep(duration).await;
        self.0.asked_to_wait(None);
    }
}
