//! The shapes that cross between page and worker. They are private to the exchange, and live only while it happens.

use std::borrow::Cow;

use base::CertificateFacts;
use base::Secret;
use base::Timestamp;
use serde::Deserialize;
use serde::Serialize;

use super::KeyRequest;
use crate::KeyError;
use crate::KeyFiles;
use crate::KeySize;
use crate::Lifetime;
use crate::Subject;
use crate::SubjectFields;

/// First byte of every message. It changes with the shapes, so that an old worker in the browser's cache is noticed.
const FORMAT: u8 = 1;

/// Room for any message, so that no half-filled buffer with a secret is left behind by growing.
const ROOM: usize = 16 * 1024;

/// [`KeyRequest`] on its way.
#[derive(Deserialize, Serialize)]
pub(super) struct Request<'text> {
    organisation: Cow<'text, str>,
    country: Cow<'text, str>,
    common_name: Cow<'text, str>,
    bits: usize,
    days: u32,
    now: Timestamp,
    password: &'text str,
}

/// [`KeyFiles`] on their way.
#[derive(Deserialize, Serialize)]
pub(super) struct Files<'text> {
    certificate_pem: Cow<'text, str>,
    key_pem: &'text str,
    facts: CertificateFacts,
}

/// Writes a message.
pub(super) fn write(message: &impl Serialize) -> Result<Secret<Vec<u8>>, KeyError> {
    let mut bytes = Vec::with_capacity(ROOM);
    bytes.push(FORMAT);
    postcard::to_extend(message, bytes)
        .map(Secret::new)
        .map_err(|_| KeyError::EncodingFailed)
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

impl<'text> From<&'text KeyRequest> for Request<'text> {
    fn from(request: &'text KeyRequest) -> Self {
        Self {
            organisation: request.subject.organisation().into(),
            country: request.subject.country().into(),
            common_name: request.subject.common_name().into(),
            bits: request.size.bits(),
            days: request.lifetime.days(),
            now: request.now,
            // EXPOSE: on the way to the worker, in bytes that are a secret again.
            password: request.password.expose(),
        }
    }
}

impl TryFrom<Request<'_>> for KeyRequest {
    type Error = KeyError;

    fn try_from(request: Request<'_>) -> Result<Self, KeyError> {
        let fields = SubjectFields {
            organisation: request.organisation.into_owned(),
            country: request.country.into_owned(),
            common_name: request.common_name.into_owned(),
        };
        Ok(Self {
            subject: Subject::parse(&fields).map_err(|_| KeyError::ExchangeUnreadable)?,
            size: KeySize::from_bits(request.bits)?,
            lifetime: Lifetime::from_days(request.days)?,
            now: request.now,
            password: Secret::new(request.password.to_owned()),
        })
    }
}

impl<'text> From<&'text KeyFiles> for Files<'text> {
    fn from(files: &'text KeyFiles) -> Self {
        Self {
            certificate_pem: files.certificate_pem.as_str().into(),
            // EXPOSE: on the way to the page, in bytes that are a secret again.
            key_pem: files.key_pem.expose(),
            facts: files.facts.clone(),
        }
    }
}

impl From<Files<'_>> for KeyFiles {
    fn from(files: Files<'_>) -> Self {
        Self {
            certificate_pem: files.certificate_pem.into_owned(),
            key_pem: Secret::new(files.key_pem.to_owned()),
            facts: files.facts,
        }
    }
}
