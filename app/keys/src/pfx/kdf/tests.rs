//! The derivation against vectors that others published.

use sha1::Sha1;
use sha2::Sha256;
use sha2::Sha512;

use super::*;
use crate::testing::password;

const SALT: [u8; 8] = [1, 2, 3, 4, 5, 6, 7, 8];

/// Those of RustCrypto's crate pkcs12, whose author had them from Botan and openssl.
#[test]
fn sha2_is_that_of_others() {
    let units = password_units(&password("ge@\u{e4}heim"));
    for (purpose, rounds, key) in [
        (
            Purpose::Key,
            100,
            "fae4d4957a3cc781e1180b9d4fb79c1e0c8579b746a3177e5b0768a3118bf863",
        ),
        (
            Purpose::Vector,
            100,
            "e5ff813bc6547de5155b14d2fada85b3201a977349db6e26ccc998d9e8f83d6c",
        ),
        (
            Purpose::Mac,
            1000,
            "3f9113f05c30a996c4a516409bdac9d065f44296ccd52bb75de3fcfdbe2bf130",
        ),
    ] {
        let derived = derive::<Sha256>(&units, &SALT, purpose, rounds, 32);
        assert_eq!(hex::encode(&*derived), key);
        let shorter = derive::<Sha256>(&units, &SALT, purpose, rounds, 20);
        assert_eq!(shorter[..], derived[..20]);
    }
    assert_eq!(
        hex::encode(&*derive::<Sha512>(&units, &SALT, Purpose::Key, 100, 32)),
        "b14a9f01bfd9dce4c9d66d2fe9937e5fd9f1afa59e370a6fa4fc81c1cc8ec8ee"
    );
}

/// More than one digest of output. The vectors are Stephen Henson's, which GnuTLS tests with too (pkcs12_s2k.c).
#[test]
fn sha1_of_several_blocks_is_that_of_others() {
    let smeg = password_units(&password("smeg"));
    let queeg = password_units(&password("queeg"));
    for (units, purpose, rounds, salt, key) in [
        (
            &smeg,
            Purpose::Key,
            1,
            "0a58cf64530d823f",
            "8aaae6297b6cb04642ab5b077851284eb7128f1a2a7fbca3",
        ),
        (
            &smeg,
            Purpose::Vector,
            1,
            "0a58cf64530d823f",
            "79993dfe048d3b76",
        ),
        (
            &queeg,
            Purpose::Key,
            1000,
            "05dec959acff72f7",
            "ed2034e36328830ff09df1e1a07dd357185dac0d4f9eb3d4",
        ),
        (
            &queeg,
            Purpose::Vector,
            1000,
            "05dec959acff72f7",
            "11dedad7758d4860",
        ),
    ] {
        let salt = hex::decode(salt).unwrap();
        let derived = derive::<Sha1>(units, &salt, purpose, rounds, key.len() / 2);
        assert_eq!(hex::encode(&*derived), key);
    }
}
