//! Making a self-signed certificate, in two halves: what is to be signed, and the whole once the signature is there.
//! The signature may come from elsewhere and later, as WebCrypto's does.
//!
//! The structures are those of RFC 5280, section 4.1. The certificate is for signing in only: key usage
//! digitalSignature, extended key usage clientAuth, no certificate authority.

mod lifetime;

use std::time::Duration;

use base::Entropy;
use base::Timestamp;
use der::DateTime;
use der::Decode as _;
use der::Encode as _;
use der::Sequence;
use der::asn1::BitString;
use der::asn1::Null;
use der::asn1::ObjectIdentifier;
use der::asn1::OctetString;
use der::asn1::Uint;
use der::oid::AssociatedOid;
use sha2::Digest as _;
use sha2::Sha256;
use spki::AlgorithmIdentifierOwned;
use spki::SubjectPublicKeyInfoOwned;
use x509_cert::Certificate;
use x509_cert::ext::Extension;
use x509_cert::ext::pkix::AuthorityKeyIdentifier;
use x509_cert::ext::pkix::ExtendedKeyUsage;
use x509_cert::ext::pkix::KeyUsage;
use x509_cert::ext::pkix::KeyUsages;
use x509_cert::ext::pkix::SubjectKeyIdentifier;
use x509_cert::name::Name;
use x509_cert::time::Time;
use x509_cert::time::Validity;

pub use lifetime::Lifetime;

use crate::KeyError;
use crate::Subject;

/// The number that stands for version 3.
const VERSION_3: u8 = 2;

/// sha256WithRSAEncryption (RFC 8017, appendix A.2.4).
const SHA256_WITH_RSA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.11");

/// id-kp-clientAuth (RFC 5280, section 4.2.1.12).
const CLIENT_AUTHENTICATION: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.3.2");

/// A certificate that lacks only its signature.
#[derive(Debug)]
pub struct UnsignedCertificate {
    content: ToBeSigned,
    message: Vec<u8>,
}

impl UnsignedCertificate {
    /// Writes a certificate for `subject` and the public key (SubjectPublicKeyInfo, DER), issued by the subject itself.
    pub fn new(
        subject: &Subject,
        public_key_der: &[u8],
        lifetime: Lifetime,
        now: Timestamp,
        entropy: &impl Entropy,
    ) -> Result<Self, KeyError> {
        ToBeSigned::new(subject, public_key_der, lifetime, now, entropy)
            .and_then(|content| {
                Ok(Self {
                    message: content.to_der()?,
                    content,
                })
            })
            .map_err(|_| KeyError::EncodingFailed)
    }

    /// What is to be signed (RSASSA-PKCS1-v1_5 with SHA-256).
    pub fn message(&self) -> &[u8] {
        &self.message
    }

    /// The whole certificate, DER. Whether the signature is right is not checked here.
    pub fn with_signature(self, signature: &[u8]) -> Result<Vec<u8>, KeyError> {
        BitString::from_bytes(signature)
            .and_then(|signature| {
                Signed {
                    content: self.content,
                    algorithm: signature_algorithm(),
                    signature,
                }
                .to_der()
            })
            .map_err(|_| KeyError::EncodingFailed)
    }
}

/// Certificate (RFC 5280, section 4.1).
#[derive(Sequence)]
struct Signed {
    content: ToBeSigned,
    algorithm: AlgorithmIdentifierOwned,
    signature: BitString,
}

/// TBSCertificate (RFC 5280, section 4.1.2).
#[derive(Debug, Sequence)]
struct ToBeSigned {
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT")]
    version: u8,
    serial_number: Uint,
    algorithm: AlgorithmIdentifierOwned,
    issuer: Name,
    validity: Validity,
    subject: Name,
    public_key: SubjectPublicKeyInfoOwned,
    #[asn1(context_specific = "3", tag_mode = "EXPLICIT")]
    extensions: Vec<Extension>,
}

impl ToBeSigned {
    fn new(
        subject: &Subject,
        public_key_der: &[u8],
        lifetime: Lifetime,
        now: Timestamp,
        entropy: &impl Entropy,
    ) -> Result<Self, der::Error> {
        let name = subject.to_name()?;
        let public_key = SubjectPublicKeyInfoOwned::from_der(public_key_der)?;
        Ok(Self {
            version: VERSION_3,
            serial_number: serial_number(entropy)?,
            algorithm: signature_algorithm(),
            issuer: name.clone(),
            validity: lifetime.validity(now)?,
            subject: name,
            extensions: extensions(&public_key)?,
            public_key,
        })
    }
}

/// The signature's algorithm; its parameters are NULL (RFC 4055, section 5).
fn signature_algorithm() -> AlgorithmIdentifierOwned {
    AlgorithmIdentifierOwned {
        oid: SHA256_WITH_RSA,
        parameters: Some(Null.into()),
    }
}

/// Sixteen random bytes as a positive number of fixed length: two bits are given away so that it neither shrinks nor
/// needs a leading zero (RFC 5280, section 4.1.2.2).
fn serial_number(entropy: &impl Entropy) -> Result<Uint, der::Error> {
    let mut bytes = [0; 16];
    entropy.fill(&mut bytes);
    bytes[0] = (bytes[0] & 0b0111_1111) | 0b0100_0000;
    Uint::new(&bytes)
}

/// A moment as UTCTime through 2049, as GeneralizedTime after (RFC 5280, section 4.1.2.5).
fn time(moment: Timestamp) -> Result<Time, der::Error> {
    let seconds = u64::try_from(moment.unix_seconds()).map_err(|_| der::ErrorKind::DateTime)?;
    DateTime::from_unix_duration(Duration::from_secs(seconds)).map(Time::from)
}

/// Subject and authority key identifier (the same, since it issues itself), key usage and extended key usage.
fn extensions(public_key: &SubjectPublicKeyInfoOwned) -> Result<Vec<Extension>, der::Error> {
    let identifier = key_identifier(public_key)?;
    let authority = AuthorityKeyIdentifier {
        key_identifier: Some(identifier.clone()),
        ..Default::default()
    };
    Ok(vec![
        extension(&SubjectKeyIdentifier(identifier), false)?,
        extension(&authority, false)?,
        extension(&KeyUsage(KeyUsages::DigitalSignature.into()), true)?,
        extension(&ExtendedKeyUsage(vec![CLIENT_AUTHENTICATION]), false)?,
    ])
}

/// One extension with its value encoded.
fn extension<T: AssociatedOid + der::Encode>(
    value: &T,
    critical: bool,
) -> Result<Extension, der::Error> {
    Ok(Extension {
        extn_id: T::OID,
        critical,
        extn_value: OctetString::new(value.to_der()?)?,
    })
}

/// The first 160 bits of the SHA-256 digest of the public key's bits (RFC 7093, section 2, method 1).
fn key_identifier(public_key: &SubjectPublicKeyInfoOwned) -> Result<OctetString, der::Error> {
    let digest = Sha256::digest(public_key.subject_public_key.raw_bytes());
    OctetString::new(&digest[..20])
}

/// The public key that a certificate carries; for RSA these bytes are an RSAPublicKey (RFC 8017, appendix A.1.1).
pub(crate) fn public_key(certificate_der: &[u8]) -> Result<Vec<u8>, KeyError> {
    let certificate =
        Certificate::from_der(certificate_der).map_err(|_| KeyError::NotACertificate)?;
    let public_key = certificate.tbs_certificate().subject_public_key_info();
    Ok(public_key.subject_public_key.raw_bytes().to_vec())
}

#[cfg(test)]
mod tests;
