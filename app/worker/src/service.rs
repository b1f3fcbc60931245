//! Takes requests and posts replies.

use base::Secret;
use js_sys::Array;
use js_sys::Uint8Array;
use keys::KeyError;
use keys::KeyFiles;
use keys::KeyRequest;
use wasm_bindgen::JsCast as _;
use wasm_bindgen::JsValue;
use wasm_bindgen::closure::Closure;
use wasm_bindgen_futures::spawn_local;
use web_sys::DedicatedWorkerGlobalScope;
use web_sys::MessageEvent;

use crate::browser_entropy::BrowserEntropy;
use crate::web_crypto::WebCryptoGenerator;

/// Begins to listen and tells the page so; messages sent before would be lost.
pub(crate) fn start() {
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    let answering = scope.clone();
    let listener = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
        let scope = answering.clone();
        spawn_local(async move {
            let reply = answer(&scope, event.data()).await;
            or_throw(post(&scope, &reply));
        });
    });
    scope.set_onmessage(Some(listener.as_ref().unchecked_ref()));
    // The listener lives as long as the worker.
    listener.forget();
    or_throw(scope.post_message(&JsValue::from_str("ready")));
}

/// Does what a message asks for.
async fn answer(
    scope: &DedicatedWorkerGlobalScope,
    message: JsValue,
) -> Result<KeyFiles, KeyError> {
    let array: Uint8Array = message
        .dyn_into()
        .map_err(|_| KeyError::ExchangeUnreadable)?;
    let bytes = Secret::new(array.to_vec());
    array.fill(0, 0, array.length());
    // EXPOSE: read into a request, which keeps the password a secret.
    let request = KeyRequest::from_bytes(bytes.expose())?;
    drop(bytes);
    let crypto = scope.crypto().map_err(|_| KeyError::WebCryptoMissing)?;
    let generator = WebCryptoGenerator::new(&crypto)?;
    keys::make(&request, &generator, &BrowserEntropy { crypto: &crypto }).await
}

/// Posts a reply, handing its buffer over instead of copying it.
fn post(
    scope: &DedicatedWorkerGlobalScope,
    reply: &Result<KeyFiles, KeyError>,
) -> Result<(), JsValue> {
    let bytes =
        keys::reply_to_bytes(reply).map_err(|error| JsValue::from_str(&error.to_string()))?;
    // EXPOSE: to the page that asked, in a buffer that leaves this worker.
    let array = Uint8Array::from(bytes.expose().as_slice());
    scope.post_message_with_transfer(&array, &Array::of1(&array.buffer()))
}

/// What cannot even be posted becomes the worker's error event in the page.
fn or_throw(result: Result<(), JsValue>) {
    if let Err(error) = result {
        wasm_bindgen::throw_val(error);
    }
}
