//! The document around the app: title, language, focus.

use wasm_bindgen::JsCast;
use wasm_bindgen::JsValue;
use wasm_bindgen::closure::Closure;
use words::Language;

/// Key under which the chosen language is kept. It is no secret.
const LANGUAGE: &str = "language";

fn document() -> Option<web_sys::Document> {
    web_sys::window()?.document()
}

/// Sets the title of the window.
pub(crate) fn set_title(title: &str) {
    if let Some(document) = document() {
        document.set_title(title);
    }
}

/// Says which language the page is in, so that a screen reader pronounces it rightly, and remembers it.
pub(crate) fn set_language(language: Language) {
    if let Some(root) = document().and_then(|document| document.document_element()) {
        // Only an ill-formed attribute name could fail.
        let _ = root.set_attribute("lang", language.tag());
    }
    if let Some(Ok(Some(storage))) = web_sys::window().map(|window| window.local_storage()) {
        // A browser that forbids storage asks again next time; nothing else is lost.
        let _ = storage.set_item(LANGUAGE, language.tag());
    }
}

/// The language chosen before, or the one that the browser prefers.
pub(crate) fn preferred_language() -> Language {
    let Some(window) = web_sys::window() else {
        return Language::default();
    };
    let chosen = window
        .local_storage()
        .ok()
        .flatten()
        .and_then(|storage| storage.get_item(LANGUAGE).ok().flatten());
    let wanted: Vec<String> = window
        .navigator()
        .languages()
        .iter()
        .filter_map(|tag| tag.as_string())
        .collect();
    Language::preferred(chosen.iter().chain(&wanted).map(String::as_str))
}

/// The person's own variant of `language`, as the browser prefers it: dates are written otherwise in London than in New
/// York.
pub(crate) fn locale(language: Language) -> String {
    let wanted = web_sys::window().map(|window| window.navigator().languages());
    let own = wanted
        .iter()
        .flat_map(js_sys::Array::iter)
        .filter_map(|tag| tag.as_string());
    let mut fitting = own.filter(|tag| tag.split('-').next() == Some(language.tag()));
    fitting.next().unwrap_or_else(|| language.tag().to_owned())
}

/// Moves the focus to the element that `selector` finds, so that a keyboard or screen reader goes on there.
pub(crate) fn focus(selector: &str) {
    let element = document().and_then(|document| document.query_selector(selector).ok().flatten());
    if let Some(element) =
        element.and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok())
    {
        // An element that cannot take the focus leaves it where it was.
        let _ = element.focus();
    }
}

/// Takes the static text away that stands in the page until the app has started.
pub(crate) fn remove_skeleton() {
    if let Some(element) = document().and_then(|document| document.get_element_by_id("skeleton")) {
        element.remove();
    }
}

/// Puts a text at the top of the page, by the plainest means there are: the app may no longer be able to draw.
pub(crate) fn show_failure(text: &str) {
    let Some(document) = document() else { return };
    let (Some(body), Ok(notice)) = (document.body(), document.create_element("p")) else {
        return;
    };
    notice.set_class_name("failure");
    notice.set_text_content(Some(text));
    // If even this fails there is nothing left to tell it with.
    let _ = notice.set_attribute("role", "alert");
    let _ = body.insert_before(&notice, body.first_child().as_ref());
}

/// Has the browser ask before the page is left, or no longer. A file dropped beside its place does not replace the page
/// either way.
pub(crate) fn guard(on: bool) {
    let Some(window) = web_sys::window() else {
        return;
    };
    let ask = on.then(|| stopping().unchecked_into::<js_sys::Function>());
    window.set_onbeforeunload(ask.as_ref());
    window.set_ondragover(Some(stopping().unchecked_ref()));
    window.set_ondrop(Some(stopping().unchecked_ref()));
}

/// A listener that keeps the browser from doing what it would do by itself.
fn stopping() -> JsValue {
    Closure::<dyn Fn(web_sys::Event)>::new(|event: web_sys::Event| event.prevent_default())
        .into_js_value()
}
