//! Every request by way of its bytes, answered natively, and its reply read.

use super::*;
use crate::JksRequest;
use crate::KeyFile;
use crate::PrivateKey;
use crate::Proof;
use crate::ProofRequest;
use crate::RsaGenerator;
use crate::read_certificate;
use crate::testing;
use crate::testing::Repeating;
use crate::testing::open_pem;
use crate::testing::password;

fn key_request(password: &str) -> KeyRequest {
    KeyRequest {
        subject: testing::subject("Z\u{fc}rich, \u{1f393}"),
        size: KeySize::Rsa2048,
        lifetime: Lifetime::from_days(180).unwrap(),
        now: testing::now(),
        password: testing::password(password),
    }
}

/// What the worker replies to a message.
fn reply_to(message: &[u8]) -> Secret<Vec<u8>> {
    let entropy = Repeating::new(15);
    let crypto = RsaGenerator::new(&entropy);
    pollster::block_on(answer(message, &crypto, &entropy)).unwrap()
}

/// A task there and back.
fn done<T: Task>(task: &T) -> Result<T::Outcome, KeyError> {
    T::outcome(reply_to(task.to_bytes().unwrap().expose()).expose())
}

fn made() -> KeyFiles {
    done(&key_request("s3cret-Pass")).unwrap()
}

#[test]
fn a_pair_is_made_as_it_was_asked_for() {
    let files = made();
    let facts = read_certificate(files.certificate_pem.as_bytes(), testing::now()).unwrap();
    assert_eq!(
        facts.subject,
        "CN=push.example.edu, O=Z\u{fc}rich\\, \u{1f393}, C=NL"
    );
    assert_eq!(facts.key_bits, 2048);
    assert_eq!(
        facts.not_after.since(facts.not_before).as_secs(),
        180 * 24 * 60 * 60
    );
    assert_eq!(files.facts, facts);
    let key = open_pem(files.key_pem.expose(), "s3cret-Pass").unwrap();
    assert_eq!(key.check_pair(&facts), Ok(()));
    assert!(files.pfx.is_some() && files.pfx_compatible.is_some() && files.jks.is_none());
}

#[test]
fn what_was_made_is_opened_proved_kept_for_java_and_signed_with() {
    let files = made();
    let secret = password("s3cret-Pass");

    let pfx = files.pfx.clone().unwrap();
    let proof = done(&ProofRequest {
        file: pfx.clone(),
        password: secret.clone(),
        certificate_der: files.facts.der.clone(),
    });
    let expected = vec![KeyFile::Pfx];
    assert_eq!(proof, Ok(Proof { files: expected }));

    let store = done(&JksRequest {
        key_pem: files.key_pem.clone(),
        password: secret.clone(),
        certificate_pem: files.certificate_pem.clone(),
        alias: "timetable".to_owned(),
        store_password: password("Store-pass"),
        now: testing::now(),
    });
    let entry = crate::jks::read(store.unwrap().expose(), &password("Store-pass")).unwrap();
    assert_eq!(entry.certificate_der, files.facts.der);

    let request = |files| IdentityRequest {
        files,
        password: secret.clone(),
        now: testing::now(),
    };
    let identity = done(&request(IdentityFiles::Store(pfx))).unwrap();
    assert_eq!(identity.certificate, files.facts);

    let pair = IdentityFiles::Pair {
        private_key: Secret::new(files.key_pem.expose().as_bytes().to_vec()),
        certificate: files.certificate_pem.as_bytes().to_vec(),
    };
    let assertion = done(&AssertionRequest {
        identity: request(pair),
        token_endpoint: "https://login.microsoftonline.com/t/oauth2/v2.0/token".to_owned(),
        client_id: "0f8f1c8e-6b9a-4c56-9c3e-5f3f9d2f7a11".parse().unwrap(),
    });
    assert_eq!(assertion.unwrap().expose().split('.').count(), 3);
}

#[test]
fn a_refusal_arrives_as_it_was_said() {
    let nothing = done(&key_request("")).unwrap_err();
    assert_eq!(nothing, KeyError::PasswordEmpty);
    let proof = done(&ProofRequest {
        file: Secret::new(b"hello".to_vec()),
        password: password("p"),
        certificate_der: vec![],
    });
    assert_eq!(proof, Err(KeyError::KeyFileUnreadable));
    for error in [
        KeyError::WebCryptoMissing,
        KeyError::CheckFailed {
            file: KeyFile::KeyPem,
        },
        KeyError::Expired {
            not_after: testing::now(),
        },
    ] {
        let bytes = refusal(error.clone()).unwrap();
        assert_eq!(KeyRequest::outcome(bytes.expose()).unwrap_err(), error);
        assert_eq!(JksRequest::outcome(bytes.expose()).unwrap_err(), error);
        assert_eq!(ProofRequest::outcome(bytes.expose()), Err(error));
    }
}

#[test]
fn messages_of_another_shape_are_refused() {
    let bytes = key_request("p").to_bytes().unwrap();
    let bytes = bytes.expose();
    let refused = |message: &[u8]| {
        let error = KeyRequest::outcome(reply_to(message).expose()).unwrap_err();
        assert_eq!(error, KeyError::ExchangeUnreadable);
    };
    for length in 0..bytes.len() {
        refused(&bytes[..length]);
    }
    refused(&[bytes.as_slice(), &[0]].concat());
    // Of an older worker; of a kind that does not exist.
    refused(&[&[1], &bytes[1..]].concat());
    refused(&[bytes[0], 99]);
    for reply in [b"".as_slice(), b"\x01\x00", b"\x02\x07"] {
        let error = KeyRequest::outcome(reply).unwrap_err();
        assert_eq!(error, KeyError::ExchangeUnreadable);
    }
}

#[test]
fn no_room_is_left_over_in_a_message() {
    let bytes = key_request("p").to_bytes().unwrap();
    assert_eq!(bytes.expose().len(), bytes.expose().capacity());
}

#[test]
fn debug_does_not_tell() {
    let key = PrivateKey::pkcs8(&testing::key()).clone();
    let identity = IdentityRequest {
        files: IdentityFiles::Store(key),
        password: password("hunter2"),
        now: testing::now(),
    };
    for shown in [
        format!("{:?}", key_request("hunter2")),
        format!("{identity:?}"),
    ] {
        assert!(
            shown.contains("[redacted]") && !shown.contains("hunter2"),
            "{shown}"
        );
    }
}
