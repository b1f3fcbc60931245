//! What the rest of the console knows of a certificate: its public part, as data. Reading and making are in `keys`.

use std::fmt;
use std::str::FromStr;

use serde::Deserialize;
use serde::Serialize;

use crate::Timestamp;

/// The SHA-1 digest of a DER certificate, which is how Entra names it: forty upper-case hexadecimal digits.
///
/// SHA-1 only names the certificate here, it protects nothing.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(try_from = "String", into = "String")]
pub struct Thumbprint([u8; 20]);

impl Thumbprint {
    /// Makes a thumbprint of the digest's twenty bytes.
    pub fn from_bytes(bytes: [u8; 20]) -> Self {
        Self(bytes)
    }

    /// The digest's twenty bytes.
    pub fn as_bytes(&self) -> &[u8; 20] {
        &self.0
    }
}

impl fmt::Display for Thumbprint {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&hex::encode_upper(self.0))
    }
}

impl FromStr for Thumbprint {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut bytes = [0; 20];
        hex::decode_to_slice(text.trim(), &mut bytes)
            .map_err(|_| "not forty hexadecimal digits")?;
        Ok(Self(bytes))
    }
}

impl TryFrom<String> for Thumbprint {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<Thumbprint> for String {
    fn from(thumbprint: Thumbprint) -> String {
        thumbprint.to_string()
    }
}

/// The public facts of one X.509 certificate. There is no private key in here.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct CertificateFacts {
    /// The certificate itself, DER (RFC 5280).
    pub der: Vec<u8>,
    /// Subject as text, most significant part last, e.g. `CN=push.example.edu, O=Example, C=NL`.
    pub subject: String,
    /// Issuer in the same form.
    pub issuer: String,
    /// Size of the RSA modulus in bits.
    pub key_bits: usize,
    /// Begin of validity.
    pub not_before: Timestamp,
    /// End of validity.
    pub not_after: Timestamp,
    /// SHA-1 digest of `der`, as Entra shows it.
    pub thumbprint: Thumbprint,
    /// SHA-256 digest of `der`, lower-case hexadecimal.
    pub sha256: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thumbprints_read_in_either_case_and_print_in_upper() {
        let text = "0a1b2c3d4e5f60718293a4b5c6d7e8f901234567";
        let thumbprint: Thumbprint = text.parse().unwrap();
        assert_eq!(thumbprint.to_string(), text.to_uppercase());
        assert!("0a1b".parse::<Thumbprint>().is_err());
        assert!(
            "zz1b2c3d4e5f60718293a4b5c6d7e8f901234567"
                .parse::<Thumbprint>()
                .is_err()
        );
    }
}
