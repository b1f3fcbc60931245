//! The assertion, part by part.

use rsa::pss::Signature;
use rsa::pss::VerifyingKey;
use rsa::signature::Verifier as _;
use sha2::Digest as _;
use sha2::Sha256;

use super::*;
use crate::RsaGenerator;
use crate::read;
use crate::testing;
use crate::testing::Repeating;

const ENDPOINT: &str =
    "https://login.microsoftonline.com/9f1c3f6e-0b5a-4f6e-8f39-2f3b1c5d7e90/oauth2/v2.0/token";

fn signed(endpoint: &str) -> Result<Secret<String>, KeyError> {
    let key = testing::key();
    let facts = read::facts(&testing::certificate("Example", &key)).unwrap();
    let claims = AssertionClaims {
        token_endpoint: endpoint.to_owned(),
        client_id: "0f8f1c8e-6b9a-4c56-9c3e-5f3f9d2f7a11".parse().unwrap(),
        now: testing::now(),
    };
    let entropy = Repeating::new(24);
    let signer = RsaGenerator::new(&entropy);
    pollster::block_on(sign_assertion(&claims, &facts, &key, &signer, &entropy))
}

fn decoded(part: &str) -> Vec<u8> {
    BASE64_URL_SAFE_NO_PAD.decode(part).unwrap()
}

#[test]
fn an_assertion_says_who_to_whom_and_for_ten_minutes() {
    let assertion = signed(ENDPOINT).unwrap();
    let parts: Vec<&str> = assertion.expose().split('.').collect();
    assert_eq!(parts.len(), 3);
    let der = testing::certificate("Example", &testing::key());
    let digest = BASE64_URL_SAFE_NO_PAD.encode(Sha256::digest(der));
    assert_eq!(
        String::from_utf8(decoded(parts[0])).unwrap(),
        format!(r#"{{"alg":"PS256","typ":"JWT","x5t#S256":"{digest}"}}"#)
    );
    let claims = String::from_utf8(decoded(parts[1])).unwrap();
    let client = "0f8f1c8e-6b9a-4c56-9c3e-5f3f9d2f7a11";
    let (begin, id) = claims.split_once(r#""jti":""#).unwrap();
    assert_eq!(
        begin,
        format!(r#"{{"aud":"{ENDPOINT}","iss":"{client}","sub":"{client}","#)
    );
    // 2026-11-21T08:00:00Z, and ten minutes later.
    let times = r#"","iat":1795248000,"nbf":1795248000,"exp":1795248600}"#;
    let id = id.strip_suffix(times).unwrap();
    assert!(id.parse::<KeyId>().is_ok(), "{id}");
}

#[test]
fn the_signature_is_that_of_the_key() {
    let assertion = signed(ENDPOINT).unwrap();
    let (message, signature) = assertion.expose().rsplit_once('.').unwrap();
    let signature = Signature::try_from(decoded(signature).as_slice()).unwrap();
    let verifies = |key: &PrivateKey| {
        let key = VerifyingKey::<Sha256>::new(key.to_rsa().unwrap().to_public_key());
        key.verify(message.as_bytes(), &signature).is_ok()
    };
    assert!(verifies(&testing::key()));
    assert!(!verifies(&testing::other_key()));
}

#[test]
fn an_address_that_would_break_out_of_its_quotes_is_refused() {
    for endpoint in [
        "https://a\",\"exp\":\"",
        "https://a\\",
        "https://a b",
        "https://a\u{e4}",
    ] {
        assert_eq!(signed(endpoint).unwrap_err(), KeyError::EncodingFailed);
    }
}
