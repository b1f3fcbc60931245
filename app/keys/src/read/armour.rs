//! From what a person gave to the bytes it stands for: finds PEM among other text, base64 without its lines, or takes
//! the bytes as they are. Every copy is wiped when dropped, since it may turn out to be a key.

use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::GeneralPurpose;
use base64::engine::general_purpose::GeneralPurposeConfig;
use zeroize::Zeroizing;

use super::Form;
use crate::KeyError;

const BEGIN: &str = "-----BEGIN ";
const END: &str = "-----END ";
const DASHES: &str = "-----";

/// Labels of a certificate. Windows writes a bundle between the first of them too.
const CERTIFICATE_LABELS: [&str; 2] = ["CERTIFICATE", "X509 CERTIFICATE"];

/// Labels of a PKCS#7 bundle (RFC 7468, section 8, and what openssl also writes).
const BUNDLE_LABELS: [&str; 3] = ["PKCS7", "PKCS #7 SIGNED DATA", "CMS"];

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

/// The form of the input and the bytes of everything in it that may be a certificate or a bundle.
pub(super) fn blocks(input: &[u8]) -> Result<(Form, Vec<Block>), KeyError> {
    match text_of(input) {
        Some(text) => from_text(&text),
        None => Ok((Form::Der, vec![Zeroizing::new(input.to_vec())])),
    }
}

/// The input as text, if it is that: UTF-8; UTF-16 with a byte order mark, as PowerShell writes it, or without one, if it
/// begins with two signs of ASCII; or PEM among comments of another encoding. DER of a certificate is never UTF-8: its second byte, the length of a length, would have
/// to continue a character.
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
fn from_text(text: &str) -> Result<(Form, Vec<Block>), KeyError> {
    if text.trim().is_empty() {
        return Err(KeyError::NothingThere);
    }
    if PRIVATE_MARKS.into_iter().any(|mark| text.contains(mark)) || is_private_jwk(text) {
        return Err(KeyError::PrivateKeyInInput);
    }
    if text.contains(BEGIN) || text.contains(END) {
        return Ok((Form::Pem, from_pem(text)?));
    }
    match decode(text) {
        // A whole PEM file in base64 once more, as secrets of clusters and build servers are kept.
        Some(bytes) => match text_of(&bytes).filter(|text| text.contains(BEGIN)) {
            Some(text) => from_text(&text),
            None => Ok((Form::Base64, vec![bytes])),
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

/// One block of PEM text.
pub(crate) struct PemBlock<'text> {
    /// What stands behind BEGIN.
    pub(crate) label: &'text str,
    /// What stands between the two lines.
    pub(crate) body: &'text str,
}

/// The blocks of PEM text (RFC 7468); what stands before, between and behind them is commentary.
pub(crate) fn pem_blocks(text: &str) -> Result<Vec<PemBlock<'_>>, KeyError> {
    let mut blocks = Vec::new();
    let mut rest = text;
    while let Some((_, after)) = rest.split_once(BEGIN) {
        let (label, after) = after.split_once(DASHES).ok_or(KeyError::BrokenEncoding)?;
        let (body, after) = after.split_once(END).ok_or(KeyError::BrokenEncoding)?;
        rest = after
            .strip_prefix(label)
            .and_then(|after| after.strip_prefix(DASHES))
            .ok_or(KeyError::BrokenEncoding)?;
        blocks.push(PemBlock { label, body });
    }
    Ok(blocks)
}

/// The bytes of the certificates that stand in PEM in the same file as a private key; none where it is no such file.
pub(super) fn certificates_beside_key(input: &[u8]) -> Vec<Block> {
    let Some(text) = text_of(input) else {
        return Vec::new();
    };
    let blocks = pem_blocks(&text).unwrap_or_default().into_iter();
    blocks
        .filter(|block| CERTIFICATE_LABELS.contains(&block.label))
        .filter_map(|block| decode(block.body))
        .collect()
}

/// The bytes of the certificates and bundles in PEM text. If there are none, a request is named.
fn from_pem(text: &str) -> Result<Vec<Block>, KeyError> {
    let blocks = pem_blocks(text)?;
    let has = |labels: &[&str]| blocks.iter().any(|block| labels.contains(&block.label));
    if has(&[STORE_LABEL]) {
        return Err(KeyError::KeyStoreInInput);
    }
    let wanted = |label| CERTIFICATE_LABELS.contains(&label) || BUNDLE_LABELS.contains(&label);
    let found: Vec<_> = blocks.iter().filter(|block| wanted(block.label)).collect();
    if !found.is_empty() {
        let decoded = found.into_iter().map(|block| decode(block.body));
        return decoded
            .collect::<Option<_>>()
            .ok_or(KeyError::BrokenEncoding);
    }
    if has(&REQUEST_LABELS) {
        return Err(KeyError::CertificateRequest);
    }
    // An END line without its BEGIN line.
    if blocks.is_empty() && text.contains("CERTIFICATE") {
        return Err(KeyError::BrokenEncoding);
    }
    Err(KeyError::NotACertificate)
}

/// Base64 with line ends and blanks of any kind anywhere, those of web pages and word processors too.
pub(crate) fn decode(text: &str) -> Option<Zeroizing<Vec<u8>>> {
    let is_blank =
        |sign: char| sign.is_whitespace() || matches!(sign, '\u{200b}' | '\u{2060}' | '\u{feff}');
    let mut digits = Zeroizing::new(String::with_capacity(text.len()));
    digits.extend(text.chars().filter(|&sign| !is_blank(sign)));
    BASE64.decode(digits.as_bytes()).ok().map(Zeroizing::new)
}
