//! Takes a PFX apart: checks its MAC, opens its parts, and gathers keys and certificates.

use base::Secret;
use der::Decode as _;
use der::Reader as _;
use der::SliceReader;
use der::Tag;
use der::Tagged as _;
use der::asn1::AnyRef;
use pkcs8::PrivateKeyInfoRef;
use rsa::pkcs1::ALGORITHM_OID;
use zeroize::Zeroizing;

use crate::KeyDerivation;
use crate::KeyEntry;
use crate::KeyError;
use crate::PrivateKey;
use crate::ber;
use crate::pfx::method;
use crate::pfx::opener::Opener;
use crate::pfx::structure;
use crate::pfx::structure::Attribute;
use crate::pfx::structure::CERTIFICATE_BAG;
use crate::pfx::structure::CertificateBag;
use crate::pfx::structure::ContentInfo;
use crate::pfx::structure::DATA;
use crate::pfx::structure::ENCRYPTED_DATA;
use crate::pfx::structure::EncryptedData;
use crate::pfx::structure::EncryptedPrivateKey;
use crate::pfx::structure::FRIENDLY_NAME;
use crate::pfx::structure::KEY_BAG;
use crate::pfx::structure::Pfx;
use crate::pfx::structure::SHROUDED_KEY_BAG;
use crate::pfx::structure::SafeBag;
use crate::pfx::structure::VERSION;

/// What a PFX of one key was opened to.
pub(crate) struct Opened {
    /// The key's friendlyName.
    name: Option<String>,
    /// The key as the file has it (PKCS#8, DER); whether it is a sound one is not checked yet, which takes long.
    pub(crate) pkcs8: Secret<Vec<u8>>,
    /// All certificates, DER.
    pub(crate) certificates: Vec<Vec<u8>>,
}

impl Opened {
    /// Checks the key and finds its certificate.
    pub(super) fn into_entry(self) -> Result<KeyEntry, KeyError> {
        let key = PrivateKey::from_pkcs8(self.pkcs8)?;
        KeyEntry::new(self.name, key, self.certificates)
    }
}

/// Opens a PFX of one key. Where an empty password does not open it, it is tried without any, since a person cannot tell the
/// two apart.
pub(super) async fn open(
    bytes: &[u8],
    password: &Secret<String>,
    derivation: &impl KeyDerivation,
) -> Result<Opened, KeyError> {
    let mut opener = Opener::new(password, derivation);
    match open_by(&mut opener, bytes).await {
        Err(KeyError::PasswordWrong) if opener.mean_no_password() => {
            open_by(&mut opener, bytes).await
        }
        told => told,
    }
}

async fn open_by(
    opener: &mut Opener<'_, impl KeyDerivation>,
    bytes: &[u8],
) -> Result<Opened, KeyError> {
    let file = ber::to_der(bytes)?;
    let pfx: Pfx<'_> = structure::parse(&file)?;
    if pfx.version != VERSION {
        return Err(KeyError::KeyFileUnreadable);
    }
    let contents = contents(&pfx.auth_safe)?;
    // Without a MAC (`openssl pkcs12 -nomac`) a wrong password is told by the padding, and in the end the key must
    // fit its certificate.
    if let Some(mac) = &pfx.mac_data {
        opener.check_mac(mac, contents)?;
    }
    let contents = ber::to_der(contents)?;
    let mut found = Found::default();
    for part in structure::parse::<Vec<ContentInfo<'_>>>(&contents)? {
        let bags = open_part(&part, opener).await?;
        for bag in structure::parse::<Vec<SafeBag<'_>>>(&bags)? {
            found.take(&bag, opener).await?;
        }
    }
    found.into_opened()
}

/// The octets of a ContentInfo that is plain data. What is protected by keys instead of a password, signedData and
/// envelopedData (RFC 7292, section 3.1), is refused.
fn contents<'file>(info: &ContentInfo<'file>) -> Result<&'file [u8], KeyError> {
    if info.content_type != DATA {
        return Err(method::refused(info.content_type));
    }
    structure::octets(info.content)
}

/// The bags of one part (SafeContents, DER), decrypted if need be.
async fn open_part(
    part: &ContentInfo<'_>,
    opener: &mut Opener<'_, impl KeyDerivation>,
) -> Result<Zeroizing<Vec<u8>>, KeyError> {
    if part.content_type != ENCRYPTED_DATA {
        return ber::to_der(contents(part)?);
    }
    let data: EncryptedData<'_> = decode(part.content)?;
    let content = ber::joined(data.content.content)?;
    let opened = opener.open(data.content.algorithm, &content).await?;
    // Without a MAC, one wrong password in 256 comes out with padding that looks right.
    ber::to_der(&opened).map_err(|_| KeyError::PasswordWrong)
}

/// What a PFX was found to hold.
#[derive(Default)]
struct Found {
    keys: Vec<(Option<String>, Secret<Vec<u8>>)>,
    certificates: Vec<Vec<u8>>,
}

impl Found {
    /// Takes what a bag holds. Revocation lists, secrets and other bags are passed over.
    async fn take(
        &mut self,
        bag: &SafeBag<'_>,
        opener: &mut Opener<'_, impl KeyDerivation>,
    ) -> Result<(), KeyError> {
        match bag.bag_id {
            KEY_BAG => {
                let encoded = der::Encode::to_der(&bag.value);
                let encoded = encoded.map_err(|_| KeyError::KeyFileUnreadable)?;
                self.keys.push((name(bag), private_key(encoded)?));
            }
            SHROUDED_KEY_BAG => {
                let shrouded: EncryptedPrivateKey<'_> = decode(bag.value)?;
                let content = shrouded.content.as_bytes();
                let mut opened = opener.open(shrouded.algorithm, content).await?;
                let key = private_key(std::mem::take(&mut *opened));
                // A wrong password may give a right padding by chance, but no key.
                let key = key.map_err(|error| match error {
                    KeyError::KeyFileUnreadable => KeyError::PasswordWrong,
                    other => other,
                })?;
                self.keys.push((name(bag), key));
            }
            CERTIFICATE_BAG => self.certificates.push(certificate(bag)?),
            _ => {}
        }
        Ok(())
    }

    /// The one key with all certificates.
    fn into_opened(mut self) -> Result<Opened, KeyError> {
        let count = self.keys.len();
        match (self.keys.pop(), count) {
            (Some((name, pkcs8)), 1) => Ok(Opened {
                name,
                pkcs8,
                certificates: self.certificates,
            }),
            (None, _) => Err(KeyError::PrivateKeyMissing),
            (Some(_), count) => Err(KeyError::SeveralPrivateKeys { count }),
        }
    }
}

fn decode<'file, T: der::Choice<'file> + der::DecodeValue<'file>>(
    any: AnyRef<'file>,
) -> Result<T, KeyError> {
    any.decode_as().map_err(|_| KeyError::KeyFileUnreadable)
}

/// A private key, which must be RSA.
fn private_key(pkcs8: Vec<u8>) -> Result<Secret<Vec<u8>>, KeyError> {
    let pkcs8 = Secret::new(pkcs8);
    // EXPOSE: only its algorithm is looked at.
    let algorithm = PrivateKeyInfoRef::from_der(pkcs8.expose()).map(|key| key.algorithm.oid);
    match algorithm {
        Ok(ALGORITHM_OID) => Ok(pkcs8),
        Ok(_) => Err(KeyError::KeyFileNotRsa),
        Err(_) => Err(KeyError::KeyFileUnreadable),
    }
}

/// The certificate in a bag. What is in one of the kind that nobody uses (SDSI) is no certificate to whoever reads it.
fn certificate(bag: &SafeBag<'_>) -> Result<Vec<u8>, KeyError> {
    let bag: CertificateBag<'_> = decode(bag.value)?;
    Ok(bag.value.value().to_vec())
}

/// A bag's friendlyName, if it has one that can be read.
fn name(bag: &SafeBag<'_>) -> Option<String> {
    let mut attributes = SliceReader::new(bag.attributes?.value()).ok()?;
    while !attributes.is_finished() {
        let attribute = Attribute::decode(&mut attributes).ok()?;
        if attribute.id == FRIENDLY_NAME {
            let mut values = SliceReader::new(attribute.values.value()).ok()?;
            return text(AnyRef::decode(&mut values).ok()?);
        }
    }
    None
}

/// A BMPString as text; units that are no text become replacement characters.
fn text(any: AnyRef<'_>) -> Option<String> {
    let (pairs, []) = any.value().as_chunks::<2>() else {
        return None;
    };
    let units: Vec<u16> = pairs.iter().copied().map(u16::from_be_bytes).collect();
    (any.tag() == Tag::BmpString).then(|| String::from_utf16_lossy(&units))
}
