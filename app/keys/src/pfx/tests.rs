//! PFX files, round and round, hand-made ones as others make them, and what must not open. openssl judges elsewhere.

use std::cell::Cell;

use der::Decode as _;
use der::Encode as _;
use der::asn1::AnyRef;
use der::asn1::ObjectIdentifier;
use der::asn1::OctetStringRef;
use pkcs5::EncryptionScheme;
use pkcs5::pbes2;
use spki::AlgorithmIdentifier;
use spki::AlgorithmIdentifierRef;

use super::*;
use crate::HashFunction;
use crate::MacKey;
use crate::NativeDerivation;
use crate::Pbkdf2;
use crate::testing;
use crate::testing::Repeating;
use crate::testing::password;
use structure::ContentInfo;
use structure::EncryptedData;
use structure::EncryptedPrivateKey;
use structure::PbeParameters;
use structure::Pfx;
use structure::SafeBag;

const PASSWORD: &str = "s3cret-Pass";
const SHA256: &str = "2.16.840.1.101.3.4.2.1";
const KINDS: [PfxKind; 2] = [PfxKind::Modern, PfxKind::Compatible];

/// A derivation that counts what it is asked for.
#[derive(Default)]
struct Counting(Cell<u32>);

impl KeyDerivation for Counting {
    async fn derive(
        &self,
        password: &Secret<String>,
        parameters: Pbkdf2<'_>,
    ) -> Result<Secret<Vec<u8>>, KeyError> {
        self.0.set(self.0.get() + 1);
        NativeDerivation.derive(password, parameters).await
    }
}

fn certificate() -> Vec<u8> {
    testing::certificate("Example", &testing::key())
}

fn made_with(kind: PfxKind, name: &str, text: &str, seed: u64) -> Result<Vec<u8>, KeyError> {
    let (private_key, certificate) = (testing::key(), certificate());
    let entry = NewEntry {
        name,
        private_key: &private_key,
        certificate_der: &certificate,
    };
    let (text, entropy) = (password(text), Repeating::new(seed));
    let writing = write(kind, &entry, &text, &entropy, &NativeDerivation);
    pollster::block_on(writing).map(|file| file.expose().clone())
}

fn made(kind: PfxKind, seed: u64) -> Vec<u8> {
    made_with(kind, "MyTimetable", PASSWORD, seed).unwrap()
}

fn open_with(file: &[u8], text: &str) -> Result<KeyEntry, KeyError> {
    pollster::block_on(read(file, &password(text), &NativeDerivation))
}

fn open(file: &[u8]) -> Result<KeyEntry, KeyError> {
    open_with(file, PASSWORD)
}

fn refusal(file: &[u8]) -> KeyError {
    open(file).unwrap_err()
}

fn oid(text: &str) -> ObjectIdentifier {
    ObjectIdentifier::new(text).unwrap()
}

/// A bag without attributes, in a part of its own.
fn part(bag: ObjectIdentifier, value: &[u8]) -> Vec<u8> {
    contents::plain_part(&contents::safe_contents(bag, value, &[0x31, 0]).unwrap()).unwrap()
}

fn certificate_part(certificate: &[u8]) -> Vec<u8> {
    contents::plain_part(&contents::certificate_bag(certificate, &[0x31, 0]).unwrap()).unwrap()
}

fn key_part(pkcs8: &[u8]) -> Vec<u8> {
    part(structure::KEY_BAG, pkcs8)
}

fn clear_key() -> Vec<u8> {
    key_part(testing::key().pkcs8().expose())
}

fn contents_of(parts: &[&[u8]]) -> Vec<u8> {
    let parts: Vec<AnyRef<'_>> = parts
        .iter()
        .map(|part| AnyRef::from_der(part).unwrap())
        .collect();
    parts.to_der().unwrap()
}

/// A file of these parts, with a MAC that costs nothing.
fn file_of(parts: &[&[u8]]) -> Vec<u8> {
    file_with_mac(&kdf::password_units(&password(PASSWORD)), parts)
}

/// The same, with a MAC that is made with these bytes for the password.
fn file_with_mac(units: &[u8], parts: &[&[u8]]) -> Vec<u8> {
    let contents = contents_of(parts);
    let mac = integrity::mac(
        units,
        MacKey {
            hash: HashFunction::Sha256,
            salt: b"salt",
            rounds: 1,
        },
        &contents,
        &NativeDerivation,
    )
    .unwrap();
    integrity::file(&contents, oid(SHA256), &mac, b"salt", 1).unwrap()
}

/// A part that says to be encrypted by this algorithm.
fn encrypted_part(algorithm: Vec<u8>, content: &[u8]) -> Vec<u8> {
    contents::encrypted_part(&seal::Sealed {
        algorithm,
        content: content.to_vec(),
    })
    .unwrap()
}

/// PKCS#12's own way of saying how something is encrypted.
fn pbe(method: &str, rounds: u64) -> Vec<u8> {
    AlgorithmIdentifier {
        oid: oid(method),
        parameters: Some(PbeParameters {
            salt: OctetStringRef::new(b"8 bytes!").unwrap(),
            rounds,
        }),
    }
    .to_der()
    .unwrap()
}

#[test]
fn a_file_opens_with_its_password_only() {
    for kind in KINDS {
        let file = made(kind, 50);
        let entry = open(&file).unwrap();
        assert_eq!(entry.name.as_deref(), Some("MyTimetable"));
        assert_eq!(
            entry.private_key.pkcs8().expose(),
            testing::key().pkcs8().expose()
        );
        assert_eq!(entry.certificate_der, certificate());
        assert!(entry.chain.is_empty());
        let refused = open_with(&file, "s3cret-pass").unwrap_err();
        assert_eq!(refused, KeyError::PasswordWrong);
    }
    let file = made(PfxKind::Compatible, 50);
    for wrong in ["", "s3cret-Pass ", "p\u{e4}ss"] {
        let refused = open_with(&file, wrong).unwrap_err();
        assert_eq!(refused, KeyError::PasswordWrong);
    }
}

#[test]
fn every_password_that_is_taken_opens() {
    let all: String = (' '..='~').collect();
    for text in ["x", " ", &all, &"long ".repeat(60)] {
        let file = made_with(PfxKind::Compatible, "a", text, 51).unwrap();
        assert!(open_with(&file, text).is_ok(), "{text:?}");
    }
}

#[test]
fn names_and_passwords_are_checked() {
    for kind in KINDS {
        let refused = |name, text| made_with(kind, name, text, 52).unwrap_err();
        assert_eq!(refused("", PASSWORD), KeyError::FieldEmpty);
        assert_eq!(refused("a\nb", PASSWORD), KeyError::FieldHasControls);
        assert_eq!(refused("a", ""), KeyError::PasswordEmpty);
        let character = "\u{e4} (U+00E4)".to_owned();
        assert_eq!(
            refused("a", "p\u{e4}ssword"),
            KeyError::PasswordCharacter {
                position: 2,
                character
            }
        );
    }
}

#[test]
fn any_name_survives() {
    for name in ["universit\u{e4}t", "\u{20ac} \u{1f511}"] {
        let file = made_with(PfxKind::Compatible, name, PASSWORD, 53).unwrap();
        assert_eq!(open(&file).unwrap().name.as_deref(), Some(name));
    }
}

/// What a file says of its protection: the algorithms of the certificate and of the key, DER.
fn algorithms(file: &[u8]) -> [Vec<u8>; 2] {
    let pfx = Pfx::from_der(file).unwrap();
    let parts = Vec::<ContentInfo<'_>>::from_der(pfx.auth_safe.content.value()).unwrap();
    let [certificates, key] = parts.as_slice() else {
        panic!("not two parts")
    };
    let certificates: EncryptedData<'_> = certificates.content.decode_as().unwrap();
    let bags = Vec::<SafeBag<'_>>::from_der(key.content.value()).unwrap();
    assert_eq!(bags[0].bag_id, structure::SHROUDED_KEY_BAG);
    let key: EncryptedPrivateKey<'_> = bags[0].value.decode_as().unwrap();
    [
        certificates.content.algorithm.to_der().unwrap(),
        key.algorithm.to_der().unwrap(),
    ]
}

#[test]
fn the_modern_file_says_how_it_is_protected() {
    let file = made(PfxKind::Modern, 54);
    let schemes = algorithms(&file).map(|der| {
        let Ok(EncryptionScheme::Pbes2(parameters)) = EncryptionScheme::from_der(&der) else {
            panic!("not PBES2")
        };
        let derivation = parameters.kdf.pbkdf2().unwrap();
        assert_eq!(derivation.iteration_count, 300_000);
        assert_eq!(derivation.prf, pbes2::Pbkdf2Prf::HmacWithSha256);
        assert_eq!(derivation.salt.as_ref().len(), 16);
        parameters.encryption
    });
    let [
        pbes2::EncryptionScheme::Aes256Cbc { iv: first },
        pbes2::EncryptionScheme::Aes256Cbc { iv: second },
    ] = schemes
    else {
        panic!("not AES-256")
    };
    assert_ne!(first, second);
    let mac = Pfx::from_der(&file).unwrap().mac_data.unwrap();
    assert_eq!(mac.mac.algorithm.oid, oid(SHA256));
    assert_eq!(mac.mac.digest.as_bytes().len(), 32);
    assert_eq!(mac.rounds, Some(300_000));
}

#[test]
fn the_compatible_file_says_how_it_is_protected() {
    let file = made(PfxKind::Compatible, 55);
    let salts = algorithms(&file).map(|der| {
        let algorithm = AlgorithmIdentifierRef::from_der(&der).unwrap();
        assert_eq!(algorithm.oid, oid("1.2.840.113549.1.12.1.3"));
        let parameters: PbeParameters<'_> = algorithm.parameters.unwrap().decode_as().unwrap();
        assert_eq!(parameters.rounds, 10_000);
        parameters.salt.as_bytes().to_vec()
    });
    assert_ne!(salts[0], salts[1]);
    let mac = Pfx::from_der(&file).unwrap().mac_data.unwrap();
    assert_eq!(mac.mac.algorithm.oid, oid("1.3.14.3.2.26"));
    assert_ne!(mac.salt.as_bytes(), salts[0]);
}

#[test]
fn writing_derives_once_and_so_does_reading() {
    let (private_key, certificate) = (testing::key(), certificate());
    let entry = NewEntry {
        name: "a",
        private_key: &private_key,
        certificate_der: &certificate,
    };
    let (text, entropy) = (password(PASSWORD), Repeating::new(56));
    let writing = Counting::default();
    let file =
        pollster::block_on(write(PfxKind::Modern, &entry, &text, &entropy, &writing)).unwrap();
    assert_eq!(writing.0.get(), 1);
    let reading = Counting::default();
    assert!(pollster::block_on(read(file.expose(), &text, &reading)).is_ok());
    assert_eq!(reading.0.get(), 1);
    let wrong = Counting::default();
    assert!(pollster::block_on(read(file.expose(), &password("x"), &wrong)).is_err());
    assert_eq!(wrong.0.get(), 0, "the MAC tells before anything is derived");
}

/// RFC 7292, appendix B.1, ends a password with a NUL, so that the empty one has two bytes; no password has none.
#[test]
fn an_empty_password_also_stands_for_none() {
    let (key, certificate) = (clear_key(), certificate_part(&certificate()));
    for units in [&[0, 0][..], &[]] {
        let file = file_with_mac(units, &[&key, &certificate]);
        assert!(open_with(&file, "").is_ok(), "{units:?}");
        let refused = open_with(&file, "x").unwrap_err();
        assert_eq!(refused, KeyError::PasswordWrong, "{units:?}");
    }
}

#[test]
fn both_trials_of_an_empty_password_count_as_one_file() {
    // Two MACs of so many rounds are over the limit. This one is right for neither.
    let rounds = 5_000_001;
    let contents = contents_of(&[&clear_key()]);
    let file = integrity::file(&contents, oid(SHA256), &[0; 32], b"salt", rounds).unwrap();
    let refused = open_with(&file, "").unwrap_err();
    let rounds = 2 * u64::from(rounds);
    let most = 10_000_000;
    assert_eq!(refused, KeyError::TooManyRounds { rounds, most });
}

#[test]
fn clear_parts_and_a_chain_are_read() {
    let issuer = testing::certificate("Issuer", &testing::other_key());
    let own = certificate();
    let file = file_of(&[
        &certificate_part(&issuer),
        &clear_key(),
        &certificate_part(&own),
    ]);
    let entry = open(&file).unwrap();
    assert_eq!(entry.name, None);
    assert_eq!(entry.certificate_der, own);
    assert_eq!(entry.chain, [issuer]);
}

#[test]
fn what_has_no_meaning_here_is_passed_over() {
    let list = part(oid("1.2.840.113549.1.12.10.1.4"), &[0x05, 0]);
    let sdsi = {
        let bag = structure::CertificateBag {
            kind: oid("1.2.840.113549.1.9.22.2"),
            value: AnyRef::from_der(&[0x16, 1, b'x']).unwrap(),
        };
        part(structure::CERTIFICATE_BAG, &bag.to_der().unwrap())
    };
    let file = file_of(&[
        &list,
        &sdsi,
        &clear_key(),
        &certificate_part(&certificate()),
    ]);
    // The other kind of certificate is given on, to be told as one that cannot be read.
    assert_eq!(open(&file).unwrap().chain, [b"x"]);
}

#[test]
fn a_file_without_mac_is_told_by_its_padding() {
    let algorithm = pbes2::Parameters::generate_pbkdf2_sha256_aes256cbc(1, b"8 bytes!", [7; 16])
        .map(|parameters| EncryptionScheme::Pbes2(parameters).to_der().unwrap())
        .unwrap();
    let bags = contents::certificate_bag(&certificate(), &[0x31, 0]).unwrap();
    let scheme = EncryptionScheme::from_der(&algorithm).unwrap();
    let sealed = encrypted_part(algorithm, &scheme.encrypt(PASSWORD, &bags).unwrap());
    let contents = contents_of(&[&sealed, &clear_key()]);
    let file = Pfx {
        version: 3,
        auth_safe: ContentInfo {
            content_type: structure::DATA,
            content: AnyRef::new(der::Tag::OctetString, &contents).unwrap(),
        },
        mac_data: None,
    }
    .to_der()
    .unwrap();
    assert_eq!(open(&file).unwrap().certificate_der, certificate());
    let refused = open_with(&file, "x").unwrap_err();
    assert_eq!(refused, KeyError::PasswordWrong);
}

#[test]
fn one_pair_is_wanted() {
    let (own, other) = (certificate(), testing::other_key());
    let other_certificate = testing::certificate("Other", &other);
    let other_key = key_part(other.pkcs8().expose());
    let own = certificate_part(&own);
    for (parts, error) in [
        (vec![own.clone()], KeyError::PrivateKeyMissing),
        (vec![], KeyError::PrivateKeyMissing),
        (vec![clear_key()], KeyError::NotAPair),
        (
            vec![clear_key(), certificate_part(&other_certificate)],
            KeyError::NotAPair,
        ),
        (
            vec![clear_key(), other_key, own],
            KeyError::SeveralPrivateKeys { count: 2 },
        ),
    ] {
        let parts: Vec<&[u8]> = parts.iter().map(Vec::as_slice).collect();
        assert_eq!(refusal(&file_of(&parts)), error);
    }
}

#[test]
fn a_key_that_is_not_rsa_is_named() {
    // An elliptic curve's PrivateKeyInfo: version, id-ecPublicKey with P-256, and octets.
    let key = hex::decode(concat!(
        "3019020100",
        "301306072a8648ce3d020106082a8648ce3d030107",
        "040100"
    ));
    let mut key = key.unwrap();
    key[1] = u8::try_from(key.len() - 2).unwrap();
    assert_eq!(
        refusal(&file_of(&[&key_part(&key)])),
        KeyError::KeyFileNotRsa
    );
    let refused = refusal(&file_of(&[&key_part(&[0x30, 0])]));
    assert_eq!(refused, KeyError::KeyFileUnreadable);
}

#[test]
fn weak_and_rare_protections_are_refused_by_name() {
    let scrypt =
        pbes2::Parameters::generate_scrypt(&mut crate::randomness::Randomness(&Repeating::new(57)))
            .map(|parameters| EncryptionScheme::Pbes2(parameters).to_der().unwrap())
            .unwrap();
    for (algorithm, method) in [
        (pbe("1.2.840.113549.1.12.1.1", 2048), "RC4-128"),
        (pbe("1.2.840.113549.1.5.10", 2048), "DES with SHA-1"),
        (pbe("1.2.3.4", 1), "1.2.3.4"),
        (scrypt, "scrypt"),
    ] {
        let method = method.to_owned();
        let file = file_of(&[&encrypted_part(algorithm, &[0; 16])]);
        assert_eq!(refusal(&file), KeyError::ProtectionRefused { method });
    }
}

#[test]
fn other_kinds_of_integrity_are_refused_by_name() {
    let contents = contents_of(&[&clear_key(), &certificate_part(&certificate())]);
    for (hash, method) in [
        ("1.2.840.113549.1.5.14", "PBMAC1"),
        ("1.2.840.113549.2.5", "MD5"),
        ("1.2.3.4", "1.2.3.4"),
    ] {
        let file = integrity::file(&contents, oid(hash), &[0; 16], b"salt", 1).unwrap();
        let method = method.to_owned();
        assert_eq!(refusal(&file), KeyError::ProtectionRefused { method });
    }
    let signed = Pfx {
        version: 3,
        auth_safe: ContentInfo {
            content_type: oid("1.2.840.113549.1.7.2"),
            content: AnyRef::from_der(&[0x30, 0]).unwrap(),
        },
        mac_data: None,
    };
    let method = "signedData".to_owned();
    assert_eq!(
        refusal(&signed.to_der().unwrap()),
        KeyError::ProtectionRefused { method }
    );
}

/// RFC 9579, section 4: PBMAC1 stands as the digest's algorithm, with parameters of its own, and the salt is not used.
#[test]
fn pbmac1_is_refused_by_name() {
    // PBMAC1-params (RFC 8018, appendix A.5): PBKDF2 with a salt, 2048 rounds, 32 bytes and hmacWithSHA256; hmacWithSHA256.
    let parameters = hex::decode(concat!(
        "303c",
        "302c06092a864886f70d01050c",
        "301f0408382062797465732102020800020120300c06082a864886f70d02090500",
        "300c06082a864886f70d02090500"
    ))
    .unwrap();
    let contents = contents_of(&[&clear_key()]);
    let file = Pfx {
        version: 3,
        auth_safe: ContentInfo {
            content_type: structure::DATA,
            content: AnyRef::new(der::Tag::OctetString, &contents).unwrap(),
        },
        mac_data: Some(structure::MacData {
            mac: structure::DigestInfo {
                algorithm: AlgorithmIdentifierRef {
                    oid: oid("1.2.840.113549.1.5.14"),
                    parameters: Some(AnyRef::from_der(&parameters).unwrap()),
                },
                digest: OctetStringRef::new(&[0; 32]).unwrap(),
            },
            salt: OctetStringRef::new(b"NOT USED").unwrap(),
            rounds: None,
        }),
    };
    let method = "PBMAC1".to_owned();
    assert_eq!(
        refusal(&file.to_der().unwrap()),
        KeyError::ProtectionRefused { method }
    );
}

#[test]
fn every_hash_of_a_mac_is_known() {
    let contents = contents_of(&[&clear_key(), &certificate_part(&certificate())]);
    let units = kdf::password_units(&password(PASSWORD));
    for (hash, id) in [
        (HashFunction::Sha1, "1.3.14.3.2.26"),
        (HashFunction::Sha256, SHA256),
        (HashFunction::Sha384, "2.16.840.1.101.3.4.2.2"),
        (HashFunction::Sha512, "2.16.840.1.101.3.4.2.3"),
    ] {
        let mac = integrity::mac(
            &units,
            MacKey {
                hash,
                salt: b"salt",
                rounds: 3,
            },
            &contents,
            &NativeDerivation,
        )
        .unwrap();
        let file = integrity::file(&contents, oid(id), &mac, b"salt", 3).unwrap();
        assert!(open(&file).is_ok(), "{hash:?}");
        assert_eq!(open_with(&file, "x").unwrap_err(), KeyError::PasswordWrong);
    }
}

#[test]
fn more_rounds_than_bearable_are_refused_before_any_work() {
    let too_many = |rounds| KeyError::TooManyRounds {
        rounds,
        most: 10_000_000,
    };
    for rounds in [10_000_001, u64::from(u32::MAX) + 1, u64::MAX] {
        let part = encrypted_part(pbe("1.2.840.113549.1.12.1.3", rounds), &[0; 16]);
        // The MAC before it has one.
        let all = rounds.saturating_add(1);
        assert_eq!(refusal(&file_of(&[&part])), too_many(all));
    }
    let contents = contents_of(&[&clear_key()]);
    let mac = |rounds| integrity::file(&contents, oid(SHA256), &[0; 32], b"salt", rounds).unwrap();
    assert_eq!(refusal(&mac(10_000_001)), too_many(10_000_001));
    assert_eq!(refusal(&mac(0)), KeyError::KeyFileUnreadable);
    let modern = |rounds| {
        let mut parameters =
            pbes2::Parameters::generate_pbkdf2_sha256_aes256cbc(1, b"8 bytes!", [7; 16]).unwrap();
        if let pbes2::Kdf::Pbkdf2(derivation) = &mut parameters.kdf {
            derivation.iteration_count = rounds;
        }
        encrypted_part(
            EncryptionScheme::Pbes2(parameters).to_der().unwrap(),
            &[0; 16],
        )
    };
    assert_eq!(
        refusal(&file_of(&[&modern(10_000_001)])),
        too_many(10_000_002)
    );
}

/// A derivation that takes no time, for counting rounds only.
struct Idle;

impl KeyDerivation for Idle {
    async fn derive(
        &self,
        _: &Secret<String>,
        parameters: Pbkdf2<'_>,
    ) -> Result<Secret<Vec<u8>>, KeyError> {
        Ok(Secret::new(vec![0; parameters.length]))
    }
}

#[test]
fn rounds_are_counted_over_the_whole_file() {
    let algorithm = |salt: &[u8]| {
        pbes2::Parameters::generate_pbkdf2_sha256_aes256cbc(4_000_000, salt, [0; 16])
            .map(|parameters| EncryptionScheme::Pbes2(parameters).to_der().unwrap())
            .unwrap()
    };
    // With a key of zeroes, as Idle gives it.
    let cipher = {
        use cbc::cipher::KeyIvInit as _;
        cbc::Encryptor::<aes::Aes256>::new(&[0; 32].into(), &[0; 16].into())
    };
    let bags = contents::certificate_bag(&certificate(), &[0x31, 0]).unwrap();
    let content = {
        use cbc::cipher::BlockModeEncrypt as _;
        cipher.encrypt_padded_vec::<cbc::cipher::block_padding::Pkcs7>(&bags)
    };
    let [one, another, third] = [b"salt one", b"salt two", b"salt 3rd"]
        .map(|salt| encrypted_part(algorithm(salt), &content));
    let result = |parts: &[&[u8]]| {
        pollster::block_on(read(&file_of(parts), &password(PASSWORD), &Idle)).unwrap_err()
    };
    assert_eq!(result(&[&one, &another]), KeyError::PrivateKeyMissing);
    let same = [one.as_slice(); 5];
    assert_eq!(result(&same), KeyError::PrivateKeyMissing);
    assert_eq!(
        result(&[&one, &another, &third]),
        KeyError::TooManyRounds {
            // Those of the MAC, which has one, and of two parts are done; the third is too many.
            rounds: 12_000_001,
            most: 10_000_000
        }
    );
}

#[test]
fn what_is_no_pfx_is_refused() {
    let good = file_of(&[&clear_key(), &certificate_part(&certificate())]);
    let other_version = {
        let mut file = good.clone();
        let version = file.windows(3).position(|part| part == [2, 1, 3]).unwrap();
        file[version + 2] = 4;
        file
    };
    let behind = [good.as_slice(), &[0]].concat();
    let certificate = certificate();
    for file in [&b""[..], b"hello", &certificate, &other_version, &behind] {
        assert_eq!(refusal(file), KeyError::KeyFileUnreadable);
    }
    assert!(open(&good).is_ok());
}

#[test]
fn no_cut_does_more_than_be_refused() {
    let file = file_of(&[&clear_key(), &certificate_part(&certificate())]);
    for length in 0..file.len() {
        assert_eq!(refusal(&file[..length]), KeyError::KeyFileUnreadable);
    }
    // With a right MAC, so that the parts are read as well.
    let contents = contents_of(&[&clear_key(), &certificate_part(&certificate())]);
    let units = kdf::password_units(&password(PASSWORD));
    for length in 0..contents.len() {
        let cut = &contents[..length];
        let mac = integrity::mac(
            &units,
            MacKey {
                hash: HashFunction::Sha256,
                salt: b"salt",
                rounds: 1,
            },
            cut,
            &NativeDerivation,
        )
        .unwrap();
        let file = integrity::file(cut, oid(SHA256), &mac, b"salt", 1).unwrap();
        assert_eq!(refusal(&file), KeyError::KeyFileUnreadable);
    }
}

#[test]
fn damage_is_noticed() {
    let file = made(PfxKind::Compatible, 58);
    for place in (0..file.len()).step_by(97) {
        let mut damaged = file.clone();
        damaged[place] ^= 0x40;
        assert!(open(&damaged).is_err(), "{place}");
    }
}
