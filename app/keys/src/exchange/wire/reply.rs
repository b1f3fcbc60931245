//! What came of requests, on its way to the page.

use std::borrow::Cow;

use base::CertificateFacts;
use base::Secret;
use serde::Deserialize;
use serde::Serialize;

use crate::KeyFile;
use crate::KeyFiles;
use crate::Unread;

/// [`KeyFiles`].
#[derive(Deserialize, Serialize)]
pub(in crate::exchange) struct Files<'bytes> {
    certificate_pem: Cow<'bytes, str>,
    key_pem: &'bytes str,
    pfx: Option<&'bytes [u8]>,
    pfx_compatible: Option<&'bytes [u8]>,
    jks: Option<&'bytes [u8]>,
    facts: CertificateFacts,
}

impl<'bytes> From<&'bytes KeyFiles> for Files<'bytes> {
    fn from(files: &'bytes KeyFiles) -> Self {
        Self {
            certificate_pem: files.certificate_pem.as_str().into(),
            // EXPOSE: on the way to the page, in bytes that are a secret again.
            key_pem: files.key_pem.expose(),
            pfx: files.content(KeyFile::Pfx),
            pfx_compatible: files.content(KeyFile::PfxCompatible),
            jks: files.content(KeyFile::Jks),
            facts: files.facts.clone(),
        }
    }
}

impl From<Files<'_>> for KeyFiles {
    fn from(files: Files<'_>) -> Self {
        let secret = |content: Option<&[u8]>| content.map(|bytes| Secret::new(bytes.to_vec()));
        Self {
            certificate_pem: files.certificate_pem.into_owned(),
            key_pem: Secret::new(files.key_pem.to_owned()),
            pfx: secret(files.pfx),
            pfx_compatible: secret(files.pfx_compatible),
            jks: secret(files.jks),
            facts: files.facts,
        }
    }
}

/// A secret file.
#[derive(Deserialize, Serialize)]
pub(in crate::exchange) struct Bytes<'bytes>(&'bytes [u8]);

impl<'bytes> From<&'bytes Secret<Vec<u8>>> for Bytes<'bytes> {
    fn from(bytes: &'bytes Secret<Vec<u8>>) -> Self {
        // EXPOSE: on the way to the page, in bytes that are a secret again.
        Self(bytes.expose())
    }
}

impl From<Bytes<'_>> for Secret<Vec<u8>> {
    fn from(bytes: Bytes<'_>) -> Self {
        Self::new(bytes.0.to_vec())
    }
}

/// A secret text.
#[derive(Deserialize, Serialize)]
pub(in crate::exchange) struct Text<'bytes>(&'bytes str);

impl<'bytes> From<&'bytes Secret<String>> for Text<'bytes> {
    fn from(text: &'bytes Secret<String>) -> Self {
        // EXPOSE: on the way to the page, in bytes that are a secret again.
        Self(text.expose())
    }
}

impl From<Text<'_>> for Secret<String> {
    fn from(text: Text<'_>) -> Self {
        Self::new(text.0.to_owned())
    }
}

/// [`crate::Identity`].
#[derive(Deserialize, Serialize)]
pub(in crate::exchange) struct Identity {
    certificate: CertificateFacts,
    left_out: Vec<String>,
    unread: Unread,
}

impl From<&crate::Identity> for Identity {
    fn from(identity: &crate::Identity) -> Self {
        Self {
            certificate: identity.certificate.clone(),
            left_out: identity.left_out.clone(),
            unread: identity.unread.clone(),
        }
    }
}

impl From<Identity> for crate::Identity {
    fn from(identity: Identity) -> Self {
        Self {
            certificate: identity.certificate,
            left_out: identity.left_out,
            unread: identity.unread,
        }
    }
}

/// [`crate::Proof`].
#[derive(Deserialize, Serialize)]
pub(in crate::exchange) struct Proof(Vec<KeyFile>);

impl From<&crate::Proof> for Proof {
    fn from(proof: &crate::Proof) -> Self {
        Self(proof.files.clone())
    }
}

impl From<Proof> for crate::Proof {
    fn from(proof: Proof) -> Self {
        Self { files: proof.0 }
    }
}
