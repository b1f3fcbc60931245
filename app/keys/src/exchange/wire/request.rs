//! Requests on their way to the worker.

use std::borrow::Cow;

use base::AppId;
use base::Secret;
use base::Timestamp;
use serde::Deserialize;
use serde::Serialize;

use crate::AssertionRequest;
use crate::IdentityFiles;
use crate::IdentityRequest;
use crate::JksRequest;
use crate::KeyError;
use crate::KeyRequest;
use crate::KeySize;
use crate::Lifetime;
use crate::ProofRequest;
use crate::Subject;
use crate::SubjectFields;

/// Any request.
#[derive(Deserialize, Serialize)]
pub(in crate::exchange) enum Request<'bytes> {
    /// [`KeyRequest`].
    #[serde(borrow)]
    Make(Make<'bytes>),
    /// [`JksRequest`].
    #[serde(borrow)]
    MakeJks(MakeJks<'bytes>),
    /// [`IdentityRequest`].
    #[serde(borrow)]
    Open(Open<'bytes>),
    /// [`ProofRequest`].
    #[serde(borrow)]
    Prove(Prove<'bytes>),
    /// [`AssertionRequest`].
    #[serde(borrow)]
    Assert(Assert<'bytes>),
}

#[derive(Deserialize, Serialize)]
pub(in crate::exchange) struct Make<'bytes> {
    organisation: Cow<'bytes, str>,
    country: Cow<'bytes, str>,
    common_name: Cow<'bytes, str>,
    bits: usize,
    days: u32,
    now: Timestamp,
    password: &'bytes str,
}

impl<'bytes> From<&'bytes KeyRequest> for Make<'bytes> {
    fn from(request: &'bytes KeyRequest) -> Self {
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

/// Every part is checked again.
impl TryFrom<Make<'_>> for KeyRequest {
    type Error = KeyError;

    fn try_from(request: Make<'_>) -> Result<Self, KeyError> {
        let fields = SubjectFields {
            organisation: request.organisation.into_owned(),
            country: request.country.into_owned(),
            common_name: request.common_name.into_owned(),
        };
        Ok(Self {
            subject: Subject::parse_again(&fields).map_err(|_| KeyError::ExchangeUnreadable)?,
            size: KeySize::from_bits(request.bits)?,
            lifetime: Lifetime::from_days(request.days)?,
            now: request.now,
            password: text(request.password),
        })
    }
}

#[derive(Deserialize, Serialize)]
pub(in crate::exchange) struct MakeJks<'bytes> {
    key_pem: &'bytes str,
    password: &'bytes str,
    certificate_pem: Cow<'bytes, str>,
    alias: Cow<'bytes, str>,
    store_password: &'bytes str,
    now: Timestamp,
}

impl<'bytes> From<&'bytes JksRequest> for MakeJks<'bytes> {
    fn from(request: &'bytes JksRequest) -> Self {
        Self {
            // EXPOSE: all three on the way to the worker, in bytes that are a secret again.
            key_pem: request.key_pem.expose(),
            password: request.password.expose(),
            store_password: request.store_password.expose(),
            certificate_pem: request.certificate_pem.as_str().into(),
            alias: request.alias.as_str().into(),
            now: request.now,
        }
    }
}

impl From<MakeJks<'_>> for JksRequest {
    fn from(request: MakeJks<'_>) -> Self {
        Self {
            key_pem: text(request.key_pem),
            password: text(request.password),
            certificate_pem: request.certificate_pem.into_owned(),
            alias: request.alias.into_owned(),
            store_password: text(request.store_password),
            now: request.now,
        }
    }
}

#[derive(Deserialize, Serialize)]
pub(in crate::exchange) struct Open<'bytes> {
    #[serde(borrow)]
    files: Files<'bytes>,
    password: &'bytes str,
    now: Timestamp,
}

#[derive(Deserialize, Serialize)]
enum Files<'bytes> {
    Store(&'bytes [u8]),
    Pair(&'bytes [u8], Cow<'bytes, [u8]>),
}

impl<'bytes> From<&'bytes IdentityRequest> for Open<'bytes> {
    fn from(request: &'bytes IdentityRequest) -> Self {
        let files = match &request.files {
            // EXPOSE: on the way to the worker, in bytes that are a secret again.
            IdentityFiles::Store(store) => Files::Store(store.expose()),
            IdentityFiles::Pair {
                private_key,
                certificate,
                // EXPOSE: as above.
            } => Files::Pair(private_key.expose(), certificate.as_slice().into()),
        };
        Self {
            files,
            // EXPOSE: as above.
            password: request.password.expose(),
            now: request.now,
        }
    }
}

impl From<Open<'_>> for IdentityRequest {
    fn from(request: Open<'_>) -> Self {
        let files = match request.files {
            Files::Store(store) => IdentityFiles::Store(Secret::new(store.to_vec())),
            Files::Pair(private_key, certificate) => IdentityFiles::Pair {
                private_key: Secret::new(private_key.to_vec()),
                certificate: certificate.into_owned(),
            },
        };
        Self {
            files,
            password: text(request.password),
            now: request.now,
        }
    }
}

#[derive(Deserialize, Serialize)]
pub(in crate::exchange) struct Prove<'bytes> {
    file: &'bytes [u8],
    password: &'bytes str,
    certificate_der: Cow<'bytes, [u8]>,
}

impl<'bytes> From<&'bytes ProofRequest> for Prove<'bytes> {
    fn from(request: &'bytes ProofRequest) -> Self {
        Self {
            // EXPOSE: both on the way to the worker, in bytes that are a secret again.
            file: request.file.expose(),
            password: request.password.expose(),
            certificate_der: request.certificate_der.as_slice().into(),
        }
    }
}

impl From<Prove<'_>> for ProofRequest {
    fn from(request: Prove<'_>) -> Self {
        Self {
            file: Secret::new(request.file.to_vec()),
            password: text(request.password),
            certificate_der: request.certificate_der.into_owned(),
        }
    }
}

#[derive(Deserialize, Serialize)]
pub(in crate::exchange) struct Assert<'bytes> {
    #[serde(borrow)]
    identity: Open<'bytes>,
    token_endpoint: Cow<'bytes, str>,
    client_id: AppId,
}

impl<'bytes> From<&'bytes AssertionRequest> for Assert<'bytes> {
    fn from(request: &'bytes AssertionRequest) -> Self {
        Self {
            identity: (&request.identity).into(),
            token_endpoint: request.token_endpoint.as_str().into(),
            client_id: request.client_id.clone(),
        }
    }
}

impl From<Assert<'_>> for AssertionRequest {
    fn from(request: Assert<'_>) -> Self {
        Self {
            identity: request.identity.into(),
            token_endpoint: request.token_endpoint.into_owned(),
            client_id: request.client_id,
        }
    }
}

/// A secret text on its own.
fn text(text: &str) -> Secret<String> {
    Secret::new(text.to_owned())
}
