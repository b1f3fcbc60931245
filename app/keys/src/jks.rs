//! Java's own key store, JKS, written and read.
//!
//! The format has no standard: it is what `sun.security.provider.JavaKeyStore` and `KeyProtector` of OpenJDK write by
//! `DataOutputStream`, big-endian. Its protection is weak by today's measure (SHA-1, without rounds), so the file is
//! no better than its password.

mod protector;
mod store;
mod text;

use base::Entropy;
use base::Secret;
use base::Timestamp;

use crate::KeyEntry;
use crate::KeyError;
use crate::NewEntry;
use crate::PrivateKey;
use crate::password;
use store::Content;
use store::Entry;

/// Writes a JKS of one entry, with new salt. The alias is lower-cased, because Java finds no others; key and store get
/// the same password, which [`password::check_for_jks`] must accept. `now` becomes the entry's date.
pub fn write(
    entry: &NewEntry<'_>,
    password: &Secret<String>,
    now: Timestamp,
    entropy: &impl Entropy,
) -> Result<Secret<Vec<u8>>, KeyError> {
    entry.check_name()?;
    password::check_for_jks(password)?;
    let password = text::utf16(password);
    let mut salt = [0; protector::SALT];
    entropy.fill(&mut salt);
    let protected_key = protector::protect(entry.private_key, &password, salt)?;
    store::write(
        &Entry {
            alias: entry.name.to_lowercase(),
            protected_key,
            certificates: vec![entry.certificate_der.to_vec()],
        },
        now,
        &password,
    )
}

/// Opens a JKS of exactly one private key; trusted certificates beside it stand behind its chain. Any password is tried.
///
/// Fails with [`KeyError::PasswordWrong`] if the store does not open, with [`KeyError::EntryPasswordDiffers`] if only
/// its key does not, and with [`KeyError::JavaProtectionRefused`] for JCEKS.
pub fn read(bytes: &[u8], password: &Secret<String>) -> Result<KeyEntry, KeyError> {
    let password = text::utf16(password);
    let Content {
        mut entries,
        mut trusted,
    } = store::read(bytes, &password)?;
    let count = entries.len();
    let entry = match (entries.pop(), count) {
        (Some(entry), 1) => entry,
        (None, _) => return Err(KeyError::PrivateKeyMissing),
        (Some(_), count) => return Err(KeyError::SeveralPrivateKeys { count }),
    };
    let opened = protector::open(&entry.protected_key, &password)?;
    let private_key = PrivateKey::from_pkcs8(opened)?;
    let mut certificates = entry.certificates;
    trusted.retain(|certificate| !certificates.contains(certificate));
    certificates.append(&mut trusted);
    KeyEntry::new(Some(entry.alias), private_key, certificates)
}

#[cfg(test)]
mod tests;
