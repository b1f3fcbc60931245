//! A key pair that the institution has already, with a certificate of its own authority, used instead of a new one: a
//! PFX or JKS, or a private key and a certificate as two files.
//!
//! The private key is opened only to see that it belongs to the certificate, and wiped. What is given on is public.

use base::CertificateFacts;
use base::Secret;
use base::Timestamp;

use crate::KeyDerivation;
use crate::KeyEntry;
use crate::KeyError;
use crate::PrivateKey;
use crate::jks;
use crate::pfx;
use crate::read;
use crate::read_key;

/// The files of an existing key pair, as a person gives them.
#[derive(Clone, Debug)]
pub enum IdentityFiles {
    /// One key store, PFX or JKS, with both.
    Store(Secret<Vec<u8>>),
    /// The private key, and its certificate or a chain that begins with it, in any form that is read here.
    Pair {
        /// The file with the private key.
        private_key: Secret<Vec<u8>>,
        /// The file with the certificate.
        certificate: Vec<u8>,
    },
}

/// The public part of an existing key pair.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Identity {
    /// The certificate, which is usable and belongs to the private key.
    pub certificate: CertificateFacts,
    /// Subjects of the other certificates that came along: the chain. They are left out, because Entra looks at the one
    /// certificate only.
    pub left_out: Vec<String>,
}

/// Opens an existing key pair with its password and checks it at the moment `now`. The password is not asked for by a
/// private key that is not encrypted.
pub async fn open_identity(
    files: &IdentityFiles,
    password: &Secret<String>,
    now: Timestamp,
    derivation: &impl KeyDerivation,
) -> Result<Identity, KeyError> {
    open(files, password, now, derivation)
        .await
        .map(|(identity, _)| identity)
}

/// As [`open_identity`], and the private key for who needs it further.
pub(crate) async fn open(
    files: &IdentityFiles,
    password: &Secret<String>,
    now: Timestamp,
    derivation: &impl KeyDerivation,
) -> Result<(Identity, PrivateKey), KeyError> {
    match files {
        IdentityFiles::Store(store) => {
            // EXPOSE: what is in the store stays within this module.
            let entry = open_store(store.expose(), password, derivation).await?;
            let certificate = read::read_certificate(&entry.certificate_der, now)?;
            let left_out = entry.chain.iter().map(|der| read::subject_of(der));
            let left_out = left_out.collect::<Result<_, _>>()?;
            Ok((
                Identity {
                    certificate,
                    left_out,
                },
                entry.private_key,
            ))
        }
        IdentityFiles::Pair {
            private_key,
            certificate,
        } => {
            // EXPOSE: the key is opened to be compared.
            let private_key = private_key.expose();
            let private_key = read_key::private_key(private_key, password, derivation).await?;
            Ok((of_pair(&private_key, certificate, now)?, private_key))
        }
    }
}

/// Opens a key store of either kind.
pub(crate) async fn open_store(
    bytes: &[u8],
    password: &Secret<String>,
    derivation: &impl KeyDerivation,
) -> Result<KeyEntry, KeyError> {
    if read::is_java_key_store(bytes) {
        jks::read(bytes, password)
    } else {
        pfx::read(bytes, password, derivation).await
    }
}

/// Finds the key's certificate among those that were given.
fn of_pair(
    private_key: &PrivateKey,
    certificates: &[u8],
    now: Timestamp,
) -> Result<Identity, KeyError> {
    let mut found = None;
    let mut left_out = Vec::new();
    for candidate in read::read_certificates(certificates, now)?.candidates {
        if found.is_none() && private_key.check_pair_der(&candidate.der).is_ok() {
            found = Some(candidate.verdict?);
        } else {
            left_out.push(candidate.subject);
        }
    }
    Ok(Identity {
        certificate: found.ok_or(KeyError::NotAPair)?,
        left_out,
    })
}

#[cfg(test)]
mod tests;
