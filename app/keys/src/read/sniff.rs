//! What bytes that are not a certificate are instead, told by their first few tags. They are looked at by hand, not
//! parsed whole, so that a damaged private key is recognised too.

use der::Decode as _;
use der::ErrorKind;
use x509_cert::Certificate;
use x509_cert::request::CertReq;

use crate::KeyError;
use crate::ber;

const INTEGER: u8 = 0x02;
const OCTET_STRING: u8 = 0x04;
const OBJECT_IDENTIFIER: u8 = 0x06;
const SEQUENCE: u8 = 0x30;

/// `[0] EXPLICIT`, the tag of a TBSCertificate's version.
const VERSION: u8 = 0xa0;

/// The first bytes of Java's own key stores, JKS and JCEKS.
const JAVA_KEY_STORES: [[u8; 4]; 2] = [[0xfe, 0xed, 0xfe, 0xed], [0xce, 0xce, 0xce, 0xce]];

/// The first bytes of a private key of OpenSSH (its PROTOCOL.key, AUTH_MAGIC).
const OPENSSH: &[u8] = b"openssh-key-v1\0";

/// The version of a PFX (RFC 7292, section 4).
const PFX_VERSION: u8 = 3;

/// The beginning of the types of PKCS#7, 1.2.840.113549.1.7, of which a PFX holds one.
const PKCS_7: [u8; 8] = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07];

/// The refusal of what looks like a private key or a key store, encrypted or not, at the beginning of the bytes or
/// behind what stands there.
pub(super) fn private(bytes: &[u8]) -> Option<KeyError> {
    let mut rest = bytes;
    loop {
        if is_key_store(rest) {
            return Some(KeyError::KeyStoreInInput);
        }
        if is_private_key(rest) {
            return Some(KeyError::PrivateKeyInInput);
        }
        rest = element(rest)?.behind;
    }
}

/// Whether the bytes begin as PKCS#12 (RFC 7292) or as a Java key store. Whether a private key is in it, nobody sees
/// without its password.
pub(crate) fn is_key_store(bytes: &[u8]) -> bool {
    is_java_key_store(bytes) || is_pfx(bytes)
}

/// Whether the bytes begin as JKS or JCEKS.
pub(crate) fn is_java_key_store(bytes: &[u8]) -> bool {
    JAVA_KEY_STORES.iter().any(|mark| bytes.starts_with(mark))
}

/// Whether the bytes begin as PKCS#12.
pub(crate) fn is_pfx(bytes: &[u8]) -> bool {
    let store = || {
        let store = element(bytes).filter(|store| store.tag == SEQUENCE)?;
        let version = element(store.content)?;
        let content = element(version.behind).filter(|content| content.tag == SEQUENCE)?;
        let kind = element(content.content)?;
        Some(
            (version.tag, version.content) == (INTEGER, &[PFX_VERSION])
                && kind.tag == OBJECT_IDENTIFIER
                && kind.content.starts_with(&PKCS_7),
        )
    };
    store().unwrap_or(false)
}

/// Whether the bytes begin as a private key.
///
/// PKCS#1, PKCS#8 (RFC 5208) and SEC 1 begin with a small version number, which neither a certificate nor a public key
/// does; an encrypted PKCS#8 is an algorithm followed by an octet string.
fn is_private_key(bytes: &[u8]) -> bool {
    if bytes.starts_with(OPENSSH) {
        return true;
    }
    let Some(whole) = element(bytes).filter(|whole| whole.tag == SEQUENCE) else {
        return false;
    };
    match element(whole.content) {
        Some(first) if first.tag == INTEGER => matches!(first.content, [0..=3]),
        Some(first) if first.tag == SEQUENCE => {
            first.content.first() == Some(&OBJECT_IDENTIFIER)
                && first.behind.first() == Some(&OCTET_STRING)
        }
        _ => false,
    }
}

/// Names the reason why `bytes` were not read as a certificate.
pub(super) fn refusal(bytes: &[u8], error: &der::Error) -> KeyError {
    let whole = element(bytes).filter(|whole| whole.tag == SEQUENCE);
    if let (Some(whole), ErrorKind::TrailingData { .. }) = (whole, error.kind()) {
        return match Certificate::from_der(whole.whole) {
            Ok(_) => KeyError::TrailingBytes,
            Err(_) => KeyError::NotACertificate,
        };
    }
    if CertReq::from_der(bytes).is_ok() {
        return KeyError::CertificateRequest;
    }
    match whole {
        Some(whole) if begins_as_certificate(whole.content) => KeyError::BrokenEncoding,
        _ => KeyError::NotACertificate,
    }
}

/// Whether the content's first part is, like a TBSCertificate, a sequence that opens with a version or a serial number
/// (RFC 5280, section 4.1); a public key opens with an algorithm.
fn begins_as_certificate(content: &[u8]) -> bool {
    match element(content) {
        Some(first) if first.tag == SEQUENCE => {
            matches!(first.content.first(), Some(&(VERSION | INTEGER)))
        }
        _ => false,
    }
}

/// One element of BER and what stands behind it.
#[derive(Clone, Copy)]
pub(super) struct Element<'bytes> {
    /// Its tag.
    pub(super) tag: u8,
    /// Its content, as much as is there.
    pub(super) content: &'bytes [u8],
    /// All of it, tag, length and end-of-contents mark too.
    pub(super) whole: &'bytes [u8],
    /// What follows.
    pub(super) behind: &'bytes [u8],
    /// Whether its content is there to the end.
    pub(super) is_whole: bool,
}

/// Splits off the first element. One of indefinite length (X.690, section 8.1.3.6), as bundles and key stores that were
/// streamed have it, goes to its end-of-contents mark; where that is missing, to the end of the bytes, and is not whole.
pub(super) fn element(bytes: &[u8]) -> Option<Element<'_>> {
    let (tag, length, rest) = ber::header(bytes)?;
    let (length, mark) = match length {
        Some(length) => (length, 0),
        None => ber::length_to_end(rest).map_or((usize::MAX, 0), |length| {
            (length, ber::END_OF_CONTENTS.len())
        }),
    };
    let (content, rest) = rest.split_at(length.min(rest.len()));
    let behind = &rest[mark..];
    Some(Element {
        tag,
        content,
        whole: &bytes[..bytes.len() - behind.len()],
        behind,
        is_whole: content.len() == length,
    })
}
