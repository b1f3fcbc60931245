//! What the tests of this crate share: randomness that repeats, and keys that are made once.

use std::cell::Cell;
use std::sync::LazyLock;

use base::Entropy;
use base::Secret;
use base::Timestamp;
use proptest::test_runner::Config as ProptestConfig;
use proptest::test_runner::RngSeed;
use sha2::Digest as _;
use sha2::Sha256;

use crate::KeyError;
use crate::KeyFiles;
use crate::KeyGenerator as _;
use crate::KeySize;
use crate::Lifetime;
use crate::NativeDerivation;
use crate::PrivateKey;
use crate::RsaGenerator;
use crate::RsaSigner;
use crate::Signer as _;
use crate::Subject;
use crate::SubjectFields;
use crate::UnsignedCertificate;

/// Bytes that look random and are the same in every run: digests of a seed and a counter.
#[derive(Debug)]
pub(crate) struct Repeating {
    seed: u64,
    drawn: Cell<u64>,
}

impl Repeating {
    pub(crate) fn new(seed: u64) -> Self {
        Self {
            seed,
            drawn: Cell::new(0),
        }
    }
}

impl Entropy for Repeating {
    fn fill(&self, bytes: &mut [u8]) {
        for part in bytes.chunks_mut(32) {
            let block = [self.seed.to_le_bytes(), self.drawn.get().to_le_bytes()].concat();
            self.drawn.set(self.drawn.get() + 1);
            part.copy_from_slice(&Sha256::digest(block)[..part.len()]);
        }
    }
}

/// The same byte again and again.
pub(crate) struct Constant(pub(crate) u8);

impl Entropy for Constant {
    fn fill(&self, bytes: &mut [u8]) {
        bytes.fill(self.0);
    }
}

/// So many cases of a property, the same in every run.
pub(crate) fn cases(count: u32) -> ProptestConfig {
    ProptestConfig {
        cases: count,
        rng_seed: RngSeed::Fixed(1),
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

/// PKCS#8 of two keys that have nothing to do with each other.
static KEYS: LazyLock<[Vec<u8>; 2]> = LazyLock::new(|| {
    [1, 2].map(|seed| {
        let entropy = Repeating::new(seed);
        let pair =
            pollster::block_on(RsaGenerator::new(&entropy).generate(KeySize::Rsa2048)).unwrap();
        // EXPOSE: a key of tests only.
        pair.private_key.pkcs8().expose().clone()
    })
});

/// A 2048-bit key.
pub(crate) fn key() -> PrivateKey {
    PrivateKey::from_pkcs8(Secret::new(KEYS[0].clone())).unwrap()
}

/// Another 2048-bit key.
pub(crate) fn other_key() -> PrivateKey {
    PrivateKey::from_pkcs8(Secret::new(KEYS[1].clone())).unwrap()
}

pub(crate) fn now() -> Timestamp {
    "2026-11-21T08:00:00Z".parse().unwrap()
}

pub(crate) fn subject(organisation: &str) -> Subject {
    Subject::parse(&SubjectFields {
        organisation: organisation.to_owned(),
        country: "NL".to_owned(),
        common_name: "push.example.edu".to_owned(),
    })
    .unwrap()
}

/// A certificate of `key`, valid for a year.
pub(crate) fn certificate(organisation: &str, key: &PrivateKey) -> Vec<u8> {
    let entropy = Repeating::new(3);
    let signer = RsaSigner::new(key, &entropy).unwrap();
    let lifetime = Lifetime::from_days(365).unwrap();
    let unsigned = UnsignedCertificate::new(
        &subject(organisation),
        signer.public_key_der(),
        lifetime,
        now(),
        &entropy,
    )
    .unwrap();
    let signature = pollster::block_on(signer.sign(unsigned.message())).unwrap();
    unsigned.with_signature(&signature).unwrap()
}

pub(crate) fn password(text: &str) -> Secret<String> {
    Secret::new(text.to_owned())
}

/// The key as `key.pem`.
pub(crate) fn key_pem(key: &PrivateKey, password_text: &str, seed: u64) -> Secret<String> {
    let entropy = Repeating::new(seed);
    let password = password(password_text);
    pollster::block_on(key.to_encrypted_pem(&password, &entropy, &NativeDerivation)).unwrap()
}

/// What a `key.pem` opens to.
pub(crate) fn open_pem(pem: &str, password_text: &str) -> Result<PrivateKey, KeyError> {
    let password = password(password_text);
    pollster::block_on(PrivateKey::from_encrypted_pem(
        pem,
        &password,
        &NativeDerivation,
    ))
}

/// The files of [`key`] and its certificate for `Example`, with the password `s3cret-Pass`; made once, since that takes
/// long.
pub(crate) fn files() -> KeyFiles {
    static FILES: LazyLock<KeyFiles> = LazyLock::new(|| {
        let (key, password, entropy) = (key(), password("s3cret-Pass"), Repeating::new(12));
        let der = certificate("Example", &key);
        let made = KeyFiles::make(&der, &key, &password, &NativeDerivation, &entropy);
        pollster::block_on(made).unwrap()
    });
    FILES.clone()
}

/// Bytes between the lines of PEM.
pub(crate) fn pem(label: &str, der: &[u8]) -> String {
    der::pem::encode_string(label, der::pem::LineEnding::LF, der).unwrap()
}
