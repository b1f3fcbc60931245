//! Text as a JKS has it: passwords in UTF-16, names in Java's modified UTF-8 (`java.io.DataInput`).

use base::Secret;

/// The password's UTF-16 units, big-endian.
pub(super) fn utf16(password: &Secret<String>) -> Secret<Vec<u8>> {
    // EXPOSE: re-encoded, from one secret into another.
    let password = password.expose();
    let mut bytes = Vec::with_capacity(2 * password.len());
    for unit in password.encode_utf16() {
        bytes.extend_from_slice(&unit.to_be_bytes());
    }
    Secret::new(bytes)
}

/// Modified UTF-8: every UTF-16 unit is written by itself, in one to three bytes, and NUL in two.
pub(super) fn to_modified_utf8(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    for unit in text.encode_utf16() {
        let [high, low] = unit.to_be_bytes();
        let (last, middle) = (low & 0x3f, (high & 0x0f) << 2 | low >> 6);
        match unit {
            0x01..=0x7f => bytes.push(low),
            0 | 0x80..=0x7ff => bytes.extend([0xc0 | middle, 0x80 | last]),
            _ => bytes.extend([0xe0 | high >> 4, 0x80 | middle, 0x80 | last]),
        }
    }
    bytes
}

/// Reads modified UTF-8; units that are no text become replacement characters.
pub(super) fn from_modified_utf8(mut bytes: &[u8]) -> Option<String> {
    let continued = |byte: u8| (byte & 0xc0 == 0x80).then(|| u16::from(byte & 0x3f));
    let mut units = Vec::with_capacity(bytes.len());
    while let Some((&first, rest)) = bytes.split_first() {
        let (unit, rest) = match (first, rest) {
            (0x01..=0x7f, rest) => (u16::from(first), rest),
            (0xc0..=0xdf, [second, rest @ ..]) => {
                (u16::from(first & 0x1f) << 6 | continued(*second)?, rest)
            }
            (0xe0..=0xef, [second, third, rest @ ..]) => {
                let low = continued(*second)? << 6 | continued(*third)?;
                (u16::from(first & 0x0f) << 12 | low, rest)
            }
            _ => return None,
        };
        units.push(unit);
        bytes = rest;
    }
    Some(String::from_utf16_lossy(&units))
}
