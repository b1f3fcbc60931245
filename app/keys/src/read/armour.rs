//! From what a person gave to the bytes it stands for: PEM among other text, base64 without its lines, or the bytes as they
//! are. Every copy is wiped when dropped, since it may turn out to be a key.

use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::GeneralPurpose;
use base64::engine::general_purpose::GeneralPurposeConfig;
use zeroize::Zeroizing;

use super::Form;
use super::found::Found;
use super::pem::BEGIN;
use super::pem::END;
use super::pem::PemBlock;
use super::pem::pem_blocks;
use crate::KeyError;

/// Labels of a certificate, between the first of which Windows writes a bundle too; and of a PKCS#7 bundle (RFC 7468,
/// section 8, and what openssl also writes).
const CERTIFICATE_LABELS: [&str; 5] = [
    "CERTIFICATE",
    "X509 CERTIFICATE",
    "PKCS7",
    "PKCS #7 SIGNED DATA",
    "CMS",
];

/// The label of a certificate with openssl's own settings of trust behind it, which is not read.
const TRUSTED_LABEL: &str = "TRUSTED CERTIFICATE";

const REQUEST_LABELS: [&str; 2] = ["CERTIFICATE REQUEST", "NEW CERTIFICATE REQUEST"];

/// A label under which some tools write a key store.
const STORE_LABEL: &str = "PKCS12";

/// Texts that stand in files with a private key, whatever else is in them: PEM, PuTTY, .NET's XML, and what openssl prints
/// by `-text`.
const PRIVATE_MARKS: [&str; 6] = [
    "PRIVATE KEY",
    "PuTTY-User-Key-File",
    "Private-Lines:",
    "<RSAKeyValue>",
    "Private-Key:",
    "privateExponent",
];

/// Base64 (RFC 4648, section 4), padded or not: a paste may have lost the last signs.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// The bytes of something in the input, wiped when dropped.
pub(super) type Block = Zeroizing<Vec<u8>>;

/// Everything in the input that may be a certificate or a bundle.
pub(super) fn found(input: &[u8]) -> Result<Found, KeyError> {
    match text_of(input) {
        Some(text) => from_text(&text),
        None => only(Form::Der, Zeroizing::new(input.to_vec())),
    }
}

fn only(form: Form, block: Block) -> Result<Found, KeyError> {
    let mut found = Found::new(form);
    found.take(Ok(block))?;
    Ok(found)
}

/// The input as text, if it is that: UTF-8; UTF-16 with a byte order mark, as PowerShell writes it, or without one, if it
/// begins with two signs of ASCII; or PEM among comments of another encoding. DER of a certificate is never UTF-8: its second
/// byte, the length of a length, would have to continue a character; that of BER likewise.
pub(crate) fn text_of(input: &[u8]) -> Option<Zeroizing<String>> {
    let text = match input {
        [0xff, 0xfe, units @ ..] => utf16(units, u16::from_le_bytes)?,
        [0xfe, 0xff, units @ ..] => utf16(units, u16::from_be_bytes)?,
        [1..=0x7f, 0, 1..=0x7f, 0, ..] => utf16(input, u16::from_le_bytes)?,
        [0, 1..=0x7f, 0, 1..=0x7f, ..] => utf16(input, u16::from_be_bytes)?,
        _ => match std::str::from_utf8(input) {
            Ok(text) => Zeroizing::new(text.to_owned()),
            Err(_) if holds(input, BEGIN) => latin1(input),
            Err(_) => return None,
        },
    };
    match text.strip_prefix('\u{feff}') {
        Some(text) => Some(Zeroizing::new(text.to_owned())),
        None => Some(text),
    }
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Option<Zeroizing<String>> {
    // Three bytes of UTF-8 at most for two of UTF-16; a text that grows would leave copies behind.
    let mut text = Zeroizing::new(String::with_capacity(bytes.len() * 3 / 2 + 3));
    let units = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
    for character in char::decode_utf16(units) {
        text.push(character.ok()?);
    }
    Some(text)
}

fn latin1(bytes: &[u8]) -> Zeroizing<String> {
    let mut text = Zeroizing::new(String::with_capacity(bytes.len() * 2));
    text.extend(bytes.iter().map(|&byte| char::from(byte)));
    text
}

fn holds(bytes: &[u8], text: &str) -> bool {
    bytes
        .windows(text.len())
        .any(|window| window == text.as_bytes())
}

/// The bytes that a text stands for.
fn from_text(text: &str) -> Result<Found, KeyError> {
    if text.trim().is_empty() {
        return Err(KeyError::NothingThere);
    }
    if PRIVATE_MARKS.into_iter().any(|mark| text.contains(mark)) || is_private_jwk(text) {
        return Err(KeyError::PrivateKeyInInput);
    }
    if text.contains(BEGIN) || text.contains(END) {
        return from_pem(text);
    }
    match decode(text) {
        // A whole PEM file in base64 once more, as secrets of clusters and build servers are kept.
        Some(bytes) => match text_of(&bytes).filter(|text| text.contains(BEGIN)) {
            Some(text) => from_text(&text),
            None => only(Form::Base64, bytes),
        },
        // A pasted piece of base64 that lost some characters is damaged; other text is something else.
        None if text.trim_start().starts_with("MI") => Err(KeyError::BrokenEncoding),
        None => Err(KeyError::NotACertificate),
    }
}

/// Whether the text is a JSON Web Key with a private exponent (RFC 7518, section 6.3.2).
fn is_private_jwk(text: &str) -> bool {
    text.contains("\"kty\"") && text.contains("\"d\"")
}

/// The certificates that stand in PEM in the same file as a private key; none where it is no such file.
pub(super) fn certificates_beside_key(input: &[u8]) -> Result<Found, KeyError> {
    let mut found = Found::new(Form::Pem);
    if let Some(text) = text_of(input) {
        take_certificates(&text, &mut found)?;
    }
    Ok(found)
}

/// The certificates and bundles in PEM text. If there are none, a request is named.
fn from_pem(text: &str) -> Result<Found, KeyError> {
    let has = |labels: &[&str]| pem_blocks(text).any(|block| labels.contains(&block.label));
    if has(&[STORE_LABEL]) {
        return Err(KeyError::KeyStoreInInput);
    }
    let mut found = Found::new(Form::Pem);
    take_certificates(text, &mut found)?;
    if !found.ders.is_empty() || found.unread.count > 0 {
        Ok(found)
    } else if has(&REQUEST_LABELS) {
        Err(KeyError::CertificateRequest)
    } else {
        Err(KeyError::NotACertificate)
    }
}

fn take_certificates(text: &str, found: &mut Found) -> Result<(), KeyError> {
    for block in pem_blocks(text) {
        if block.is_certificate() {
            found.take(block.bytes())?;
        } else if block.label == TRUSTED_LABEL {
            found.take(Err(KeyError::NotACertificate))?;
        }
    }
    Ok(())
}

impl PemBlock<'_> {
    /// Whether it is a certificate or a bundle. Of one that is cut off in its label, whether it may be.
    fn is_certificate(&self) -> bool {
        CERTIFICATE_LABELS.iter().any(|label| match self.body {
            Some(_) => *label == self.label,
            None => label.starts_with(self.label),
        })
    }
}

/// Base64 with line ends and blanks of any kind anywhere, those of web pages and word processors too.
pub(crate) fn decode(text: &str) -> Option<Zeroizing<Vec<u8>>> {
    let is_blank =
        |sign: char| sign.is_whitespace() || matches!(sign, '\u{200b}' | '\u{2060}' | '\u{feff}');
    let mut digits = Zeroizing::new(String::with_capacity(text.len()));
    digits.extend(text.chars().filter(|&sign| !is_blank(sign)));
    BASE64.decode(digits.as_bytes()).ok().map(Zeroizing::new)
}
