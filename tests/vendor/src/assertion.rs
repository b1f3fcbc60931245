//! The client assertion ("Microsoft identity platform application authentication certificate credentials").

use base::AppId;
use base::Timestamp;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::Value;
use serde_json::json;

use crate::VendorError;
use crate::openssl::Key;

/// How long an assertion is good, in seconds.
const LIFETIME: i64 = 300;

/// A JWT that says who asks, for the token endpoint `audience`.
pub(crate) fn sign(
    key: &Key,
    thumbprint: &str,
    client_id: &AppId,
    audience: &str,
    now: Timestamp,
) -> Result<String, VendorError> {
    let begin = now.unix_seconds();
    let header = json!({ "alg": "RS256", "typ": "JWT", "x5t": thumbprint });
    let claims = json!({
        "aud": audience,
        "iss": client_id,
        "sub": client_id,
        "jti": key.random()?,
        "nbf": begin,
        "exp": begin + LIFETIME,
    });
    let encoded = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let signed = format!("{}.{}", encoded(&header), encoded(&claims));
    let signature = URL_SAFE_NO_PAD.encode(key.sign(signed.as_bytes())?);
    Ok(format!("{signed}.{signature}"))
}
