//! Encrypted key files, round and round, and what must not open.

use pkcs5::EncryptionScheme;
use pkcs5::pbes2;
use pkcs5::pbes2::EncryptionScheme as Cipher;
use pkcs8::EncryptedPrivateKeyInfoRef;

use super::*;
use crate::NativeDerivation;
use crate::read;
use crate::testing;
use crate::testing::Repeating;
use crate::testing::key_pem;
use crate::testing::open_pem;
use crate::testing::password;

/// The key encrypted by a scheme of the test's choice.
fn encrypted_by(parameters: pbes2::Parameters) -> String {
    let key = testing::key();
    let document = PrivateKeyInfoRef::try_from(key.pkcs8().expose().as_slice())
        .unwrap()
        .encrypt_with_params(parameters, "p")
        .unwrap();
    document
        .to_pem("ENCRYPTED PRIVATE KEY", LineEnding::LF)
        .unwrap()
        .to_string()
}

#[test]
fn a_file_opens_with_its_password_only() {
    let key = testing::key();
    for text in [
        "s3cret-Pass",
        "p",
        "p\u{e4}ssw\u{f6}rd \u{1f511}",
        " blanks ",
    ] {
        let pem = key_pem(&key, text, 5);
        let opened = open_pem(pem.expose(), text).unwrap();
        assert_eq!(opened.pkcs8().expose(), key.pkcs8().expose());
        let refused = open_pem(pem.expose(), &format!("{text} ")).unwrap_err();
        assert_eq!(refused, KeyError::PasswordWrong, "{text:?}");
    }
}

#[test]
fn the_file_says_how_it_is_encrypted() {
    let pem = key_pem(&testing::key(), "p", 6);
    let (label, document) = SecretDocument::from_pem(pem.expose()).unwrap();
    assert_eq!(label, "ENCRYPTED PRIVATE KEY");
    let file = EncryptedPrivateKeyInfoRef::try_from(document.as_bytes()).unwrap();
    let EncryptionScheme::Pbes2(parameters) = file.encryption_algorithm else {
        panic!("not PBES2")
    };
    let derivation = parameters.kdf.pbkdf2().unwrap();
    assert_eq!(derivation.iteration_count, 600_000);
    assert_eq!(derivation.prf, pbes2::Pbkdf2Prf::HmacWithSha256);
    assert_eq!(derivation.salt.as_ref().len(), 16);
    assert!(matches!(parameters.encryption, Cipher::Aes256Cbc { .. }));
}

#[test]
fn two_files_of_one_key_have_nothing_in_common() {
    let (key, entropy) = (testing::key(), Repeating::new(7));
    let password = password("p");
    let [first, second] = [1, 2].map(|_| {
        let made = key.to_encrypted_pem(&password, &entropy, &NativeDerivation);
        pollster::block_on(made).unwrap()
    });
    let lines = |pem: &Secret<String>| {
        pem.expose()
            .lines()
            .skip(2)
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    let (first, second) = (lines(&first), lines(&second));
    let same = first
        .iter()
        .zip(&second)
        .filter(|(left, right)| left == right)
        .count();
    assert_eq!(same, 1, "only the last line, the end, is the same");
}

#[test]
fn an_empty_password_is_refused() {
    let (key, entropy, none) = (testing::key(), Repeating::new(8), password(""));
    let made = key.to_encrypted_pem(&none, &entropy, &NativeDerivation);
    assert_eq!(
        pollster::block_on(made).unwrap_err(),
        KeyError::PasswordEmpty
    );
}

#[test]
fn other_protections_are_refused_by_name() {
    let bearable =
        pbes2::Parameters::generate_pbkdf2_sha256_aes256cbc(1000, &[1; 16], [2; 16]).unwrap();
    let scrypt =
        pbes2::Parameters::generate_scrypt(&mut crate::randomness::Randomness(&Repeating::new(9)))
            .unwrap();
    assert!(open_pem(&encrypted_by(bearable), "p").is_ok());
    let method = "scrypt".to_owned();
    assert_eq!(
        open_pem(&encrypted_by(scrypt), "p").unwrap_err(),
        KeyError::KeyFileProtectionRefused { method }
    );
}

#[test]
fn a_file_that_asks_for_too_much_work_is_refused_before_any() {
    let mut scheme =
        pbes2::Parameters::generate_pbkdf2_sha256_aes256cbc(1000, &[1; 16], [2; 16]).unwrap();
    if let pbes2::Kdf::Pbkdf2(derivation) = &mut scheme.kdf {
        derivation.iteration_count = u32::MAX;
    }
    let file = EncryptedPrivateKeyInfoRef {
        encryption_algorithm: EncryptionScheme::Pbes2(scheme),
        encrypted_data: OctetStringRef::new(&[0; 16]).unwrap(),
    };
    let pem = testing::pem("ENCRYPTED PRIVATE KEY", &file.to_der().unwrap());
    let refused = open_pem(&pem, "p").unwrap_err();
    assert!(
        matches!(refused, KeyError::TooManyRounds { rounds, .. } if rounds == u64::from(u32::MAX)),
        "{refused:?}"
    );
}

#[test]
fn what_is_no_encrypted_key_file_is_refused_by_name() {
    let key = testing::key();
    let encrypted = key_pem(&key, "p", 10);
    let clear =
        der::pem::encode_string("PRIVATE KEY", LineEnding::LF, key.pkcs8().expose()).unwrap();
    let other = der::pem::encode_string("ENCRYPTED PRIVATE KEY", LineEnding::LF, b"0").unwrap();
    let cut = &encrypted.expose()[..400];
    for (text, error) in [
        ("", KeyError::KeyFileUnreadable),
        ("hello", KeyError::KeyFileUnreadable),
        (cut, KeyError::KeyFileUnreadable),
        (&other, KeyError::KeyFileUnreadable),
        (&clear, KeyError::KeyFileUnsupported),
    ] {
        assert_eq!(open_pem(text, "p").unwrap_err(), error, "{text:?}");
    }
}

#[test]
fn line_ends_of_windows_do_not_matter() {
    let pem = key_pem(&testing::key(), "p", 11);
    let windows = pem.expose().replace('\n', "\r\n");
    assert!(open_pem(&windows, "p").is_ok());
}

#[test]
fn only_its_own_certificate_belongs_to_a_key() {
    let key = testing::key();
    let facts = read::facts(&testing::certificate("Example", &key)).unwrap();
    assert_eq!(key.check_pair(&facts), Ok(()));
    assert_eq!(
        testing::other_key().check_pair(&facts),
        Err(KeyError::NotAPair)
    );
}

#[test]
fn keys_that_are_unsound_or_no_keys_are_refused() {
    let mut pkcs8 = testing::key().pkcs8().expose().clone();
    assert!(PrivateKey::from_pkcs8(Secret::new(b"0".to_vec())).is_err());
    // Within the modulus, which then is not the product of the primes.
    pkcs8[60] ^= 1;
    assert_eq!(
        PrivateKey::from_pkcs8(Secret::new(pkcs8)).unwrap_err(),
        KeyError::KeyFileUnreadable
    );
}

#[test]
fn debug_does_not_tell() {
    assert_eq!(format!("{:?}", testing::key()), "PrivateKey([redacted])");
}

#[test]
fn a_key_that_was_just_made_has_the_public_half_that_a_check_finds() {
    for key in [testing::key(), testing::other_key()] {
        let made = PrivateKey::just_made(key.pkcs8().clone()).unwrap();
        assert_eq!(made.public_key(), key.public_key());
        assert_eq!(made.pkcs8().expose(), key.pkcs8().expose());
    }
    let mut cut = testing::key().pkcs8().expose().clone();
    cut.pop();
    for wrong in [cut, Vec::new(), vec![0x30, 0x00]] {
        let refused = PrivateKey::just_made(Secret::new(wrong)).unwrap_err();
        assert_eq!(refused, KeyError::KeyFileUnreadable);
    }
}
