//! The keys worker: started when keys are about to be made or opened, ended when that is done. Its messages are bytes.

use std::cell::RefCell;
use std::pin::pin;
use std::time::Duration;

use base::Secret;
use futures_util::future::Either;
use futures_util::future::select;
use js_sys::Promise;
use js_sys::Reflect;
use js_sys::Uint8Array;
use keys::KeyError;
use keys::Task;
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
/// How long a task may take: making a large pair on a slow computer takes half a minute.
const WORK: Duration = Duration::from_secs(180);

/// Ends the worker when dropped, and with it whatever is left in its memory.
struct Ending(Worker);

impl Drop for Ending {
    fn drop(&mut self) {
        self.0.terminate();
    }
}

/// A worker that was told to start.
struct Starting {
    worker: Ending,
    /// Its first message, which says that it has started.
    ready: JsFuture,
}

impl Starting {
    fn begin() -> Result<Self, JsValue> {
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        let worker = Ending(Worker::new_with_options(SCRIPT, &options)?);
        let ready = next_message(&worker.0);
        Ok(Self { worker, ready })
    }

    async fn started(self) -> Result<Ending, JsValue> {
        in_time(START, self.ready).await?;
        Ok(self.worker)
    }
}

thread_local! {
    /// The worker that is ready for the next task.
    static PREPARED: RefCell<Option<Starting>> = const { RefCell::new(None) };
}

/// Starts the worker for a task that is about to be asked, while the person still types. Where that fails it is
/// tried again, and told, when the task is asked.
pub(crate) fn prepare() {
    PREPARED.set(Starting::begin().ok());
}

/// Ends the worker that was started for nothing.
pub(crate) fn release() {
    PREPARED.set(None);
}

/// The prepared worker, else a new one.
async fn start() -> Result<Ending, JsValue> {
    if let Some(prepared) = PREPARED.take()
        && let Ok(worker) = prepared.started().await
    {
        return Ok(worker);
    }
    Starting::begin()?.started().await
}

/// Whether the browser offers its cryptography at this address: WebCrypto's `subtle` is `[SecureContext]`.
pub(crate) fn is_possible() -> bool {
    let crypto = web_sys::window().and_then(|window| window.crypto().ok());
    let subtle = crypto.and_then(|crypto| Reflect::get(&crypto, &"subtle".into()).ok());
    subtle.is_some_and(|subtle| subtle.is_object())
}

/// Has the worker do what is asked for, off the page's main thread. It ends when what this returns is dropped, too.
pub(crate) async fn ask<T: Task>(task: &T) -> Result<T::Outcome, KeyError> {
    let failed = |problem: JsValue| KeyError::WorkerFailed {
        detail: describe(&problem),
    };
    let worker = start().await.map_err(failed)?;
    let bytes = task.to_bytes()?;
    let reply = next_message(&worker.0);
    // EXPOSE: the request, with the password in it, goes to our own worker, which is the one to use it.
    let message = Uint8Array::from(bytes.expose().as_slice());
    let transferred = js_sys::Array::of1(&message.buffer());
    worker
        .0
        .post_message_with_transfer(&message, &transferred)
        .map_err(failed)?;
    let event: MessageEvent = in_time(WORK, reply).await.map_err(failed)?.unchecked_into();
    // The very array that came: a copy of it would be wiped in its place.
    let array: Uint8Array = event.data().dyn_into().map_err(failed)?;
    let bytes = Secret::new(array.to_vec());
    array.fill(0, 0, array.length());
    // EXPOSE: the reply is read into what was asked for, whose secrets stay such.
    T::outcome(bytes.expose())
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
