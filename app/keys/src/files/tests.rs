//! The files, and that a damaged or swapped one is found out.

use super::*;
use crate::testing;
use crate::testing::Repeating;
use crate::testing::password;

fn make(certificate_der: &[u8], key: &PrivateKey) -> Result<KeyFiles, KeyError> {
    KeyFiles::make(
        certificate_der,
        key,
        &password("s3cret-Pass"),
        &Repeating::new(12),
    )
}

#[test]
fn files_hold_the_certificate_and_the_key() {
    let key = testing::key();
    let der = testing::certificate("Example", &key);
    let files = make(&der, &key).unwrap();
    assert_eq!(files.facts.der, der);
    assert_eq!(files.facts.subject, "CN=push.example.edu, O=Example, C=NL");
    assert_eq!(
        crate::read_certificate(files.certificate_pem.as_bytes(), testing::now()),
        Ok(files.facts.clone())
    );
    let opened =
        PrivateKey::from_encrypted_pem(files.key_pem.expose(), &password("s3cret-Pass")).unwrap();
    assert_eq!(opened.check_pair(&files.facts), Ok(()));
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
    let check = |files: &KeyFiles| files.check(&der, &key, &password("s3cret-Pass"));

    let mut files = make(&der, &key).unwrap();
    files.certificate_pem = other.certificate_pem;
    assert_eq!(
        check(&files),
        Err(KeyError::CheckFailed {
            file: KeyFile::CertificatePem
        })
    );

    for pem in [
        testing::other_key()
            .to_encrypted_pem(&password("s3cret-Pass"), &Repeating::new(13))
            .unwrap(),
        key.to_encrypted_pem(&password("another"), &Repeating::new(13))
            .unwrap(),
    ] {
        let mut files = make(&der, &key).unwrap();
        files.key_pem = pem;
        assert_eq!(
            check(&files),
            Err(KeyError::CheckFailed {
                file: KeyFile::KeyPem
            })
        );
    }
}
