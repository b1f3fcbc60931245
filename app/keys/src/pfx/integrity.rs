//! The MAC over a PFX's contents (RFC 7292, section 4, MacData), and the outermost structure that carries it.

use base::Entropy;
use base::Secret;
use der::Encode as _;
use der::asn1::AnyRef;
use der::asn1::ObjectIdentifier;
use der::asn1::OctetStringRef;
use hmac::EagerHash;
use hmac::Hmac;
use hmac::KeyInit as _;
use hmac::Mac as _;
use hmac::digest::block_api::BlockSizeUser;
use sha1::Sha1;
use sha2::Digest;
use sha2::Sha256;
use sha2::Sha384;
use sha2::Sha512;
use spki::AlgorithmIdentifierRef;

use crate::HashFunction;
use crate::KeyDerivation;
use crate::KeyError;
use crate::MacKey;
use crate::pfx::PfxKind;
use crate::pfx::kdf;
use crate::pfx::kdf::Purpose;
use crate::pfx::method;
use crate::pfx::structure::ContentInfo;
use crate::pfx::structure::DATA;
use crate::pfx::structure::DigestInfo;
use crate::pfx::structure::MacData;
use crate::pfx::structure::Pfx;
use crate::pfx::structure::VERSION;

/// Rounds for the MAC of the modern kind: whoever has the file guesses at the cheapest of its parts, so this must not
/// be far below the rounds of the encryption. More than 300,000 is refused by .NET's X509CertificateLoader
/// (`Pkcs12LoaderLimits.MacIterationLimit`); Java's limit is 5,000,000.
const ROUNDS_MODERN: u32 = 300_000;

/// Rounds for the MAC of the compatible kind: what Java itself writes since 16.
const ROUNDS_COMPATIBLE: u32 = 10_000;

const SALT: usize = 16;

const SHA1: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.14.3.2.26");
const SHA256: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.1");
const SHA384: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.2");
const SHA512: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.3");

/// What the MAC of a new file is made with.
pub(super) struct MacSeal {
    hash: HashFunction,
    oid: ObjectIdentifier,
    salt: [u8; SALT],
    rounds: u32,
    key: Secret<Vec<u8>>,
}

impl MacSeal {
    /// Derives the key for a file of this kind, with a new salt. Computing it keeps this thread busy, so what was asked of
    /// others before may begin first.
    pub(super) async fn new(
        kind: PfxKind,
        password: &Secret<String>,
        entropy: &impl Entropy,
        derivation: &impl KeyDerivation,
    ) -> Self {
        let (hash, oid, rounds) = match kind {
            PfxKind::Modern => (HashFunction::Sha256, SHA256, ROUNDS_MODERN),
            PfxKind::Compatible => (HashFunction::Sha1, SHA1, ROUNDS_COMPATIBLE),
        };
        let mut salt = [0; SALT];
        entropy.fill(&mut salt);
        derivation.others_have_begun().await;
        let units = kdf::password_units(password);
        let parameters = MacKey {
            hash,
            salt: &salt,
            rounds,
        };
        Self {
            hash,
            oid,
            salt,
            rounds,
            key: derivation.mac_key(&units, parameters),
        }
    }

    /// Puts contents (AuthenticatedSafe, DER) and their MAC together to a whole file.
    pub(super) fn close(&self, contents: &[u8]) -> Result<Secret<Vec<u8>>, KeyError> {
        let mac = mac_with(self.hash, &self.key, contents)?;
        file(contents, self.oid, &mac, &self.salt, self.rounds)
            .map(Secret::new)
            .map_err(|_| KeyError::EncodingFailed)
    }
}

pub(super) fn file(
    contents: &[u8],
    hash: ObjectIdentifier,
    mac: &[u8],
    salt: &[u8],
    rounds: u32,
) -> Result<Vec<u8>, der::Error> {
    let mac = DigestInfo {
        algorithm: AlgorithmIdentifierRef {
            oid: hash,
            parameters: Some(AnyRef::NULL),
        },
        digest: OctetStringRef::new(mac)?,
    };
    Pfx {
        version: VERSION,
        auth_safe: ContentInfo {
            content_type: DATA,
            content: AnyRef::new(der::Tag::OctetString, contents)?,
        },
        mac_data: Some(MacData {
            mac,
            salt: OctetStringRef::new(salt)?,
            rounds: Some(rounds.into()),
        }),
    }
    .to_der()
}

/// The hash function of a MAC. Fails with [`KeyError::ProtectionRefused`] if it is none of those known here, as with PBMAC1
/// (RFC 9579), which is no hash function but stands in its place.
pub(super) fn hash_of(data: &MacData<'_>) -> Result<HashFunction, KeyError> {
    match data.mac.algorithm.oid {
        SHA1 => Ok(HashFunction::Sha1),
        SHA256 => Ok(HashFunction::Sha256),
        SHA384 => Ok(HashFunction::Sha384),
        SHA512 => Ok(HashFunction::Sha512),
        oid => Err(method::refused(oid)),
    }
}

/// HMAC of `contents` with a key that is derived from the password.
pub(super) fn mac(
    units: &[u8],
    parameters: MacKey<'_>,
    contents: &[u8],
    derivation: &impl KeyDerivation,
) -> Result<Vec<u8>, KeyError> {
    let key = derivation.mac_key(units, parameters);
    mac_with(parameters.hash, &key, contents)
}

/// HMAC of `contents`.
fn mac_with(
    hash: HashFunction,
    key: &Secret<Vec<u8>>,
    contents: &[u8],
) -> Result<Vec<u8>, KeyError> {
    // EXPOSE: only the MAC sees it.
    let key = key.expose();
    match hash {
        HashFunction::Sha1 => mac_by::<Sha1>(key, contents),
        HashFunction::Sha256 => mac_by::<Sha256>(key, contents),
        HashFunction::Sha384 => mac_by::<Sha384>(key, contents),
        HashFunction::Sha512 => mac_by::<Sha512>(key, contents),
    }
}

fn mac_by<D: EagerHash>(key: &[u8], contents: &[u8]) -> Result<Vec<u8>, KeyError> {
    // HMAC takes a key of any length: this does not fail.
    let mac = Hmac::<D>::new_from_slice(key).map_err(|_| KeyError::EncodingFailed)?;
    Ok(mac.chain_update(contents).finalize().into_bytes().to_vec())
}

/// The key of a MAC, by the derivation of PKCS#12.
pub(crate) fn mac_key(units: &[u8], parameters: MacKey<'_>) -> Secret<Vec<u8>> {
    match parameters.hash {
        HashFunction::Sha1 => mac_key_by::<Sha1>(units, parameters),
        HashFunction::Sha256 => mac_key_by::<Sha256>(units, parameters),
        HashFunction::Sha384 => mac_key_by::<Sha384>(units, parameters),
        HashFunction::Sha512 => mac_key_by::<Sha512>(units, parameters),
    }
}

fn mac_key_by<D: Digest + BlockSizeUser>(units: &[u8], parameters: MacKey<'_>) -> Secret<Vec<u8>> {
    let MacKey { salt, rounds, .. } = parameters;
    let length = <D as Digest>::output_size();
    let mut key = kdf::derive::<D>(units, salt, Purpose::Mac, rounds, length);
    Secret::new(std::mem::take(&mut *key))
}
