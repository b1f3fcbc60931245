//! The key with which Entra signs id tokens. It is one for all tenants of a cloud, as the documents behind `jwks_uri` show:
//! whatever tenant they are asked of, they list the same keys.

use std::sync::OnceLock;

use base::Timestamp;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rsa::RsaPrivateKey;
use rsa::pkcs1v15;
use rsa::rand_core::Infallible;
use rsa::rand_core::TryCryptoRng;
use rsa::rand_core::TryRng;
use rsa::signature::SignatureEncoding;
use rsa::signature::Signer;
use rsa::traits::PublicKeyParts;
use serde_json::Value;
use serde_json::json;
use sha2::Digest;
use sha2::Sha256;

use super::authority;
use super::refusal::Refusal;
use super::token::Delegation;
use crate::Tenant;
use crate::random::Random;

/// Lets `rsa` draw from the seeded randomness. Whoever knows the seed knows the key: fit for a simulation only.
pub(crate) struct Seeded(pub(crate) Random);

impl TryRng for Seeded {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        Ok((self.0.next_u64() >> 32) as u32)
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        Ok(self.0.next_u64())
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        self.0.fill(bytes);
        Ok(())
    }
}

impl TryCryptoRng for Seeded {}

/// The document behind `jwks_uri` (RFC 7517, section 5).
pub(crate) fn key_set(tenant: &Tenant) -> Result<Value, Refusal> {
    let issuer = authority::issuer(tenant);
    let key = key()?;
    Ok(json!({ "keys": [{
        "kty": "RSA",
        "use": "sig",
        "alg": "RS256",
        "kid": key_id(key),
        "n": URL_SAFE_NO_PAD.encode(key.n().to_be_bytes_trimmed_vartime()),
        "e": URL_SAFE_NO_PAD.encode(key.e().to_be_bytes_trimmed_vartime()),
        "issuer": issuer,
    }] }))
}

/// An id token (OpenID Connect Core, section 2; "ID token claims reference").
pub(crate) fn id_token(
    tenant: &Tenant,
    delegation: &Delegation,
    scopes: &[&str],
    nonce: Option<&str>,
    lifetime: i64,
    now: Timestamp,
) -> Result<String, Refusal> {
    let user = tenant.directory.primary().user(&delegation.person).cloned();
    let user = user.ok_or_else(|| Refusal::new(50034, "The account does not exist any more."))?;
    let begin = now.unix_seconds();
    let mut claims = json!({
        "aud": delegation.client_id,
        "iss": authority::issuer(tenant),
        "iat": begin,
        "nbf": begin,
        "exp": begin + lifetime,
        "sub": subject(delegation),
        "tid": tenant.id,
        "ver": "2.0",
    });
    if scopes.contains(&"profile") {
        claims["oid"] = json!(user.id);
        claims["name"] = json!(user.display_name);
        claims["preferred_username"] = json!(user.user_principal_name);
    }
    if let (true, Some(mail)) = (scopes.contains(&"email"), &user.mail) {
        claims["email"] = json!(mail);
    }
    if let Some(nonce) = nonce {
        claims["nonce"] = json!(nonce);
    }
    sign(&claims)
}

/// The subject differs from client to client (OpenID Connect Core, section 8.1).
fn subject(delegation: &Delegation) -> String {
    let pair = format!("{} {}", delegation.client_id, delegation.person);
    URL_SAFE_NO_PAD.encode(Sha256::digest(pair))
}

/// A JSON web signature in compact form (RFC 7515, section 7.1).
fn sign(claims: &Value) -> Result<String, Refusal> {
    let key = key()?;
    let header = json!({ "typ": "JWT", "alg": "RS256", "kid": key_id(key) });
    let encoded = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let signed = format!("{}.{}", encoded(&header), encoded(claims));
    // Nobody measures how long it takes, so it is not blinded.
    let signature = pkcs1v15::SigningKey::<Sha256>::new(key.clone())
        .try_sign(signed.as_bytes())
        .map_err(Refusal::internal)?;
    Ok(format!(
        "{signed}.{}",
        URL_SAFE_NO_PAD.encode(signature.to_bytes())
    ))
}

/// Entra's keys are twice as long, as RS256 demands (RFC 7518, section 3.3); nobody has to be kept out of a simulation. With
/// this one an id token is signed in a sixth of the time, which was a fifth of that of whole runs; whoever reads the key from its address is told its length with it.
const KEY_BITS: usize = 1024;

/// The key, made once in a process, when it is first needed: that takes longer than all else here.
fn key() -> Result<&'static RsaPrivateKey, Refusal> {
    static KEY: OnceLock<RsaPrivateKey> = OnceLock::new();
    if let Some(key) = KEY.get() {
        return Ok(key);
    }
    let mut random = Seeded(Random::new("signing key", 1));
    let made = RsaPrivateKey::new(&mut random, KEY_BITS).map_err(Refusal::internal)?;
    Ok(KEY.get_or_init(|| made))
}

fn key_id(key: &RsaPrivateKey) -> String {
    URL_SAFE_NO_PAD.encode(&Sha256::digest(key.n().to_be_bytes_trimmed_vartime())[..20])
}
