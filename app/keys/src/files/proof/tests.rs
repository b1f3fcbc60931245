//! Each file is known again, and those of others are not.

use super::*;
use crate::JksRequest;
use crate::KeyFiles;
use crate::NativeDerivation;
use crate::PrivateKey;
use crate::make_jks;
use crate::testing;
use crate::testing::Repeating;
use crate::testing::password;

const PASSWORD: &str = "s3cret-Pass";

fn files_of(organisation: &str, key: &PrivateKey) -> KeyFiles {
    files_with(organisation, key, PASSWORD)
}

/// The files with [`PASSWORD`], and a JKS with this one.
fn files_with(organisation: &str, key: &PrivateKey, store_password: &str) -> KeyFiles {
    let der = testing::certificate(organisation, key);
    let store_password = password(store_password);
    let (password, entropy) = (password(PASSWORD), Repeating::new(21));
    let made = KeyFiles::make(&der, key, &password, &NativeDerivation, &entropy);
    let mut files = pollster::block_on(made).unwrap();
    let request = JksRequest {
        key_pem: files.key_pem.clone(),
        password,
        certificate_pem: files.certificate_pem.clone(),
        alias: "timetable".to_owned(),
        store_password,
        now: testing::now(),
    };
    let jks = pollster::block_on(make_jks(&request, &NativeDerivation, &entropy));
    files.jks = Some(jks.unwrap());
    files
}

fn proved(file: &[u8], password_text: &str, certificate: &[u8]) -> Result<Proof, KeyError> {
    let request = ProofRequest {
        file: Secret::new(file.to_vec()),
        password: password(password_text),
        certificate_der: certificate.to_vec(),
    };
    pollster::block_on(prove(&request, &NativeDerivation))
}

#[test]
fn every_file_is_told_and_opened() {
    let key = testing::key();
    let files = files_of("Example", &key);
    let certificate = &files.facts.der;
    for file in KeyFile::ALL {
        let content = files.content(file).unwrap();
        let proof = proved(content, PASSWORD, certificate).unwrap();
        assert_eq!(proof.files, [file]);
        let is_public = matches!(file, KeyFile::CertificatePem | KeyFile::CertificateDer);
        assert_eq!(proof.holds_key(), !is_public, "{file}");
        let wrong = proved(content, "s3cret-pass", certificate);
        if is_public {
            assert_eq!(wrong, Ok(proof));
        } else {
            assert_eq!(wrong, Err(KeyError::PasswordWrong), "{file}");
        }
    }
    let archive = files.archive(testing::now()).unwrap();
    let proof = proved(archive.expose(), PASSWORD, certificate).unwrap();
    assert_eq!(proof.files, KeyFile::ALL);
    assert!(proof.holds_key());
    assert_eq!(
        proved(archive.expose(), "s3cret-pass", certificate),
        Err(KeyError::PasswordWrong)
    );
}

#[test]
fn a_password_that_java_cannot_take_is_proved_by_the_archive_without_key_stores() {
    let (key, text) = (testing::key(), "p\u{e4}ssw\u{f6}rd \u{1f511}");
    let der = testing::certificate("Example", &key);
    let (password, entropy) = (password(text), Repeating::new(22));
    let made = KeyFiles::make(&der, &key, &password, &NativeDerivation, &entropy);
    let files = pollster::block_on(made).unwrap();
    let archive = files.archive(testing::now()).unwrap();
    let proof = proved(archive.expose(), text, &der).unwrap();
    let there = [
        KeyFile::CertificatePem,
        KeyFile::CertificateDer,
        KeyFile::KeyPem,
    ];
    assert_eq!(proof.files, there);
    assert!(proof.holds_key());
    // The same letters without their marks.
    let plain = "passw\u{f6}rd \u{1f511}";
    let wrong = proved(archive.expose(), plain, &der);
    assert_eq!(wrong, Err(KeyError::PasswordWrong));
}

#[test]
fn a_java_key_store_with_a_password_of_its_own_is_left_out_of_the_archive() {
    let files = files_with("Example", &testing::key(), "another-Pass");
    let certificate = &files.facts.der;
    let archive = files.archive(testing::now()).unwrap();
    let proof = proved(archive.expose(), PASSWORD, certificate).unwrap();
    assert_eq!(proof.files, KeyFile::ALL[..5]);
    assert!(proof.holds_key());
    // The store's own password opens the store alone.
    let refused = proved(archive.expose(), "another-Pass", certificate);
    assert_eq!(refused, Err(KeyError::PasswordWrong));
    let store = files.content(KeyFile::Jks).unwrap();
    let proof = proved(store, "another-Pass", certificate).unwrap();
    assert_eq!(proof.files, [KeyFile::Jks]);
    // Public files beside it do not prove the key.
    let entries = [KeyFile::CertificatePem, KeyFile::Jks].map(|file| Entry {
        name: file.name(),
        content: files.content(file).unwrap(),
    });
    let archive = zip::write(&entries, testing::now()).unwrap();
    let refused = proved(archive.expose(), PASSWORD, certificate);
    assert_eq!(refused, Err(KeyError::PasswordWrong));
}

#[test]
fn a_key_that_no_password_protects_proves_no_password() {
    let (key, other) = (testing::key(), testing::other_key());
    let certificate = testing::certificate("Example", &key);
    for (key, error) in [
        (key, KeyError::KeyFileUnencrypted),
        (other, KeyError::OtherPair),
    ] {
        let pkcs8 = key.pkcs8().expose();
        for file in [
            testing::pem("PRIVATE KEY", pkcs8).into_bytes(),
            pkcs8.clone(),
        ] {
            let refused = proved(&file, PASSWORD, &certificate);
            assert_eq!(refused, Err(error.clone()));
        }
    }
}

#[test]
fn files_of_another_pair_are_refused() {
    let expected = testing::certificate("Example", &testing::key());
    let files = files_of("Example", &testing::other_key());
    for file in KeyFile::ALL {
        let content = files.content(file).unwrap();
        let refused = proved(content, PASSWORD, &expected);
        assert_eq!(refused, Err(KeyError::OtherPair), "{file}");
    }
    let archive = files.archive(testing::now()).unwrap();
    assert_eq!(
        proved(archive.expose(), PASSWORD, &expected),
        Err(KeyError::OtherPair)
    );
}

#[test]
fn anything_else_proves_nothing() {
    let expected = testing::certificate("Example", &testing::key());
    for other in [b"".as_slice(), b"hello", b"PK\x05\x06", &expected[..100]] {
        assert_eq!(
            proved(other, PASSWORD, &expected),
            Err(KeyError::KeyFileUnreadable)
        );
    }
    let large = vec![b' '; 256 * 1024 + 1];
    let refused = proved(&large, PASSWORD, &expected);
    assert_eq!(refused, Err(KeyError::TooLarge { most: 256 * 1024 }));
}
