//! Reading a certificate that a person gives: PEM, DER or bare base64, from a file or a paste.
//!
//! Only the public facts are kept. A private key in the input is refused by name. Nothing is said of who issued the
//! certificate or whether that can be trusted.

mod armour;
mod name_text;
mod sniff;

use std::time::Duration;

use base::CertificateFacts;
use base::Thumbprint;
use base::Timestamp;
use der::Decode as _;
use rsa::pkcs1;
use sha1::Sha1;
use sha2::Digest as _;
use sha2::Sha256;
use x509_cert::Certificate;
use x509_cert::time::Time;

use crate::KeyError;

pub(crate) use armour::certificate_in;

/// The most bytes that are read; certificates have a few thousand.
const MOST_BYTES: usize = 64 * 1024;

/// The shortest RSA key that Entra and auditors accept.
const LEAST_BITS: usize = 2048;

/// Reads the one certificate in `input` and refuses it unless it can be used at the moment `now`.
pub fn read_certificate(input: &[u8], now: Timestamp) -> Result<CertificateFacts, KeyError> {
    if input.len() > MOST_BYTES {
        return Err(KeyError::TooLarge { most: MOST_BYTES });
    }
    let facts = facts(&certificate_in(input)?)?;
    if facts.key_bits < LEAST_BITS {
        return Err(KeyError::KeyTooSmall {
            bits: facts.key_bits,
        });
    }
    if now < facts.not_before {
        return Err(KeyError::NotYetValid {
            not_before: facts.not_before,
        });
    }
    if now > facts.not_after {
        return Err(KeyError::Expired {
            not_after: facts.not_after,
        });
    }
    Ok(facts)
}

/// The facts of a DER certificate with an RSA key of any size and age.
pub(crate) fn facts(der: &[u8]) -> Result<CertificateFacts, KeyError> {
    let certificate = Certificate::from_der(der).map_err(|error| sniff::refusal(der, &error))?;
    let content = certificate.tbs_certificate();
    Ok(CertificateFacts {
        der: der.to_vec(),
        subject: name_text::text(content.subject()),
        issuer: name_text::text(content.issuer()),
        key_bits: key_bits(&certificate)?,
        not_before: timestamp(content.validity().not_before),
        not_after: timestamp(content.validity().not_after),
        thumbprint: Thumbprint::from_bytes(Sha1::digest(der).into()),
        sha256: hex::encode(Sha256::digest(der)),
    })
}

/// Length of the certificate's RSA modulus.
fn key_bits(certificate: &Certificate) -> Result<usize, KeyError> {
    let public_key = certificate.tbs_certificate().subject_public_key_info();
    if public_key.algorithm.oid != pkcs1::ALGORITHM_OID {
        return Err(KeyError::KeyNotRsa);
    }
    let key = pkcs1::RsaPublicKeyRef::try_from(public_key.subject_public_key.raw_bytes())
        .map_err(|_| KeyError::BrokenEncoding)?;
    let modulus = key.modulus.as_bytes();
    let leading_zeros = modulus
        .first()
        .map_or(0, |first| first.leading_zeros() as usize);
    Ok(modulus.len() * 8 - leading_zeros)
}

/// A certificate's time; its earliest is 1970 here.
fn timestamp(time: Time) -> Timestamp {
    Timestamp::from_unix_seconds(0).plus(Duration::from_secs(time.to_unix_duration().as_secs()))
}

#[cfg(test)]
mod tests;
