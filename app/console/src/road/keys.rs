//! Key pairs: made, given out, proved and opened, all by the keys worker. Nothing here touches the tenant.

use base::CertificateFacts;
use base::Clock;
use base::Secret;
use keys::Identity;
use keys::IdentityFiles;
use keys::IdentityRequest;
use keys::JksRequest;
use keys::KeyError;
use keys::KeyRequest;
use keys::Proof;
use keys::ProofRequest;
use survey::CertificateChoice;
use survey::Choice;

use crate::browser::clock::BrowserClock;
use crate::browser::worker;
use crate::stage::MadePair;

/// Makes the key pair that was chosen, with `password` for its files.
pub(crate) async fn make(choice: &Choice, password: Secret<String>) -> Result<MadePair, KeyError> {
    let CertificateChoice::Make {
        organisation,
        country,
        common_name,
        bits,
        days,
    } = &choice.certificate
    else {
        return Err(KeyError::EncodingFailed);
    };
    let fields = keys::SubjectFields {
        organisation: organisation.clone(),
        country: country.clone(),
        common_name: common_name.clone(),
    };
    let request = KeyRequest {
        subject: keys::Subject::parse(&fields).map_err(|_| KeyError::EncodingFailed)?,
        size: keys::KeySize::from_bits(*bits)?,
        lifetime: keys::Lifetime::from_days(*days)?,
        now: BrowserClock.now(),
        password,
    };
    let files = worker::ask(&request).await?;
    Ok(MadePair {
        files,
        password: request.password,
    })
}

/// Makes a Java key store of a pair that was made.
pub(crate) async fn make_jks(
    pair: &MadePair,
    alias: String,
    store_password: Secret<String>,
) -> Result<Secret<Vec<u8>>, KeyError> {
    let request = JksRequest {
        key_pem: pair.files.key_pem.clone(),
        password: pair.password.clone(),
        certificate_pem: pair.files.certificate_pem.clone(),
        alias,
        store_password,
        now: BrowserClock.now(),
    };
    worker::ask(&request).await
}

/// Opens a file with its password and compares it with a certificate.
pub(crate) async fn prove(
    file: Secret<Vec<u8>>,
    password: Secret<String>,
    certificate: &CertificateFacts,
) -> Result<Proof, KeyError> {
    let request = ProofRequest {
        file,
        password,
        certificate_der: certificate.der.clone(),
    };
    worker::ask(&request).await
}

/// Opens a key pair that the institution has, and gives its public part.
pub(crate) async fn open(
    files: IdentityFiles,
    password: Secret<String>,
) -> Result<Identity, KeyError> {
    let request = IdentityRequest {
        files,
        password,
        now: BrowserClock.now(),
    };
    worker::ask(&request).await
}
