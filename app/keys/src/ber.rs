//! BER (X.690, sections 8.1.3 and 8.7): programs that stream, such as Bouncy Castle, those of Apple and Mozilla, and
//! `openssl cms`, write lengths that are found at the end, and octet strings in pieces.
//!
//! A PFX is turned into DER; what is DER already comes out as it was, and values are not looked into. Of a bundle of
//! certificates only the ends of elements are looked for, so that each certificate stays as it is.

use der::Tag;
use der::Tagged as _;
use der::asn1::AnyRef;
use zeroize::Zeroizing;

use crate::KeyError;

/// How deep elements may lie within one another; a PFX needs fewer than 20, a bundle fewer still.
const DEEPEST: usize = 32;

const CONSTRUCTED: u8 = 0x20;
const TAG_NUMBER: u8 = 0x1f;
const OCTET_STRING: u8 = 0x04;
const INDEFINITE: u8 = 0x80;

/// What ends an element of indefinite length.
pub(crate) const END_OF_CONTENTS: [u8; 2] = [0, 0];

/// Re-encodes exactly one element. The result is never longer than `bytes` and is wiped when dropped.
pub(crate) fn to_der(bytes: &[u8]) -> Result<Zeroizing<Vec<u8>>, KeyError> {
    let mut der = Zeroizing::new(Vec::with_capacity(bytes.len()));
    match element(bytes, &mut der, DEEPEST) {
        Some([]) => Ok(der),
        _ => Err(KeyError::KeyFileUnreadable),
    }
}

/// The octets of an octet string of any tag, whole or in pieces; its pieces are DER already.
pub(crate) fn joined(any: AnyRef<'_>) -> Result<Zeroizing<Vec<u8>>, KeyError> {
    let mut octets = Zeroizing::new(Vec::with_capacity(any.value().len()));
    match any.tag() {
        Tag::ContextSpecific {
            constructed: false, ..
        } => octets.extend_from_slice(any.value()),
        Tag::ContextSpecific {
            constructed: true, ..
        } => append_pieces(any.value(), &mut octets).ok_or(KeyError::KeyFileUnreadable)?,
        _ => return Err(KeyError::KeyFileUnreadable),
    }
    Ok(octets)
}

/// Re-encodes the first element onto `der` and gives what follows it.
fn element<'ber>(bytes: &'ber [u8], der: &mut Vec<u8>, depth: usize) -> Option<&'ber [u8]> {
    let depth = depth.checked_sub(1)?;
    let (tag, length, rest) = header(bytes)?;
    if tag & CONSTRUCTED == 0 {
        let (content, rest) = rest.split_at_checked(length?)?;
        put(tag, content, der);
        return Some(rest);
    }
    let mut content = Zeroizing::new(Vec::new());
    let rest = match length {
        Some(length) => {
            let (mut inner, rest) = rest.split_at_checked(length)?;
            while !inner.is_empty() {
                inner = element(inner, &mut content, depth)?;
            }
            rest
        }
        None => until_end(rest, &mut content, depth)?,
    };
    if tag == OCTET_STRING | CONSTRUCTED {
        let mut octets = Zeroizing::new(Vec::new());
        append_pieces(&content, &mut octets)?;
        put(OCTET_STRING, &octets, der);
    } else {
        put(tag, &content, der);
    }
    Some(rest)
}

/// Re-encodes elements up to the end-of-contents mark and gives what follows that.
fn until_end<'ber>(mut bytes: &'ber [u8], der: &mut Vec<u8>, depth: usize) -> Option<&'ber [u8]> {
    loop {
        if let Some(rest) = bytes.strip_prefix(&END_OF_CONTENTS) {
            return Some(rest);
        }
        bytes = element(bytes, der, depth)?;
    }
}

/// How many bytes an element of indefinite length has before its end-of-contents mark; `bytes` begin behind its header.
/// `None` if the mark is missing.
pub(crate) fn length_to_end(bytes: &[u8]) -> Option<usize> {
    length_to_end_within(bytes, DEEPEST)
}

fn length_to_end_within(bytes: &[u8], depth: usize) -> Option<usize> {
    let depth = depth.checked_sub(1)?;
    let mut rest = bytes;
    while !rest.starts_with(&END_OF_CONTENTS) {
        let (_, length, content) = header(rest)?;
        let length = match length {
            Some(length) => length,
            None => length_to_end_within(content, depth)? + END_OF_CONTENTS.len(),
        };
        (_, rest) = content.split_at_checked(length)?;
    }
    Some(bytes.len() - rest.len())
}

/// Splits off tag and length; no length is an indefinite one. Tags of several bytes do not occur where this is used.
pub(crate) fn header(bytes: &[u8]) -> Option<(u8, Option<usize>, &[u8])> {
    let (&[tag, first], rest) = bytes.split_first_chunk()?;
    if tag & TAG_NUMBER == TAG_NUMBER {
        return None;
    }
    match first {
        0..INDEFINITE => Some((tag, Some(usize::from(first)), rest)),
        INDEFINITE => Some((tag, None, rest)),
        // No file has a length of more than four bytes.
        0x81..=0x84 => {
            let (digits, rest) = rest.split_at_checked(usize::from(first & 0x7f))?;
            let length = digits
                .iter()
                .fold(0, |length: u32, &digit| length << 8 | u32::from(digit));
            Some((tag, Some(usize::try_from(length).ok()?), rest))
        }
        _ => None,
    }
}

/// Writes one element with the shortest length.
fn put(tag: u8, content: &[u8], der: &mut Vec<u8>) {
    der.push(tag);
    match u8::try_from(content.len()) {
        Ok(length @ 0..INDEFINITE) => der.push(length),
        _ => {
            let length = content.len().to_be_bytes();
            let digits = &length[content.len().leading_zeros() as usize / 8..];
            der.push(INDEFINITE | digits.len() as u8);
            der.extend_from_slice(digits);
        }
    }
    der.extend_from_slice(content);
}

/// Joins the contents of octet strings that stand one after another.
fn append_pieces(mut pieces: &[u8], octets: &mut Vec<u8>) -> Option<()> {
    while !pieces.is_empty() {
        let (tag, length, rest) = header(pieces)?;
        let (content, rest) = rest.split_at_checked(length?)?;
        if tag != OCTET_STRING {
            return None;
        }
        octets.extend_from_slice(content);
        pieces = rest;
    }
    Some(())
}

#[cfg(test)]
mod tests;
