//! Encrypted key files, round and round, and what must not open.

use pkcs5::pbes2::EncryptionScheme as Cipher;

use super::*;
use crate::read;
use crate::testing;
use crate::testing::Repeating;
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
        let pem = key
            .to_encrypted_pem(&password(text), &Repeating::new(5))
            .unwrap();
        let opened = PrivateKey::from_encrypted_pem(pem.expose(), &password(text)).unwrap();
        assert_eq!(opened.pkcs8().expose(), key.pkcs8().expose());
        let wrong = password(&format!("{text} "));
        let refused = PrivateKey::from_encrypted_pem(pem.expose(), &wrong).unwrap_err();
        assert_eq!(refused, KeyError::PasswordWrong, "{text:?}");
    }
}

#[test]
fn the_file_says_how_it_is_encrypted() {
    let pem = testing::key()
        .to_encrypted_pem(&password("p"), &Repeating::new(6))
        .unwrap();
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
    let [first, second] = [1, 2].map(|_| key.to_encrypted_pem(&password("p"), &entropy).unwrap());
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
    let made = testing::key().to_encrypted_pem(&password(""), &Repeating::new(8));
    assert_eq!(made.unwrap_err(), KeyError::PasswordEmpty);
}

#[test]
fn other_protections_are_refused_before_any_work() {
    let bearable =
        pbes2::Parameters::generate_pbkdf2_sha256_aes256cbc(1000, &[1; 16], [2; 16]).unwrap();
    let mut rounds = bearable.clone();
    if let pbes2::Kdf::Pbkdf2(derivation) = &mut rounds.kdf {
        derivation.iteration_count = MOST_ROUNDS + 1;
    }
    let scrypt =
        pbes2::Parameters::generate_scrypt(&mut crate::randomness::Randomness(&Repeating::new(9)))
            .unwrap();
    assert_eq!(
        check_scheme(&EncryptionScheme::Pbes2(bearable.clone())),
        Ok(())
    );
    for refused in [rounds, scrypt.clone()] {
        assert_eq!(
            check_scheme(&EncryptionScheme::Pbes2(refused)),
            Err(KeyError::KeyFileUnsupported)
        );
    }
    assert!(PrivateKey::from_encrypted_pem(&encrypted_by(bearable), &password("p")).is_ok());
    let opened = PrivateKey::from_encrypted_pem(&encrypted_by(scrypt), &password("p"));
    assert_eq!(opened.unwrap_err(), KeyError::KeyFileUnsupported);
}

#[test]
fn what_is_no_encrypted_key_file_is_refused_by_name() {
    let key = testing::key();
    let encrypted = key
        .to_encrypted_pem(&password("p"), &Repeating::new(10))
        .unwrap();
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
        assert_eq!(
            PrivateKey::from_encrypted_pem(text, &password("p")).unwrap_err(),
            error,
            "{text:?}"
        );
    }
}

#[test]
fn line_ends_of_windows_do_not_matter() {
    let pem = testing::key()
        .to_encrypted_pem(&password("p"), &Repeating::new(11))
        .unwrap();
    let windows = pem.expose().replace('\n', "\r\n");
    assert!(PrivateKey::from_encrypted_pem(&windows, &password("p")).is_ok());
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
