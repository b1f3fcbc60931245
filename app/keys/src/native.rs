//! Key pairs and signatures by the rsa crate, for everything that runs outside a browser.
//!
//! The page makes and uses its keys by WebCrypto instead: several times faster, and of constant time.

use base::Entropy;
use base::Secret;
use rsa::RsaPrivateKey;
use rsa::pkcs1v15::SigningKey;
use rsa::pkcs8::EncodePrivateKey as _;
use rsa::pkcs8::EncodePublicKey as _;
use rsa::pss;
use rsa::signature::RandomizedSigner as _;
use rsa::signature::SignatureEncoding as _;
use sha2::Sha256;

use crate::KeyDerivation;
use crate::KeyError;
use crate::KeyGenerator;
use crate::KeyPair;
use crate::KeySize;
use crate::NativeDerivation;
use crate::Pbkdf2;
use crate::PrivateKey;
use crate::PssSigner;
use crate::Signer;
use crate::randomness::Randomness;

/// Makes RSA key pairs of the randomness it is given.
#[derive(Clone, Copy, Debug)]
pub struct RsaGenerator<'entropy, E> {
    entropy: &'entropy E,
}

impl<'entropy, E: Entropy> RsaGenerator<'entropy, E> {
    /// A generator that draws from `entropy`.
    pub fn new(entropy: &'entropy E) -> Self {
        Self { entropy }
    }
}

impl<'entropy, E: Entropy> KeyGenerator for RsaGenerator<'entropy, E> {
    type Signer = RsaSigner<'entropy, E>;

    async fn generate(&self, size: KeySize) -> Result<KeyPair<Self::Signer>, KeyError> {
        let failed = |detail: String| KeyError::GenerationFailed { detail };
        let key = RsaPrivateKey::new(&mut Randomness(self.entropy), size.bits())
            .map_err(|error| failed(error.to_string()))?;
        let document = key
            .to_pkcs8_der()
            .map_err(|error| failed(error.to_string()))?;
        let private_key = PrivateKey::just_made(Secret::new(document.as_bytes().to_vec()))?;
        let signer = RsaSigner::of(key, self.entropy)?;
        Ok(KeyPair {
            signer,
            private_key,
        })
    }
}

impl<E: Entropy> PssSigner for RsaGenerator<'_, E> {
    async fn sign_pss(
        &self,
        private_key: &PrivateKey,
        message: &[u8],
    ) -> Result<Vec<u8>, KeyError> {
        pss::SigningKey::<Sha256>::new(private_key.to_rsa()?)
            .try_sign_with_rng(&mut Randomness(self.entropy), message)
            .map(|signature| signature.to_vec())
            .map_err(|error| KeyError::SigningFailed {
                detail: error.to_string(),
            })
    }
}

/// Keys are derived by the pbkdf2 crate.
impl<E: Entropy> KeyDerivation for RsaGenerator<'_, E> {
    async fn derive(
        &self,
        password: &Secret<String>,
        parameters: Pbkdf2<'_>,
    ) -> Result<Secret<Vec<u8>>, KeyError> {
        NativeDerivation.derive(password, parameters).await
    }
}

/// Signs with a private key in memory.
pub struct RsaSigner<'entropy, E> {
    key: SigningKey<Sha256>,
    public_key_der: Vec<u8>,
    entropy: &'entropy E,
}

impl<'entropy, E: Entropy> RsaSigner<'entropy, E> {
    /// A signer for a key that was read from a file. `entropy` blinds the arithmetic; signatures do not depend on it.
    pub fn new(private_key: &PrivateKey, entropy: &'entropy E) -> Result<Self, KeyError> {
        Self::of(private_key.to_rsa()?, entropy)
    }

    fn of(key: RsaPrivateKey, entropy: &'entropy E) -> Result<Self, KeyError> {
        let public_key_der = key
            .to_public_key()
            .to_public_key_der()
            .map_err(|_| KeyError::EncodingFailed)?
            .into_vec();
        Ok(Self {
            key: SigningKey::new(key),
            public_key_der,
            entropy,
        })
    }
}

impl<E: Entropy> Signer for RsaSigner<'_, E> {
    async fn sign(&self, message: &[u8]) -> Result<Vec<u8>, KeyError> {
        self.key
            .try_sign_with_rng(&mut Randomness(self.entropy), message)
            .map(|signature| signature.to_vec())
            .map_err(|error| KeyError::SigningFailed {
                detail: error.to_string(),
            })
    }

    fn public_key_der(&self) -> &[u8] {
        &self.public_key_der
    }
}

/// Only the public half is told.
impl<E> std::fmt::Debug for RsaSigner<'_, E> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("RsaSigner").finish_non_exhaustive()
    }
}
