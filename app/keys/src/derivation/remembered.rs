//! A derivation that remembers: files that were just written are opened again to be compared, and the same password and salt
//! make the same key. Deriving it a second time would take seconds and tell nothing.

use std::cell::RefCell;

use base::Secret;
use zeroize::Zeroizing;

use super::HashFunction;
use super::KeyDerivation;
use super::MacKey;
use super::Pbkdf2;
use crate::KeyError;
use crate::pfx;

/// Derives by another port, and each key of one password once. What it remembers is wiped when it is dropped.
pub(crate) struct Remembered<'work, D> {
    password: &'work Secret<String>,
    units: Zeroizing<Vec<u8>>,
    derivation: &'work D,
    known: RefCell<Vec<Known>>,
}

/// A key that was derived.
struct Known {
    of: Source,
    key: Secret<Vec<u8>>,
}

/// What a key was derived from, besides the password.
#[derive(Eq, PartialEq)]
struct Source {
    way: Way,
    hash: HashFunction,
    salt: Vec<u8>,
    rounds: u32,
}

/// By which function.
#[derive(Eq, PartialEq)]
enum Way {
    Pbkdf2 { length: usize },
    Mac,
}

impl<'work, D: KeyDerivation> Remembered<'work, D> {
    /// A derivation that remembers keys of this password.
    pub(crate) fn new(password: &'work Secret<String>, derivation: &'work D) -> Self {
        Self {
            password,
            units: pfx::password_units(password),
            derivation,
            known: RefCell::default(),
        }
    }

    fn find(&self, of: &Source) -> Option<Secret<Vec<u8>>> {
        let known = self.known.borrow();
        let found = known.iter().find(|known| known.of == *of)?;
        Some(found.key.clone())
    }

    fn remember(&self, of: Source, key: Secret<Vec<u8>>) -> Secret<Vec<u8>> {
        let known = Known {
            of,
            key: key.clone(),
        };
        self.known.borrow_mut().push(known);
        key
    }
}

impl<D: KeyDerivation> KeyDerivation for Remembered<'_, D> {
    async fn derive(
        &self,
        password: &Secret<String>,
        parameters: Pbkdf2<'_>,
    ) -> Result<Secret<Vec<u8>>, KeyError> {
        // EXPOSE: compared in memory.
        if password.expose() != self.password.expose() {
            return self.derivation.derive(password, parameters).await;
        }
        let of = Source {
            way: Way::Pbkdf2 {
                length: parameters.length,
            },
            hash: parameters.hash,
            salt: parameters.salt.to_vec(),
            rounds: parameters.rounds,
        };
        match self.find(&of) {
            Some(key) => Ok(key),
            None => {
                let key = self.derivation.derive(password, parameters).await?;
                Ok(self.remember(of, key))
            }
        }
    }

    async fn others_have_begun(&self) {
        self.derivation.others_have_begun().await;
    }

    fn mac_key(&self, units: &[u8], parameters: MacKey<'_>) -> Secret<Vec<u8>> {
        if units != self.units.as_slice() {
            return self.derivation.mac_key(units, parameters);
        }
        let of = Source {
            way: Way::Mac,
            hash: parameters.hash,
            salt: parameters.salt.to_vec(),
            rounds: parameters.rounds,
        };
        match self.find(&of) {
            Some(key) => key,
            None => self.remember(of, self.derivation.mac_key(units, parameters)),
        }
    }
}

#[cfg(test)]
mod tests;
