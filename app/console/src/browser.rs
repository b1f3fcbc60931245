//! The browser behind every port. Everything that touches the world does it in here.

pub(crate) mod address;
pub(crate) mod clipboard;
pub(crate) mod clock;
pub(crate) mod countries;
pub(crate) mod document;
pub(crate) mod entropy;
pub(crate) mod fetch;
pub(crate) mod files;
pub(crate) mod ledger;
pub(crate) mod lock;
pub(crate) mod session;
pub(crate) mod worker;

use wasm_bindgen::JsValue;

/// What the browser says of a failure, as text. Untrusted, and never a secret: only names and messages of exceptions.
pub(crate) fn describe(problem: &JsValue) -> String {
    use wasm_bindgen::JsCast;
    if let Some(exception) = problem.dyn_ref::<web_sys::DomException>() {
        return format!("{}: {}", exception.name(), exception.message());
    }
    if let Some(error) = problem.dyn_ref::<js_sys::Error>() {
        return String::from(error.message());
    }
    if let Some(event) = problem.dyn_ref::<web_sys::ErrorEvent>() {
        return event.message();
    }
    if problem.is_instance_of::<web_sys::Event>() {
        return "a part of the page could not be loaded".to_owned();
    }
    problem.as_string().unwrap_or_else(|| "unknown".to_owned())
}
