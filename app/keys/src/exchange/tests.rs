//! Requests and replies as bytes.

use super::*;
use crate::KeyFile;
use crate::PrivateKey;
use crate::RsaGenerator;
use crate::read_certificate;
use crate::testing;
use crate::testing::Repeating;
use crate::testing::password;

fn request(password: &str) -> KeyRequest {
    KeyRequest {
        subject: testing::subject("Z\u{fc}rich, \u{1f393}"),
        size: KeySize::Rsa2048,
        lifetime: Lifetime::from_days(180).unwrap(),
        now: testing::now(),
        password: testing::password(password),
    }
}

fn made(request: &KeyRequest) -> Result<KeyFiles, KeyError> {
    let entropy = Repeating::new(15);
    pollster::block_on(make(request, &RsaGenerator::new(&entropy), &entropy))
}

#[test]
fn a_request_arrives_as_it_was_sent() {
    let sent = request("p\u{e4}ss");
    let arrived = KeyRequest::from_bytes(sent.to_bytes().unwrap().expose()).unwrap();
    assert_eq!(arrived.subject, sent.subject);
    assert_eq!(arrived.size, sent.size);
    assert_eq!(arrived.lifetime, sent.lifetime);
    assert_eq!(arrived.now, sent.now);
    assert_eq!(arrived.password.expose(), "p\u{e4}ss");
}

#[test]
fn a_request_of_another_shape_is_refused() {
    let bytes = request("p").to_bytes().unwrap();
    let bytes = bytes.expose();
    for length in 0..bytes.len() {
        let refused = KeyRequest::from_bytes(&bytes[..length]).unwrap_err();
        assert_eq!(refused, KeyError::ExchangeUnreadable, "{length}");
    }
    let longer = [bytes.as_slice(), &[0]].concat();
    let older = [&[0], &bytes[1..]].concat();
    for other in [longer, older] {
        assert_eq!(
            KeyRequest::from_bytes(&other).unwrap_err(),
            KeyError::ExchangeUnreadable
        );
    }
}

#[test]
fn files_arrive_as_they_were_made() {
    let files = made(&request("s3cret-Pass")).unwrap();
    let facts = read_certificate(files.certificate_pem.as_bytes(), testing::now()).unwrap();
    assert_eq!(
        facts.subject,
        "CN=push.example.edu, O=Z\u{fc}rich\\, \u{1f393}, C=NL"
    );
    assert_eq!(
        facts.not_after.since(facts.not_before).as_secs(),
        180 * 24 * 60 * 60
    );

    let bytes = reply_to_bytes(&Ok(files)).unwrap();
    let arrived = reply_from_bytes(bytes.expose()).unwrap();
    assert_eq!(arrived.facts, facts);
    let key =
        PrivateKey::from_encrypted_pem(arrived.key_pem.expose(), &password("s3cret-Pass")).unwrap();
    assert_eq!(key.check_pair(&facts), Ok(()));
}

#[test]
fn refusals_arrive_too() {
    for error in [
        KeyError::WebCryptoMissing,
        KeyError::GenerationFailed {
            detail: "OperationError: no".to_owned(),
        },
        KeyError::CheckFailed {
            file: KeyFile::KeyPem,
        },
        KeyError::Expired {
            not_after: testing::now(),
        },
        KeyError::LifetimeOutOfRange {
            days: 0,
            most: 3650,
        },
    ] {
        let bytes = reply_to_bytes(&Err(error.clone())).unwrap();
        assert_eq!(reply_from_bytes(bytes.expose()).unwrap_err(), error);
    }
    assert_eq!(
        reply_from_bytes(b"").unwrap_err(),
        KeyError::ExchangeUnreadable
    );
}

#[test]
fn nothing_is_made_without_a_password() {
    assert_eq!(made(&request("")).unwrap_err(), KeyError::PasswordEmpty);
}

#[test]
fn debug_does_not_tell() {
    let shown = format!("{:?}", request("hunter2"));
    assert!(
        shown.contains("[redacted]") && !shown.contains("hunter2"),
        "{shown}"
    );
}
