//! The certificates in a PKCS#7 bundle: SignedData (RFC 5652, section 5.1; `.p7b` files), in DER or, where it was streamed,
//! in BER.
//!
//! Only the way to the certificates is walked. Signatures, digests and revocation lists in it are not looked at.

use super::sniff;
use super::sniff::Element;
use super::sniff::element;
use crate::KeyError;

const OBJECT_IDENTIFIER: u8 = 0x06;
const SEQUENCE: u8 = 0x30;

/// `[0]`, constructed: the content of ContentInfo, and the certificates of SignedData.
const TAGGED_0: u8 = 0xa0;

/// id-signedData, 1.2.840.113549.1.7.2.
const SIGNED_DATA: [u8; 9] = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x02];

/// Each certificate if `bytes` are a bundle, in its order, of any kind (section 10.2.2); `None` if they are something else.
/// Fails if the bundle is damaged before its certificates, has none, or has a private key among them.
pub(super) fn certificates(bytes: &[u8]) -> Result<Option<Elements<'_>>, KeyError> {
    let Some(content) = signed_data(bytes) else {
        return Ok(None);
    };
    let signed_data = whole(content, SEQUENCE)?;
    for part in Elements(signed_data.content) {
        let part = part?;
        if part.tag == TAGGED_0 && !part.content.is_empty() {
            let private = sniff::private(part.content);
            return private.map_or(Ok(Some(Elements(part.content))), Err);
        }
    }
    Err(KeyError::NotACertificate)
}

/// The inside of the content's `[0]` if `bytes` begin as a ContentInfo of signed data (section 3).
fn signed_data(bytes: &[u8]) -> Option<&[u8]> {
    let info = element(bytes).filter(|info| info.tag == SEQUENCE)?;
    let kind = element(info.content)
        .filter(|kind| kind.tag == OBJECT_IDENTIFIER && kind.content == SIGNED_DATA)?;
    let content = element(kind.behind).filter(|content| content.tag == TAGGED_0)?;
    Some(content.content)
}

/// The elements that stand one behind the other. Where one is not whole, nothing behind it can be told apart: that is the
/// last.
pub(super) struct Elements<'bytes>(&'bytes [u8]);

impl<'bytes> Iterator for Elements<'bytes> {
    type Item = Result<Element<'bytes>, KeyError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.0.is_empty() {
            return None;
        }
        let next = element(self.0).filter(|next| next.is_whole);
        self.0 = next.map_or(&[], |next| next.behind);
        Some(next.ok_or(KeyError::BrokenEncoding))
    }
}

/// The one element of this tag that `bytes` are.
fn whole(bytes: &[u8], tag: u8) -> Result<Element<'_>, KeyError> {
    element(bytes)
        .filter(|one| one.tag == tag && one.is_whole && one.behind.is_empty())
        .ok_or(KeyError::BrokenEncoding)
}
