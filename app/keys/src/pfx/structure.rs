//! The structures of a PFX (RFC 7292) and the parts of CMS (RFC 5652) within, and their object identifiers.

use der::Sequence;
use der::Tag;
use der::TagNumber;
use der::Tagged as _;
use der::asn1::AnyRef;
use der::asn1::ObjectIdentifier;
use der::asn1::OctetStringRef;
use spki::AlgorithmIdentifierRef;

use crate::KeyError;

/// id-data (RFC 5652, section 4).
pub(super) const DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.1");

/// id-encryptedData (RFC 5652, section 8).
pub(super) const ENCRYPTED_DATA: ObjectIdentifier =
    ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.6");

/// keyBag (RFC 7292, section 4.2.1).
pub(super) const KEY_BAG: ObjectIdentifier =
    ObjectIdentifier::new_unwrap("1.2.840.113549.1.12.10.1.1");

/// pkcs8ShroudedKeyBag (RFC 7292, section 4.2.2).
pub(super) const SHROUDED_KEY_BAG: ObjectIdentifier =
    ObjectIdentifier::new_unwrap("1.2.840.113549.1.12.10.1.2");

/// certBag (RFC 7292, section 4.2.3).
pub(super) const CERTIFICATE_BAG: ObjectIdentifier =
    ObjectIdentifier::new_unwrap("1.2.840.113549.1.12.10.1.3");

/// x509Certificate, the kind of certificate in a certBag (RFC 7292, section 4.2.3).
pub(super) const X509_CERTIFICATE: ObjectIdentifier =
    ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.22.1");

/// friendlyName (RFC 2985, section 5.5.1).
pub(super) const FRIENDLY_NAME: ObjectIdentifier =
    ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.20");

/// localKeyId (RFC 2985, section 5.5.2).
pub(super) const LOCAL_KEY_ID: ObjectIdentifier =
    ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.21");

/// pbeWithSHAAnd3-KeyTripleDES-CBC (RFC 7292, appendix C).
pub(super) const TRIPLE_DES: ObjectIdentifier =
    ObjectIdentifier::new_unwrap("1.2.840.113549.1.12.1.3");

/// The version of every PFX (RFC 7292, section 4).
pub(super) const VERSION: u8 = 3;

/// The tag of encryptedContent, [0] IMPLICIT (RFC 5652, section 6.1).
pub(super) const ENCRYPTED_CONTENT: Tag = Tag::ContextSpecific {
    constructed: false,
    number: TagNumber(0),
};

/// PFX (RFC 7292, section 4).
#[derive(Sequence)]
pub(super) struct Pfx<'file> {
    pub(super) version: u8,
    pub(super) auth_safe: ContentInfo<'file>,
    #[asn1(optional = "true")]
    pub(super) mac_data: Option<MacData<'file>>,
}

/// ContentInfo (RFC 5652, section 3).
#[derive(Sequence)]
pub(super) struct ContentInfo<'file> {
    pub(super) content_type: ObjectIdentifier,
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT")]
    pub(super) content: AnyRef<'file>,
}

/// MacData (RFC 7292, section 4).
#[derive(Sequence)]
pub(super) struct MacData<'file> {
    pub(super) mac: DigestInfo<'file>,
    pub(super) salt: &'file OctetStringRef,
    /// One where it is left out.
    #[asn1(optional = "true")]
    pub(super) rounds: Option<u64>,
}

/// DigestInfo (RFC 8017, appendix A.2.4).
#[derive(Sequence)]
pub(super) struct DigestInfo<'file> {
    pub(super) algorithm: AlgorithmIdentifierRef<'file>,
    pub(super) digest: &'file OctetStringRef,
}

/// EncryptedData (RFC 5652, section 8).
#[derive(Sequence)]
pub(super) struct EncryptedData<'file> {
    pub(super) version: u8,
    pub(super) content: EncryptedContentInfo<'file>,
    /// unprotectedAttrs, which no one writes; not looked at.
    #[asn1(optional = "true")]
    pub(super) attributes: Option<AnyRef<'file>>,
}

/// EncryptedContentInfo (RFC 5652, section 6.1).
#[derive(Sequence)]
pub(super) struct EncryptedContentInfo<'file> {
    pub(super) content_type: ObjectIdentifier,
    pub(super) algorithm: AlgorithmIdentifierRef<'file>,
    /// [`ENCRYPTED_CONTENT`], or in BER its constructed form.
    pub(super) content: AnyRef<'file>,
}

/// SafeBag (RFC 7292, section 4.2).
#[derive(Sequence)]
pub(super) struct SafeBag<'file> {
    pub(super) bag_id: ObjectIdentifier,
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT")]
    pub(super) value: AnyRef<'file>,
    /// SET OF Attribute, in any order: not every program sorts them as DER asks.
    #[asn1(optional = "true")]
    pub(super) attributes: Option<AnyRef<'file>>,
}

/// PKCS12Attribute (RFC 7292, section 4.2).
#[derive(Sequence)]
pub(super) struct Attribute<'file> {
    pub(super) id: ObjectIdentifier,
    /// SET OF values.
    pub(super) values: AnyRef<'file>,
}

/// CertBag (RFC 7292, section 4.2.3).
#[derive(Sequence)]
pub(super) struct CertificateBag<'file> {
    pub(super) kind: ObjectIdentifier,
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT")]
    pub(super) value: AnyRef<'file>,
}

/// EncryptedPrivateKeyInfo (RFC 5958, section 3).
#[derive(Sequence)]
pub(super) struct EncryptedPrivateKey<'file> {
    pub(super) algorithm: AlgorithmIdentifierRef<'file>,
    pub(super) content: &'file OctetStringRef,
}

/// pkcs-12PbeParams (RFC 7292, appendix C).
#[derive(Sequence)]
pub(super) struct PbeParameters<'file> {
    pub(super) salt: &'file OctetStringRef,
    pub(super) rounds: u64,
}

/// The content of an OCTET STRING.
pub(super) fn octets<'file>(any: AnyRef<'file>) -> Result<&'file [u8], KeyError> {
    match any.tag() {
        Tag::OctetString => Ok(any.value()),
        _ => Err(KeyError::KeyFileUnreadable),
    }
}

/// Reads a structure that must be the whole of `bytes`.
pub(super) fn parse<'file, T: der::Decode<'file>>(bytes: &'file [u8]) -> Result<T, KeyError> {
    T::from_der(bytes).map_err(|_| KeyError::KeyFileUnreadable)
}
