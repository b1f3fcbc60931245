//! Takes requests and posts replies.

use base::Secret;
use js_sys::Array;
use js_sys::Uint8Array;
use keys::KeyError;
use wasm_bindgen::JsCast as _;
use wasm_bindgen::JsValue;
use wasm_bindgen::closure::Closure;
use wasm_bindgen_futures::spawn_local;
use web_sys::DedicatedWorkerGlobalScope;
use web_sys::MessageEvent;

use crate::web_crypto::WebCrypto;

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

/// Does what a message asks for. The message's own bytes are wiped.
async fn answer(
    scope: &DedicatedWorkerGlobalScope,
    message: JsValue,
) -> Result<Secret<Vec<u8>>, KeyError> {
    let array: Uint8Array = message
        .dyn_into()
        .map_err(|_| KeyError::ExchangeUnreadable)?;
    let bytes = Secret::new(array.to_vec());
    array.fill(0, 0, array.length());
    let Some(crypto) = scope.crypto().ok().and_then(WebCrypto::new) else {
        return keys::refusal(KeyError::WebCryptoMissing);
    };
    // EXPOSE: read into a request, whose secrets stay such.
    keys::answer(bytes.expose(), &crypto, &crypto).await
}

/// Posts a reply, handing its buffer over instead of copying it.
fn post(
    scope: &DedicatedWorkerGlobalScope,
    reply: &Result<Secret<Vec<u8>>, KeyError>,
) -> Result<(), JsValue> {
    let bytes = reply
        .as_ref()
        .map_err(|error| JsValue::from_str(&error.to_string()))?;
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
