//! PKCS#12 key stores (RFC 7292), known as PFX: `.pfx` and `.p12` files, written and read.
//!
//! Written are two kinds, each with a private key and its certificate. Read are these and what openssl, keytool,
//! Windows and their like make, as far as it is protected by a password with AES, three-key 3DES or RC2. RC4 and
//! protection by public keys are refused by name, and so is PBMAC1 (RFC 9579), which most readers do not know yet.

mod contents;
mod integrity;
mod kdf;
mod method;
mod opener;
mod reader;
mod seal;
mod structure;

use base::Entropy;
use base::Secret;
use futures_util::future::join;

use crate::KeyDerivation;
use crate::KeyEntry;
use crate::KeyError;
use crate::NewEntry;
use crate::password;
use integrity::MacSeal;
pub(crate) use integrity::mac_key;
pub(crate) use kdf::password_units;
pub(crate) use opener::Opener;
pub(crate) use reader::Opened;
pub(crate) use seal::Seal;

/// How a PFX is protected.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum PfxKind {
    /// AES-256 with PBKDF2-HMAC-SHA-256, and a MAC of SHA-256: openssl 1.1 and later, Java 8u301 and 11.0.12 and later,
    /// Windows 10 (1709) and Windows Server 2019 and later.
    Modern,
    /// Three-key 3DES and SHA-1, for Windows Server 2016 and older Java; openssl 3 opens it with `-legacy` only.
    Compatible,
}

/// Rounds of PBKDF2: the most that .NET's X509CertificateLoader takes of a file unless its caller says otherwise
/// (`Pkcs12LoaderLimits.IndividualKdfIterationLimit`). Java takes up to 5,000,000.
const ROUNDS: u32 = 300_000;

/// Writes a PFX, with new salts. [`password::check_for_pfx`] must accept the password.
pub async fn write(
    kind: PfxKind,
    entry: &NewEntry<'_>,
    password: &Secret<String>,
    entropy: &impl Entropy,
    derivation: &impl KeyDerivation,
) -> Result<Secret<Vec<u8>>, KeyError> {
    entry.check_name()?;
    password::check_for_pfx(password)?;
    // Side by side: WebCrypto derives the one on a thread of its own while the other is computed here.
    let (seal, mac) = join(
        seal(kind, password, entropy, derivation),
        MacSeal::new(kind, password, entropy, derivation),
    )
    .await;
    let contents = contents::write(entry, &seal?, entropy)?;
    mac.close(&contents)
}

/// What the contents of a file of this kind are encrypted with.
async fn seal(
    kind: PfxKind,
    password: &Secret<String>,
    entropy: &impl Entropy,
    derivation: &impl KeyDerivation,
) -> Result<Seal, KeyError> {
    match kind {
        PfxKind::Modern => Seal::aes(password, ROUNDS, entropy, derivation).await,
        PfxKind::Compatible => Ok(Seal::triple_des(password)),
    }
}

/// Opens a PFX of exactly one private key; the other certificates in it are given on as the chain. Any password is
/// tried, the empty one too, which also stands for none at all.
///
/// Fails with [`KeyError::PasswordWrong`] if the MAC does not fit, before anything is decrypted.
pub async fn read(
    bytes: &[u8],
    password: &Secret<String>,
    derivation: &impl KeyDerivation,
) -> Result<KeyEntry, KeyError> {
    open(bytes, password, derivation).await?.into_entry()
}

/// As [`read`], without asking whether the key is a sound one and which certificate is its own.
pub(crate) async fn open(
    bytes: &[u8],
    password: &Secret<String>,
    derivation: &impl KeyDerivation,
) -> Result<Opened, KeyError> {
    reader::open(bytes, password, derivation).await
}

#[cfg(test)]
mod tests;
