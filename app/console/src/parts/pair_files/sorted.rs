//! Which of the files of a key pair is which, told by what is in them and not by their names.

use base::Secret;
use base::Timestamp;
use keys::IdentityFiles;
use keys::KeyError;
use words::Text;

use crate::parts::entry::Wrong;

/// What one file is.
enum Sort {
    Store,
    PrivateKey,
    Certificates,
}

/// Sorts one or two files. A private key and certificates in one PEM file are both. What is refused as a certificate for
/// another reason is so here.
pub(super) fn sorted(
    mut files: Vec<Secret<Vec<u8>>>,
    now: Timestamp,
) -> Result<IdentityFiles, Wrong> {
    let (second, first) = (files.pop(), files.pop());
    match (first, second) {
        _ if !files.is_empty() => Err(Wrong::Text(Text::OwnTooMany)),
        (None, None) => Err(Wrong::Text(Text::FileMissing)),
        (None, Some(only)) | (Some(only), None) => one(only, now),
        (Some(one), Some(other)) => two(one, other, now),
    }
}

fn one(file: Secret<Vec<u8>>, now: Timestamp) -> Result<IdentityFiles, Wrong> {
    match sort(&file, now)? {
        Sort::Store => Ok(IdentityFiles::Store(file)),
        Sort::Certificates => Err(Wrong::Text(Text::OwnKeyMissing)),
        Sort::PrivateKey if has_certificate_beside(&file) => Ok(IdentityFiles::Pair {
            private_key: file,
            certificate: Vec::new(),
        }),
        Sort::PrivateKey => Err(Wrong::Text(Text::OwnCertificateMissing)),
    }
}

fn two(
    one: Secret<Vec<u8>>,
    other: Secret<Vec<u8>>,
    now: Timestamp,
) -> Result<IdentityFiles, Wrong> {
    let (private_key, certificate) = match (sort(&one, now)?, sort(&other, now)?) {
        (Sort::PrivateKey, Sort::Certificates) => (one, other),
        (Sort::Certificates, Sort::PrivateKey) => (other, one),
        (Sort::Certificates, Sort::Certificates) => return Err(Wrong::Text(Text::OwnKeyMissing)),
        _ => return Err(Wrong::Text(Text::OwnTooMany)),
    };
    Ok(IdentityFiles::Pair {
        private_key,
        // EXPOSE: the reader found certificates in it and no private key.
        certificate: certificate.expose().clone(),
    })
}

fn sort(file: &Secret<Vec<u8>>, now: Timestamp) -> Result<Sort, Wrong> {
    // EXPOSE: looked at, not kept.
    match keys::read_certificates(file.expose(), now) {
        Ok(_) => Ok(Sort::Certificates),
        Err(KeyError::KeyStoreInInput) => Ok(Sort::Store),
        Err(KeyError::PrivateKeyInInput) => Ok(Sort::PrivateKey),
        Err(error) => Err(error.into()),
    }
}

/// Whether a certificate stands in the same PEM file as a private key.
fn has_certificate_beside(file: &Secret<Vec<u8>>) -> bool {
    // EXPOSE: looked at, not kept.
    keys::has_certificate_beside_key(file.expose())
}

#[cfg(test)]
mod tests;
