//! The files that a person saves: made of a key pair and its certificate, and given out only after each was read again
//! and found to hold that key and that certificate.

mod kind;
mod proof;

use base::CertificateFacts;
use base::Entropy;
use base::Secret;
use base::Timestamp;
use der::pem::LineEnding;
use futures_util::future::try_join;
use rsa::RsaPublicKey;
use rsa::pkcs1::DecodeRsaPublicKey as _;
use rsa::pkcs1v15::Signature;
use rsa::pkcs1v15::VerifyingKey;
use rsa::signature::Verifier as _;
use sha2::Sha256;

use crate::KeyDerivation;
use crate::KeyError;
use crate::NewEntry;
use crate::PrivateKey;
use crate::derivation::Remembered;
use crate::jks;
use crate::password;
use crate::pfx;
use crate::pfx::PfxKind;
use crate::private_key;
use crate::read;
use crate::zip;

pub use kind::ARCHIVE_NAME;
pub use kind::KeyFile;
pub use proof::Proof;
pub use proof::ProofRequest;
pub use proof::prove;

/// The files of one key pair and what is known of its certificate.
#[derive(Clone, Debug)]
pub struct KeyFiles {
    /// Content of `cert.pem`.
    pub certificate_pem: String,
    /// Content of `key.pem`: encrypted, and still nobody's business.
    pub key_pem: Secret<String>,
    /// Content of `cert.pfx`; none if the password is not fit for it, see [`password::check_for_pfx`].
    pub pfx: Option<Secret<Vec<u8>>>,
    /// Content of `cert-compatible.pfx`; none under the same condition.
    pub pfx_compatible: Option<Secret<Vec<u8>>>,
    /// Content of `cert.jks`, once it was asked for.
    pub jks: Option<Secret<Vec<u8>>>,
    /// The certificate's public facts.
    pub facts: CertificateFacts,
}

impl KeyFiles {
    /// Writes the files and checks them. Each key is derived of the password once: that is what takes time.
    pub async fn make(
        certificate_der: &[u8],
        private_key: &PrivateKey,
        password: &Secret<String>,
        derivation: &impl KeyDerivation,
        entropy: &impl Entropy,
    ) -> Result<Self, KeyError> {
        let certificate_pem =
            der::pem::encode_string("CERTIFICATE", LineEnding::LF, certificate_der)
                .map_err(|_| KeyError::EncodingFailed)?;
        let facts = read::facts(certificate_der)?;
        let entry = NewEntry {
            name: STORE_NAME,
            private_key,
            certificate_der,
        };
        let derivation = &Remembered::new(password, derivation);
        // Side by side: WebCrypto derives on threads of its own while the MAC of a store is computed here.
        let (key_pem, (pfx, pfx_compatible)) = try_join(
            private_key.to_encrypted_pem(password, entropy, derivation),
            make_stores(&entry, password, entropy, derivation),
        )
        .await?;
        let files = Self {
            certificate_pem,
            key_pem,
            pfx,
            pfx_compatible,
            jks: None,
            facts,
        };
        files
            .check_pem(certificate_der, private_key, password, derivation)
            .await?;
        files.check_pfx(private_key, password, derivation).await?;
        Ok(files)
    }

    /// What a file holds, if it was made. A certificate alone is public; every other content goes nowhere but into the
    /// file that the person saves.
    pub fn content(&self, file: KeyFile) -> Option<&[u8]> {
        let store = match file {
            KeyFile::CertificatePem => return Some(self.certificate_pem.as_bytes()),
            KeyFile::CertificateDer => return Some(&self.facts.der),
            // EXPOSE: each file is encrypted; the person saves it.
            KeyFile::KeyPem => return Some(self.key_pem.expose().as_bytes()),
            KeyFile::Pfx => &self.pfx,
            KeyFile::PfxCompatible => &self.pfx_compatible,
            KeyFile::Jks => &self.jks,
        };
        // EXPOSE: as above.
        store.as_ref().map(|content| content.expose().as_slice())
    }

    /// All files that were made in one archive, which is not encrypted itself. `now` is the date of the files in it.
    pub fn archive(&self, now: Timestamp) -> Result<Secret<Vec<u8>>, KeyError> {
        let entries = KeyFile::ALL.into_iter().filter_map(|file| {
            let content = self.content(file)?;
            Some(zip::Entry {
                name: file.name(),
                content,
            })
        });
        let entries: Vec<_> = entries.collect();
        let archive = zip::write(&entries, now)?;
        // EXPOSE: read once more, in memory.
        match zip::read(archive.expose()) {
            Some(read) if read == entries => Ok(archive),
            _ => Err(KeyError::ArchiveCheckFailed),
        }
    }

    /// Reads the files of PEM again and compares them with what they were made of.
    async fn check_pem(
        &self,
        certificate_der: &[u8],
        private_key: &PrivateKey,
        password: &Secret<String>,
        derivation: &impl KeyDerivation,
    ) -> Result<(), KeyError> {
        let failed = |file| KeyError::CheckFailed { file };
        let from_pem = read::only_certificate(self.certificate_pem.as_bytes());
        if from_pem.as_ref() != Ok(&self.facts) {
            return Err(failed(KeyFile::CertificatePem));
        }
        if self.facts.der != certificate_der {
            return Err(failed(KeyFile::CertificateDer));
        }
        private_key.check_pair(&self.facts)?;
        check_signature(certificate_der, private_key)
            .map_err(|_| failed(KeyFile::CertificatePem))?;
        // EXPOSE: the encrypted file is read once more, in memory.
        match private_key::open_encrypted_pem(self.key_pem.expose(), password, derivation).await {
            Ok(opened) if is_same(&opened, private_key) => Ok(()),
            _ => Err(failed(KeyFile::KeyPem)),
        }
    }

    /// Opens both PFX files again and compares what is in them.
    async fn check_pfx(
        &self,
        private_key: &PrivateKey,
        password: &Secret<String>,
        derivation: &impl KeyDerivation,
    ) -> Result<(), KeyError> {
        for (file, content) in [
            (KeyFile::Pfx, &self.pfx),
            (KeyFile::PfxCompatible, &self.pfx_compatible),
        ] {
            let Some(content) = content else { continue };
            // EXPOSE: the encrypted file is read once more, in memory.
            let opened = pfx::open(content.expose(), password, derivation).await;
            let is_right = opened.is_ok_and(|opened| {
                is_same(&opened.pkcs8, private_key)
                    && opened.certificates == [self.facts.der.as_slice()]
            });
            if !is_right {
                return Err(KeyError::CheckFailed { file });
            }
        }
        Ok(())
    }
}

/// Writes both PFX files, or none if the password is not fit for them.
async fn make_stores(
    entry: &NewEntry<'_>,
    password: &Secret<String>,
    entropy: &impl Entropy,
    derivation: &impl KeyDerivation,
) -> Result<(Option<Secret<Vec<u8>>>, Option<Secret<Vec<u8>>>), KeyError> {
    if password::check_for_pfx(password).is_err() {
        return Ok((None, None));
    }
    let (modern, compatible) = (PfxKind::Modern, PfxKind::Compatible);
    let modern = pfx::write(modern, entry, password, entropy, derivation).await?;
    let compatible = pfx::write(compatible, entry, password, entropy, derivation).await?;
    Ok((Some(modern), Some(compatible)))
}

/// What stands as the name in every key store: Java finds the entry by it.
pub const STORE_NAME: &str = "mytimetable";

/// Whether what a file was opened to is this key, byte by byte, so that it needs no check for consistency of its own.
fn is_same(opened: &Secret<Vec<u8>>, private_key: &PrivateKey) -> bool {
    // EXPOSE: two keys in memory are compared.
    opened.expose() == private_key.pkcs8().expose()
}

/// How a JKS is made of files that were made before.
#[derive(Debug)]
pub struct JksRequest {
    /// Content of `key.pem`.
    pub key_pem: Secret<String>,
    /// What `key.pem` is encrypted with.
    pub password: Secret<String>,
    /// Content of `cert.pem`.
    pub certificate_pem: String,
    /// Name of the entry, which Java finds it by.
    pub alias: String,
    /// What the store is to be protected with.
    pub store_password: Secret<String>,
    /// The present moment, which becomes the entry's date.
    pub now: Timestamp,
}

/// Makes `cert.jks` and checks it.
pub async fn make_jks(
    request: &JksRequest,
    derivation: &impl KeyDerivation,
    entropy: &impl Entropy,
) -> Result<Secret<Vec<u8>>, KeyError> {
    let facts = read::only_certificate(request.certificate_pem.as_bytes())?;
    // EXPOSE: the key file is opened, and its key goes into the store.
    let key_pem = request.key_pem.expose();
    let private_key =
        PrivateKey::from_encrypted_pem(key_pem, &request.password, derivation).await?;
    private_key.check_pair(&facts)?;
    let entry = NewEntry {
        name: &request.alias,
        private_key: &private_key,
        certificate_der: &facts.der,
    };
    let store = jks::write(&entry, &request.store_password, request.now, entropy)?;
    // EXPOSE: the store is read once more, in memory.
    let opened = jks::read(store.expose(), &request.store_password);
    let is_right = opened.is_ok_and(|opened| {
        is_same(opened.private_key.pkcs8(), &private_key) && opened.certificate_der == facts.der
    });
    if is_right {
        Ok(store)
    } else {
        Err(KeyError::CheckFailed { file: KeyFile::Jks })
    }
}

/// Whether the certificate was signed by this very key.
fn check_signature(
    certificate_der: &[u8],
    private_key: &PrivateKey,
) -> Result<(), rsa::signature::Error> {
    use der::Decode as _;
    use der::Encode as _;
    let unreadable = |_| rsa::signature::Error::new();
    let certificate = x509_cert::Certificate::from_der(certificate_der).map_err(unreadable)?;
    let signed = certificate.tbs_certificate().to_der().map_err(unreadable)?;
    let public_key = RsaPublicKey::from_pkcs1_der(private_key.public_key())
        .map_err(|_| rsa::signature::Error::new())?;
    let signature = Signature::try_from(certificate.signature().raw_bytes())?;
    VerifyingKey::<Sha256>::new(public_key).verify(&signed, &signature)
}

#[cfg(test)]
mod tests;
