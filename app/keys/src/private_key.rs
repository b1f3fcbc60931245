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
use pkcs8::PrivateKeyInfoRef;
use rsa::RsaPrivateKey;
use rsa::pkcs1::ALGORITHM_OID;
use rsa::pkcs1::EncodeRsaPublicKey as _;
use rsa::pkcs1::RsaPrivateKeyRef;
use rsa::pkcs1::RsaPublicKeyRef;
use spki::AlgorithmIdentifierRef;

use crate::KeyDerivation;
use crate::KeyError;
use crate::certificate;
use crate::pfx::Opener;
use crate::pfx::Seal;

/// The label of an encrypted key in PEM (RFC 7468, section 11).
const LABEL: &str = "ENCRYPTED PRIVATE KEY";

/// Rounds of PBKDF2 of a new file (OWASP Password Storage Cheat Sheet, PBKDF2-HMAC-SHA256).
const ROUNDS: u32 = 600_000;

/// A private RSA key, wiped from memory when dropped.
pub struct PrivateKey {
    pkcs8: Secret<Vec<u8>>,
    /// RSAPublicKey (RFC 8017, appendix A.1.1), DER: checking a private key for consistency takes long, so it is done once.
    public_key: Vec<u8>,
}

impl PrivateKey {
    /// Takes a PKCS#8 private key, DER, if it is a sound RSA key. Attributes that stand beside the key are dropped.
    pub fn from_pkcs8(pkcs8: Secret<Vec<u8>>) -> Result<Self, KeyError> {
        // EXPOSE: read and written again, from one secret into another.
        let plain = PrivateKeyInfoRef::try_from(pkcs8.expose().as_slice())
            .and_then(|key| Ok(key.to_der()?))
            .map_err(|_| KeyError::KeyFileUnreadable)?;
        let pkcs8 = Secret::new(plain);
        let public_key = rsa_of(&pkcs8)?
            .to_public_key()
            .to_pkcs1_der()
            .map_err(|_| KeyError::EncodingFailed)?;
        Ok(Self {
            pkcs8,
            public_key: public_key.into_vec(),
        })
    }

    /// Takes a key that a generator has just made, PKCS#8, DER. It is not checked for consistency, which takes long and tells
    /// what the generator knows; its certificate's signature is checked by its public half when the files are made.
    pub fn just_made(pkcs8: Secret<Vec<u8>>) -> Result<Self, KeyError> {
        // EXPOSE: only the two public numbers are taken out.
        let public_key = public_half(pkcs8.expose()).map_err(|_| KeyError::KeyFileUnreadable)?;
        Ok(Self { pkcs8, public_key })
    }

    /// The public half, RSAPublicKey (RFC 8017, appendix A.1.1), DER: what a certificate carries.
    pub(crate) fn public_key(&self) -> &[u8] {
        &self.public_key
    }

    /// The key as PKCS#8, DER.
    pub fn pkcs8(&self) -> &Secret<Vec<u8>> {
        &self.pkcs8
    }

    /// Fails with [`KeyError::NotAPair`] unless the certificate carries this key's public half.
    pub fn check_pair(&self, certificate: &CertificateFacts) -> Result<(), KeyError> {
        self.check_pair_der(&certificate.der)
    }

    /// As [`PrivateKey::check_pair`], of a certificate's bytes.
    pub(crate) fn check_pair_der(&self, certificate_der: &[u8]) -> Result<(), KeyError> {
        if certificate::public_key(certificate_der)? == self.public_key {
            Ok(())
        } else {
            Err(KeyError::NotAPair)
        }
    }

    /// Writes the key as an encrypted PEM file, `key.pem`, with new salt and initialisation vector.
    pub async fn to_encrypted_pem(
        &self,
        password: &Secret<String>,
        entropy: &impl Entropy,
        derivation: &impl KeyDerivation,
    ) -> Result<Secret<String>, KeyError> {
        // EXPOSE: only to see whether it is there.
        if password.expose().is_empty() {
            return Err(KeyError::PasswordEmpty);
        }
        let seal = Seal::aes(password, ROUNDS, entropy, derivation).await?;
        // EXPOSE: the key goes nowhere but into the encryption.
        let sealed = seal.close(self.pkcs8.expose(), entropy)?;
        let pem = AlgorithmIdentifierRef::from_der(&sealed.algorithm)
            .and_then(|algorithm| {
                let content = OctetStringRef::new(&sealed.content)?;
                Encrypted { algorithm, content }.to_der()
            })
            .ok()
            .and_then(|der| der::pem::encode_string(LABEL, LineEnding::LF, &der).ok());
        pem.map(Secret::new).ok_or(KeyError::EncodingFailed)
    }

    /// Opens an encrypted PEM file with its password.
    pub async fn from_encrypted_pem(
        pem: &str,
        password: &Secret<String>,
        derivation: &impl KeyDerivation,
    ) -> Result<Self, KeyError> {
        let pkcs8 = open_encrypted_pem(pem, password, derivation).await?;
        // A wrong password may give a right padding by chance, but no key.
        Self::from_pkcs8(pkcs8).map_err(|_| KeyError::PasswordWrong)
    }

    /// Opens an encrypted PKCS#8 key, DER, with its password.
    pub(crate) async fn from_encrypted_der(
        bytes: &[u8],
        password: &Secret<String>,
        derivation: &impl KeyDerivation,
    ) -> Result<Self, KeyError> {
        let pkcs8 = open_encrypted_der(bytes, password, derivation).await?;
        // As above.
        Self::from_pkcs8(pkcs8).map_err(|_| KeyError::PasswordWrong)
    }

    /// Whether the bytes are an encrypted PKCS#8 key, which begins with an algorithm; one that is not, begins with a version.
    pub(crate) fn is_encrypted_der(bytes: &[u8]) -> bool {
        Encrypted::from_der(bytes).is_ok()
    }

    /// The key as numbers, checked for consistency.
    pub(crate) fn to_rsa(&self) -> Result<RsaPrivateKey, KeyError> {
        rsa_of(&self.pkcs8)
    }
}

/// Opens an encrypted PEM file. What comes out is not looked at: it may be no key at all where the password is wrong.
pub(crate) async fn open_encrypted_pem(
    pem: &str,
    password: &Secret<String>,
    derivation: &impl KeyDerivation,
) -> Result<Secret<Vec<u8>>, KeyError> {
    let document = encrypted_document(pem)?;
    open_encrypted_der(document.as_bytes(), password, derivation).await
}

async fn open_encrypted_der(
    bytes: &[u8],
    password: &Secret<String>,
    derivation: &impl KeyDerivation,
) -> Result<Secret<Vec<u8>>, KeyError> {
    let file = Encrypted::from_der(bytes).map_err(|_| KeyError::KeyFileUnreadable)?;
    let mut opened = Opener::new(password, derivation)
        .open(file.algorithm, file.content.as_bytes())
        .await
        .map_err(of_key_file)?;
    Ok(Secret::new(std::mem::take(&mut *opened)))
}

/// RSAPublicKey, DER, of the numbers that stand in a private key.
fn public_half(pkcs8: &[u8]) -> Result<Vec<u8>, pkcs8::Error> {
    let key = PrivateKeyInfoRef::try_from(pkcs8)?;
    key.algorithm.assert_algorithm_oid(ALGORITHM_OID)?;
    let key = RsaPrivateKeyRef::from_der(key.private_key.as_bytes())?;
    let public_key = RsaPublicKeyRef {
        modulus: key.modulus,
        public_exponent: key.public_exponent,
    };
    Ok(public_key.to_der()?)
}

fn rsa_of(pkcs8: &Secret<Vec<u8>>) -> Result<RsaPrivateKey, KeyError> {
    // EXPOSE: read into a type that wipes itself too.
    PrivateKeyInfoRef::try_from(pkcs8.expose().as_slice())
        .and_then(RsaPrivateKey::try_from)
        .map_err(|_| KeyError::KeyFileUnreadable)
}

/// The key is not told.
impl std::fmt::Debug for PrivateKey {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("PrivateKey([redacted])")
    }
}

/// What an opener says, of a key in a file of its own, which is converted by another command than a key store.
fn of_key_file(error: KeyError) -> KeyError {
    match error {
        KeyError::ProtectionRefused { method } => KeyError::KeyFileProtectionRefused { method },
        other => other,
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
        Ok((LABEL, document)) => Ok(document),
        // Not encrypted, or in openssl's older way, whose header lines are no longer PEM (RFC 7468, section 2).
        _ if pem.contains(" PRIVATE KEY-----") && !pem.contains(LABEL) => {
            Err(KeyError::KeyFileUnsupported)
        }
        _ => Err(KeyError::KeyFileUnreadable),
    }
}

#[cfg(test)]
mod tests;
