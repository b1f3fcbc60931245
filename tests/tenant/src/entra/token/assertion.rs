//! Client assertions: a JWT that the application signed with the private key of a registered certificate ("Microsoft
//! identity platform application authentication certificate credentials").
//!
//! Digests, certificates and signatures are read here anew, with nothing of the side that makes assertions.

use std::time::Duration;

use base::Timestamp;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rsa::RsaPublicKey;
use rsa::pkcs1v15;
use rsa::pkcs8::DecodePublicKey;
use rsa::pss;
use rsa::signature::Verifier;
use serde_json::Value;
use sha1::Sha1;
use sha2::Digest;
use sha2::Sha256;
use x509_cert::Certificate;
use x509_cert::der::Decode;
use x509_cert::der::Encode;

use crate::certificate;
use crate::entra::client::Client;
use crate::entra::refusal::Refusal;
use crate::rows::KeyCredential;

/// How far clocks may differ.
const SKEW: Duration = Duration::from_secs(300);

/// Accepts an assertion of `client` for `audience`, or says what is wrong with it.
pub(super) fn verify(
    text: &str,
    client: &Client,
    audience: &str,
    now: Timestamp,
) -> Result<(), Refusal> {
    let parts: Vec<&str> = text.split('.').collect();
    let [header, claims, signature] = parts[..] else {
        return Err(malformed("it does not have three parts"));
    };
    let signed = &text[..header.len() + 1 + claims.len()];
    let (header, claims) = (json(header)?, json(claims)?);
    let signature = decoded(signature)?;
    let credential = credential(&header, client)?;
    let key = public_key(credential, now)?;
    check_signature(&header, key, signed.as_bytes(), &signature)?;
    check_claims(&claims, client, audience, now)
}

fn malformed(reason: &str) -> Refusal {
    Refusal::new(
        50027,
        format!("The client assertion is not a valid token: {reason}."),
    )
}

fn decoded(part: &str) -> Result<Vec<u8>, Refusal> {
    URL_SAFE_NO_PAD
        .decode(part)
        .map_err(|_| malformed("a part is not base64url"))
}

fn json(part: &str) -> Result<Value, Refusal> {
    serde_json::from_slice(&decoded(part)?).map_err(|_| malformed("a part is not JSON"))
}

/// No certificate, or no signature, that fits.
fn key_refused(reason: &str, thumbprint: &str) -> Refusal {
    Refusal::new(
        700027,
        format!(
            "The certificate that signed the client assertion cannot be accepted. \
             [Reason - {reason}, Thumbprint of key used by client: '{thumbprint}']"
        ),
    )
}

/// The registered certificate that the header names by `x5t` or `x5t#S256` (RFC 7515, sections 4.1.7 and 4.1.8). Where
/// both are there, both must fit.
fn credential<'a>(header: &Value, client: &'a Client) -> Result<&'a KeyCredential, Refusal> {
    let named = |name: &str| {
        header
            .get(name)
            .map(|value| value.as_str().unwrap_or_default().to_owned())
    };
    let (sha1, sha256) = (named("x5t"), named("x5t#S256"));
    let Some(shown) = sha1.as_ref().or(sha256.as_ref()) else {
        return Err(key_refused(
            "The header names no key: x5t or x5t#S256 is missing.",
            "",
        ));
    };
    let fits = |credential: &&KeyCredential| {
        let one = URL_SAFE_NO_PAD.encode(Sha1::digest(&credential.key));
        let other = URL_SAFE_NO_PAD.encode(Sha256::digest(&credential.key));
        sha1.as_ref().is_none_or(|named| *named == one)
            && sha256.as_ref().is_none_or(|named| *named == other)
    };
    client
        .key_credentials
        .iter()
        .filter(|credential| {
            credential.kind == "AsymmetricX509Cert" && credential.usage == "Verify"
        })
        .find(fits)
        .ok_or_else(|| key_refused("The key was not found.", &hexadecimal(shown)))
}

/// A thumbprint as people know it.
fn hexadecimal(base64url: &str) -> String {
    URL_SAFE_NO_PAD
        .decode(base64url)
        .map(hex::encode_upper)
        .unwrap_or_default()
}

/// The key of a certificate that is in use and valid.
fn public_key(credential: &KeyCredential, now: Timestamp) -> Result<RsaPublicKey, Refusal> {
    let refused = |reason: &str| key_refused(reason, &credential.custom_key_identifier);
    let Some(facts) = certificate::read(&credential.key) else {
        return Err(refused("The key is no certificate."));
    };
    let begin = facts.not_before.max(credential.start_date_time.at());
    let end = facts.not_after.min(credential.end_date_time.at());
    if now >= end {
        return Err(refused("The key used is expired."));
    }
    if now.plus(SKEW) < begin {
        return Err(refused("The key used is not valid yet."));
    }
    let unreadable = |_| refused("The key cannot be read.");
    let whole = Certificate::from_der(&credential.key).map_err(unreadable)?;
    let der = whole
        .tbs_certificate()
        .subject_public_key_info()
        .to_der()
        .map_err(unreadable)?;
    RsaPublicKey::from_public_key_der(&der).map_err(|_| refused("The key is not an RSA key."))
}

/// RS256 or PS256 (RFC 7518, sections 3.3 and 3.5).
fn check_signature(
    header: &Value,
    key: RsaPublicKey,
    signed: &[u8],
    signature: &[u8],
) -> Result<(), Refusal> {
    let good = match header.get("alg").and_then(Value::as_str) {
        Some("RS256") => {
            let key = pkcs1v15::VerifyingKey::<Sha256>::new(key);
            pkcs1v15::Signature::try_from(signature)
                .is_ok_and(|given| key.verify(signed, &given).is_ok())
        }
        Some("PS256") => {
            let key = pss::VerifyingKey::<Sha256>::new(key);
            pss::Signature::try_from(signature)
                .is_ok_and(|given| key.verify(signed, &given).is_ok())
        }
        _ => return Err(malformed("its algorithm is neither RS256 nor PS256")),
    };
    if good {
        return Ok(());
    }
    let named = header.get("x5t").or(header.get("x5t#S256"));
    let shown = named
        .and_then(Value::as_str)
        .map(hexadecimal)
        .unwrap_or_default();
    Err(key_refused("The signature does not match the key.", &shown))
}

/// The claims (RFC 7523, section 3; "Certificate credentials", claims).
fn check_claims(
    claims: &Value,
    client: &Client,
    audience: &str,
    now: Timestamp,
) -> Result<(), Refusal> {
    let text = |name: &str| claims.get(name).and_then(Value::as_str);
    let moment = |name: &str| {
        claims
            .get(name)
            .and_then(Value::as_i64)
            .map(Timestamp::from_unix_seconds)
    };
    let client_id = client.app_id.as_str();
    if text("iss") != Some(client_id) || text("sub") != Some(client_id) {
        let text = format!(
            "Issuer and subject of the client assertion must be the client id '{client_id}'."
        );
        return Err(Refusal::new(700021, text));
    }
    if text("aud") != Some(audience) {
        let text = format!("The audience of the client assertion must be '{audience}'.");
        return Err(Refusal::new(700023, text));
    }
    let (Some(begin), Some(end)) = (moment("nbf"), moment("exp")) else {
        return Err(Refusal::new(
            700024,
            "The client assertion does not say when it is valid: nbf, exp.",
        ));
    };
    if now.plus(SKEW) < begin || now >= end.plus(SKEW) {
        let text = format!("The client assertion is valid from {begin} to {end}, and it is {now}.");
        return Err(Refusal::new(700024, text));
    }
    match text("jti") {
        Some(id) if !id.is_empty() => Ok(()),
        _ => Err(malformed("it has no id: jti")),
    }
}
