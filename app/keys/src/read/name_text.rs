//! A distinguished name as one line of text, the most significant part last: `CN=push.example.edu, O=Example, C=NL`.
//!
//! The form is that of RFC 4514 with a blank after each comma. It is for people to read, not to be parsed again.

use std::fmt::Write as _;

use der::Encode as _;
use der::Tag;
use der::Tagged as _;
use der::asn1::Any;
use der::asn1::BmpString;
use der::asn1::ObjectIdentifier;
use x509_cert::attr::AttributeTypeAndValue;
use x509_cert::name::Name;

/// Short names (RFC 4514, section 3, and what openssl prints for the rest).
const SHORT_NAMES: [(ObjectIdentifier, &str); 11] = [
    (ObjectIdentifier::new_unwrap("2.5.4.3"), "CN"),
    (ObjectIdentifier::new_unwrap("2.5.4.5"), "serialNumber"),
    (ObjectIdentifier::new_unwrap("2.5.4.6"), "C"),
    (ObjectIdentifier::new_unwrap("2.5.4.7"), "L"),
    (ObjectIdentifier::new_unwrap("2.5.4.8"), "ST"),
    (ObjectIdentifier::new_unwrap("2.5.4.9"), "STREET"),
    (ObjectIdentifier::new_unwrap("2.5.4.10"), "O"),
    (ObjectIdentifier::new_unwrap("2.5.4.11"), "OU"),
    (
        ObjectIdentifier::new_unwrap("0.9.2342.19200300.100.1.1"),
        "UID",
    ),
    (
        ObjectIdentifier::new_unwrap("0.9.2342.19200300.100.1.25"),
        "DC",
    ),
    (
        ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.1"),
        "emailAddress",
    ),
];

/// The name's text.
pub(super) fn text(name: &Name) -> String {
    let mut parts: Vec<String> = name
        .iter_rdn()
        .map(|part| part.iter().map(attribute).collect::<Vec<_>>().join("+"))
        .collect();
    parts.reverse();
    parts.join(", ")
}

/// One `TYPE=value`; a value that is not text stands as `#` and its bytes in hexadecimal.
fn attribute(attribute: &AttributeTypeAndValue) -> String {
    let label = SHORT_NAMES
        .iter()
        .find(|(oid, _)| *oid == attribute.oid)
        .map_or_else(|| attribute.oid.to_string(), |(_, name)| (*name).to_owned());
    let value = match value_text(&attribute.value) {
        Some(text) => escape(&text),
        None => format!(
            "#{}",
            attribute
                .value
                .to_der()
                .map(hex::encode)
                .unwrap_or_default()
        ),
    };
    format!("{label}={value}")
}

/// The value's text, if it is a string of a known kind.
fn value_text(value: &Any) -> Option<String> {
    match value.tag() {
        Tag::Utf8String | Tag::PrintableString | Tag::Ia5String | Tag::NumericString => {
            String::from_utf8(value.value().to_vec()).ok()
        }
        // In practice Latin-1, whatever T.61 says.
        Tag::TeletexString => Some(value.value().iter().map(|&byte| char::from(byte)).collect()),
        Tag::BmpString => value
            .decode_as::<BmpString>()
            .ok()
            .map(|text| text.to_string()),
        _ => None,
    }
}

/// Marks what could be taken for the name's own punctuation, and shows what would be invisible or turn the reading
/// direction, byte by byte (RFC 4514, section 2.4).
fn escape(text: &str) -> String {
    let mut escaped = String::new();
    let last = text.chars().count().saturating_sub(1);
    for (at, character) in text.chars().enumerate() {
        match character {
            '"' | '+' | ',' | ';' | '<' | '>' | '\\' => escaped.extend(['\\', character]),
            '#' if at == 0 => escaped.push_str("\\#"),
            ' ' if at == 0 || at == last => escaped.push_str("\\ "),
            _ if character.is_control() || turns_direction(character) => {
                for byte in character.to_string().bytes() {
                    // Writing to a String cannot fail.
                    let _ = write!(escaped, "\\{byte:02X}");
                }
            }
            _ => escaped.push(character),
        }
    }
    escaped
}

/// The marks by which Unicode text changes its direction (Unicode Standard Annex 9, table 4).
fn turns_direction(character: char) -> bool {
    matches!(character, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}
