//! How strong a certificate is: the length of its RSA key, and whether its signature rests on a broken digest.

use der::Decode as _;
use der::asn1::Any;
use der::asn1::ObjectIdentifier;
use rsa::pkcs1;
use spki::AlgorithmIdentifierOwned;
use spki::AlgorithmIdentifierRef;
use x509_cert::Certificate;

use super::sniff::element;
use crate::KeyError;

/// Signature algorithms with MD2, MD4, MD5 or SHA-1 (RFC 3279, section 2.2; RFC 8017, appendix A.2.4; the OIW's
/// sha1WithRSASignature).
const WEAK: [(ObjectIdentifier, &str); 7] = [
    (ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.2"), "MD2"),
    (ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.3"), "MD4"),
    (ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.4"), "MD5"),
    (ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.5"), SHA_1),
    (ObjectIdentifier::new_unwrap("1.3.14.3.2.29"), SHA_1),
    (ObjectIdentifier::new_unwrap("1.2.840.10045.4.1"), SHA_1),
    (ObjectIdentifier::new_unwrap("1.2.840.10040.4.3"), SHA_1),
];

const SHA_1: &str = "SHA-1";

/// id-sha1 (RFC 8017, appendix B.1).
const SHA_1_DIGEST: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.14.3.2.26");

/// id-RSASSA-PSS (RFC 8017, appendix A.2.3), whose digest stands in its parameters.
const PSS: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.10");

/// `[0] EXPLICIT`, the digest within those parameters.
const DIGEST: u8 = 0xa0;

/// Length of the certificate's RSA modulus in bits.
pub(super) fn key_bits(certificate: &Certificate) -> Result<usize, KeyError> {
    let public_key = certificate.tbs_certificate().subject_public_key_info();
    if public_key.algorithm.oid != pkcs1::ALGORITHM_OID {
        return Err(KeyError::KeyNotRsa);
    }
    let key = pkcs1::RsaPublicKeyRef::try_from(public_key.subject_public_key.raw_bytes())
        .map_err(|_| KeyError::BrokenEncoding)?;
    let modulus = key.modulus.as_bytes();
    let leading_zeros = modulus
        .first()
        .map_or(0, |first| first.leading_zeros() as usize);
    Ok(modulus.len() * 8 - leading_zeros)
}

/// The digest of a signature that nobody should rely on any more.
pub(super) fn weak_signature(algorithm: &AlgorithmIdentifierOwned) -> Option<&'static str> {
    if algorithm.oid == PSS {
        return pss_is_weak(algorithm).then_some(SHA_1);
    }
    let mut weak = WEAK.iter();
    weak.find(|(oid, _)| *oid == algorithm.oid)
        .map(|(_, digest)| *digest)
}

/// Whether the digest of RSASSA-PSS is SHA-1, which it also is where none is named. Parameters that cannot be read name
/// none.
fn pss_is_weak(algorithm: &AlgorithmIdentifierOwned) -> bool {
    let parameters = algorithm.parameters.as_ref().map(Any::value);
    let digest = parameters
        .and_then(element)
        .filter(|first| first.tag == DIGEST)
        .and_then(|digest| AlgorithmIdentifierRef::from_der(digest.content).ok());
    digest.is_none_or(|digest| digest.oid == SHA_1_DIGEST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digests_are_told_by_the_algorithm() {
        for (oid, weak) in [
            ("1.2.840.113549.1.1.4", Some("MD5")),
            ("1.2.840.113549.1.1.5", Some("SHA-1")),
            ("1.2.840.10045.4.1", Some("SHA-1")),
            ("1.2.840.113549.1.1.11", None),
            ("1.2.840.10045.4.3.2", None),
            // RSASSA-PSS without parameters is one with the default, SHA-1.
            ("1.2.840.113549.1.1.10", Some("SHA-1")),
        ] {
            let algorithm = AlgorithmIdentifierOwned {
                oid: ObjectIdentifier::new_unwrap(oid),
                parameters: None,
            };
            assert_eq!(weak_signature(&algorithm), weak, "{oid}");
        }
    }

    #[test]
    fn pss_names_its_digest_in_its_parameters() {
        // id-RSASSA-PSS with [0] sha256; and with an empty sequence, whose defaults are SHA-1.
        let sha256 =
            hex::decode("301e06092a864886f70d01010a3011a00f300d06096086480165030402010500");
        let default = hex::decode("300d06092a864886f70d01010a3000");
        for (der, weak) in [(sha256, None), (default, Some("SHA-1"))] {
            let algorithm = AlgorithmIdentifierOwned::from_der(&der.unwrap()).unwrap();
            assert_eq!(weak_signature(&algorithm), weak);
        }
    }
}
