//! Key pairs and the ports that make and use them: WebCrypto in the page's worker, the rsa crate natively.

use crate::KeyError;
use crate::PrivateKey;

/// The RSA key sizes that are offered.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum KeySize {
    /// 2048 bits, the least that Entra and auditors accept.
    Rsa2048,
    /// 3072 bits.
    #[default]
    Rsa3072,
    /// 4096 bits.
    Rsa4096,
}

impl KeySize {
    /// All sizes, small to large.
    pub const ALL: [Self; 3] = [Self::Rsa2048, Self::Rsa3072, Self::Rsa4096];

    /// Length of the modulus.
    pub fn bits(self) -> usize {
        match self {
            Self::Rsa2048 => 2048,
            Self::Rsa3072 => 3072,
            Self::Rsa4096 => 4096,
        }
    }

    /// The size with a modulus of `bits` bits, if it is offered.
    pub fn from_bits(bits: usize) -> Result<Self, KeyError> {
        Self::ALL
            .into_iter()
            .find(|size| size.bits() == bits)
            .ok_or(KeyError::SizeUnknown { bits })
    }
}

/// Signs with a private key that may live elsewhere (RSASSA-PKCS1-v1_5 with SHA-256; RFC 8017, section 8.2).
#[allow(
    async_fn_in_trait,
    reason = "everything runs on one thread; no future needs to be Send"
)]
pub trait Signer {
    /// Signs `message`, hashing it first.
    async fn sign(&self, message: &[u8]) -> Result<Vec<u8>, KeyError>;

    /// The public key as SubjectPublicKeyInfo, DER (RFC 5280, section 4.1.2.7).
    fn public_key_der(&self) -> &[u8];
}

/// Signs with a private key that was opened from a file (RSASSA-PSS with SHA-256 and a salt of 32 bytes; RFC 7518,
/// section 3.5).
#[allow(
    async_fn_in_trait,
    reason = "everything runs on one thread; no future needs to be Send"
)]
pub trait PssSigner {
    /// Signs `message`, hashing it first.
    async fn sign_pss(&self, private_key: &PrivateKey, message: &[u8])
    -> Result<Vec<u8>, KeyError>;
}

/// A new key pair: one half to sign with, one to write down.
#[derive(Debug)]
pub struct KeyPair<S> {
    /// Signs, and knows the public key.
    pub signer: S,
    /// The private key itself.
    pub private_key: PrivateKey,
}

/// Makes key pairs.
#[allow(
    async_fn_in_trait,
    reason = "everything runs on one thread; no future needs to be Send"
)]
pub trait KeyGenerator {
    /// What its pairs sign with.
    type Signer: Signer;

    /// Makes a new pair with the public exponent 65537.
    async fn generate(&self, size: KeySize) -> Result<KeyPair<Self::Signer>, KeyError>;
}
