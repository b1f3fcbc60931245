//! What bytes that are not a certificate are instead, told by their first few tags. They are looked at by hand, not
//! parsed whole, so that a damaged private key is recognised too.

use der::Decode as _;
use der::ErrorKind;
use x509_cert::Certificate;
use x509_cert::request::CertReq;

use crate::KeyError;

const INTEGER: u8 = 0x02;
const OCTET_STRING: u8 = 0x04;
const OBJECT_IDENTIFIER: u8 = 0x06;
const SEQUENCE: u8 = 0x30;

/// `[0] EXPLICIT`, the tag of a TBSCertificate's version.
const VERSION: u8 = 0xa0;

/// The first bytes of Java's own key stores, JKS and JCEKS.
const JAVA_KEY_STORES: [[u8; 4]; 2] = [[0xfe, 0xed, 0xfe, 0xed], [0xce, 0xce, 0xce, 0xce]];

/// Whether the bytes look like a private key or a key store, encrypted or not.
///
/// PKCS#1, PKCS#8 (RFC 5208), SEC 1 and PKCS#12 (RFC 7292) begin with a small version number, which neither a
/// certificate nor a public key does; an encrypted PKCS#8 is an algorithm followed by an octet string.
pub(super) fn is_private(bytes: &[u8]) -> bool {
    if JAVA_KEY_STORES.iter().any(|mark| bytes.starts_with(mark)) {
        return true;
    }
    let Some((SEQUENCE, content, _)) = element(bytes) else {
        return false;
    };
    match element(content) {
        Some((INTEGER, &[version], _)) => version <= 3,
        Some((SEQUENCE, algorithm, rest)) => {
            algorithm.first() == Some(&OBJECT_IDENTIFIER) && rest.first() == Some(&OCTET_STRING)
        }
        _ => false,
    }
}

/// Names the reason why `bytes` were not read as a certificate.
pub(super) fn refusal(bytes: &[u8], error: &der::Error) -> KeyError {
    let whole = element(bytes);
    if let (Some((SEQUENCE, _, behind)), ErrorKind::TrailingData { .. }) = (whole, error.kind()) {
        let certificate = &bytes[..bytes.len() - behind.len()];
        return match Certificate::from_der(certificate) {
            Ok(_) if is_private(behind) => KeyError::PrivateKeyInInput,
            Ok(_) => KeyError::TrailingBytes,
            Err(_) => KeyError::NotACertificate,
        };
    }
    if CertReq::from_der(bytes).is_ok() {
        return KeyError::CertificateRequest;
    }
    match whole {
        Some((SEQUENCE, content, _)) if begins_as_certificate(content) => KeyError::BrokenEncoding,
        _ => KeyError::NotACertificate,
    }
}

/// Whether the content's first part is, like a TBSCertificate, a sequence that opens with a version or a serial number
/// (RFC 5280, section 4.1); a public key opens with an algorithm.
fn begins_as_certificate(content: &[u8]) -> bool {
    match element(content) {
        Some((SEQUENCE, first, _)) => matches!(first.first(), Some(&(VERSION | INTEGER))),
        _ => false,
    }
}

/// Splits off the first element: its tag, its content (as much as is there), and what follows.
fn element(bytes: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let (&tag, rest) = bytes.split_first()?;
    let (&first, rest) = rest.split_first()?;
    let (length, rest) = if first < 0x80 {
        (usize::from(first), rest)
    } else {
        let count = usize::from(first & 0x7f);
        if !(1..=4).contains(&count) || rest.len() < count {
            return None;
        }
        let (digits, rest) = rest.split_at(count);
        (
            digits
                .iter()
                .fold(0, |length, &digit| (length << 8) | usize::from(digit)),
            rest,
        )
    };
    let (content, behind) = rest.split_at(length.min(rest.len()));
    Some((tag, content, behind))
}
