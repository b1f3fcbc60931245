//! The file around the entries: magic number, version, entries, and a digest over all with the password
//! (`sun.security.provider.JavaKeyStore` of OpenJDK).

use base::Secret;
use base::Timestamp;
use sha1::Digest as _;
use sha1::Sha1;

use crate::KeyError;
use crate::jks::text;

const MAGIC: [u8; 4] = [0xfe, 0xed, 0xfe, 0xed];

/// The magic number of JCEKS, a relative with another protection of keys.
const MAGIC_JCEKS: [u8; 4] = [0xce, 0xce, 0xce, 0xce];

/// The version that every Java since 1.2 writes.
const VERSION: u32 = 2;

const PRIVATE_KEY: u32 = 1;
const TRUSTED_CERTIFICATE: u32 = 2;
const CERTIFICATE_TYPE: &str = "X.509";

/// What OpenJDK mixes into the digest after the password, for whitening.
const WHITENER: &[u8] = b"Mighty Aphrodite";

/// Bytes of the digest at the end.
const DIGEST: usize = 20;

/// What a store holds.
#[derive(Default)]
pub(super) struct Content {
    /// The private key entries.
    pub(super) entries: Vec<Entry>,
    /// The certificates of others, which Java trusts by them, DER.
    pub(super) trusted: Vec<Vec<u8>>,
}

/// A private key entry.
pub(super) struct Entry {
    /// Its name.
    pub(super) alias: String,
    /// EncryptedPrivateKeyInfo, DER.
    pub(super) protected_key: Vec<u8>,
    /// Its certificates, DER, its own first.
    pub(super) certificates: Vec<Vec<u8>>,
}

/// Writes a store of one entry.
pub(super) fn write(
    entry: &Entry,
    now: Timestamp,
    password: &Secret<Vec<u8>>,
) -> Result<Secret<Vec<u8>>, KeyError> {
    let mut file = MAGIC.to_vec();
    for number in [VERSION, 1, PRIVATE_KEY] {
        file.extend_from_slice(&number.to_be_bytes());
    }
    put_text(&mut file, &entry.alias)?;
    file.extend_from_slice(&now.unix_milliseconds().to_be_bytes());
    put_bytes(&mut file, &entry.protected_key)?;
    put_count(&mut file, entry.certificates.len())?;
    for certificate in &entry.certificates {
        put_text(&mut file, CERTIFICATE_TYPE)?;
        put_bytes(&mut file, certificate)?;
    }
    let digest = digest(&file, password);
    file.extend_from_slice(&digest);
    Ok(Secret::new(file))
}

fn put_text(file: &mut Vec<u8>, text: &str) -> Result<(), KeyError> {
    let bytes = text::to_modified_utf8(text);
    let length = u16::try_from(bytes.len()).map_err(|_| KeyError::EncodingFailed)?;
    file.extend_from_slice(&length.to_be_bytes());
    file.extend_from_slice(&bytes);
    Ok(())
}

fn put_bytes(file: &mut Vec<u8>, bytes: &[u8]) -> Result<(), KeyError> {
    put_count(file, bytes.len())?;
    file.extend_from_slice(bytes);
    Ok(())
}

fn put_count(file: &mut Vec<u8>, count: usize) -> Result<(), KeyError> {
    let count = u32::try_from(count).map_err(|_| KeyError::EncodingFailed)?;
    file.extend_from_slice(&count.to_be_bytes());
    Ok(())
}

/// What is in a store, if the password is right.
pub(super) fn read(bytes: &[u8], password: &Secret<Vec<u8>>) -> Result<Content, KeyError> {
    if bytes.starts_with(&MAGIC_JCEKS) {
        return Err(KeyError::JavaProtectionRefused {
            method: "JCEKS".to_owned(),
        });
    }
    let (content, expected) = bytes
        .split_last_chunk::<DIGEST>()
        .filter(|(content, _)| content.starts_with(&MAGIC))
        .ok_or(KeyError::KeyFileUnreadable)?;
    if digest(content, password) != *expected {
        return Err(KeyError::PasswordWrong);
    }
    read_entries(content).ok_or(KeyError::KeyFileUnreadable)
}

/// Nothing where the content is not as long as it says or is of another version.
fn read_entries(content: &[u8]) -> Option<Content> {
    let mut rest = Rest(content.strip_prefix(&MAGIC)?);
    if rest.number()? != VERSION {
        return None;
    }
    let mut content = Content::default();
    // Every turn takes bytes or ends the loop: a count that promises too much costs nothing.
    for _ in 0..rest.number()? {
        match rest.number()? {
            PRIVATE_KEY => content.entries.push(rest.private_key()?),
            TRUSTED_CERTIFICATE => content.trusted.push(rest.trusted_certificate()?.to_vec()),
            _ => return None,
        }
    }
    rest.0.is_empty().then_some(content)
}

/// What is still to be read.
struct Rest<'file>(&'file [u8]);

impl<'file> Rest<'file> {
    fn array<const LENGTH: usize>(&mut self) -> Option<[u8; LENGTH]> {
        let (array, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(*array)
    }

    fn number(&mut self) -> Option<u32> {
        self.array().map(u32::from_be_bytes)
    }

    fn take(&mut self, length: usize) -> Option<&'file [u8]> {
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }

    fn bytes(&mut self) -> Option<&'file [u8]> {
        let length = self.number()?;
        self.take(usize::try_from(length).ok()?)
    }

    fn text(&mut self) -> Option<String> {
        let length = u16::from_be_bytes(self.array()?);
        text::from_modified_utf8(self.take(usize::from(length))?)
    }

    /// The name with which every entry begins; its date is passed over.
    fn alias(&mut self) -> Option<String> {
        let alias = self.text()?;
        self.array::<8>()?;
        Some(alias)
    }

    fn certificate(&mut self) -> Option<&'file [u8]> {
        self.text()?;
        self.bytes()
    }

    fn private_key(&mut self) -> Option<Entry> {
        let alias = self.alias()?;
        let protected_key = self.bytes()?.to_vec();
        let mut certificates = Vec::new();
        for _ in 0..self.number()? {
            certificates.push(self.certificate()?.to_vec());
        }
        Some(Entry {
            alias,
            protected_key,
            certificates,
        })
    }

    fn trusted_certificate(&mut self) -> Option<&'file [u8]> {
        self.alias()?;
        self.certificate()
    }
}

/// SHA-1 of password, whitener and content.
fn digest(content: &[u8], password: &Secret<Vec<u8>>) -> [u8; DIGEST] {
    Sha1::new()
        // EXPOSE: only the digest sees it.
        .chain_update(password.expose())
        .chain_update(WHITENER)
        .chain_update(content)
        .finalize()
        .into()
}
