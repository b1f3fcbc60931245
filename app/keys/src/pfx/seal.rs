//! How the contents of a new PFX are encrypted.

use base::Entropy;
use base::Secret;
use cbc::cipher::BlockModeEncrypt as _;
use cbc::cipher::KeyIvInit as _;
use cbc::cipher::block_padding::Pkcs7;
use der::Encode as _;
use der::asn1::OctetStringRef;
use pkcs5::EncryptionScheme;
use pkcs5::pbes2;
use sha1::Sha1;
use spki::AlgorithmIdentifier;
use zeroize::Zeroizing;

use crate::HashFunction;
use crate::KeyDerivation;
use crate::KeyError;
use crate::Pbkdf2;
use crate::pfx::kdf;
use crate::pfx::kdf::Purpose;
use crate::pfx::structure::PbeParameters;
use crate::pfx::structure::TRIPLE_DES;

/// Rounds of PKCS#12's own derivation: what Java itself writes since 16.
const ROUNDS_COMPATIBLE: u32 = 10_000;

const SALT: usize = 16;
const AES_KEY: usize = 32;
const AES_BLOCK: usize = 16;
pub(super) const TRIPLE_DES_KEY: usize = 24;
/// Of 3DES, and of RC2.
pub(super) const BLOCK: usize = 8;

/// Something encrypted and how.
pub(crate) struct Sealed {
    /// AlgorithmIdentifier, DER.
    pub(crate) algorithm: Vec<u8>,
    /// The encrypted bytes.
    pub(crate) content: Vec<u8>,
}

/// What the parts of one file are encrypted with.
pub(crate) enum Seal {
    /// AES-256-CBC. The parts share one derived key, since deriving is what takes time; each has its own vector.
    Aes {
        salt: [u8; SALT],
        rounds: u32,
        key: Secret<Vec<u8>>,
    },
    /// Three-key 3DES. Key and vector both come of the salt, so each part has its own.
    TripleDes { units: Zeroizing<Vec<u8>> },
}

impl Seal {
    /// A seal of AES-256 for one file, its key derived by PBKDF2-HMAC-SHA-256 in so many rounds.
    pub(crate) async fn aes(
        password: &Secret<String>,
        rounds: u32,
        entropy: &impl Entropy,
        derivation: &impl KeyDerivation,
    ) -> Result<Self, KeyError> {
        let mut salt = [0; SALT];
        entropy.fill(&mut salt);
        let parameters = Pbkdf2 {
            hash: HashFunction::Sha256,
            salt: &salt,
            rounds,
            length: AES_KEY,
        };
        let key = derivation.derive(password, parameters).await?;
        Ok(Self::Aes { salt, rounds, key })
    }

    /// A seal of three-key 3DES for one file.
    pub(crate) fn triple_des(password: &Secret<String>) -> Self {
        let units = kdf::password_units(password);
        Self::TripleDes { units }
    }

    /// Encrypts one part.
    pub(crate) fn close(&self, plain: &[u8], entropy: &impl Entropy) -> Result<Sealed, KeyError> {
        match self {
            Self::Aes { salt, rounds, key } => close_aes(plain, salt, *rounds, key, entropy),
            Self::TripleDes { units } => close_triple_des(plain, units, entropy),
        }
    }
}

fn close_aes(
    plain: &[u8],
    salt: &[u8; SALT],
    rounds: u32,
    key: &Secret<Vec<u8>>,
    entropy: &impl Entropy,
) -> Result<Sealed, KeyError> {
    let mut vector = [0; AES_BLOCK];
    entropy.fill(&mut vector);
    let algorithm = pbes2::Parameters::generate_pbkdf2_sha256_aes256cbc(rounds, salt, vector)
        .ok()
        .and_then(|parameters| EncryptionScheme::Pbes2(parameters).to_der().ok())
        .ok_or(KeyError::EncodingFailed)?;
    // EXPOSE: only the cipher sees it.
    let cipher = cbc::Encryptor::<aes::Aes256>::new_from_slices(key.expose(), &vector)
        .map_err(|_| KeyError::EncodingFailed)?;
    let content = cipher.encrypt_padded_vec::<Pkcs7>(plain);
    Ok(Sealed { algorithm, content })
}

fn close_triple_des(
    plain: &[u8],
    units: &[u8],
    entropy: &impl Entropy,
) -> Result<Sealed, KeyError> {
    let mut salt = [0; SALT];
    entropy.fill(&mut salt);
    let algorithm = OctetStringRef::new(&salt)
        .and_then(|salt| {
            AlgorithmIdentifier {
                oid: TRIPLE_DES,
                parameters: Some(PbeParameters {
                    salt,
                    rounds: ROUNDS_COMPATIBLE.into(),
                }),
            }
            .to_der()
        })
        .map_err(|_| KeyError::EncodingFailed)?;
    let derive =
        |purpose, length| kdf::derive::<Sha1>(units, &salt, purpose, ROUNDS_COMPATIBLE, length);
    let cipher = cbc::Encryptor::<des::TdesEde3>::new_from_slices(
        &derive(Purpose::Key, TRIPLE_DES_KEY),
        &derive(Purpose::Vector, BLOCK),
    )
    .map_err(|_| KeyError::EncodingFailed)?;
    let content = cipher.encrypt_padded_vec::<Pkcs7>(plain);
    Ok(Sealed { algorithm, content })
}
