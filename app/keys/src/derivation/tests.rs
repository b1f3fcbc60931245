//! The derivation against published vectors.

use super::*;
use crate::testing::password;

fn derived(hash: HashFunction, rounds: u32, length: usize) -> String {
    let parameters = Pbkdf2 {
        hash,
        salt: b"salt",
        rounds,
        length,
    };
    let key =
        pollster::block_on(NativeDerivation.derive(&password("password"), parameters)).unwrap();
    hex::encode(key.expose())
}

#[test]
fn sha1_is_that_of_rfc_6070() {
    for (rounds, key) in [
        (1, "0c60c80f961f0e71f3a9b524af6012062fe037a6"),
        (2, "ea6c014dc72d6f8ccd1ed92ace1d41f0d8de8957"),
        (4096, "4b007901b765489abead49d926f721d065a429c1"),
    ] {
        assert_eq!(derived(HashFunction::Sha1, rounds, 20), key);
    }
}

/// As `openssl kdf -kdfopt iter:2 -kdfopt pkcs5:1 PBKDF2` of openssl 3.0 and Python's hashlib have it.
#[test]
fn sha2_is_that_of_others() {
    for (hash, key) in [
        (
            HashFunction::Sha256,
            "ae4d0c95af6b46d32d0adff928f06dd02a303f8e",
        ),
        (
            HashFunction::Sha384,
            "54f775c6d790f21930459162fc535dbf04a93918",
        ),
        (
            HashFunction::Sha512,
            "e1d9c16aa681708a45f5c7c4e215ceb66e011a2e",
        ),
    ] {
        assert_eq!(derived(hash, 2, 20), key);
    }
}
