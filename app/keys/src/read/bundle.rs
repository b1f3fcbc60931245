//! The certificates in a PKCS#7 bundle: SignedData that signs nothing (RFC 5652, section 5.1; `.p7b` files).
//!
//! Only the way to the certificates is walked. Signatures, digests and revocation lists in it are not looked at.

use super::sniff::Element;
use super::sniff::element;
use crate::KeyError;

const OBJECT_IDENTIFIER: u8 = 0x06;
const SEQUENCE: u8 = 0x30;

/// `[0]`, constructed: the content of ContentInfo, and the certificates of SignedData.
const TAGGED_0: u8 = 0xa0;

/// id-signedData, 1.2.840.113549.1.7.2.
const SIGNED_DATA: [u8; 9] = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x02];

/// The bytes of each certificate if `bytes` are a bundle, in its order; `None` if they are something else.
pub(super) fn certificates(bytes: &[u8]) -> Result<Option<Vec<&[u8]>>, KeyError> {
    let Some(content) = signed_data(bytes) else {
        return Ok(None);
    };
    let signed_data = whole(content, SEQUENCE)?;
    let mut parts = elements(signed_data.content)?.into_iter();
    let Some(certificates) = parts.find(|part| part.tag == TAGGED_0) else {
        return Err(KeyError::NotACertificate);
    };
    let certificates: Vec<&[u8]> = elements(certificates.content)?
        .into_iter()
        // Other kinds of certificate (attribute certificates and the like) are tagged otherwise (section 10.2.2).
        .filter(|part| part.tag == SEQUENCE)
        .map(|part| part.whole)
        .collect();
    if certificates.is_empty() {
        Err(KeyError::NotACertificate)
    } else {
        Ok(Some(certificates))
    }
}

/// The inside of the content's `[0]` if `bytes` begin as a ContentInfo of signed data (section 3).
fn signed_data(bytes: &[u8]) -> Option<&[u8]> {
    let info = element(bytes).filter(|info| info.tag == SEQUENCE)?;
    let kind = element(info.content)
        .filter(|kind| kind.tag == OBJECT_IDENTIFIER && kind.content == SIGNED_DATA)?;
    let content = element(kind.behind).filter(|content| content.tag == TAGGED_0)?;
    Some(content.content)
}

/// The elements that stand one behind the other, each of them whole.
fn elements(mut bytes: &[u8]) -> Result<Vec<Element<'_>>, KeyError> {
    let mut elements = Vec::new();
    while !bytes.is_empty() {
        let next = element(bytes)
            .filter(|next| next.is_whole)
            .ok_or(KeyError::BrokenEncoding)?;
        bytes = next.behind;
        elements.push(next);
    }
    Ok(elements)
}

/// The one element of this tag that `bytes` are.
fn whole(bytes: &[u8], tag: u8) -> Result<Element<'_>, KeyError> {
    element(bytes)
        .filter(|one| one.tag == tag && one.is_whole && one.behind.is_empty())
        .ok_or(KeyError::BrokenEncoding)
}
