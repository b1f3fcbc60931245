//! The page's own address, and leaving it.

use url::Url;

/// The address that the browser shows; `None` where it is not one that a sign-in can come back to.
pub(crate) fn current() -> Option<Url> {
    let text = web_sys::window()?.location().href().ok()?;
    Url::parse(&text).ok()
}

/// Puts `url` in place of the address shown, without loading anything and without an entry in the history.
pub(crate) fn replace(url: &Url) {
    let history = web_sys::window().and_then(|window| window.history().ok());
    if let Some(history) = history {
        // It can only fail for another origin, and `url` is this page's own, cleaned.
        let _ =
            history.replace_state_with_url(&wasm_bindgen::JsValue::NULL, "", Some(url.as_str()));
    }
}

/// Leaves for `url`. Nothing of this page goes on living.
pub(crate) fn leave_for(url: &Url) {
    if let Some(window) = web_sys::window() {
        // It can only fail for an address that is not one.
        let _ = window.location().assign(url.as_str());
    }
}
