//! What the page asks of its keys worker and what comes back, and the work between, which is the same natively.
//!
//! Both travel as bytes, because a worker's messages do. The bytes hold passwords, key files and assertions and are
//! therefore a [`Secret`] on either side.

mod task;
mod wire;

use base::Entropy;
use base::Secret;
use base::Timestamp;

use crate::AssertionClaims;
use crate::IdentityFiles;
use crate::KeyDerivation;
use crate::KeyError;
use crate::KeyFiles;
use crate::KeyGenerator;
use crate::KeySize;
use crate::Lifetime;
use crate::PssSigner;
use crate::Signer as _;
use crate::Subject;
use crate::UnsignedCertificate;
use crate::assertion;
use crate::files;
use crate::identity;

pub use task::Task;
use wire::Request;
pub use wire::refusal;

/// A key pair, its certificate and its files are to be made.
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
    /// What the files are encrypted with.
    pub password: Secret<String>,
}

/// An existing key pair is to be opened.
#[derive(Debug)]
pub struct IdentityRequest {
    /// Its files.
    pub files: IdentityFiles,
    /// Their password; empty where they have none.
    pub password: Secret<String>,
    /// The present moment.
    pub now: Timestamp,
}

/// A client assertion is to be signed with a key pair that is opened for it.
#[derive(Debug)]
pub struct AssertionRequest {
    /// The key pair, and the moment.
    pub identity: IdentityRequest,
    /// The tenant's token endpoint.
    pub token_endpoint: String,
    /// Client id of the application.
    pub client_id: base::AppId,
}

/// Makes a key pair, its certificate and its files.
pub async fn make(
    request: &KeyRequest,
    crypto: &(impl KeyGenerator + KeyDerivation),
    entropy: &impl Entropy,
) -> Result<KeyFiles, KeyError> {
    // EXPOSE: only to see whether it is there, before a key is made for nothing.
    if request.password.expose().is_empty() {
        return Err(KeyError::PasswordEmpty);
    }
    let pair = crypto.generate(request.size).await?;
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
        crypto,
        entropy,
    )
    .await
}

/// Opens a key pair and signs an assertion with it.
async fn assert(
    request: &AssertionRequest,
    crypto: &(impl KeyDerivation + PssSigner),
    entropy: &impl Entropy,
) -> Result<Secret<String>, KeyError> {
    let IdentityRequest {
        files,
        password,
        now,
    } = &request.identity;
    let (identity, private_key) = identity::open(files, password, *now, crypto).await?;
    let claims = AssertionClaims {
        token_endpoint: request.token_endpoint.clone(),
        client_id: request.client_id.clone(),
        now: *now,
    };
    let certificate = &identity.certificate;
    assertion::sign_assertion(&claims, certificate, &private_key, crypto, entropy).await
}

/// Does what a request in bytes asks for; the answer in bytes tells what came of it, a refusal too. Fails only where not
/// even that can be written.
pub async fn answer(
    request: &[u8],
    crypto: &(impl KeyGenerator + KeyDerivation + PssSigner),
    entropy: &impl Entropy,
) -> Result<Secret<Vec<u8>>, KeyError> {
    let request = match wire::read::<Request<'_>>(request) {
        Ok(request) => request,
        Err(error) => return wire::refusal(error),
    };
    match request {
        Request::Make(request) => match KeyRequest::try_from(request) {
            Ok(request) => wire::reply(&make(&request, crypto, entropy).await, wire::Files::from),
            Err(error) => wire::refusal(error),
        },
        Request::MakeJks(request) => {
            let made = files::make_jks(&request.into(), crypto, entropy).await;
            wire::reply(&made, wire::Bytes::from)
        }
        Request::Open(request) => {
            let request = IdentityRequest::from(request);
            let (files, password) = (&request.files, &request.password);
            let opened = identity::open_identity(files, password, request.now, crypto).await;
            wire::reply(&opened, wire::Identity::from)
        }
        Request::Prove(request) => {
            let proved = files::prove(&request.into(), crypto).await;
            wire::reply(&proved, wire::Proof::from)
        }
        Request::Assert(request) => {
            let signed = assert(&request.into(), crypto, entropy).await;
            wire::reply(&signed, wire::Text::from)
        }
    }
}

#[cfg(test)]
mod tests;
