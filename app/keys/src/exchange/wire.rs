//! The shapes that cross between page and worker. They are private to the exchange, and live only while it happens.

mod reply;
mod request;

use base::Secret;
use serde::Deserialize;
use serde::Serialize;

use crate::KeyError;

pub(super) use reply::Bytes;
pub(super) use reply::Files;
pub(super) use reply::Identity;
pub(super) use reply::Proof;
pub(super) use reply::Text;
pub(super) use request::Request;

/// First byte of every message. It changes with the shapes, so that an old worker in the browser's cache is noticed.
const FORMAT: u8 = 3;

/// Writes a message.
pub(super) fn write(message: &impl Serialize) -> Result<Secret<Vec<u8>>, KeyError> {
    // Room for all of it, so that no half-filled buffer with a secret is left behind by growing.
    let length = postcard::experimental::serialized_size(message);
    let length = length.map_err(|_| KeyError::EncodingFailed)?;
    let mut bytes = Vec::with_capacity(1 + length);
    bytes.push(FORMAT);
    postcard::to_extend(message, bytes)
        .map(Secret::new)
        .map_err(|_| KeyError::EncodingFailed)
}

/// Writes what came of a request in the shape that `shape` gives it.
pub(super) fn reply<'outcome, T, S: Serialize>(
    outcome: &'outcome Result<T, KeyError>,
    shape: impl FnOnce(&'outcome T) -> S,
) -> Result<Secret<Vec<u8>>, KeyError> {
    write(&outcome.as_ref().map(shape))
}

/// The reply that nothing came of a request. Whatever outcome its reader expects, an error looks the same.
pub fn refusal(error: KeyError) -> Result<Secret<Vec<u8>>, KeyError> {
    write(&Err::<(), _>(error))
}

/// Reads a message; secrets in it are borrowed from `bytes`, not copied.
pub(super) fn read<'bytes, T: Deserialize<'bytes>>(bytes: &'bytes [u8]) -> Result<T, KeyError> {
    let message = match bytes.split_first() {
        Some((&FORMAT, message)) => message,
        _ => return Err(KeyError::ExchangeUnreadable),
    };
    match postcard::take_from_bytes(message) {
        Ok((message, [])) => Ok(message),
        _ => Err(KeyError::ExchangeUnreadable),
    }
}
