//! The contents of a new PFX: AuthenticatedSafe (RFC 7292, section 4.1) of two parts, as openssl and Windows lay them
//! out. The certificate is within an encrypted part; the key is encrypted by itself within a plain one.

use base::Entropy;
use der::Decode as _;
use der::Encode as _;
use der::Tag;
use der::asn1::Any;
use der::asn1::AnyRef;
use der::asn1::OctetStringRef;
use der::asn1::SetOfVec;
use sha1::Digest as _;
use sha1::Sha1;
use spki::AlgorithmIdentifierRef;
use x509_cert::attr::Attribute;

use crate::KeyError;
use crate::NewEntry;
use crate::pfx::seal::Seal;
use crate::pfx::seal::Sealed;
use crate::pfx::structure::CERTIFICATE_BAG;
use crate::pfx::structure::CertificateBag;
use crate::pfx::structure::ContentInfo;
use crate::pfx::structure::DATA;
use crate::pfx::structure::ENCRYPTED_CONTENT;
use crate::pfx::structure::ENCRYPTED_DATA;
use crate::pfx::structure::EncryptedContentInfo;
use crate::pfx::structure::EncryptedData;
use crate::pfx::structure::EncryptedPrivateKey;
use crate::pfx::structure::FRIENDLY_NAME;
use crate::pfx::structure::LOCAL_KEY_ID;
use crate::pfx::structure::SHROUDED_KEY_BAG;
use crate::pfx::structure::SafeBag;
use crate::pfx::structure::X509_CERTIFICATE;

/// Writes the contents, DER.
pub(super) fn write(
    entry: &NewEntry<'_>,
    seal: &Seal,
    entropy: &impl Entropy,
) -> Result<Vec<u8>, KeyError> {
    let encoded =
        |result: Result<Vec<u8>, der::Error>| result.map_err(|_| KeyError::EncodingFailed);
    let attributes = encoded(attributes(entry))?;
    let certificates = encoded(certificate_bag(entry.certificate_der, &attributes))?;
    let certificates = seal.close(&certificates, entropy)?;
    // EXPOSE: the key goes nowhere but into the encryption.
    let key = seal.close(entry.private_key.pkcs8().expose(), entropy)?;
    let key = encoded(key_bag(&key, &attributes))?;
    encoded(encrypted_part(&certificates).and_then(|certificates| {
        let key = plain_part(&key)?;
        [
            AnyRef::try_from(certificates.as_slice())?,
            AnyRef::try_from(key.as_slice())?,
        ]
        .to_der()
    }))
}

/// The attributes of both bags, SET OF, DER: the name, and an identifier by which readers see that they belong
/// together. As openssl does, the identifier is the certificate's SHA-1 digest.
fn attributes(entry: &NewEntry<'_>) -> Result<Vec<u8>, der::Error> {
    let units: Vec<u8> = entry
        .name
        .encode_utf16()
        .flat_map(u16::to_be_bytes)
        .collect();
    let identifier = Sha1::digest(entry.certificate_der).to_vec();
    let attribute = |oid, tag, value| {
        Ok::<_, der::Error>(Attribute {
            oid,
            values: SetOfVec::try_from(vec![Any::new(tag, value)?])?,
        })
    };
    SetOfVec::try_from(vec![
        attribute(FRIENDLY_NAME, Tag::BmpString, units)?,
        attribute(LOCAL_KEY_ID, Tag::OctetString, identifier)?,
    ])?
    .to_der()
}

/// SafeContents of the certificate.
pub(super) fn certificate_bag(
    certificate: &[u8],
    attributes: &[u8],
) -> Result<Vec<u8>, der::Error> {
    let value = CertificateBag {
        kind: X509_CERTIFICATE,
        value: AnyRef::new(Tag::OctetString, certificate)?,
    }
    .to_der()?;
    safe_contents(CERTIFICATE_BAG, &value, attributes)
}

/// SafeContents of the encrypted key.
fn key_bag(key: &Sealed, attributes: &[u8]) -> Result<Vec<u8>, der::Error> {
    let value = EncryptedPrivateKey {
        algorithm: AlgorithmIdentifierRef::from_der(&key.algorithm)?,
        content: OctetStringRef::new(&key.content)?,
    }
    .to_der()?;
    safe_contents(SHROUDED_KEY_BAG, &value, attributes)
}

/// SafeContents of one bag.
pub(super) fn safe_contents(
    bag_id: der::asn1::ObjectIdentifier,
    value: &[u8],
    attributes: &[u8],
) -> Result<Vec<u8>, der::Error> {
    [SafeBag {
        bag_id,
        value: AnyRef::try_from(value)?,
        attributes: Some(AnyRef::try_from(attributes)?),
    }]
    .to_der()
}

/// ContentInfo of contents that are encrypted.
pub(super) fn encrypted_part(sealed: &Sealed) -> Result<Vec<u8>, der::Error> {
    let data = EncryptedData {
        version: 0,
        content: EncryptedContentInfo {
            content_type: DATA,
            algorithm: AlgorithmIdentifierRef::from_der(&sealed.algorithm)?,
            content: AnyRef::new(ENCRYPTED_CONTENT, &sealed.content)?,
        },
        attributes: None,
    }
    .to_der()?;
    ContentInfo {
        content_type: ENCRYPTED_DATA,
        content: AnyRef::try_from(data.as_slice())?,
    }
    .to_der()
}

/// ContentInfo of contents that are not.
pub(super) fn plain_part(contents: &[u8]) -> Result<Vec<u8>, der::Error> {
    ContentInfo {
        content_type: DATA,
        content: AnyRef::new(Tag::OctetString, contents)?,
    }
    .to_der()
}
