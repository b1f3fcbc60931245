//! Copying text for the person.

use wasm_bindgen_futures::JsFuture;

/// Copies `text`, and says whether that worked: the browser may forbid it.
pub(crate) async fn copy(text: &str) -> bool {
    let Some(window) = web_sys::window() else {
        return false;
    };
    JsFuture::from(window.navigator().clipboard().write_text(text))
        .await
        .is_ok()
}
