//! Strangers judge the key files, and files made by strangers must be read: that is in `tests/`.
//!
//! For other tests there is a search for what must never leave the page: [`Traces`] of [`Secrets`].

mod form;
mod traces;

pub use traces::Found;
pub use traces::Secrets;
pub use traces::Traces;
pub use traces::TracesError;
