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
    let der = testing::certificate(organisation, key);
    let (password, entropy) = (password(PASSWORD), Repeating::new(21));
    let made = KeyFiles::make(&der, key, &password, &NativeDerivation, &entropy);
    let mut files = pollster::block_on(made).unwrap();
    let request = JksRequest {
        key_pem: files.key_pem.clone(),
        password: password.clone(),
        certificate_pem: files.certificate_pem.clone(),
        alias: "timetable".to_owned(),
        store_password: password,
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
