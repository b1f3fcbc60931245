//! The matrix: every reader, every format that it reads, every key size, every class of password. What each found must be
//! the key that was made, and a wrong password must open nothing.

use std::fs;

use keys::KeySize;

use crate::format::Format;
use crate::format::PASSWORDS;
use crate::made::Pair;
use crate::program::Folder;
use crate::reader::Found;
use crate::reader::READERS;
use crate::reader::Reader;

/// Has every reader judge every format with every password. Returns how many judgements were made.
fn judged(size: KeySize) -> usize {
    let pair = Pair::make(size);
    let mut complaints = Vec::new();
    let mut judgements = 0;
    for format in Format::ALL {
        for password in PASSWORDS.iter().filter(|password| format.takes(password)) {
            let file = pair.write(format, password.text);
            for reader in READERS.iter().filter(|reader| (reader.reads)(format)) {
                let folder = folder(
                    reader,
                    format,
                    &format!("{}-{}", size.bits(), password.class),
                );
                judgements += 1;
                let found = ask(reader, &folder, format, &file, password.text);
                if found.as_ref() != Ok(&pair.expected(format)) {
                    complaints.push(format!(
                        "{}, {format:?}, {}: {found:?}",
                        reader.name, password.class
                    ));
                }
            }
        }
    }
    let count = complaints.len();
    assert!(
        count == 0,
        "{count} of {judgements}:\n{}",
        complaints.join("\n")
    );
    judgements
}

fn folder(reader: &Reader, format: Format, name: &str) -> Folder {
    Folder::new(&format!("{}-{}-{name}", reader.name, format.file_name()))
}

fn ask(
    reader: &Reader,
    folder: &Folder,
    format: Format,
    file: &[u8],
    password: &str,
) -> Result<Found, String> {
    fs::write(folder.path().join(format.file_name()), file).unwrap();
    (reader.ask)(folder, format, password)
}

/// Cells of the matrix of one size, by hand: the two forms of the certificate, no password, by four readers; key.pem,
/// four passwords, by three; two PFX, three passwords, by five; JKS, three passwords, by keytool.
const CELLS: usize = 2 * 4 + 4 * 3 + 2 * 3 * 5 + 3;

#[test]
fn every_reader_opens_every_file_of_2048_bits() {
    assert_eq!(judged(KeySize::Rsa2048), CELLS);
}

#[test]
fn every_reader_opens_every_file_of_3072_bits() {
    assert_eq!(judged(KeySize::Rsa3072), CELLS);
}

#[test]
fn every_reader_opens_every_file_of_4096_bits() {
    assert_eq!(judged(KeySize::Rsa4096), CELLS);
}

#[test]
fn no_reader_opens_a_file_with_another_password() {
    let pair = Pair::make(KeySize::Rsa2048);
    for format in Format::ALL.into_iter().filter(|format| format.is_secret()) {
        let file = pair.write(format, "s3cret-Pass");
        for reader in READERS.iter().filter(|reader| (reader.reads)(format)) {
            let folder = folder(reader, format, "wrong");
            let found = ask(reader, &folder, format, &file, "s3cret-pass");
            assert!(found.is_err(), "{}, {format:?}: {found:?}", reader.name);
        }
    }
}

/// A judge that says yes to everything judges nothing: it must also see that a certificate is another one.
#[test]
fn readers_tell_one_key_from_another() {
    let (one, other) = (Pair::make(KeySize::Rsa2048), Pair::another());
    for format in Format::ALL {
        let file = other.write(format, "s3cret-Pass");
        for reader in READERS.iter().filter(|reader| (reader.reads)(format)) {
            let folder = folder(reader, format, "other");
            let found = ask(reader, &folder, format, &file, "s3cret-Pass").unwrap();
            assert_eq!(found, other.expected(format), "{}", reader.name);
            assert_ne!(found, one.expected(format), "{}", reader.name);
        }
    }
}
