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
use crate::read::Candidate;
use crate::read::Read;
use crate::read::Unread;
use crate::read_key;

/// The files of an existing key pair, as a person gives them.
#[derive(Clone, Debug)]
pub enum IdentityFiles {
    /// One key store, PFX or JKS, with both.
    Store(Secret<Vec<u8>>),
    /// The private key, and its certificate or a chain, in any form that is read here.
    Pair {
        /// The file with the private key, which may hold certificates in PEM too.
        private_key: Secret<Vec<u8>>,
        /// The file with the certificate; empty if that is in the other file.
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
    /// What came along and could not be read.
    pub unread: Unread,
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
            let mut certificates = vec![entry.certificate_der];
            certificates.extend(entry.chain);
            let read = read::candidates(&certificates, Unread::default(), now);
            Ok((own(&entry.private_key, read)?, entry.private_key))
        }
        IdentityFiles::Pair {
            private_key,
            certificate,
        } => {
            // EXPOSE: the key is opened to be compared.
            let file = private_key.expose();
            let private_key = read_key::private_key(file, password, derivation).await?;
            let read = read::candidates_of_pair(file, certificate, now)?;
            Ok((own(&private_key, read)?, private_key))
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

/// Finds the key's certificate among those that were given. Of several of the same key, as when one was renewed, it is the
/// first that can be used. One that could not be read is named only where the key's own is missing: it may be that.
fn own(private_key: &PrivateKey, read: Read) -> Result<Identity, KeyError> {
    let Read {
        mut candidates,
        unread,
    } = read;
    let is_own = |candidate: &Candidate| private_key.check_pair_der(&candidate.der).is_ok();
    let own: Vec<usize> = (0..candidates.len())
        .filter(|&at| is_own(&candidates[at]))
        .collect();
    let usable = own.iter().find(|&&at| candidates[at].verdict.is_ok());
    let Some(&at) = usable.or(own.first()) else {
        let reason = unread.reasons.into_iter().next();
        return Err(reason.unwrap_or(KeyError::NotAPair));
    };
    let certificate = candidates.remove(at).verdict?;
    let left_out = candidates.into_iter().map(|other| other.subject);
    Ok(Identity {
        certificate,
        left_out: left_out.collect(),
        unread,
    })
}

#[cfg(test)]
mod tests;
