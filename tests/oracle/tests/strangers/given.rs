//! Files that strangers made are read, or refused by the right name. `fixtures/README.md` tells who made each, and how.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::path::PathBuf;

use base::Secret;
use base::Timestamp;
use keys::Form;
use keys::Identity;
use keys::IdentityFiles;
use keys::KeyError;
use keys::NativeDerivation;
use pollster::block_on;

/// Passwords of the files made by `make.sh`, and of those that RustCrypto's authors made.
const PASSWORD: &str = "s3cret-Pass";
const RUSTCRYPTO_PASSWORD: &str = "password";

const SUBJECT: &str = "CN=push.example.edu, O=Example University, C=NL";
const ROOT: &str = "CN=Example Root, O=Example University, C=NL";

/// The most rounds of key derivation that are done for one file.
const MOST_ROUNDS: u64 = 10_000_000;

/// id-scrypt (RFC 7914, section 7).
const SCRYPT: &str = "1.3.6.1.4.1.11591.4.11";

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures")
}

fn fixture(name: &str) -> Vec<u8> {
    fs::read(folder().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn moment(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// Within the validity of what `make.sh` makes.
fn now() -> Timestamp {
    moment("2050-01-01T00:00:00Z")
}

/// Certificates that can be used, and in which form they are recognised.
const USABLE: [(&str, Form); 10] = [
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
const CHAINS: [(&str, Form); 3] = [
    ("chain.pem", Form::Pem),
    ("chain.p7b", Form::Pkcs7),
    ("chain-der.p7b", Form::Pkcs7),
];

/// What is refused where a certificate is asked for, and why. Beside these, every file with a private key.
fn refused() -> Vec<(&'static str, KeyError)> {
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
fn keys() -> Vec<(&'static str, Result<(), KeyError>)> {
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
        ("key-scrypt.pem", Err(by(SCRYPT))),
        ("key-many-rounds.pem", Err(too_many())),
        ("key-curve.pem", Err(KeyError::KeyFileNotRsa)),
        ("key-sec1.pem", Err(KeyError::KeyFileNotRsa)),
    ]
}

/// Key stores, and what comes of each: the subjects that are left out.
fn stores() -> Vec<(&'static str, Result<Vec<&'static str>, KeyError>)> {
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
        (
            "keytool-two-passwords.jks",
            Err(KeyError::EntryPasswordDiffers),
        ),
        ("keytool.jceks", Err(by("JCEKS"))),
        ("keytool-trusted.jks", Err(KeyError::PrivateKeyMissing)),
    ]
}

/// Stores that came with RustCrypto's crate: made by other systems than this one.
const FOREIGN_STORES: [&str; 4] = [
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

fn too_many() -> KeyError {
    KeyError::TooManyRounds {
        rounds: 20_000_000,
        most: MOST_ROUNDS,
    }
}

fn open(files: &IdentityFiles, password: &str, now: Timestamp) -> Result<Identity, KeyError> {
    let password = Secret::new(password.to_owned());
    block_on(keys::open_identity(
        files,
        &password,
        now,
        &NativeDerivation,
    ))
}

fn open_store(name: &str, password: &str, now: Timestamp) -> Result<Identity, KeyError> {
    let store = Secret::new(fixture(name));
    open(&IdentityFiles::Store(store), password, now)
}

fn open_pair(key: &str, certificate: &str, password: &str) -> Result<Identity, KeyError> {
    let files = IdentityFiles::Pair {
        private_key: Secret::new(fixture(key)),
        certificate: fixture(certificate),
    };
    open(&files, password, now())
}

/// Whether a password is asked for at all.
fn is_encrypted(key: &str) -> bool {
    !key.starts_with("key-pkcs")
}

#[test]
fn usable_certificates_are_read_in_the_form_in_which_they_come() {
    for (name, form) in USABLE {
        let given = keys::read_certificates(&fixture(name), now()).unwrap();
        assert_eq!((given.form, given.candidates.len()), (form, 1), "{name}");
        let facts = given.candidates[0].verdict.as_ref().unwrap();
        let subject = if name == "ca.pem" { ROOT } else { SUBJECT };
        assert_eq!(
            (facts.subject.as_str(), facts.key_bits),
            (subject, 2048),
            "{name}"
        );
    }
}

#[test]
fn of_a_chain_the_leaf_is_known() {
    let issued = keys::read_certificate(&fixture("issued.pem"), now()).unwrap();
    for (name, form) in CHAINS {
        let given = keys::read_certificates(&fixture(name), now()).unwrap();
        assert_eq!(given.form, form, "{name}");
        let mut told: Vec<_> = given
            .candidates
            .iter()
            .map(|candidate| (candidate.subject.as_str(), candidate.is_leaf))
            .collect();
        told.sort();
        assert_eq!(told, [(ROOT, false), (SUBJECT, true)], "{name}");
        let leaf = given.candidates.iter().find(|candidate| candidate.is_leaf);
        assert_eq!(leaf.unwrap().verdict.as_ref(), Ok(&issued), "{name}");
        let one = keys::read_certificate(&fixture(name), now());
        assert_eq!(
            one,
            Err(KeyError::SeveralCertificates { count: 2 }),
            "{name}"
        );
    }
}

#[test]
fn what_cannot_be_used_is_refused_by_name() {
    let private = keys()
        .into_iter()
        .map(|(name, _)| (name, KeyError::PrivateKeyInInput));
    let stores = stores().into_iter().map(|(name, _)| name);
    let stores = stores.chain(FOREIGN_STORES);
    let stores = stores.map(|name| (name, KeyError::KeyStoreInInput));
    for (name, error) in refused().into_iter().chain(private).chain(stores) {
        let read = keys::read_certificate(&fixture(name), now());
        assert_eq!(read, Err(error), "{name}");
    }
}

#[test]
fn private_keys_are_opened_beside_their_certificate() {
    let certificate = keys::read_certificate(&fixture("certificate.der"), now()).unwrap();
    for (name, expected) in keys() {
        let opened = open_pair(name, "certificate.pem", PASSWORD);
        let expected = expected.map(|()| Identity {
            certificate: certificate.clone(),
            left_out: vec![],
        });
        assert_eq!(opened, expected, "{name}");
        if expected.is_ok() && is_encrypted(name) {
            let wrong = open_pair(name, "certificate.pem", "s3cret-pass");
            assert_eq!(wrong, Err(KeyError::PasswordWrong), "{name}");
        }
    }
}

#[test]
fn a_key_finds_its_certificate_in_a_chain_and_none_in_anothers() {
    for (name, _) in CHAINS {
        let opened = open_pair("key-pkcs8.pem", name, "").unwrap();
        assert_eq!(opened.certificate.issuer, ROOT, "{name}");
        assert_eq!(opened.left_out, [ROOT], "{name}");
    }
    let other = open_pair("key-pkcs8.pem", "ca.pem", "");
    assert_eq!(other, Err(KeyError::NotAPair));
}

#[test]
fn key_stores_of_openssl_and_keytool_are_opened() {
    for (name, expected) in stores() {
        let opened = open_store(name, PASSWORD, now());
        let left_out = opened.as_ref().map(|identity| identity.left_out.clone());
        let expected = expected.map(|subjects| subjects.into_iter().map(str::to_owned).collect());
        assert_eq!(left_out.map_err(Clone::clone), expected, "{name}");
        if let Ok(identity) = opened {
            assert_eq!(identity.certificate.subject, SUBJECT, "{name}");
            let wrong = open_store(name, "s3cret-pass", now());
            assert_eq!(wrong, Err(KeyError::PasswordWrong), "{name}");
        }
    }
}

/// The certificate is one of NIST's path validation tests, valid until the end of 2030.
#[test]
fn key_stores_of_windows_macos_and_firefox_are_opened() {
    let during = moment("2020-01-01T00:00:00Z");
    for name in FOREIGN_STORES {
        let identity = open_store(name, RUSTCRYPTO_PASSWORD, during).unwrap();
        assert_eq!(
            identity.certificate.subject,
            "CN=Valid EE Certificate Test1, O=Test Certificates 2011, C=US",
            "{name}"
        );
        assert_eq!(identity.left_out, [""; 0], "{name}");
    }
}

#[test]
fn every_fixture_is_judged() {
    let mut judged: BTreeSet<&str> = USABLE
        .iter()
        .chain(&CHAINS)
        .map(|(name, _)| *name)
        .collect();
    judged.extend(refused().iter().map(|(name, _)| *name));
    judged.extend(keys().iter().map(|(name, _)| *name));
    judged.extend(stores().iter().map(|(name, _)| *name));
    judged.extend(["README.md", "make.sh"]);
    let there: BTreeSet<String> = fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.file_type().unwrap().is_file())
        .map(|entry| entry.file_name().into_string().unwrap())
        .collect();
    assert_eq!(
        there.iter().map(String::as_str).collect::<BTreeSet<_>>(),
        judged
    );
}
