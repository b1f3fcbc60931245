//! A private key in every form, and what is none.

use rsa::pkcs1::EncodeRsaPrivateKey as _;

use super::*;
use crate::NativeDerivation;
use crate::testing;
use crate::testing::password;
use crate::testing::pem;

fn read_with(input: &[u8], password_text: &str) -> Result<PrivateKey, KeyError> {
    let password = password(password_text);
    pollster::block_on(private_key(input, &password, &NativeDerivation))
}

#[test]
fn a_key_is_read_in_every_form() {
    let key = testing::key();
    let pkcs8 = key.pkcs8().expose();
    let pkcs1 = key.to_rsa().unwrap().to_pkcs1_der().unwrap();
    let encrypted = testing::key_pem(&key, "p", 22);
    let encrypted_der = der::pem::decode_vec(encrypted.expose().as_bytes())
        .unwrap()
        .1;
    let certificate = testing::certificate("Example", &key);
    for (at, form) in [
        pem("PRIVATE KEY", pkcs8).into_bytes(),
        pem("RSA PRIVATE KEY", pkcs1.as_bytes()).into_bytes(),
        encrypted.expose().clone().into_bytes(),
        encrypted.expose().replace('\n', "\r\n").into_bytes(),
        (pem("CERTIFICATE", &certificate) + &pem("PRIVATE KEY", pkcs8)).into_bytes(),
        pkcs8.clone(),
        pkcs1.as_bytes().to_vec(),
        encrypted_der,
        base64::Engine::encode(&base64::prelude::BASE64_STANDARD, pkcs8).into_bytes(),
    ]
    .into_iter()
    .enumerate()
    {
        let read = read_with(&form, "p").unwrap_or_else(|error| panic!("form {at}: {error}"));
        assert_eq!(read.pkcs8().expose(), pkcs8, "form {at}");
    }
    let refused = read_with(encrypted.expose().as_bytes(), "q").unwrap_err();
    assert_eq!(refused, KeyError::PasswordWrong);
}

#[test]
fn other_keys_are_refused_by_name() {
    let pkcs8 = testing::key().pkcs8().expose().clone();
    let two = pem("PRIVATE KEY", &pkcs8).repeat(2);
    let old = "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\
               DEK-Info: AES-256-CBC,00\n\nAAAA\n-----END RSA PRIVATE KEY-----\n";
    // PKCS#8 of the algorithm id-ecPublicKey, with a key that nobody looks at.
    let curve = hex::decode("3013020100300b06072a8648ce3d02010500040101").unwrap();
    let certificate = pem("CERTIFICATE", b"0");
    for (input, error) in [
        (two.as_bytes(), KeyError::SeveralPrivateKeys { count: 2 }),
        (old.as_bytes(), KeyError::KeyFileTraditional),
        (curve.as_slice(), KeyError::KeyFileNotRsa),
        (
            pem("EC PRIVATE KEY", b"0").as_bytes(),
            KeyError::KeyFileNotRsa,
        ),
        (
            pem("OPENSSH PRIVATE KEY", b"0").as_bytes(),
            KeyError::KeyFileUnsupported,
        ),
        (certificate.as_bytes(), KeyError::PrivateKeyMissing),
        (b"", KeyError::KeyFileUnreadable),
        (b"hello!", KeyError::KeyFileUnreadable),
        (&pkcs8[..100], KeyError::KeyFileUnreadable),
        (
            &[b' '; 64 * 1024 + 1],
            KeyError::TooLarge { most: 64 * 1024 },
        ),
    ] {
        let refused = read_with(input, "p").unwrap_err();
        assert_eq!(refused, error, "{:?}", String::from_utf8_lossy(input));
    }
}
