//! What is remembered, and that nothing else is taken for it.

use std::cell::Cell;

use super::*;
use crate::NativeDerivation;
use crate::testing::password;

/// Derives and counts how often.
#[derive(Default)]
struct Counting {
    pbkdf2: Cell<usize>,
    mac: Cell<usize>,
}

impl Counting {
    fn counts(&self) -> (usize, usize) {
        (self.pbkdf2.get(), self.mac.get())
    }
}

impl KeyDerivation for Counting {
    async fn derive(
        &self,
        password: &Secret<String>,
        parameters: Pbkdf2<'_>,
    ) -> Result<Secret<Vec<u8>>, KeyError> {
        self.pbkdf2.set(self.pbkdf2.get() + 1);
        NativeDerivation.derive(password, parameters).await
    }

    fn mac_key(&self, units: &[u8], parameters: MacKey<'_>) -> Secret<Vec<u8>> {
        self.mac.set(self.mac.get() + 1);
        NativeDerivation.mac_key(units, parameters)
    }
}

const PBKDF2: Pbkdf2<'_> = Pbkdf2 {
    hash: HashFunction::Sha256,
    salt: b"one salt",
    rounds: 3,
    length: 32,
};

const MAC: MacKey<'_> = MacKey {
    hash: HashFunction::Sha256,
    salt: b"one salt",
    rounds: 3,
};

fn derived(derivation: &impl KeyDerivation, text: &str, parameters: Pbkdf2<'_>) -> Vec<u8> {
    let password = password(text);
    let key = pollster::block_on(derivation.derive(&password, parameters)).unwrap();
    key.expose().clone()
}

fn mac_key(derivation: &impl KeyDerivation, text: &str, parameters: MacKey<'_>) -> Vec<u8> {
    let units = pfx::password_units(&password(text));
    derivation.mac_key(&units, parameters).expose().clone()
}

#[test]
fn the_same_key_is_derived_once() {
    let (own, counting) = (password("own"), Counting::default());
    let remembered = Remembered::new(&own, &counting);
    for _ in 0..3 {
        let key = derived(&remembered, "own", PBKDF2);
        assert_eq!(key, derived(&NativeDerivation, "own", PBKDF2));
        let key = mac_key(&remembered, "own", MAC);
        assert_eq!(key, mac_key(&NativeDerivation, "own", MAC));
    }
    assert_eq!(counting.counts(), (1, 1));
}

#[test]
fn whatever_differs_makes_another_key() {
    let (own, counting) = (password("own"), Counting::default());
    let remembered = Remembered::new(&own, &counting);
    let others = [
        PBKDF2,
        Pbkdf2 {
            hash: HashFunction::Sha512,
            ..PBKDF2
        },
        Pbkdf2 {
            salt: b"another",
            ..PBKDF2
        },
        Pbkdf2 {
            rounds: 4,
            ..PBKDF2
        },
        Pbkdf2 {
            length: 33,
            ..PBKDF2
        },
    ];
    for parameters in others {
        let key = derived(&remembered, "own", parameters);
        assert_eq!(key, derived(&NativeDerivation, "own", parameters));
    }
    assert_eq!(counting.counts(), (others.len(), 0));
    let others = [
        MAC,
        MacKey {
            hash: HashFunction::Sha1,
            ..MAC
        },
        MacKey {
            salt: b"another",
            ..MAC
        },
        MacKey { rounds: 4, ..MAC },
    ];
    for parameters in others {
        let key = mac_key(&remembered, "own", parameters);
        assert_eq!(key, mac_key(&NativeDerivation, "own", parameters));
    }
    assert_eq!(counting.counts().1, others.len());
}

#[test]
fn the_key_of_another_password_is_derived_each_time() {
    let (own, counting) = (password("own"), Counting::default());
    let remembered = Remembered::new(&own, &counting);
    derived(&remembered, "own", PBKDF2);
    mac_key(&remembered, "own", MAC);
    for _ in 0..2 {
        let key = derived(&remembered, "another", PBKDF2);
        assert_eq!(key, derived(&NativeDerivation, "another", PBKDF2));
        let key = mac_key(&remembered, "another", MAC);
        assert_eq!(key, mac_key(&NativeDerivation, "another", MAC));
    }
    assert_eq!(counting.counts(), (3, 3));
}
