//! The files, as the page's own crate makes them. The key of each size is made once, since that takes longest.

use std::cell::Cell;
use std::sync::LazyLock;

use base::Entropy;
use base::Secret;
use base::Timestamp;
use keys::KeyGenerator as _;
use keys::KeySize;
use keys::Lifetime;
use keys::NativeDerivation;
use keys::NewEntry;
use keys::PrivateKey;
use keys::RsaGenerator;
use keys::RsaSigner;
use keys::Signer as _;
use keys::Subject;
use keys::SubjectFields;
use keys::UnsignedCertificate;
use keys::jks;
use keys::pfx;
use keys::pfx::PfxKind;
use pkcs8::der::pem;
use pkcs8::der::pem::LineEnding;
use pollster::block_on;
use rsa::pkcs1::RsaPrivateKeyRef;
use sha2::Digest as _;
use sha2::Sha256;

use crate::format::Format;
use crate::reader::Found;

/// What stores call the key.
const NAME: &str = "push.example.edu";

/// Bytes that look random and are the same in every run.
struct Repeating(Cell<u64>);

impl Repeating {
    fn new(seed: u64) -> Self {
        Self(Cell::new(seed << 32))
    }
}

impl Entropy for Repeating {
    fn fill(&self, bytes: &mut [u8]) {
        for part in bytes.chunks_mut(32) {
            self.0.set(self.0.get() + 1);
            part.copy_from_slice(&Sha256::digest(self.0.get().to_le_bytes())[..part.len()]);
        }
    }
}

/// PKCS#8 of a key of each size, and of another one.
static SMALL: LazyLock<Vec<u8>> = LazyLock::new(|| key(KeySize::Rsa2048, 1));
static MIDDLE: LazyLock<Vec<u8>> = LazyLock::new(|| key(KeySize::Rsa3072, 2));
static LARGE: LazyLock<Vec<u8>> = LazyLock::new(|| key(KeySize::Rsa4096, 3));
static OTHER: LazyLock<Vec<u8>> = LazyLock::new(|| key(KeySize::Rsa2048, 4));

fn key(size: KeySize, seed: u64) -> Vec<u8> {
    let entropy = Repeating::new(seed);
    let pair = block_on(RsaGenerator::new(&entropy).generate(size)).unwrap();
    pair.private_key.pkcs8().expose().clone()
}

/// A subject with what must be encoded with care.
fn subject() -> SubjectFields {
    SubjectFields {
        organisation: "Z\u{fc}rich, \"B\" + C".to_owned(),
        country: "CH".to_owned(),
        common_name: NAME.to_owned(),
    }
}

/// A certificate of the key for itself, DER.
pub(crate) fn certificate(key: &PrivateKey, subject: &SubjectFields, days: u32) -> Vec<u8> {
    let entropy = Repeating::new(5);
    let signer = RsaSigner::new(key, &entropy).unwrap();
    let unsigned = UnsignedCertificate::new(
        &Subject::parse(subject).unwrap(),
        signer.public_key_der(),
        Lifetime::from_days(days).unwrap(),
        now(),
        &entropy,
    )
    .unwrap();
    let signature = block_on(signer.sign(unsigned.message())).unwrap();
    unsigned.with_signature(&signature).unwrap()
}

fn now() -> Timestamp {
    "2026-11-21T08:00:00Z".parse().unwrap()
}

/// A key and its certificate.
pub(crate) struct Pair {
    pub(crate) private_key: PrivateKey,
    certificate_der: Vec<u8>,
    modulus: String,
}

impl Pair {
    pub(crate) fn make(size: KeySize) -> Self {
        Self::of(match size {
            KeySize::Rsa2048 => &SMALL,
            KeySize::Rsa3072 => &MIDDLE,
            KeySize::Rsa4096 => &LARGE,
        })
    }

    /// Another pair of 2048 bits.
    pub(crate) fn another() -> Self {
        Self::of(&OTHER)
    }

    fn of(pkcs8: &[u8]) -> Self {
        let info = pkcs8::PrivateKeyInfoRef::try_from(pkcs8).unwrap();
        let numbers = RsaPrivateKeyRef::try_from(info.private_key.as_bytes()).unwrap();
        let private_key = PrivateKey::from_pkcs8(Secret::new(pkcs8.to_vec())).unwrap();
        Self {
            certificate_der: certificate(&private_key, &subject(), 365),
            private_key,
            modulus: hex::encode_upper(numbers.modulus.as_bytes()),
        }
    }

    /// What a reader must find.
    pub(crate) fn expected(&self, format: Format) -> Found {
        let modulus = || Some(self.modulus.clone());
        Found {
            certificate: (format != Format::KeyPem).then(modulus).flatten(),
            key: format.is_secret().then(modulus).flatten(),
        }
    }

    /// Writes a file, with a password where it takes one.
    pub(crate) fn write(&self, format: Format, password: &str) -> Vec<u8> {
        let entropy = Repeating::new(6);
        let password = Secret::new(password.to_owned());
        let entry = NewEntry {
            name: NAME,
            private_key: &self.private_key,
            certificate_der: &self.certificate_der,
        };
        match format {
            Format::CertificatePem => {
                let pem = pem::encode_string("CERTIFICATE", LineEnding::LF, &self.certificate_der);
                pem.unwrap().into_bytes()
            }
            Format::CertificateDer => self.certificate_der.clone(),
            Format::KeyPem => {
                let key = &self.private_key;
                let pem = block_on(key.to_encrypted_pem(&password, &entropy, &NativeDerivation));
                pem.unwrap().expose().clone().into_bytes()
            }
            Format::PfxModern => pfx(PfxKind::Modern, &entry, &password),
            Format::PfxCompatible => pfx(PfxKind::Compatible, &entry, &password),
            Format::Jks => {
                let store = jks::write(&entry, &password, now(), &entropy);
                store.unwrap().expose().clone()
            }
        }
    }
}

fn pfx(kind: PfxKind, entry: &NewEntry<'_>, password: &Secret<String>) -> Vec<u8> {
    let entropy = Repeating::new(7);
    let store = block_on(pfx::write(
        kind,
        entry,
        password,
        &entropy,
        &NativeDerivation,
    ));
    store.unwrap().expose().clone()
}
