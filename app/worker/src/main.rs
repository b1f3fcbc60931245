//! The keys worker: makes key pairs by WebCrypto, writes and opens their files, and signs, off the page's main thread.
//!
//! It posts the text `ready` once it listens. After that every message is one request as bytes (`Uint8Array`), and
//! gets one reply as bytes, in the shapes of `keys::Task`. It touches no document,
//! no storage and no network.

#[cfg(target_arch = "wasm32")]
mod service;
#[cfg(target_arch = "wasm32")]
mod web_crypto;

#[cfg(target_arch = "wasm32")]
fn main() {
    service::start();
}

/// There is nothing to do outside a browser; the workspace still builds as a whole.
#[cfg(not(target_arch = "wasm32"))]
fn main() {}
