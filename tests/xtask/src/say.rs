//! What the door tells the person who opened it. The only place of this program that prints.

use std::time::Duration;

/// Says in one line what is about to happen or has happened.
#[expect(
    clippy::print_stdout,
    reason = "telling what it does is this program's purpose"
)]
pub(crate) fn line(text: &str) {
    println!("{text}");
}

/// Says why the door stays shut.
#[expect(
    clippy::print_stderr,
    reason = "telling what went wrong is this program's purpose"
)]
pub(crate) fn problem(text: &str) {
    eprintln!("\n{text}");
}

/// A duration as a person says it: `7 s`, `3 min 5 s`.
pub(crate) fn duration(duration: Duration) -> String {
    let seconds = duration.as_secs();
    if seconds < 60 {
        format!("{seconds} s")
    } else {
        format!("{} min {} s", seconds / 60, seconds % 60)
    }
}
