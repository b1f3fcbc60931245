//! The files that a person saves: made of a key pair and its certificate, and given out only after each was read again
//! and found to hold that key and that certificate.

use std::fmt;

use base::CertificateFacts;
use base::Entropy;
use base::Secret;
use der::pem::LineEnding;
use rsa::RsaPublicKey;
use rsa::pkcs1v15::Signature;
use rsa::pkcs1v15::VerifyingKey;
use rsa::signature::Verifier as _;
use serde::Deserialize;
use serde::Serialize;
use sha2::Sha256;

use crate::KeyError;
use crate::PrivateKey;
use crate::read;

/// One of the files.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub enum KeyFile {
    /// `cert.pem`, the certificate: public.
    CertificatePem,
    /// `key.pem`, the encrypted private key.
    KeyPem,
}

impl KeyFile {
    /// The name under which it is saved.
    pub fn name(self) -> &'static str {
        match self {
            Self::CertificatePem => "cert.pem",
            Self::KeyPem => "key.pem",
        }
    }
}

impl fmt::Display for KeyFile {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

/// The files of one key pair and what is known of its certificate.
#[derive(Debug)]
pub struct KeyFiles {
    /// Content of `cert.pem`.
    pub certificate_pem: String,
    /// Content of `key.pem`: encrypted, and still nobody's business.
    pub key_pem: Secret<String>,
    /// The certificate's public facts.
    pub facts: CertificateFacts,
}

impl KeyFiles {
    /// Writes the files and checks them.
    pub fn make(
        certificate_der: &[u8],
        private_key: &PrivateKey,
        password: &Secret<String>,
        entropy: &impl Entropy,
    ) -> Result<Self, KeyError> {
        let certificate_pem =
            der::pem::encode_string("CERTIFICATE", LineEnding::LF, certificate_der)
                .map_err(|_| KeyError::EncodingFailed)?;
        let files = Self {
            certificate_pem,
            key_pem: private_key.to_encrypted_pem(password, entropy)?,
            facts: read::facts(certificate_der)?,
        };
        files.check(certificate_der, private_key, password)?;
        Ok(files)
    }

    /// Reads every file again and compares it with what it was made of.
    fn check(
        &self,
        certificate_der: &[u8],
        private_key: &PrivateKey,
        password: &Secret<String>,
    ) -> Result<(), KeyError> {
        let failed = |file| KeyError::CheckFailed { file };
        let from_pem =
            read::certificate_in(self.certificate_pem.as_bytes()).and_then(|der| read::facts(&der));
        if from_pem.as_ref() != Ok(&self.facts) || self.facts.der != certificate_der {
            return Err(failed(KeyFile::CertificatePem));
        }
        private_key.check_pair(&self.facts)?;
        check_signature(certificate_der, private_key)
            .map_err(|_| failed(KeyFile::CertificatePem))?;
        // EXPOSE: the encrypted file is read once more, in memory.
        let opened = PrivateKey::from_encrypted_pem(self.key_pem.expose(), password)
            .map_err(|_| failed(KeyFile::KeyPem))?;
        // EXPOSE: two keys in memory are compared.
        if opened.pkcs8().expose() != private_key.pkcs8().expose() {
            return Err(failed(KeyFile::KeyPem));
        }
        Ok(())
    }
}

/// Whether the certificate was signed by this very key.
fn check_signature(
    certificate_der: &[u8],
    private_key: &PrivateKey,
) -> Result<(), rsa::signature::Error> {
    use der::Decode as _;
    use der::Encode as _;
    let unreadable = |_| rsa::signature::Error::new();
    let certificate = x509_cert::Certificate::from_der(certificate_der).map_err(unreadable)?;
    let signed = certificate.tbs_certificate().to_der().map_err(unreadable)?;
    let public_key: RsaPublicKey = private_key
        .to_rsa()
        .map_err(|_| rsa::signature::Error::new())?
        .to_public_key();
    let signature = Signature::try_from(certificate.signature().raw_bytes())?;
    VerifyingKey::<Sha256>::new(public_key).verify(&signed, &signature)
}

#[cfg(test)]
mod tests;
