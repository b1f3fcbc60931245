//! What the worker lends to requests, as the trial lends it: no keys are made, nothing is signed, and the rounds of key
//! derivation are counted.

use std::cell::Cell;

use base::Secret;
use keys::KeyDerivation;
use keys::KeyError;
use keys::KeyGenerator;
use keys::KeyPair;
use keys::KeySize;
use keys::NativeDerivation;
use keys::Pbkdf2;
use keys::PrivateKey;
use keys::PssSigner;
use keys::RsaGenerator;
use keys::RsaSigner;

use crate::reader::Constant;

/// The rounds that are really done. What asks for more gets another key: it is not opened, but was read.
const ROUNDS: u32 = 10_000;

/// Counts rounds as they are asked for.
#[derive(Default)]
pub(crate) struct Crypto {
    rounds: Cell<u64>,
}

impl Crypto {
    /// How many rounds of PBKDF2 were asked for.
    pub(crate) fn rounds(&self) -> u64 {
        self.rounds.get()
    }
}

impl KeyDerivation for Crypto {
    async fn derive(
        &self,
        password: &Secret<String>,
        parameters: Pbkdf2<'_>,
    ) -> Result<Secret<Vec<u8>>, KeyError> {
        self.rounds
            .set(self.rounds.get() + u64::from(parameters.rounds));
        let rounds = parameters.rounds.min(ROUNDS);
        let fewer = Pbkdf2 {
            rounds,
            ..parameters
        };
        NativeDerivation.derive(password, fewer).await
    }
}

impl KeyGenerator for Crypto {
    type Signer = RsaSigner<'static, Constant>;

    async fn generate(&self, size: KeySize) -> Result<KeyPair<Self::Signer>, KeyError> {
        let detail = format!("no key of {} bits", size.bits());
        Err(KeyError::GenerationFailed { detail })
    }
}

impl PssSigner for Crypto {
    async fn sign_pss(
        &self,
        private_key: &PrivateKey,
        message: &[u8],
    ) -> Result<Vec<u8>, KeyError> {
        // For a request that is wholly right, the real one.
        RsaGenerator::new(&Constant)
            .sign_pss(private_key, message)
            .await
    }
}
