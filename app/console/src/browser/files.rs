//! Files that a person gives to the page, and files that the page gives to the person.

use base::Secret;
use gloo_timers::callback::Timeout;
use js_sys::Uint8Array;
use wasm_bindgen::JsCast;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::Blob;
use web_sys::BlobPropertyBag;
use web_sys::File;
use web_sys::FileList;
use web_sys::HtmlAnchorElement;
use web_sys::HtmlInputElement;
use web_sys::Url;

use super::describe;

/// How long what is offered stays: in this time a browser that asks where to save, or is slow, must have begun to read it.
/// Revoked in the turn of the click, the download fails in some browsers.
const OFFERED_MILLISECONDS: u32 = 60_000;

/// Every file that was chosen in the input that `event` comes from. The input is emptied, see [`chosen`].
pub(crate) fn all_chosen(event: &web_sys::Event) -> Vec<File> {
    let input = event
        .target()
        .and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
    let Some(input) = input else {
        return Vec::new();
    };
    let files = all_of(input.files());
    input.set_value("");
    files
}

/// Whether files are being dragged, and not a piece of text (HTML, section 6.11.3: `types` then holds "Files").
pub(crate) fn carries_files(event: &web_sys::DragEvent) -> bool {
    let types = event.data_transfer().map(|data| data.types());
    types.is_some_and(|types| types.includes(&JsValue::from_str("Files"), 0))
}

/// The files that were dropped.
pub(crate) fn dropped(event: &web_sys::DragEvent) -> Vec<File> {
    all_of(event.data_transfer().and_then(|data| data.files()))
}

fn all_of(files: Option<FileList>) -> Vec<File> {
    let Some(files) = files else {
        return Vec::new();
    };
    (0..files.length()).filter_map(|at| files.get(at)).collect()
}

/// The file that was chosen in the input that `event` comes from. The input is emptied, so that a corrected file of the same
/// name can be chosen again, and a refused one does not stay.
pub(crate) fn chosen(event: &web_sys::Event) -> Option<File> {
    let input: HtmlInputElement = event.target()?.dyn_into().ok()?;
    let file = input.files()?.get(0);
    input.set_value("");
    file
}

/// Reads at most one byte more than `most` of a file, so that a reader can see that it is too large without loading it.
pub(crate) async fn read(file: &Blob, most: i32) -> Result<Secret<Vec<u8>>, String> {
    let part = file
        .slice_with_i32_and_i32(0, most.saturating_add(1))
        .map_err(|problem| describe(&problem))?;
    let buffer = JsFuture::from(part.array_buffer())
        .await
        .map_err(|problem| describe(&problem))?;
    Ok(Secret::new(Uint8Array::new(&buffer).to_vec()))
}

/// Offers `content` as a download named `name`. It stays in this browser: no request is made for it. Whether
/// the browser saved it no page can see.
pub(crate) fn save(name: &str, kind: &str, content: &[u8]) -> Result<(), String> {
    offer(name, kind, content).map_err(|problem| describe(&problem))
}

fn offer(name: &str, kind: &str, content: &[u8]) -> Result<(), JsValue> {
    let missing = || JsValue::from_str("no document");
    let document = web_sys::window()
        .and_then(|window| window.document())
        .ok_or_else(missing)?;
    let options = BlobPropertyBag::new();
    options.set_type(kind);
    let parts = js_sys::Array::of1(&Uint8Array::from(content));
    let blob = Blob::new_with_u8_array_sequence_and_options(&parts, &options)?;
    let anchor: HtmlAnchorElement = document.create_element("a")?.unchecked_into();
    let address = Url::create_object_url_with_blob(&blob)?;
    anchor.set_href(&address);
    anchor.set_download(name);
    anchor.click();
    // An address that is left would keep the content alive.
    Timeout::new(OFFERED_MILLISECONDS, move || revoke(&address)).forget();
    Ok(())
}

fn revoke(address: &str) {
    // It never fails (File API, section 8.4): what is no address of an object is passed over.
    let _ = Url::revoke_object_url(address);
}
