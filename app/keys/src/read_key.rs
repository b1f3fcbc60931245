//! Reading a private key that a person gives as a file: PKCS#8, encrypted or not, and PKCS#1; PEM, DER or base64.
//!
//! What is not RSA, and what is encrypted in openssl's older way, is refused by name.

use base::Secret;
use der::Decode as _;
use pkcs8::PrivateKeyInfoRef;
use rsa::RsaPrivateKey;
use rsa::pkcs1::ALGORITHM_OID;
use rsa::pkcs1::DecodeRsaPrivateKey as _;
use rsa::pkcs8::EncodePrivateKey as _;
use zeroize::Zeroizing;

use crate::KeyDerivation;
use crate::KeyError;
use crate::PrivateKey;
use crate::read;
use crate::read::PemBlock;

/// The most bytes that are read: a 16384-bit key has some ten thousand.
const MOST_BYTES: usize = 64 * 1024;

/// How the label of every private key in PEM ends (RFC 7468, sections 10 and 11; RFC 5915; openssl's own).
const LABEL_ENDING: &str = "PRIVATE KEY";

/// Stands in the first line of a key that openssl encrypted in its older way (RFC 1421, section 4.6.1.1).
const TRADITIONAL_MARK: &str = "Proc-Type:";

/// Reads the one private key in `input`. The password is asked for by an encrypted key only.
pub(crate) async fn private_key(
    input: &[u8],
    password: &Secret<String>,
    derivation: &impl KeyDerivation,
) -> Result<PrivateKey, KeyError> {
    let der = der_of(input)?;
    from_der(&der, password, derivation).await
}

/// Whether the one private key in `input` is encrypted.
pub(crate) fn is_encrypted(input: &[u8]) -> bool {
    der_of(input).is_ok_and(|der| PrivateKey::is_encrypted_der(&der))
}

/// The bytes of the one private key in `input`.
fn der_of(input: &[u8]) -> Result<Zeroizing<Vec<u8>>, KeyError> {
    if input.len() > MOST_BYTES {
        return Err(KeyError::TooLarge { most: MOST_BYTES });
    }
    let Some(text) = read::text_of(input) else {
        return Ok(Zeroizing::new(input.to_vec()));
    };
    let mut keys = read::pem_blocks(&text).filter(|block| block.label.ends_with(LABEL_ENDING));
    let others = read::pem_blocks(&text).next().is_some();
    match (keys.next(), keys.count()) {
        (Some(only), 0) => block_der(&only),
        (Some(_), others) => Err(KeyError::SeveralPrivateKeys { count: others + 1 }),
        (None, _) if others => Err(KeyError::PrivateKeyMissing),
        (None, _) => read::decode(&text).ok_or(KeyError::KeyFileUnreadable),
    }
}

/// The bytes of one block of PEM, if keys of its label are read here.
fn block_der(block: &PemBlock<'_>) -> Result<Zeroizing<Vec<u8>>, KeyError> {
    let is_traditional = block
        .body
        .is_some_and(|body| body.contains(TRADITIONAL_MARK));
    match block.label {
        "RSA PRIVATE KEY" if is_traditional => Err(KeyError::KeyFileTraditional),
        "ENCRYPTED PRIVATE KEY" | "PRIVATE KEY" | "RSA PRIVATE KEY" => {
            block.bytes().map_err(|error| match error {
                KeyError::BlockTorn { .. } => error,
                _ => KeyError::KeyFileUnreadable,
            })
        }
        "EC PRIVATE KEY" | "DSA PRIVATE KEY" => Err(KeyError::KeyFileNotRsa),
        _ => Err(KeyError::KeyFileUnsupported),
    }
}

/// The three forms are told apart by their structure, whatever the label says.
async fn from_der(
    der: &[u8],
    password: &Secret<String>,
    derivation: &impl KeyDerivation,
) -> Result<PrivateKey, KeyError> {
    if let Ok(key) = PrivateKeyInfoRef::from_der(der) {
        if key.algorithm.oid != ALGORITHM_OID {
            return Err(KeyError::KeyFileNotRsa);
        }
        return PrivateKey::from_pkcs8(Secret::new(der.to_vec()));
    }
    if let Ok(key) = RsaPrivateKey::from_pkcs1_der(der) {
        let pkcs8 = key.to_pkcs8_der().map_err(|_| KeyError::EncodingFailed)?;
        return PrivateKey::from_pkcs8(Secret::new(pkcs8.as_bytes().to_vec()));
    }
    PrivateKey::from_encrypted_der(der, password, derivation).await
}

#[cfg(test)]
mod tests;
