//! The reminder to renew the certificate, as a calendar file.

use base::Clock;
use handoff::HandOver;
use leptos::prelude::*;
use words::Text;

use crate::browser::clock::BrowserClock;
use crate::browser::files;
use crate::console::use_console;

/// Name of the file.
const FILE: &str = "mytimetable-certificate.ics";

/// What it is (RFC 5545, section 8.1).
const MEDIA_TYPE: &str = "text/calendar;charset=utf-8";

/// Offers the reminder, where there is a certificate to be reminded of.
#[component]
pub(super) fn Reminder(
    /// What is handed over.
    hand_over: HandOver,
) -> impl IntoView {
    let console = use_console();
    let failure = RwSignal::new(None::<String>);
    let is_there = hand_over.certificate.is_some();
    let save = move |_| {
        let language = console.language();
        if let Some(file) = handoff::reminder(&hand_over, BrowserClock.now(), language) {
            let outcome = files::save(FILE, MEDIA_TYPE, file.as_bytes());
            failure.set(outcome.err());
        }
    };
    let failed = move || {
        let detail = failure.get()?;
        let values = [("file", FILE), ("detail", detail.as_str())];
        Some(Text::KeysSaveFailed.with(console.language(), &values))
    };
    is_there.then(|| {
        view! {
            <h2>{console.text(Text::HandOverReminderHeading)}</h2>
            <p>{console.text(Text::HandOverReminderHelp)}</p>
            <div class="actions actions--small">
                <button type="button" class="button button--small" id="save-reminder" on:click=save>
                    {console.text_with(Text::HandOverReminderButton, "file", FILE)}
                </button>
            </div>
            <p class="field__problem" role="alert">{failed}</p>
        }
    })
}
