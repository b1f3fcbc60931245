//! Applications: what may be written, what is refused, and what comes back.

mod keys;
mod lifecycle;
mod refusals;
mod restrictions;
mod secrets;
mod upsert;
