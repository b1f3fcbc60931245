//! Methods of protection that are refused, by name, so that a person can tell which setting to change where the file was
//! made.

use der::Sequence;
use der::asn1::ObjectIdentifier;
use spki::AlgorithmIdentifierRef;

use crate::KeyError;

/// id-PBKDF2 (RFC 8018, appendix A.2).
const PBKDF2: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.5.12");

/// The arc of AES, of which CBC is read (NIST's Computer Security Objects Register).
const AES: &str = "2.16.840.1.101.3.4.1.";

/// Sources: RFC 7292, appendix C (1.12.1); RFC 8018, appendices A and B (1.5, 113549.2, 113549.3); RFC 7914, section 7
/// (scrypt); RFC 5652 (1.7); NIST's Computer Security Objects Register (2.16.840.1.101.3.4); RFC 3657 (Camellia).
const NAMES: [(&str, &str); 24] = [
    ("1.2.840.113549.1.12.1.1", "RC4-128"),
    ("1.2.840.113549.1.12.1.2", "RC4-40"),
    ("1.2.840.113549.1.12.1.4", "3DES with two keys"),
    ("1.2.840.113549.1.5.1", "DES with MD2"),
    ("1.2.840.113549.1.5.3", "DES with MD5"),
    ("1.2.840.113549.1.5.4", "RC2 with MD2"),
    ("1.2.840.113549.1.5.6", "RC2 with MD5"),
    ("1.2.840.113549.1.5.10", "DES with SHA-1"),
    ("1.2.840.113549.1.5.11", "RC2 with SHA-1"),
    ("1.2.840.113549.1.5.14", "PBMAC1"),
    ("1.2.840.113549.1.7.2", "signedData"),
    ("1.2.840.113549.1.7.3", "envelopedData"),
    ("1.2.840.113549.2.5", "MD5"),
    ("1.2.840.113549.2.8", "HMAC-SHA-224"),
    ("1.2.840.113549.3.2", "RC2 (PBES2)"),
    ("1.2.840.113549.3.7", "3DES (PBES2)"),
    ("1.2.392.200011.61.1.1.1.2", "Camellia-128"),
    ("1.2.392.200011.61.1.1.1.4", "Camellia-256"),
    ("1.3.6.1.4.1.11591.4.11", "scrypt"),
    ("1.3.14.3.2.7", "DES (PBES2)"),
    ("2.16.840.1.101.3.4.1.6", "AES-128-GCM"),
    ("2.16.840.1.101.3.4.1.46", "AES-256-GCM"),
    ("2.16.840.1.101.3.4.2.4", "SHA-224"),
    ("2.16.840.1.101.3.4.2.6", "SHA-512/256"),
];

/// PBES2-params (RFC 8018, appendix A.4) of any methods.
#[derive(Sequence)]
struct Pbes2<'file> {
    derivation: AlgorithmIdentifierRef<'file>,
    cipher: AlgorithmIdentifierRef<'file>,
}

/// Refuses a method by its name, or by its object identifier if it has none here.
pub(super) fn refused(oid: ObjectIdentifier) -> KeyError {
    let text = oid.to_string();
    let name = NAMES.iter().find(|(known, _)| *known == text);
    KeyError::ProtectionRefused {
        method: name.map_or(text.clone(), |(_, name)| (*name).to_owned()),
    }
}

/// Refuses PBES2 by the name of that of its methods which is not read here.
pub(super) fn refused_pbes2(algorithm: AlgorithmIdentifierRef<'_>) -> KeyError {
    let parameters = algorithm.parameters;
    let Some(Ok(Pbes2 { derivation, cipher })) = parameters.map(|any| any.decode_as()) else {
        return KeyError::KeyFileUnreadable;
    };
    if derivation.oid != PBKDF2 {
        refused(derivation.oid)
    } else if cipher.oid.to_string().starts_with(AES) {
        // Both are known, so it is a setting of one of them.
        KeyError::KeyFileUnsupported
    } else {
        refused(cipher.oid)
    }
}
