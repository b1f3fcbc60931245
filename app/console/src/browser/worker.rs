//! The keys worker: started when keys are made, ended when they are there. Its messages are bytes.

use std::pin::pin;
use std::time::Duration;

use base::Secret;
use futures_util::future::Either;
use futures_util::future::select;
use js_sys::Promise;
use js_sys::Uint8Array;
use keys::KeyError;
use keys::KeyFiles;
use keys::KeyRequest;
use keys::reply_from_bytes;
use wasm_bindgen::JsCast;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::MessageEvent;
use web_sys::Worker;
use web_sys::WorkerOptions;
use web_sys::WorkerType;

use super::describe;

/// Where trunk puts the worker, beside the page.
const SCRIPT: &str = "./worker_loader.js";

/// How long the worker may take to load.
const START: Duration = Duration::from_secs(60);
/// How long making a pair may take: a large one on a slow computer takes half a minute.
const WORK: Duration = Duration::from_secs(180);

/// Ends the worker when dropped, and with it whatever is left in its memory.
struct Ending(Worker);

impl Drop for Ending {
    fn drop(&mut self) {
        self.0.terminate();
    }
}

/// Makes a key pair, a certificate and their files, off the page's main thread.
pub(crate) async fn make(request: &KeyRequest) -> Result<KeyFiles, KeyError> {
    let failed = |problem: JsValue| KeyError::GenerationFailed {
        detail: describe(&problem),
    };
    let options = WorkerOptions::new();
    options.set_type(WorkerType::Module);
    let worker = Ending(Worker::new_with_options(SCRIPT, &options).map_err(failed)?);
    // The first message says that the worker has started.
    in_time(START, next_message(&worker.0))
        .await
        .map_err(failed)?;
    let bytes = request.to_bytes()?;
    let reply = next_message(&worker.0);
    // EXPOSE: the request, with the password in it, goes to our own worker, which is the one to use it.
    let message = Uint8Array::from(bytes.expose().as_slice());
    let transferred = js_sys::Array::of1(&message.buffer());
    worker
        .0
        .post_message_with_transfer(&message, &transferred)
        .map_err(failed)?;
    let event: MessageEvent = in_time(WORK, reply).await.map_err(failed)?.unchecked_into();
    let bytes = Secret::new(Uint8Array::new(&event.data()).to_vec());
    // EXPOSE: the reply is read into files, whose key stays a secret.
    reply_from_bytes(bytes.expose())
}

/// What comes of `message`, or an error once `deadline` has passed: a worker that never answers must not hang the page.
async fn in_time(deadline: Duration, message: JsFuture) -> Result<JsValue, JsValue> {
    let late = pin!(gloo_timers::future::sleep(deadline));
    match select(message, late).await {
        Either::Left((outcome, _)) => outcome,
        Either::Right(_) => Err(JsValue::from_str("no answer from the keys worker in time")),
    }
}

/// The worker's next message, listened for from this call on (not from when it is awaited).
fn next_message(worker: &Worker) -> JsFuture {
    let promise = Promise::new(&mut |resolve, reject| {
        worker.set_onmessage(Some(&resolve));
        worker.set_onerror(Some(&reject));
    });
    JsFuture::from(promise)
}
