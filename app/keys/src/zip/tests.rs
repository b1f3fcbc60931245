//! The archive, byte by byte and read back. What other programs make of it is asked in the tests with strangers.

use proptest::collection::vec;
use proptest::prelude::*;

use super::*;

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn entry<'bytes>(name: &'bytes str, content: &'bytes [u8]) -> Entry<'bytes> {
    Entry { name, content }
}

#[test]
fn the_check_value_of_the_checksum() {
    // Of the catalogue of parametrised CRC algorithms, CRC-32/ISO-HDLC.
    assert_eq!(crc32(b"123456789"), 0xcbf4_3926);
    assert_eq!(crc32(b""), 0);
}

#[test]
fn moments_are_written_as_ms_dos_does() {
    for (text, time, date) in [
        (
            "2026-11-21T08:30:59Z",
            (8 << 11) | (30 << 5) | 29,
            (46 << 9) | (11 << 5) | 21,
        ),
        ("1980-01-01T00:00:00Z", 0, 33),
        (
            "2107-12-31T23:59:58Z",
            (23 << 11) | (59 << 5) | 29,
            (127 << 9) | (12 << 5) | 31,
        ),
        // Outside of what can be written.
        ("1979-12-31T23:59:59Z", 0, 33),
        ("1969-01-01T00:00:00Z", 0, 33),
        ("2108-01-01T00:00:00Z", 0, 33),
    ] {
        assert_eq!(dos_time(at(text)), [time, date], "{text}");
    }
}

#[test]
fn an_archive_of_one_file_byte_by_byte() {
    let archive = write(&[entry("a", b"123456789")], at("1980-01-01T00:00:00Z")).unwrap();
    let common = [
        [10, 0, 0, 0, 0, 0, 0, 0, 33, 0].as_slice(),
        &[0x26, 0x39, 0xf4, 0xcb, 9, 0, 0, 0, 9, 0, 0, 0, 1, 0, 0, 0],
    ]
    .concat();
    let expected = [
        b"PK\x03\x04",
        common.as_slice(),
        b"a123456789",
        b"PK\x01\x02\x0a\0",
        &common,
        &[0; 14],
        b"a",
        b"PK\x05\x06\0\0\0\0\x01\0\x01\0",
        &[47, 0, 0, 0, 40, 0, 0, 0, 0, 0],
    ]
    .concat();
    assert_eq!(archive.expose(), &expected);
}

#[test]
fn what_was_written_is_read() {
    let entries = [
        entry("cert.pem", b"one"),
        entry("key.pem", b""),
        entry("x", &[0; 70_000]),
    ];
    let archive = write(&entries, at("2026-11-21T08:00:00Z")).unwrap();
    let bytes = archive.expose();
    assert_eq!(bytes.len(), bytes.capacity());
    assert_eq!(read(bytes).unwrap(), entries);
}

#[test]
fn anything_else_is_no_archive() {
    let archive = write(&[entry("a", b"123")], at("2026-11-21T08:00:00Z")).unwrap();
    let bytes = archive.expose();
    let directory = LOCAL_LENGTH + 4;
    for length in 0..directory + 4 {
        assert_eq!(read(&bytes[..length]), None, "{length}");
    }
    // A changed content, a compressed one, one with a flag.
    for at in [LOCAL_LENGTH + 1, 8, 6] {
        let mut other = bytes.clone();
        other[at] ^= 1;
        assert_eq!(read(&other), None, "{at}");
    }
    assert_eq!(read(b"PK\x05\x06"), None);
}

proptest! {
    #![proptest_config(crate::testing::cases(256))]

    #[test]
    fn whatever_is_put_in_comes_out(
        files in vec(("[a-z]{1,8}\\.[a-z]{1,4}", vec(any::<u8>(), 0..300)), 1..6),
    ) {
        let entries: Vec<_> = files.iter().map(|(name, content)| entry(name, content)).collect();
        let archive = write(&entries, at("2026-11-21T08:30:00Z")).unwrap();
        prop_assert_eq!(read(archive.expose()), Some(entries));
    }
}
