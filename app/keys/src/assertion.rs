//! A client assertion: a token of ten minutes that the application signs with its certificate's key, to prove to Entra
//! who it is ("Microsoft identity platform application authentication certificate credentials").
//!
//! It is a JWT signed by RSASSA-PSS with SHA-256 (PS256; RFC 7518, section 3.5) that names the certificate by its SHA-256
//! digest. For as long as it is valid it is a credential, and is therefore a [`Secret`].

use std::time::Duration;

use base::AppId;
use base::CertificateFacts;
use base::Entropy;
use base::KeyId;
use base::Secret;
use base::Timestamp;
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;

use crate::Base64Forms;
use crate::KeyError;
use crate::PrivateKey;
use crate::PssSigner;

/// How long an assertion is valid: as long as Microsoft's page advises at most.
const LIFETIME: Duration = Duration::from_secs(10 * 60);

/// What an assertion says.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct AssertionClaims {
    /// The address it will be sent to: the tenant's token endpoint, version 2.0.
    pub token_endpoint: String,
    /// Client id of the application.
    pub client_id: AppId,
    /// The present moment, from which on it is valid.
    pub now: Timestamp,
}

/// Makes an assertion with the key of a certificate. That they belong together is the caller's business.
pub async fn sign_assertion(
    claims: &AssertionClaims,
    certificate: &CertificateFacts,
    private_key: &PrivateKey,
    signer: &impl PssSigner,
    entropy: &impl Entropy,
) -> Result<Secret<String>, KeyError> {
    let header = header(certificate)?;
    let mut random = [0; 16];
    entropy.fill(&mut random);
    let payload = payload(claims, &KeyId::from_random(random))?;
    let encode = |part: &[u8]| BASE64_URL_SAFE_NO_PAD.encode(part);
    let message = format!(
        "{}.{}",
        encode(header.as_bytes()),
        encode(payload.as_bytes())
    );
    let signature = signer.sign_pss(private_key, message.as_bytes()).await?;
    Ok(Secret::new(format!("{message}.{}", encode(&signature))))
}

/// The header (RFC 7515, section 4.1); what stands in it needs no escaping.
fn header(certificate: &CertificateFacts) -> Result<String, KeyError> {
    let digest = Base64Forms::of(certificate)?.x5t_s256;
    Ok(format!(
        r#"{{"alg":"PS256","typ":"JWT","x5t#S256":"{digest}"}}"#
    ))
}

/// The claims (RFC 7523, section 3). `id` lets Entra tell one assertion from another.
fn payload(claims: &AssertionClaims, id: &KeyId) -> Result<String, KeyError> {
    let audience = &claims.token_endpoint;
    let needs_no_escaping = |sign: u8| sign.is_ascii_graphic() && !matches!(sign, b'"' | b'\\');
    if !audience.bytes().all(needs_no_escaping) {
        return Err(KeyError::EncodingFailed);
    }
    let (client, id) = (claims.client_id.as_str(), id.as_str());
    let begin = claims.now.unix_seconds();
    let end = claims.now.plus(LIFETIME).unix_seconds();
    Ok(format!(
        r#"{{"aud":"{audience}","iss":"{client}","sub":"{client}","jti":"{id}","iat":{begin},"nbf":{begin},"exp":{end}}}"#
    ))
}

#[cfg(test)]
mod tests;
