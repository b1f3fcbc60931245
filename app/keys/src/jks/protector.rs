//! How a JKS hides a private key: `sun.security.provider.KeyProtector` of OpenJDK. The key is combined by exclusive or
//! with a stream of SHA-1 digests, each of the password and the digest before it; the first of the password and a salt.

use base::Secret;
use der::Decode as _;
use der::Encode as _;
use der::Sequence;
use der::asn1::Null;
use der::asn1::ObjectIdentifier;
use der::asn1::OctetString;
use sha1::Digest as _;
use sha1::Sha1;
use spki::AlgorithmIdentifierOwned;
use zeroize::Zeroizing;

use crate::KeyError;
use crate::PrivateKey;

/// Bytes of a SHA-1 digest.
const DIGEST: usize = 20;

/// Bytes of the salt.
pub(super) const SALT: usize = DIGEST;

/// Sun's name for this protection.
const KEY_PROTECTOR: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.4.1.42.2.17.1.1");

/// EncryptedPrivateKeyInfo (RFC 5958, section 3). Its content is the salt, the hidden key, and a digest of password and
/// key.
#[derive(Sequence)]
struct Protected {
    algorithm: AlgorithmIdentifierOwned,
    content: OctetString,
}

/// Hides a key.
pub(super) fn protect(
    private_key: &PrivateKey,
    password: &Secret<Vec<u8>>,
    salt: [u8; SALT],
) -> Result<Vec<u8>, KeyError> {
    // EXPOSE: it goes nowhere but into the protection.
    let key = private_key.pkcs8().expose();
    let mut content = salt.to_vec();
    content.extend_from_slice(&combine(key, password, salt));
    content.extend_from_slice(&check_digest(key, password));
    OctetString::new(content)
        .and_then(|content| {
            let algorithm = AlgorithmIdentifierOwned {
                oid: KEY_PROTECTOR,
                parameters: Some(Null.into()),
            };
            Protected { algorithm, content }.to_der()
        })
        .map_err(|_| KeyError::EncodingFailed)
}

/// Finds the key again, as PKCS#8.
pub(super) fn open(
    protected: &[u8],
    password: &Secret<Vec<u8>>,
) -> Result<Secret<Vec<u8>>, KeyError> {
    let Protected { algorithm, content } =
        Protected::from_der(protected).map_err(|_| KeyError::KeyFileUnreadable)?;
    if algorithm.oid != KEY_PROTECTOR {
        return Err(KeyError::JavaProtectionRefused {
            method: algorithm.oid.to_string(),
        });
    }
    let parts = content.as_bytes().split_first_chunk::<SALT>();
    let (salt, hidden, check) = parts
        .and_then(|(salt, rest)| {
            let (hidden, check) = rest.split_last_chunk::<DIGEST>()?;
            Some((salt, hidden, check))
        })
        .ok_or(KeyError::KeyFileUnreadable)?;
    let key = Secret::new(combine(hidden, password, *salt).to_vec());
    // EXPOSE: only a digest is made of it and compared.
    if check_digest(key.expose(), password) == *check {
        Ok(key)
    } else {
        Err(KeyError::EntryPasswordDiffers)
    }
}

/// Combines `bytes` with the stream; doing it twice gives them back.
fn combine(bytes: &[u8], password: &Secret<Vec<u8>>, salt: [u8; SALT]) -> Zeroizing<Vec<u8>> {
    let mut combined = Zeroizing::new(bytes.to_vec());
    let mut stream = Zeroizing::new(salt);
    for part in combined.chunks_mut(DIGEST) {
        stream = digest(password, stream.as_slice());
        for (byte, mask) in part.iter_mut().zip(stream.iter()) {
            *byte ^= mask;
        }
    }
    combined
}

/// What tells whether a key came out right.
fn check_digest(key: &[u8], password: &Secret<Vec<u8>>) -> [u8; DIGEST] {
    *digest(password, key)
}

/// SHA-1 of the password followed by `bytes`.
fn digest(password: &Secret<Vec<u8>>, bytes: &[u8]) -> Zeroizing<[u8; DIGEST]> {
    let hash = Sha1::new()
        // EXPOSE: only the digest sees it.
        .chain_update(password.expose())
        .chain_update(bytes);
    Zeroizing::new(hash.finalize().into())
}
