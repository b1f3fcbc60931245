//! JKS files, round and round, and what must not open. keytool judges them elsewhere.

use sha1::Digest as _;
use sha1::Sha1;

use super::*;
use crate::testing;
use crate::testing::Repeating;
use crate::testing::now;
use crate::testing::password;

const PASSWORD: &str = "s3cret-Pass";

fn certificate() -> Vec<u8> {
    testing::certificate("Example", &testing::key())
}

fn made(name: &str, seed: u64) -> Vec<u8> {
    let (private_key, certificate) = (testing::key(), certificate());
    let entry = NewEntry {
        name,
        private_key: &private_key,
        certificate_der: &certificate,
    };
    let file = write(&entry, &password(PASSWORD), now(), &Repeating::new(seed)).unwrap();
    file.expose().clone()
}

/// A store of these parts with its digest.
fn store(parts: &[&[u8]]) -> Vec<u8> {
    let mut file = parts.concat();
    let units: Vec<u8> = PASSWORD.bytes().flat_map(|byte| [0, byte]).collect();
    let digest = Sha1::new()
        .chain_update(units)
        .chain_update("Mighty Aphrodite")
        .chain_update(&file)
        .finalize();
    file.extend_from_slice(&digest);
    file
}

/// The bytes of one entry in a store of one.
fn entry_of(file: &[u8]) -> &[u8] {
    &file[12..file.len() - 20]
}

fn refusal(file: &[u8]) -> KeyError {
    read(file, &password(PASSWORD)).unwrap_err()
}

#[test]
fn a_file_opens_with_its_password_only() {
    let file = made("MyTimetable", 30);
    let entry = read(&file, &password(PASSWORD)).unwrap();
    assert_eq!(entry.name.as_deref(), Some("mytimetable"));
    assert_eq!(
        entry.private_key.pkcs8().expose(),
        testing::key().pkcs8().expose()
    );
    assert_eq!(entry.certificate_der, certificate());
    assert!(entry.chain.is_empty());
    for wrong in ["", "s3cret-Pass ", "S3cret-Pass"] {
        let refused = read(&file, &password(wrong)).unwrap_err();
        assert_eq!(refused, KeyError::PasswordWrong);
    }
}

#[test]
fn the_file_begins_as_java_writes_it() {
    let file = made("a", 31);
    let head = "feedfeed 00000002 00000001 00000001 0001 61".replace(' ', "");
    assert_eq!(hex::encode(&file[..19]), head);
    let date = i64::from_be_bytes(*file[19..].first_chunk().unwrap());
    assert_eq!(date, now().unix_milliseconds());
}

#[test]
fn every_file_has_its_own_salt() {
    let [first, second] = [32, 33].map(|seed| made("a", seed));
    assert_eq!(first.len(), second.len());
    let salt = |file: &[u8]| {
        let content = file.windows(2).position(|tag| tag == [0x04, 0x82]).unwrap();
        file[content + 4..][..20].to_vec()
    };
    assert_ne!(salt(&first), salt(&second));
    assert_ne!(salt(&first), [0; 20], "the salt is drawn, not left empty");
}

#[test]
fn names_and_passwords_are_checked() {
    let (private_key, certificate) = (testing::key(), certificate());
    let refused = |name, text: &str| {
        let entry = NewEntry {
            name,
            private_key: &private_key,
            certificate_der: &certificate,
        };
        write(&entry, &password(text), now(), &Repeating::new(34)).unwrap_err()
    };
    assert_eq!(refused("", PASSWORD), KeyError::FieldEmpty);
    assert_eq!(refused("a", ""), KeyError::PasswordEmpty);
    assert_eq!(
        refused("a", "12345"),
        KeyError::PasswordTooShort { least: 6 }
    );
    assert!(matches!(
        refused("a", "p\u{e4}ssword"),
        KeyError::PasswordCharacter { position: 2, .. }
    ));
}

#[test]
fn any_name_survives() {
    for name in ["universit\u{e4}t", "\u{20ac} \u{1f511}"] {
        let entry = read(&made(name, 35), &password(PASSWORD)).unwrap();
        assert_eq!(entry.name.as_deref(), Some(name));
    }
}

#[test]
fn modified_utf8_is_that_of_java() {
    // The examples of the Java Language's DataInput: NUL in two bytes, a supplementary character in twice three.
    for (string, bytes) in [
        ("a", "61"),
        ("\0", "c080"),
        ("\u{7ff}", "dfbf"),
        ("\u{20ac}", "e282ac"),
        ("\u{10400}", "eda081edb080"),
    ] {
        let encoded = text::to_modified_utf8(string);
        assert_eq!(hex::encode(&encoded), bytes);
        assert_eq!(text::from_modified_utf8(&encoded).as_deref(), Some(string));
    }
    for broken in [
        &[0x80][..],
        &[0xc3],
        &[0xc3, 0x41],
        &[0xe2, 0x82],
        &[0, 1],
        &[0xf0, 0x9f],
    ] {
        assert_eq!(text::from_modified_utf8(broken), None);
    }
}

#[test]
fn one_private_key_is_wanted() {
    let file = made("a", 36);
    let (entry, magic) = (entry_of(&file), &file[..8]);
    let trusted = |certificate: &[u8]| {
        let length = u32::try_from(certificate.len()).unwrap().to_be_bytes();
        [
            &[0, 0, 0, 2, 0, 1, b't'][..],
            &[0; 8],
            b"\0\x05X.509",
            &length,
            certificate,
        ]
        .concat()
    };
    let of_another = testing::certificate("Other", &testing::other_key());
    assert_eq!(
        refusal(&store(&[magic, &[0; 4]])),
        KeyError::PrivateKeyMissing
    );
    assert_eq!(
        refusal(&store(&[magic, &[0, 0, 0, 1], &trusted(&of_another)])),
        KeyError::PrivateKeyMissing
    );
    assert_eq!(
        refusal(&store(&[magic, &[0, 0, 0, 2], entry, entry])),
        KeyError::SeveralPrivateKeys { count: 2 }
    );
    for (beside, chain) in [
        (certificate(), vec![]),
        (of_another.clone(), vec![of_another]),
    ] {
        let store = store(&[magic, &[0, 0, 0, 2], &trusted(&beside), entry]);
        let opened = read(&store, &password(PASSWORD)).unwrap();
        assert_eq!(
            (opened.certificate_der, opened.chain),
            (certificate(), chain)
        );
    }
}

#[test]
fn a_key_with_a_password_of_its_own_is_named() {
    let mut file = made("a", 37);
    let salt = file.windows(2).position(|tag| tag == [0x04, 0x82]).unwrap() + 4;
    file[salt] ^= 1;
    let content = file[..file.len() - 20].to_vec();
    assert_eq!(refusal(&store(&[&content])), KeyError::EntryPasswordDiffers);
}

#[test]
fn other_protections_are_refused_by_name() {
    let mut file = made("a", 38);
    let last_arc = file.windows(3).position(|arcs| arcs == [17, 1, 1]).unwrap();
    file[last_arc + 2] = 2;
    let content = file[..file.len() - 20].to_vec();
    for (file, method) in [
        (store(&[&content]), "1.3.6.1.4.1.42.2.17.1.2"),
        (store(&[&[0xce, 0xce, 0xce, 0xce], &[0; 8]]), "JCEKS"),
    ] {
        let method = method.to_owned();
        assert_eq!(refusal(&file), KeyError::JavaProtectionRefused { method });
    }
}

#[test]
fn what_is_no_store_is_refused() {
    let file = made("a", 39);
    let (magic, entry) = (&file[..4], entry_of(&file));
    for unreadable in [
        vec![],
        b"hello, this is a text and no key store".to_vec(),
        // Of version 1, of an unknown kind of entry, of more entries than there are, with something behind.
        store(&[magic, &[0, 0, 0, 1], &[0, 0, 0, 1], entry]),
        store(&[
            magic,
            &[0, 0, 0, 2],
            &[0, 0, 0, 1],
            &[0, 0, 0, 3],
            &entry[4..],
        ]),
        store(&[magic, &[0, 0, 0, 2], &[0xff; 4], entry]),
        store(&[magic, &[0, 0, 0, 2], &[0, 0, 0, 1], entry, b"more"]),
    ] {
        assert_eq!(refusal(&unreadable), KeyError::KeyFileUnreadable);
    }
}

#[test]
fn no_cut_or_damage_does_more_than_be_refused() {
    let file = made("a", 40);
    for length in 0..file.len() {
        assert!(read(&file[..length], &password(PASSWORD)).is_err());
        // With a right digest, so that the parts are read as well.
        let cut = store(&[&file[..length]]);
        if length != file.len() - 20 {
            assert_eq!(refusal(&cut), KeyError::KeyFileUnreadable, "{length}");
        }
    }
}
