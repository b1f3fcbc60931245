//! A certificate and its digests in base64, in the forms that other programs ask for.

use base::CertificateFacts;
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;

use crate::KeyError;

/// The base64 forms of a certificate.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Base64Forms {
    /// The whole certificate on one line, as `key` of a keyCredential of Microsoft Graph has it.
    pub certificate: String,
    /// The SHA-1 digest, as `customKeyIdentifier` of a keyCredential has it.
    pub sha1: String,
    /// The SHA-1 digest as the JWT header `x5t` has it (RFC 7515, section 4.1.7).
    pub x5t: String,
    /// The SHA-256 digest as the JWT header `x5t#S256` has it (RFC 7515, section 4.1.8).
    pub x5t_s256: String,
}

impl Base64Forms {
    /// The forms of one certificate. Fails only if its SHA-256 digest is not one.
    pub fn of(facts: &CertificateFacts) -> Result<Self, KeyError> {
        let sha1 = facts.thumbprint.as_bytes();
        let sha256 = hex::decode(&facts.sha256).map_err(|_| KeyError::EncodingFailed)?;
        Ok(Self {
            certificate: BASE64_STANDARD.encode(&facts.der),
            sha1: BASE64_STANDARD.encode(sha1),
            x5t: BASE64_URL_SAFE_NO_PAD.encode(sha1),
            x5t_s256: BASE64_URL_SAFE_NO_PAD.encode(sha256),
        })
    }
}

#[cfg(test)]
mod tests {
    use base::Thumbprint;

    use super::*;
    use crate::read;
    use crate::testing;

    #[test]
    fn digests_are_written_as_headers_and_graph_have_them() {
        let der = testing::certificate("Example", &testing::key());
        let mut facts = read::facts(&der).unwrap();
        // The example of Microsoft's page on certificate credentials.
        let thumbprint: Thumbprint = "84E05C1D98BCE3A5421D225B140B36E86A3D5534".parse().unwrap();
        facts.thumbprint = thumbprint;
        // SHA-256 of nothing (FIPS 180-4).
        facts.sha256 =
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855".to_owned();
        let forms = Base64Forms::of(&facts).unwrap();
        assert_eq!(forms.x5t, "hOBcHZi846VCHSJbFAs26Go9VTQ");
        assert_eq!(forms.sha1, "hOBcHZi846VCHSJbFAs26Go9VTQ=");
        assert_eq!(
            forms.x5t_s256,
            "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU"
        );
        assert_eq!(BASE64_STANDARD.decode(forms.certificate).unwrap(), der);
        facts.sha256 = "no digits".to_owned();
        assert_eq!(Base64Forms::of(&facts), Err(KeyError::EncodingFailed));
    }
}
