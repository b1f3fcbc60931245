//! The proof that the files are saved: one is given back, opened with its password, and compared.

use base::Secret;

use super::KeyFile;
use crate::KeyDerivation;
use crate::KeyError;
use crate::identity;
use crate::read;
use crate::read::Form;
use crate::read_key;
use crate::zip;
use crate::zip::Entry;

/// The most bytes that are read: an archive of all files has some twenty thousand.
const MOST_BYTES: usize = 256 * 1024;

/// The object identifier of PBES2, 1.2.840.113549.1.5.13, in DER: it stands in every PFX of today's kind and in none of
/// the old.
const PBES2: [u8; 11] = [
    0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x05, 0x0d,
];

/// A file that was given back.
#[derive(Debug)]
pub struct ProofRequest {
    /// Its content.
    pub file: Secret<Vec<u8>>,
    /// What it should open with. Public files need none.
    pub password: Secret<String>,
    /// The certificate that was made, DER.
    pub certificate_der: Vec<u8>,
}

/// What a file that was given back turned out to be.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Proof {
    /// Which file; several if it was the archive of all.
    pub files: Vec<KeyFile>,
}

impl Proof {
    /// Whether the private key is safe: it is in one of the files, and the password opens it.
    pub fn holds_key(&self) -> bool {
        self.files
            .iter()
            .any(|file| !matches!(file, KeyFile::CertificatePem | KeyFile::CertificateDer))
    }
}

/// Opens the file and compares it with the certificate that was made.
///
/// Fails with [`KeyError::OtherPair`] if it holds another certificate or key, and with [`KeyError::PasswordWrong`] if the
/// password does not open it; with [`KeyError::KeyFileUnencrypted`] if the key in it is of this pair and no password is
/// needed. An archive is proved only if every file in it is, but for files of other names, and for a Java key store, which
/// may have a password of its own: it is left out where another file with the key opens.
pub async fn prove(
    request: &ProofRequest,
    derivation: &impl KeyDerivation,
) -> Result<Proof, KeyError> {
    // EXPOSE: the file is opened and compared; nothing of it is kept.
    let bytes = request.file.expose();
    if bytes.len() > MOST_BYTES {
        return Err(KeyError::TooLarge { most: MOST_BYTES });
    }
    let Some(entries) = zip::read(bytes) else {
        let file = prove_one(bytes, request, derivation).await?;
        return Ok(Proof { files: vec![file] });
    };
    prove_archive(&entries, request, derivation).await
}

async fn prove_archive(
    entries: &[Entry<'_>],
    request: &ProofRequest,
    derivation: &impl KeyDerivation,
) -> Result<Proof, KeyError> {
    let mut proof = Proof { files: Vec::new() };
    let mut refused = None;
    for entry in entries {
        let named = |file: &KeyFile| file.name() == entry.name;
        let Some(file) = KeyFile::ALL.into_iter().find(named) else {
            continue;
        };
        match prove_one(entry.content, request, derivation).await {
            Err(error @ KeyError::PasswordWrong) if file == KeyFile::Jks => refused = Some(error),
            told => proof.files.push(told?),
        }
    }
    match refused {
        Some(error) if !proof.holds_key() => Err(error),
        _ if proof.files.is_empty() => Err(KeyError::KeyFileUnreadable),
        _ => Ok(proof),
    }
}

async fn prove_one(
    bytes: &[u8],
    request: &ProofRequest,
    derivation: &impl KeyDerivation,
) -> Result<KeyFile, KeyError> {
    let certificate = request.certificate_der.as_slice();
    let password = &request.password;
    if read::is_key_store(bytes) {
        let entry = identity::open_store(bytes, password, derivation).await?;
        let is_same = entry.certificate_der == certificate;
        return is_same
            .then(|| store_kind(bytes))
            .ok_or(KeyError::OtherPair);
    }
    match read::only_certificate_in_form(bytes) {
        Ok((form, facts)) if facts.der == certificate => Ok(certificate_kind(form)),
        Ok(_) => Err(KeyError::OtherPair),
        Err(KeyError::PrivateKeyInInput) => {
            let key = read_key::private_key(bytes, password, derivation).await?;
            match key.check_pair_der(certificate) {
                Ok(()) if read_key::is_encrypted(bytes) => Ok(KeyFile::KeyPem),
                Ok(()) => Err(KeyError::KeyFileUnencrypted),
                Err(KeyError::NotAPair) => Err(KeyError::OtherPair),
                Err(error) => Err(error),
            }
        }
        Err(_) => Err(KeyError::KeyFileUnreadable),
    }
}

fn store_kind(bytes: &[u8]) -> KeyFile {
    if read::is_java_key_store(bytes) {
        KeyFile::Jks
    } else if bytes.windows(PBES2.len()).any(|window| window == PBES2) {
        KeyFile::Pfx
    } else {
        KeyFile::PfxCompatible
    }
}

fn certificate_kind(form: Form) -> KeyFile {
    if form == Form::Der {
        KeyFile::CertificateDer
    } else {
        KeyFile::CertificatePem
    }
}

#[cfg(test)]
mod tests;
