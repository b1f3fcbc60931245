//! What a key store holds: a private key, the certificate that belongs to it, and a name.

use crate::KeyError;
use crate::PrivateKey;
use crate::certificate;

/// The longest name of an entry, in characters: what a subject's common name may have (RFC 5280, appendix A.1).
const LONGEST_NAME: usize = 64;

/// What is written into a key store.
#[derive(Clone, Copy, Debug)]
pub struct NewEntry<'entry> {
    /// What the store calls it: friendlyName in a PFX, alias in a JKS.
    pub name: &'entry str,
    /// The private key.
    pub private_key: &'entry PrivateKey,
    /// Its certificate, DER.
    pub certificate_der: &'entry [u8],
}

impl NewEntry<'_> {
    /// Refuses a name that is empty, has control characters or more than 64 characters.
    pub(crate) fn check_name(&self) -> Result<(), KeyError> {
        if self.name.trim().is_empty() {
            return Err(KeyError::FieldEmpty);
        }
        if self.name.chars().any(char::is_control) {
            return Err(KeyError::FieldHasControls);
        }
        if self.name.chars().count() > LONGEST_NAME {
            return Err(KeyError::FieldTooLong { most: LONGEST_NAME });
        }
        Ok(())
    }
}

/// What was read from a key store.
#[derive(Debug)]
pub struct KeyEntry {
    /// What the store calls it, if it does.
    pub name: Option<String>,
    /// The private key.
    pub private_key: PrivateKey,
    /// The certificate that carries the key's public half, DER.
    pub certificate_der: Vec<u8>,
    /// The other certificates, DER, in the store's order; whether they belong to the certificate is not checked.
    pub chain: Vec<Vec<u8>>,
}

impl KeyEntry {
    /// Finds the key's own certificate among `certificates`. What the store says of who belongs to whom is not asked:
    /// the public key decides. Fails with [`KeyError::NotAPair`] if there is none.
    pub(crate) fn new(
        name: Option<String>,
        private_key: PrivateKey,
        mut certificates: Vec<Vec<u8>>,
    ) -> Result<Self, KeyError> {
        let own = certificates
            .iter()
            .position(|der| {
                certificate::public_key(der).is_ok_and(|found| found == private_key.public_key())
            })
            .ok_or(KeyError::NotAPair)?;
        Ok(Self {
            name,
            private_key,
            certificate_der: certificates.remove(own),
            chain: certificates,
        })
    }
}

#[cfg(test)]
mod tests;
