//! Who signed in where: the id token, read and checked.
//!
//! The token's signature is not checked. It came straight from the token endpoint over TLS (or never left this
//! computer), in answer to a request with our verifier, and for that case OpenID Connect Core 1.0, section 3.1.3.7,
//! item 6, lets TLS stand in for the signature. An id token from anywhere else must not be given to [`read`]. What the
//! account says decides what is shown and which tenant later requests name; Graph decides by the access token alone.

use std::time::Duration;

use base::Key;
use base::ObjectId;
use base::Secret;
use base::TenantId;
use base::Timestamp;
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::Flow;
use crate::Registration;
use crate::SignInError;
use crate::TenantSegment;

/// How far this computer's clock may be off.
const SKEW: Duration = Duration::from_secs(5 * 60);

/// Who signed in, and to which tenant.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Account {
    /// The tenant signed in to.
    pub tenant: TenantId,
    /// The person's user object there.
    pub user: ObjectId,
    /// The name they sign in with. For showing and as a hint for the next sign-in, never for a decision.
    pub username: String,
    /// Their name, for showing; the user name where the tenant gives none.
    pub name: String,
}

/// The header of a JSON Web Signature (RFC 7515, section 4.1).
#[derive(Deserialize)]
struct Header {
    alg: String,
}

/// The claims that are looked at ("ID token claims reference").
#[derive(Deserialize)]
struct Claims {
    aud: String,
    iss: String,
    exp: i64,
    nbf: Option<i64>,
    nonce: Option<String>,
    oid: String,
    tid: String,
    preferred_username: String,
    name: Option<String>,
}

/// Reads the id token that answered `flow` and checks it as OpenID Connect Core 1.0, section 3.1.3.7, and Entra's
/// "Validate tokens" say, except for the signature; the module says why.
pub fn read(
    id_token: &Secret<String>,
    registration: &Registration,
    flow: &Flow,
    now: Timestamp,
) -> Result<Account, SignInError> {
    let claims = parse(id_token)?;
    if claims.aud != registration.client_id.as_str() {
        return Err(SignInError::IdTokenAudience);
    }
    let tenant: TenantId = claims.tid.parse().map_err(|_| SignInError::IdTokenIssuer)?;
    if claims.iss != registration.authority.issuer(&tenant) {
        return Err(SignInError::IdTokenIssuer);
    }
    // EXPOSE: the nonces are compared and go nowhere.
    if claims.nonce.as_ref() != Some(flow.nonce.expose()) {
        return Err(SignInError::IdTokenNonce);
    }
    if !is_timely(&claims, now) {
        return Err(SignInError::IdTokenTime { now });
    }
    check_tenant(&tenant, flow)?;
    let user = claims
        .oid
        .parse()
        .map_err(|_| SignInError::IdTokenMalformed {
            reason: Key::ReasonIdTokenUser,
        })?;
    Ok(Account {
        tenant,
        user,
        name: claims
            .name
            .unwrap_or_else(|| claims.preferred_username.clone()),
        username: claims.preferred_username,
    })
}

/// Refuses another tenant than the one that was asked for by its id.
fn check_tenant(found: &TenantId, flow: &Flow) -> Result<(), SignInError> {
    match flow.tenant() {
        TenantSegment::Id(expected) if expected != found => Err(SignInError::OtherTenant {
            expected: expected.to_string(),
            found: found.to_string(),
        }),
        _ => Ok(()),
    }
}

/// Whether `now` lies between `nbf` and `exp`, give or take the skew.
fn is_timely(claims: &Claims, now: Timestamp) -> bool {
    let ended = now.minus(SKEW) >= Timestamp::from_unix_seconds(claims.exp);
    let begun = |nbf| now.plus(SKEW) >= Timestamp::from_unix_seconds(nbf);
    !ended && claims.nbf.is_none_or(begun)
}

/// Takes the token apart (RFC 7515, section 7.1). Entra signs with RS256 only; an unsigned token is none of Entra's.
fn parse(id_token: &Secret<String>) -> Result<Claims, SignInError> {
    let malformed = |reason| SignInError::IdTokenMalformed { reason };
    // EXPOSE: the claims in it are what is read; they name a person, and give no access.
    let mut parts = id_token.expose().split('.');
    let (Some(header), Some(claims), Some(_signature), None) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return Err(malformed(Key::ReasonIdTokenParts));
    };
    let header: Header = decode(header).ok_or_else(|| malformed(Key::ReasonIdTokenHeader))?;
    if header.alg != "RS256" {
        return Err(malformed(Key::ReasonIdTokenAlgorithm));
    }
    decode(claims).ok_or_else(|| malformed(Key::ReasonIdTokenClaims))
}

fn decode<T: DeserializeOwned>(part: &str) -> Option<T> {
    let json = BASE64_URL_SAFE_NO_PAD.decode(part).ok()?;
    serde_json::from_slice(&json).ok()
}

#[cfg(test)]
mod tests;
