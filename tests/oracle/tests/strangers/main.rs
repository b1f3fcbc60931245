//! Strangers judge the files that the page makes, and the files that strangers make must be read.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "these are tests; the lints know that of functions marked as tests only"
)]

mod format;
mod given;
mod lint;
mod made;
mod matrix;
mod program;
mod reader;
