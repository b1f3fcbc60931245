//! A private RSA key as PKCS#8, its encrypted file, and the question whether a certificate belongs to it.
//!
//! The file is `EncryptedPrivateKeyInfo` (RFC 5958) with PBES2 (RFC 8018): PBKDF2-HMAC-SHA-256 and AES-256-CBC,
//! which openssl 1.1 and later read without options. Nothing unencrypted is ever written here.

use base::CertificateFacts;
use base::Entropy;
use base::Secret;
use der::Decode as _;
use der::Encode as _;
use der::SecretDocument;
use der::Sequence;
use der::asn1::OctetStringRef;
use der::pem::LineEnding;
use der::pem::PemLabel as _;
use pkcs5::EncryptionScheme;
use pkcs5::pbes2;
use pkcs8::EncryptedPrivateKeyInfoRef;
use pkcs8::PrivateKeyInfoRef;
use rsa::RsaPrivateKey;
use rsa::pkcs1::EncodeRsaPublicKey as _;
use spki::AlgorithmIdentifierRef;

use crate::KeyError;
use crate::certificate;

/// Rounds of PBKDF2 in the files made here (OWASP Password Storage Cheat Sheet, PBKDF2-HMAC-SHA256).
const ROUNDS: u32 = 600_000;

/// Rounds beyond which a file is refused: a foreign file must not keep the page busy for minutes.
const MOST_ROUNDS: u32 = 10_000_000;

/// A private RSA key, wiped from memory when dropped.
pub struct PrivateKey {
    pkcs8: Secret<Vec<u8>>,
}

impl PrivateKey {
    /// Takes a PKCS#8 private key, DER, if it is a sound RSA key. Attributes that stand beside the key are dropped.
    pub fn from_pkcs8(pkcs8: Secret<Vec<u8>>) -> Result<Self, KeyError> {
        // EXPOSE: read and written again, from one secret into another.
        let plain = PrivateKeyInfoRef::try_from(pkcs8.expose().as_slice())
            .and_then(|key| Ok(key.to_der()?))
            .map_err(|_| KeyError::KeyFileUnreadable)?;
        let key = Self {
            pkcs8: Secret::new(plain),
        };
        key.to_rsa()?;
        Ok(key)
    }

    /// The key as PKCS#8, DER.
    pub fn pkcs8(&self) -> &Secret<Vec<u8>> {
        &self.pkcs8
    }

    /// Fails with [`KeyError::NotAPair`] unless the certificate carries this key's public half.
    pub fn check_pair(&self, certificate: &CertificateFacts) -> Result<(), KeyError> {
        let public_key = self
            .to_rsa()?
            .to_public_key()
            .to_pkcs1_der()
            .map_err(|_| KeyError::EncodingFailed)?;
        if certificate::public_key(&certificate.der)? == public_key.as_bytes() {
            Ok(())
        } else {
            Err(KeyError::NotAPair)
        }
    }

    /// Writes the key as an encrypted PEM file, `key.pem`, with new salt and initialisation vector.
    pub fn to_encrypted_pem(
        &self,
        password: &Secret<String>,
        entropy: &impl Entropy,
    ) -> Result<Secret<String>, KeyError> {
        // EXPOSE: the password is what the file is encrypted with; only the key derivation sees it.
        let password = password.expose();
        if password.is_empty() {
            return Err(KeyError::PasswordEmpty);
        }
        let (mut salt, mut vector) = ([0; 16], [0; 16]);
        entropy.fill(&mut salt);
        entropy.fill(&mut vector);
        let parameters = pbes2::Parameters::generate_pbkdf2_sha256_aes256cbc(ROUNDS, &salt, vector)
            .map_err(|_| KeyError::EncodingFailed)?;
        // EXPOSE: the key goes nowhere but into the encryption.
        let mut pem = PrivateKeyInfoRef::try_from(self.pkcs8.expose().as_slice())
            .and_then(|key| key.encrypt_with_params(parameters, password))
            .and_then(|document| {
                Ok(document.to_pem(EncryptedPrivateKeyInfoRef::PEM_LABEL, LineEnding::LF)?)
            })
            .map_err(|_| KeyError::EncodingFailed)?;
        Ok(Secret::new(std::mem::take(&mut *pem)))
    }

    /// Opens an encrypted PEM file with its password.
    pub fn from_encrypted_pem(pem: &str, password: &Secret<String>) -> Result<Self, KeyError> {
        let document = encrypted_document(pem)?;
        let file =
            Encrypted::from_der(document.as_bytes()).map_err(|_| KeyError::KeyFileUnreadable)?;
        let scheme =
            EncryptionScheme::try_from(file.algorithm).map_err(|_| KeyError::KeyFileUnsupported)?;
        check_scheme(&scheme)?;
        // EXPOSE: the password opens the file; only the key derivation sees it.
        let opened = scheme
            .decrypt(password.expose(), file.content.as_bytes())
            .map_err(|_| KeyError::PasswordWrong)?;
        Self::from_pkcs8(Secret::new(opened))
    }

    /// The key as numbers, checked for consistency.
    pub(crate) fn to_rsa(&self) -> Result<RsaPrivateKey, KeyError> {
        // EXPOSE: read into a type that wipes itself too.
        PrivateKeyInfoRef::try_from(self.pkcs8.expose().as_slice())
            .and_then(RsaPrivateKey::try_from)
            .map_err(|_| KeyError::KeyFileUnreadable)
    }
}

/// The key is not told.
impl std::fmt::Debug for PrivateKey {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("PrivateKey([redacted])")
    }
}

/// EncryptedPrivateKeyInfo (RFC 5958, section 3) of any algorithm, known here or not.
#[derive(Sequence)]
struct Encrypted<'file> {
    algorithm: AlgorithmIdentifierRef<'file>,
    content: &'file OctetStringRef,
}

/// The bytes within the PEM text of an encrypted key file.
fn encrypted_document(pem: &str) -> Result<SecretDocument, KeyError> {
    match SecretDocument::from_pem(pem) {
        Ok((EncryptedPrivateKeyInfoRef::PEM_LABEL, document)) => Ok(document),
        // Not encrypted, or in openssl's older way, whose header lines are no longer PEM (RFC 7468, section 2).
        _ if pem.contains(" PRIVATE KEY-----")
            && !pem.contains(EncryptedPrivateKeyInfoRef::PEM_LABEL) =>
        {
            Err(KeyError::KeyFileUnsupported)
        }
        _ => Err(KeyError::KeyFileUnreadable),
    }
}

/// Refuses what is not PBES2 with a bearable PBKDF2, before any work is done for it.
fn check_scheme(scheme: &EncryptionScheme) -> Result<(), KeyError> {
    let derivation = match scheme {
        EncryptionScheme::Pbes2(parameters) => parameters.kdf.pbkdf2(),
        _ => None,
    };
    match derivation {
        Some(parameters) if parameters.iteration_count <= MOST_ROUNDS => Ok(()),
        _ => Err(KeyError::KeyFileUnsupported),
    }
}

#[cfg(test)]
mod tests;
