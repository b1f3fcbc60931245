//! The files, and that a damaged or swapped one is found out.

use super::*;
use crate::NativeDerivation;
use crate::testing;
use crate::testing::Repeating;
use crate::testing::key_pem;
use crate::testing::open_pem;
use crate::testing::password;

fn make(certificate_der: &[u8], key: &PrivateKey) -> Result<KeyFiles, KeyError> {
    make_with(certificate_der, key, "s3cret-Pass")
}

fn make_with(
    certificate_der: &[u8],
    key: &PrivateKey,
    password_text: &str,
) -> Result<KeyFiles, KeyError> {
    let (password, entropy) = (password(password_text), Repeating::new(12));
    let made = KeyFiles::make(certificate_der, key, &password, &NativeDerivation, &entropy);
    pollster::block_on(made)
}

#[test]
fn files_hold_the_certificate_and_the_key() {
    let key = testing::key();
    let der = testing::certificate("Example", &key);
    let files = testing::files();
    assert_eq!(files.facts.der, der);
    assert_eq!(files.facts.subject, "CN=push.example.edu, O=Example, C=NL");
    assert_eq!(
        crate::read_certificate(files.certificate_pem.as_bytes(), testing::now()),
        Ok(files.facts.clone())
    );
    let opened = open_pem(files.key_pem.expose(), "s3cret-Pass").unwrap();
    assert_eq!(opened.check_pair(&files.facts), Ok(()));
    for file in [KeyFile::Pfx, KeyFile::PfxCompatible] {
        let store = files.content(file).unwrap();
        let password = password("s3cret-Pass");
        let opened = pfx::read(store, &password, &NativeDerivation);
        let entry = pollster::block_on(opened).unwrap();
        assert_eq!(entry.certificate_der, der);
        assert_eq!(entry.private_key.check_pair(&files.facts), Ok(()));
        assert_eq!(entry.name.as_deref(), Some(STORE_NAME));
    }
    assert_eq!(files.content(KeyFile::CertificateDer), Some(der.as_slice()));
    assert_eq!(files.content(KeyFile::Jks), None);
}

#[test]
fn a_key_of_another_certificate_is_noticed() {
    let der = testing::certificate("Example", &testing::key());
    assert_eq!(
        make(&der, &testing::other_key()).unwrap_err(),
        KeyError::NotAPair
    );
}

#[test]
fn a_wrong_signature_is_noticed() {
    let key = testing::key();
    let mut der = testing::certificate("Example", &key);
    let last = der.len() - 1;
    der[last] ^= 1;
    assert_eq!(
        make(&der, &key).unwrap_err(),
        KeyError::CheckFailed {
            file: KeyFile::CertificatePem
        }
    );
}

#[test]
fn each_file_is_compared_with_what_it_was_made_of() {
    let key = testing::key();
    let der = testing::certificate("Example", &key);
    let other = make(&testing::certificate("Other", &key), &key).unwrap();
    let password_ok = password("s3cret-Pass");
    let check = |files: &KeyFiles| {
        let pem = files.check_pem(&der, &key, &password_ok, &NativeDerivation);
        pollster::block_on(pem)?;
        pollster::block_on(files.check_pfx(&key, &password_ok, &NativeDerivation))
    };
    let made = testing::files();
    assert_eq!(check(&made), Ok(()));
    let failed = |file| Err(KeyError::CheckFailed { file });

    let mut files = made.clone();
    files.certificate_pem = other.certificate_pem;
    assert_eq!(check(&files), failed(KeyFile::CertificatePem));

    for pem in [
        key_pem(&testing::other_key(), "s3cret-Pass", 13),
        key_pem(&key, "another", 13),
    ] {
        let mut files = made.clone();
        files.key_pem = pem;
        assert_eq!(check(&files), failed(KeyFile::KeyPem));
    }

    // Of the same key, but with another certificate.
    let mut files = made.clone();
    files.pfx = other.pfx;
    assert_eq!(check(&files), failed(KeyFile::Pfx));
    let mut files = made;
    files.pfx_compatible = other.pfx_compatible;
    assert_eq!(check(&files), failed(KeyFile::PfxCompatible));
}

#[test]
fn a_password_that_java_cannot_take_leaves_the_key_stores_out() {
    let key = testing::key();
    let files = make_with(&testing::certificate("Example", &key), &key, "p\u{e4}ss").unwrap();
    assert_eq!(files.content(KeyFile::Pfx), None);
    assert_eq!(files.content(KeyFile::PfxCompatible), None);
    assert!(open_pem(files.key_pem.expose(), "p\u{e4}ss").is_ok());
}

#[test]
fn the_archive_holds_every_file_that_was_made() {
    let files = testing::files();
    let archive = files.archive(testing::now()).unwrap();
    let entries = zip::read(archive.expose()).unwrap();
    let names: Vec<_> = entries.iter().map(|entry| entry.name).collect();
    assert_eq!(
        names,
        [
            "cert.pem",
            "cert.cer",
            "key.pem",
            "cert.pfx",
            "cert-compatible.pfx"
        ]
    );
    for (entry, file) in entries.iter().zip(KeyFile::ALL) {
        assert_eq!(Some(entry.content), files.content(file));
    }
}

#[test]
fn every_file_has_a_name_of_its_own() {
    for (at, file) in KeyFile::ALL.into_iter().enumerate() {
        let others = &KeyFile::ALL[at + 1..];
        assert!(others.iter().all(|other| other.name() != file.name()));
        assert!(others.iter().all(|other| other.purpose() != file.purpose()));
    }
}

/// What is asked for a JKS of these files.
fn jks_request(files: &KeyFiles) -> JksRequest {
    JksRequest {
        key_pem: files.key_pem.clone(),
        password: password("s3cret-Pass"),
        certificate_pem: files.certificate_pem.clone(),
        alias: "timetable".to_owned(),
        store_password: password("Store-pass"),
        now: testing::now(),
    }
}

fn jks_of(request: &JksRequest) -> Result<Secret<Vec<u8>>, KeyError> {
    pollster::block_on(make_jks(request, &NativeDerivation, &Repeating::new(20)))
}

#[test]
fn a_java_key_store_is_made_of_the_saved_files() {
    let files = testing::files();
    let store = jks_of(&jks_request(&files)).unwrap();
    let entry = jks::read(store.expose(), &password("Store-pass")).unwrap();
    assert_eq!(entry.name.as_deref(), Some("timetable"));
    assert_eq!(entry.certificate_der, files.facts.der);
    assert_eq!(entry.private_key.check_pair(&files.facts), Ok(()));
}

#[test]
fn a_java_key_store_is_refused_where_its_parts_do_not_fit() {
    let files = testing::files();
    let mut wrong = jks_request(&files);
    wrong.password = password("s3cret-pass");
    assert_eq!(jks_of(&wrong).unwrap_err(), KeyError::PasswordWrong);
    let mut other = jks_request(&files);
    let der = testing::certificate("Example", &testing::other_key());
    other.certificate_pem = testing::pem("CERTIFICATE", &der);
    assert_eq!(jks_of(&other).unwrap_err(), KeyError::NotAPair);
    let mut nameless = jks_request(&files);
    nameless.alias = " ".to_owned();
    assert_eq!(jks_of(&nameless).unwrap_err(), KeyError::FieldEmpty);
}
