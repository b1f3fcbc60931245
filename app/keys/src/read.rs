//! Reading certificates that a person gives: PEM, DER, bare base64 or a PKCS#7 bundle, from a file or a paste.
//!
//! Only the public facts are kept. A private key in the input is refused by name. Nothing is said of who issued the
//! certificate or whether that can be trusted.

mod armour;
mod base64_forms;
mod bundle;
mod name_text;
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
use armour::Block;

pub use base64_forms::Base64Forms;

pub(crate) use armour::PemBlock;
pub(crate) use armour::decode;
pub(crate) use armour::pem_blocks;
pub(crate) use armour::text_of;
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
    let mut candidates = read_certificates(input, now)?.candidates;
    match (candidates.pop(), candidates.len()) {
        (Some(only), 0) => only.verdict,
        (_, others) => Err(KeyError::SeveralCertificates { count: others + 1 }),
    }
}

/// Reads every certificate in `input` and says of each whether it can be used at the moment `now`. One that cannot be read is
/// left out if there are others. Anything else in the input is refused by name.
pub fn read_certificates(input: &[u8], now: Timestamp) -> Result<Given, KeyError> {
    let (form, read) = read_in_form(input, now)?;
    match read.refused {
        Some(error) if read.candidates.is_empty() => Err(error),
        _ => Ok(Given {
            form,
            candidates: read.candidates,
        }),
    }
}

/// As [`read_certificates`], and what was left out.
fn read_in_form(input: &[u8], now: Timestamp) -> Result<(Form, Read), KeyError> {
    let (form, ders) = ders_of_bounded(input)?;
    Ok((form, candidates(&ders, now)))
}

/// As [`read_certificates`], with those before them that stand in PEM beside the private key in `key_file`: servers often have
/// their own certificate there, and the file of certificates holds only the chain.
pub(crate) fn candidates_of_pair(
    key_file: &[u8],
    input: &[u8],
    now: Timestamp,
) -> Result<Read, KeyError> {
    let mut ders = armour::certificates_beside_key(key_file);
    ders.extend(ders_of_bounded(input)?.1);
    keep_first(&mut ders);
    Ok(candidates(&ders, now))
}

/// What became of several DER certificates.
pub(crate) struct Read {
    /// Those that could be read.
    pub(crate) candidates: Vec<Candidate>,
    /// Why the first of the others could not.
    pub(crate) refused: Option<KeyError>,
}

/// As [`read_certificates`], of certificates that are bytes already.
pub(crate) fn candidates<Der: AsRef<[u8]>>(ders: &[Der], now: Timestamp) -> Read {
    let mut read = Vec::new();
    let mut certificates = Vec::new();
    let mut refused = None;
    for der in ders.iter().map(AsRef::as_ref) {
        match parse(der) {
            Ok(certificate) => {
                read.push(der);
                certificates.push(certificate);
            }
            Err(error) => refused = refused.or(Some(error)),
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
    Read {
        candidates: candidates.collect(),
        refused,
    }
}

fn ders_of_bounded(input: &[u8]) -> Result<(Form, Vec<Block>), KeyError> {
    if input.len() > MOST_BYTES {
        return Err(KeyError::TooLarge { most: MOST_BYTES });
    }
    ders(input)
}

/// The form of the input and the bytes of each certificate in it; that they are certificates is not yet certain, but
/// that they are no private key is.
fn ders(input: &[u8]) -> Result<(Form, Vec<Block>), KeyError> {
    let (mut form, blocks) = armour::blocks(input)?;
    let mut ders: Vec<Block> = Vec::new();
    for block in blocks {
        match bundle::certificates(&block)? {
            None => ders.push(block),
            Some(bundled) => {
                form = Form::Pkcs7;
                ders.extend(bundled.iter().map(|der| Block::new(der.to_vec())));
            }
        }
    }
    if let Some(refusal) = ders.iter().find_map(|der| sniff::private(der)) {
        return Err(refusal);
    }
    keep_first(&mut ders);
    Ok((form, ders))
}

/// Leaves out what came before.
fn keep_first(ders: &mut Vec<Block>) {
    let mut seen: Vec<[u8; 32]> = Vec::new();
    ders.retain(|der| {
        let digest = Sha256::digest(der.as_slice()).into();
        let is_new = !seen.contains(&digest);
        seen.push(digest);
        is_new
    });
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
    let (form, ders) = ders(input)?;
    match ders.as_slice() {
        [only] => Ok((form, facts(only)?)),
        several => Err(KeyError::SeveralCertificates {
            count: several.len(),
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
