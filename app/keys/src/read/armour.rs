//! From what a person gave to the bytes of one certificate: finds PEM among other text, base64 without its lines, or
//! takes the bytes as they are.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use zeroize::Zeroizing;

use super::sniff;
use crate::KeyError;

const BEGIN: &str = "-----BEGIN ";
const END: &str = "-----END ";
const DASHES: &str = "-----";

/// Texts that stand in files with a private key, whatever else is in them.
const PRIVATE_MARKS: [&str; 2] = ["PRIVATE KEY", "PuTTY-User-Key-File"];

/// The DER bytes of the one certificate in `input`; that they are a certificate is not yet certain. The copy is wiped
/// when dropped, since it may turn out to be a key.
pub(crate) fn certificate_in(input: &[u8]) -> Result<Zeroizing<Vec<u8>>, KeyError> {
    let bytes = match text_of(input) {
        Some(text) => from_text(&text)?,
        None => Zeroizing::new(input.to_vec()),
    };
    if sniff::is_private(&bytes) {
        return Err(KeyError::PrivateKeyInInput);
    }
    Ok(bytes)
}

/// The input as text, if it is that: UTF-8 or, as PowerShell writes it, UTF-16 with a byte order mark. DER of a
/// certificate is never UTF-8: its second byte, the length of a length, would have to continue a character.
fn text_of(input: &[u8]) -> Option<Zeroizing<String>> {
    let units = |decode: fn([u8; 2]) -> u16| -> Vec<u16> {
        input
            .chunks_exact(2)
            .map(|pair| decode([pair[0], pair[1]]))
            .collect()
    };
    let text = Zeroizing::new(match input {
        [0xff, 0xfe, ..] => String::from_utf16(&Zeroizing::new(units(u16::from_le_bytes))).ok()?,
        [0xfe, 0xff, ..] => String::from_utf16(&Zeroizing::new(units(u16::from_be_bytes))).ok()?,
        _ => std::str::from_utf8(input).ok()?.to_owned(),
    });
    Some(Zeroizing::new(
        text.trim_start_matches('\u{feff}').to_owned(),
    ))
}

/// The bytes that a text stands for.
fn from_text(text: &str) -> Result<Zeroizing<Vec<u8>>, KeyError> {
    if text.trim().is_empty() {
        return Err(KeyError::NothingThere);
    }
    if PRIVATE_MARKS.into_iter().any(|mark| text.contains(mark)) {
        return Err(KeyError::PrivateKeyInInput);
    }
    if text.contains(BEGIN) || text.contains(END) {
        return from_pem(text);
    }
    match decode(text) {
        Some(bytes) => Ok(bytes),
        // A pasted piece of base64 that lost some characters is damaged; other text is something else.
        None if text.trim_start().starts_with("MI") => Err(KeyError::BrokenEncoding),
        None => Err(KeyError::NotACertificate),
    }
}

/// The bytes of the one certificate in PEM text (RFC 7468); what stands before and behind it is commentary.
fn from_pem(text: &str) -> Result<Zeroizing<Vec<u8>>, KeyError> {
    let mut certificates = Vec::new();
    let mut requests = 0;
    let mut rest = text;
    while let Some((_, after)) = rest.split_once(BEGIN) {
        let (label, after) = after.split_once(DASHES).ok_or(KeyError::BrokenEncoding)?;
        let (body, after) = after.split_once(END).ok_or(KeyError::BrokenEncoding)?;
        rest = after
            .strip_prefix(label)
            .and_then(|after| after.strip_prefix(DASHES))
            .ok_or(KeyError::BrokenEncoding)?;
        match label {
            "CERTIFICATE" | "X509 CERTIFICATE" => certificates.push(body),
            "CERTIFICATE REQUEST" | "NEW CERTIFICATE REQUEST" => requests += 1,
            _ => {}
        }
    }
    match (certificates.as_slice(), requests) {
        ([], 0) if text.contains("CERTIFICATE") && !text.contains(BEGIN) => {
            Err(KeyError::BrokenEncoding)
        }
        ([], 0) => Err(KeyError::NotACertificate),
        ([], _) => Err(KeyError::CertificateRequest),
        ([body], _) => decode(body).ok_or(KeyError::BrokenEncoding),
        (several, _) => Err(KeyError::SeveralCertificates {
            count: several.len(),
        }),
    }
}

/// Base64 with line breaks and blanks anywhere.
fn decode(text: &str) -> Option<Zeroizing<Vec<u8>>> {
    let digits: Zeroizing<Vec<u8>> = Zeroizing::new(
        text.bytes()
            .filter(|byte| !byte.is_ascii_whitespace())
            .collect(),
    );
    BASE64_STANDARD
        .decode(digits.as_slice())
        .ok()
        .map(Zeroizing::new)
}
