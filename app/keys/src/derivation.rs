//! Turning a password into a key, behind a port: PBKDF2 (RFC 8018, section 5.2), which the page may have WebCrypto do,
//! several times faster than code in wasm; and the derivation of a PFX's MAC (RFC 7292, appendix B), which no browser has.

mod remembered;

use base::Secret;
use pbkdf2::pbkdf2_hmac;
use sha1::Sha1;
use sha2::Sha256;
use sha2::Sha384;
use sha2::Sha512;

use crate::KeyError;
use crate::pfx;

pub(crate) use remembered::Remembered;

/// The hash functions that PBKDF2 is used with. WebCrypto has the same four.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum HashFunction {
    /// SHA-1, which PBKDF2 means when a file names none.
    Sha1,
    /// SHA-256.
    Sha256,
    /// SHA-384.
    Sha384,
    /// SHA-512.
    Sha512,
}

/// How a key is derived.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Pbkdf2<'salt> {
    /// The function within its HMAC.
    pub hash: HashFunction,
    /// Its salt.
    pub salt: &'salt [u8],
    /// How many rounds, at least 1; bounded before the port is asked.
    pub rounds: u32,
    /// Bytes of the key.
    pub length: usize,
}

/// How the key of a PFX's MAC is derived; it is as long as the function's digest.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct MacKey<'salt> {
    /// The function within the derivation, and of the MAC.
    pub hash: HashFunction,
    /// Its salt.
    pub salt: &'salt [u8],
    /// How many rounds, at least 1; bounded before the port is asked.
    pub rounds: u32,
}

/// Derives keys from passwords.
#[allow(
    async_fn_in_trait,
    reason = "everything runs on one thread; no future needs to be Send"
)]
pub trait KeyDerivation {
    /// The key that PBKDF2 makes of the password's UTF-8 bytes. Fails only where the deriving itself does.
    async fn derive(
        &self,
        password: &Secret<String>,
        parameters: Pbkdf2<'_>,
    ) -> Result<Secret<Vec<u8>>, KeyError>;

    /// Comes back once keys that are being derived elsewhere, on other threads, need this one no more until they are there.
    async fn others_have_begun(&self) {}

    /// The key of a PFX's MAC (RFC 7292, appendix B), from the password as UTF-16 units. It is computed here, since nothing
    /// that a port could ask has it.
    fn mac_key(&self, units: &[u8], parameters: MacKey<'_>) -> Secret<Vec<u8>> {
        pfx::mac_key(units, parameters)
    }
}

/// Derives keys by the pbkdf2 crate.
#[derive(Clone, Copy, Debug, Default)]
pub struct NativeDerivation;

impl KeyDerivation for NativeDerivation {
    async fn derive(
        &self,
        password: &Secret<String>,
        parameters: Pbkdf2<'_>,
    ) -> Result<Secret<Vec<u8>>, KeyError> {
        let Pbkdf2 {
            hash,
            salt,
            rounds,
            length,
        } = parameters;
        // EXPOSE: only the derivation sees the password.
        let password = password.expose().as_bytes();
        let mut key = vec![0; length];
        match hash {
            HashFunction::Sha1 => pbkdf2_hmac::<Sha1>(password, salt, rounds, &mut key),
            HashFunction::Sha256 => pbkdf2_hmac::<Sha256>(password, salt, rounds, &mut key),
            HashFunction::Sha384 => pbkdf2_hmac::<Sha384>(password, salt, rounds, &mut key),
            HashFunction::Sha512 => pbkdf2_hmac::<Sha512>(password, salt, rounds, &mut key),
        }
        Ok(Secret::new(key))
    }
}

#[cfg(test)]
mod tests;
