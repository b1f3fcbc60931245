//! Files that strangers made are read, or refused by the right name. `fixtures/README.md` tells who made each, and how.

mod table;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::path::PathBuf;

use base::Secret;
use base::Timestamp;
use keys::Identity;
use keys::IdentityFiles;
use keys::KeyError;
use keys::NativeDerivation;
use keys::Unread;
use pollster::block_on;

use self::table::ACCENTS;
use self::table::CHAINS;
use self::table::FOREIGN_STORES;
use self::table::USABLE;
use self::table::WITH_ACCENTS;
use self::table::WITHOUT_PASSWORD;
use self::table::damaged;
use self::table::keys;
use self::table::refused;
use self::table::stores;

/// Passwords of the files made by `make.sh`, and of those that RustCrypto's authors made.
const PASSWORD: &str = "s3cret-Pass";
const RUSTCRYPTO_PASSWORD: &str = "password";

const SUBJECT: &str = "CN=push.example.edu, O=Example University, C=NL";
const ROOT: &str = "CN=Example Root, O=Example University, C=NL";

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
fn of_a_damaged_chain_the_rest_is_offered() {
    for (name, form, reason) in damaged() {
        let given = keys::read_certificates(&fixture(name), now()).unwrap();
        let subjects = given.candidates.iter().map(|one| one.subject.as_str());
        let subjects: Vec<_> = subjects.collect();
        assert_eq!((given.form, subjects), (form, vec![SUBJECT]), "{name}");
        let unread = Unread {
            count: 1,
            reasons: vec![reason],
        };
        assert_eq!(given.unread, unread, "{name}");
        let identity = open_pair("key-pkcs8.pem", name, "").unwrap();
        assert_eq!(identity.certificate.issuer, ROOT, "{name}");
        assert_eq!(identity.unread, unread, "{name}");
    }
}

#[test]
fn what_cannot_be_used_is_refused_by_name() {
    let private = keys()
        .into_iter()
        .map(|(name, _)| (name, KeyError::PrivateKeyInInput));
    let stores = stores().into_iter().map(|(name, _)| name);
    let stores = stores
        .chain(WITHOUT_PASSWORD)
        .chain(WITH_ACCENTS)
        .chain(FOREIGN_STORES);
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
            unread: Unread::default(),
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

#[test]
fn stores_without_a_password_are_opened_with_an_empty_one() {
    for name in WITHOUT_PASSWORD {
        let identity = open_store(name, "", now()).unwrap();
        assert_eq!(identity.certificate.subject, SUBJECT, "{name}");
        let wrong = open_store(name, PASSWORD, now());
        assert_eq!(wrong, Err(KeyError::PasswordWrong), "{name}");
    }
}

#[test]
fn stores_are_opened_by_passwords_of_any_letters() {
    for name in WITH_ACCENTS {
        let identity = open_store(name, ACCENTS, now()).unwrap();
        assert_eq!(identity.certificate.subject, SUBJECT, "{name}");
        let wrong = open_store(name, "password", now());
        assert_eq!(wrong, Err(KeyError::PasswordWrong), "{name}");
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
    judged.extend(damaged().iter().map(|(name, _, _)| *name));
    judged.extend(refused().iter().map(|(name, _)| *name));
    judged.extend(keys().iter().map(|(name, _)| *name));
    judged.extend(stores().iter().map(|(name, _)| *name));
    judged.extend(WITHOUT_PASSWORD);
    judged.extend(WITH_ACCENTS);
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
