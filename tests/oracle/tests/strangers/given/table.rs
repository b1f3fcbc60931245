//! What the page must read in each file that strangers made, or by which name it must refuse it.

use keys::Form;
use keys::KeyError;

use super::ROOT;
use super::moment;

/// The most rounds of key derivation that are done for one file.
const MOST_ROUNDS: u64 = 10_000_000;

/// Certificates that can be used, and in which form they are recognised.
pub(super) const USABLE: [(&str, Form); 10] = [
    ("certificate.pem", Form::Pem),
    ("certificate.der", Form::Der),
    ("certificate-commented.pem", Form::Pem),
    ("certificate-base64.txt", Form::Base64),
    ("certificate-one-line.txt", Form::Base64),
    ("certificate-version-1.der", Form::Der),
    ("bundle.p7b", Form::Pkcs7),
    ("bundle-der.p7b", Form::Pkcs7),
    ("issued.pem", Form::Pem),
    ("ca.pem", Form::Pem),
];

/// A chain, of which the person chooses.
pub(super) const CHAINS: [(&str, Form); 4] = [
    ("chain.pem", Form::Pem),
    ("chain.p7b", Form::Pkcs7),
    ("chain-der.p7b", Form::Pkcs7),
    ("chain-streamed.p7b", Form::Pkcs7),
];

/// Chains whose root cannot be read: it is left out, and told by these reasons.
pub(super) fn damaged() -> Vec<(&'static str, Form, KeyError)> {
    vec![
        (
            "chain-cut-off.pem",
            Form::Pem,
            KeyError::BlockTorn { position: 2 },
        ),
        ("chain-damaged.p7b", Form::Pkcs7, KeyError::BrokenEncoding),
    ]
}

/// What is refused where a certificate is asked for, and why. Beside these, every file with a private key.
pub(super) fn refused() -> Vec<(&'static str, KeyError)> {
    let weak = |algorithm: &str| KeyError::WeakSignature {
        algorithm: algorithm.to_owned(),
    };
    vec![
        ("request.pem", KeyError::CertificateRequest),
        ("request.der", KeyError::CertificateRequest),
        (
            "expired.pem",
            KeyError::Expired {
                not_after: moment("2021-01-01T00:00:00Z"),
            },
        ),
        (
            "not-yet-valid.pem",
            KeyError::NotYetValid {
                not_before: moment("2090-01-01T00:00:00Z"),
            },
        ),
        ("signed-sha1.pem", weak("SHA-1")),
        ("signed-md5.pem", weak("MD5")),
        ("small.pem", KeyError::KeyTooSmall { bits: 1024 }),
        ("curve.pem", KeyError::KeyNotRsa),
        ("pss.pem", KeyError::KeyNotRsa),
        ("public.pem", KeyError::NotACertificate),
        ("certificate-trusted.pem", KeyError::NotACertificate),
        ("certificate-and-key.pem", KeyError::PrivateKeyInInput),
        (
            "certificate-and-encrypted-key.pem",
            KeyError::PrivateKeyInInput,
        ),
    ]
}

/// Private keys, and what comes of each beside its certificate.
pub(super) fn keys() -> Vec<(&'static str, Result<(), KeyError>)> {
    vec![
        ("key-pkcs8.pem", Ok(())),
        ("key-pkcs8.der", Ok(())),
        ("key-pkcs1.pem", Ok(())),
        ("key-pkcs1.der", Ok(())),
        ("key-encrypted.pem", Ok(())),
        ("key-encrypted.der", Ok(())),
        ("key-aes-128.pem", Ok(())),
        ("key-3des.pem", Ok(())),
        ("key-traditional.pem", Err(KeyError::KeyFileTraditional)),
        ("key-scrypt.pem", Err(key_by("scrypt"))),
        ("key-pbes2-3des.pem", Err(key_by("3DES (PBES2)"))),
        ("key-camellia.pem", Err(key_by("Camellia-256"))),
        ("key-many-rounds.pem", Err(too_many())),
        ("key-curve.pem", Err(KeyError::KeyFileNotRsa)),
        ("key-sec1.pem", Err(KeyError::KeyFileNotRsa)),
    ]
}

/// Key stores, and what comes of each: the subjects that are left out.
pub(super) fn stores() -> Vec<(&'static str, Result<Vec<&'static str>, KeyError>)> {
    vec![
        ("openssl-modern.pfx", Ok(vec![])),
        ("openssl-3des.pfx", Ok(vec![])),
        ("openssl-open-certificates.pfx", Ok(vec![])),
        ("openssl-open-key.pfx", Ok(vec![])),
        ("openssl-no-mac.pfx", Ok(vec![])),
        ("openssl-chain.pfx", Ok(vec![ROOT])),
        ("openssl-legacy-rc2.pfx", Ok(vec![])),
        ("openssl-many-rounds.pfx", Err(too_many())),
        ("openssl-no-key.pfx", Err(KeyError::PrivateKeyMissing)),
        ("openssl-curve.pfx", Err(KeyError::KeyFileNotRsa)),
        ("keytool.pfx", Ok(vec![])),
        ("keytool-legacy.pfx", Ok(vec![])),
        ("keytool.jks", Ok(vec![])),
        ("keytool-beside.jks", Ok(vec![ROOT])),
        (
            "keytool-two-passwords.jks",
            Err(KeyError::EntryPasswordDiffers),
        ),
        ("keytool.jceks", Err(java_by("JCEKS"))),
        ("openssl-rc4.pfx", Err(by("RC4-128"))),
        ("keytool-trusted.jks", Err(KeyError::PrivateKeyMissing)),
    ]
}

/// Stores that are opened without a password: one whose password is empty, and two that have none.
pub(super) const WITHOUT_PASSWORD: [&str; 3] = [
    "openssl-empty-password.pfx",
    "certtool-null-password.pfx",
    "certtool-null-password-3des.pfx",
];

/// Stores with a password that none made here could have: keytool makes a JKS with it all the same, though no PFX.
pub(super) const WITH_ACCENTS: [&str; 2] = ["openssl-accents.pfx", "keytool-accents.jks"];
pub(super) const ACCENTS: &str = "p\u{e4}ssw\u{f6}rd";

/// Stores that came with RustCrypto's crate: made by other systems than this one.
pub(super) const FOREIGN_STORES: [&str; 4] = [
    "rustcrypto/windows-aes.pfx",
    "rustcrypto/windows-3des.pfx",
    "rustcrypto/macos.p12",
    "rustcrypto/firefox.p12",
];

fn by(method: &str) -> KeyError {
    KeyError::ProtectionRefused {
        method: method.to_owned(),
    }
}

fn key_by(method: &str) -> KeyError {
    KeyError::KeyFileProtectionRefused {
        method: method.to_owned(),
    }
}

fn java_by(method: &str) -> KeyError {
    KeyError::JavaProtectionRefused {
        method: method.to_owned(),
    }
}

fn too_many() -> KeyError {
    KeyError::TooManyRounds {
        rounds: 20_000_000,
        most: MOST_ROUNDS,
    }
}
