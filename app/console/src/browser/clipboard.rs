//! Copying text for the person.

use js_sys::Reflect;
use wasm_bindgen_futures::JsFuture;

/// Copies `text`, and says whether that worked: the browser may forbid it, and offers no clipboard at all to an insecure
/// address (Clipboard API, `navigator.clipboard` is `[SecureContext]`).
pub(crate) async fn copy(text: &str) -> bool {
    let Some(window) = web_sys::window() else {
        return false;
    };
    let navigator = window.navigator();
    let clipboard = Reflect::get(&navigator, &"clipboard".into());
    // Calling a method of what is undefined would throw, and nothing here could catch that.
    if !clipboard.is_ok_and(|clipboard| clipboard.is_object()) {
        return false;
    }
    let written = navigator.clipboard().write_text(text);
    JsFuture::from(written).await.is_ok()
}
