//! Reading certificates that a person gives: PEM, DER, bare base64 or a PKCS#7 bundle, from a file or a paste.
//!
//! Only the public facts are kept. A private key in the input is refused by name. Nothing is said of who issued the
//! certificate or whether that can be trusted.

mod armour;
mod base64_forms;
mod bundle;
mod found;
mod name_text;
mod pem;
mod sniff;
mod strength;

use std::time::Duration;

use base::CertificateFacts;
use base::Thumbprint;
use base::Timestamp;
use der::Decode as _;
use sha1::Sha1;
use sha2::Digest as _;
use sha2::Sha256;
use x509_cert::Certificate;
use x509_cert::time::Time;

use crate::KeyError;
use found::Found;

pub use base64_forms::Base64Forms;
pub use found::Unread;

pub(crate) use armour::decode;
pub(crate) use armour::text_of;
pub(crate) use pem::PemBlock;
pub(crate) use pem::pem_blocks;
pub(crate) use sniff::is_java_key_store;
pub(crate) use sniff::is_key_store;

/// The most bytes that are read; certificates have a few thousand, a bundle with a chain some ten thousand.
const MOST_BYTES: usize = 64 * 1024;

/// The shortest RSA key that Entra and auditors accept.
const LEAST_BITS: usize = 2048;

/// In which form certificates were given.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Form {
    /// Text between BEGIN and END lines (RFC 7468).
    Pem,
    /// The bytes themselves (RFC 5280), as in most `.cer` files.
    Der,
    /// Base64 without BEGIN and END lines.
    Base64,
    /// A PKCS#7 bundle (RFC 5652, section 5), as in `.p7b` files; in bytes or as text.
    Pkcs7,
}

/// What was read: at least one certificate.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Given {
    /// In which form.
    pub form: Form,
    /// Each certificate, in the order in which they came; one that came twice stands here once.
    pub candidates: Vec<Candidate>,
    /// What is left out because it could not be read.
    pub unread: Unread,
}

/// One certificate of an input, from which a person may choose.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Candidate {
    /// The certificate itself, DER.
    pub der: Vec<u8>,
    /// Its subject, as in [`CertificateFacts::subject`].
    pub subject: String,
    /// Its issuer in the same form.
    pub issuer: String,
    /// End of validity.
    pub not_after: Timestamp,
    /// Whether it issued none of the others: the one that is meant, if a chain was given.
    pub is_leaf: bool,
    /// Its facts, or why it cannot be used.
    pub verdict: Result<CertificateFacts, KeyError>,
}

/// Reads the one certificate in `input` and refuses it unless it can be used at the moment `now`.
pub fn read_certificate(input: &[u8], now: Timestamp) -> Result<CertificateFacts, KeyError> {
    let Given {
        mut candidates,
        unread,
        ..
    } = read_certificates(input, now)?;
    match (candidates.pop(), candidates.len() + unread.count) {
        (Some(only), 0) => only.verdict,
        (_, others) => Err(KeyError::SeveralCertificates { count: others + 1 }),
    }
}

/// Reads every certificate in `input` and says of each whether it can be used at the moment `now`. Those that cannot be read
/// are left out and told in [`Given::unread`], if there are others. Anything else in the input is refused by name.
pub fn read_certificates(input: &[u8], now: Timestamp) -> Result<Given, KeyError> {
    let found = found(input)?;
    let form = found.form;
    let Read { candidates, unread } = candidates(&found.ders, found.unread, now);
    match unread.reasons.first() {
        Some(reason) if candidates.is_empty() => Err(reason.clone()),
        _ => Ok(Given {
            form,
            candidates,
            unread,
        }),
    }
}

/// As [`read_certificates`], with those before them that stand in PEM beside the private key in `key_file`: servers often have
/// their own certificate there, and the file of certificates holds only the chain, or is missing: `input` is empty then.
pub(crate) fn candidates_of_pair(
    key_file: &[u8],
    input: &[u8],
    now: Timestamp,
) -> Result<Read, KeyError> {
    let mut all = armour::certificates_beside_key(key_file)?;
    if !input.is_empty() {
        all.append(found(input)?);
    }
    let all = all.checked()?;
    Ok(candidates(&all.ders, all.unread, now))
}

/// Whether certificates stand in PEM in the same file as a private key, whether they can be read or not: then that one file
/// may be a whole pair.
pub fn has_certificate_beside_key(key_file: &[u8]) -> bool {
    armour::certificates_beside_key(key_file)
        .is_ok_and(|found| !found.ders.is_empty() || found.unread.count > 0)
}

/// What became of several DER certificates.
pub(crate) struct Read {
    /// Those that could be read.
    pub(crate) candidates: Vec<Candidate>,
    /// The others.
    pub(crate) unread: Unread,
}

/// As [`read_certificates`], of certificates that are bytes already, where others were left out before.
pub(crate) fn candidates<Der: AsRef<[u8]>>(
    ders: &[Der],
    mut unread: Unread,
    now: Timestamp,
) -> Read {
    let mut read = Vec::new();
    let mut certificates = Vec::new();
    for der in ders.iter().map(AsRef::as_ref) {
        match parse(der) {
            Ok(certificate) => {
                read.push(der);
                certificates.push(certificate);
            }
            Err(error) => unread.add(error),
        }
    }
    let candidates = read
        .into_iter()
        .zip(&certificates)
        .map(|(der, certificate)| {
            let content = certificate.tbs_certificate();
            Candidate {
                der: der.to_vec(),
                subject: name_text::text(content.subject()),
                issuer: name_text::text(content.issuer()),
                not_after: timestamp(content.validity().not_after),
                is_leaf: is_leaf(certificate, &certificates),
                verdict: usable(der, certificate, now),
            }
        });
    let candidates = candidates.collect();
    Read { candidates, unread }
}

/// What may be certificates in the input; that they are is not yet certain, but that they are no private key is.
fn found(input: &[u8]) -> Result<Found, KeyError> {
    if input.len() > MOST_BYTES {
        return Err(KeyError::TooLarge { most: MOST_BYTES });
    }
    armour::found(input)?.checked()
}

/// The DER bytes as a certificate, or what they are instead.
fn parse(der: &[u8]) -> Result<Certificate, KeyError> {
    Certificate::from_der(der).map_err(|error| sniff::refusal(der, &error))
}

/// Whether the certificate issued none of the others. Those of the same subject do not count: they are its renewals.
fn is_leaf(certificate: &Certificate, all: &[Certificate]) -> bool {
    let own = certificate.tbs_certificate().subject();
    let names = all.iter().map(Certificate::tbs_certificate);
    !names
        .filter(|other| other.subject() != own)
        .any(|other| other.issuer() == own)
}

/// The facts of a certificate that Entra takes and that is valid at the moment `now`.
fn usable(
    der: &[u8],
    certificate: &Certificate,
    now: Timestamp,
) -> Result<CertificateFacts, KeyError> {
    let facts = facts_of(der, certificate)?;
    if facts.key_bits < LEAST_BITS {
        return Err(KeyError::KeyTooSmall {
            bits: facts.key_bits,
        });
    }
    if let Some(algorithm) = strength::weak_signature(certificate.signature_algorithm()) {
        return Err(KeyError::WeakSignature {
            algorithm: algorithm.to_owned(),
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

/// The facts of the one certificate in `input`, which has an RSA key of any size and age.
pub(crate) fn only_certificate(input: &[u8]) -> Result<CertificateFacts, KeyError> {
    only_certificate_in_form(input).map(|(_, facts)| facts)
}

/// As [`only_certificate`], and in which form it was given.
pub(crate) fn only_certificate_in_form(input: &[u8]) -> Result<(Form, CertificateFacts), KeyError> {
    let found = armour::found(input)?.checked()?;
    match (found.ders.as_slice(), found.unread.count) {
        ([only], 0) => Ok((found.form, facts(only)?)),
        (several, others) => Err(KeyError::SeveralCertificates {
            count: several.len() + others,
        }),
    }
}

/// The facts of a DER certificate with an RSA key of any size and age.
pub(crate) fn facts(der: &[u8]) -> Result<CertificateFacts, KeyError> {
    facts_of(der, &parse(der)?)
}

fn facts_of(der: &[u8], certificate: &Certificate) -> Result<CertificateFacts, KeyError> {
    let content = certificate.tbs_certificate();
    Ok(CertificateFacts {
        der: der.to_vec(),
        subject: name_text::text(content.subject()),
        issuer: name_text::text(content.issuer()),
        key_bits: strength::key_bits(certificate)?,
        not_before: timestamp(content.validity().not_before),
        not_after: timestamp(content.validity().not_after),
        thumbprint: Thumbprint::from_bytes(Sha1::digest(der).into()),
        sha256: hex::encode(Sha256::digest(der)),
    })
}

/// A certificate's time; its earliest is 1970 here.
fn timestamp(time: Time) -> Timestamp {
    Timestamp::from_unix_seconds(0).plus(Duration::from_secs(time.to_unix_duration().as_secs()))
}

#[cfg(test)]
mod tests;
