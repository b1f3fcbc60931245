//! What the page asks of its keys worker and what comes back, and the work between, which is the same natively.
//!
//! Both travel as bytes, because a worker's messages do. The bytes hold the password or the key file and are therefore
//! a [`Secret`] on either side.

mod wire;

use base::Entropy;
use base::Secret;
use base::Timestamp;

use crate::KeyError;
use crate::KeyFiles;
use crate::KeyGenerator;
use crate::KeySize;
use crate::Lifetime;
use crate::Signer as _;
use crate::Subject;
use crate::UnsignedCertificate;

/// What is to be made.
#[derive(Debug)]
pub struct KeyRequest {
    /// Whom the certificate names.
    pub subject: Subject,
    /// Size of the key.
    pub size: KeySize,
    /// How long the certificate is valid.
    pub lifetime: Lifetime,
    /// The present moment.
    pub now: Timestamp,
    /// What `key.pem` is encrypted with.
    pub password: Secret<String>,
}

impl KeyRequest {
    /// The request as bytes.
    pub fn to_bytes(&self) -> Result<Secret<Vec<u8>>, KeyError> {
        wire::write(&wire::Request::from(self))
    }

    /// Reads a request; every part is checked again.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, KeyError> {
        wire::read::<wire::Request<'_>>(bytes)?.try_into()
    }
}

/// The reply as bytes: files, or why there are none.
pub fn reply_to_bytes(reply: &Result<KeyFiles, KeyError>) -> Result<Secret<Vec<u8>>, KeyError> {
    wire::write(&reply.as_ref().map(wire::Files::from))
}

/// Reads a reply.
pub fn reply_from_bytes(bytes: &[u8]) -> Result<KeyFiles, KeyError> {
    wire::read::<Result<wire::Files<'_>, KeyError>>(bytes)?.map(KeyFiles::from)
}

/// Makes a key pair, its certificate and its files.
pub async fn make(
    request: &KeyRequest,
    generator: &impl KeyGenerator,
    entropy: &impl Entropy,
) -> Result<KeyFiles, KeyError> {
    // EXPOSE: only to see whether it is there, before a key is made for nothing.
    if request.password.expose().is_empty() {
        return Err(KeyError::PasswordEmpty);
    }
    let pair = generator.generate(request.size).await?;
    let public_key = pair.signer.public_key_der();
    let certificate = UnsignedCertificate::new(
        &request.subject,
        public_key,
        request.lifetime,
        request.now,
        entropy,
    )?;
    let signature = pair.signer.sign(certificate.message()).await?;
    let certificate_der = certificate.with_signature(&signature)?;
    KeyFiles::make(
        &certificate_der,
        &pair.private_key,
        &request.password,
        entropy,
    )
}

#[cfg(test)]
mod tests;
