//! Tests of the Entra side by its requests and answers only, on a small directory of their own.

mod admin_consent;
mod application;
mod authorize;
mod certificates;
mod claims;
mod code;
mod consent;
mod discovery;
mod refresh;
mod scene;
mod withdrawal;
