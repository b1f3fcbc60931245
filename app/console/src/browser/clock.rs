//! The browser's clock.

use std::time::Duration;

use base::Timestamp;

use super::document;

/// The browser's clock.
#[derive(Clone, Copy, Debug)]
pub(crate) struct BrowserClock;

impl base::Clock for BrowserClock {
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the adapter behind the port"
    )]
    fn now(&self) -> Timestamp {
        // Whole milliseconds, well within what an i64 holds.
        #[expect(
            clippy::cast_possible_truncation,
            reason = "whole milliseconds since 1970 fit"
        )]
        Timestamp::from_unix_milliseconds(js_sys::Date::now() as i64)
    }

    async fn sleep(&self, duration: Duration) {
        gloo_timers::future::sleep(duration).await;
    }
}

/// A moment in the person's own zone and language, to the minute.
pub(crate) fn local(moment: Timestamp, language: words::Language) -> String {
    #[expect(
        clippy::cast_precision_loss,
        reason = "milliseconds since 1970 fit a double for 280,000 years"
    )]
    let date = js_sys::Date::new(&(moment.unix_milliseconds() as f64).into());
    let options = js_sys::Object::new();
    for (name, value) in [("dateStyle", "long"), ("timeStyle", "short")] {
        // Setting a property of a fresh object cannot fail.
        let _ = js_sys::Reflect::set(&options, &name.into(), &value.into());
    }
    String::from(date.to_locale_string(&document::locale(language), &options))
}
