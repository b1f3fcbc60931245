//! Re-encoding, with the examples of X.690 and what must be refused.

use der::Decode as _;

use super::*;

fn der_of(ber: &str) -> Option<String> {
    let bytes = hex::decode(ber.replace(' ', "")).unwrap();
    to_der(&bytes).ok().map(|der| hex::encode(&*der))
}

#[test]
fn der_stays_as_it_is() {
    let long = format!("3082 0104 0482 0100 {}", "ab".repeat(256));
    for der in ["0500", "30 03 020107", "a0 02 0500", "04 03 010203", &long] {
        let unchanged = der.replace(' ', "");
        assert_eq!(der_of(der), Some(unchanged));
    }
}

#[test]
fn lengths_become_definite_and_short() {
    for (ber, der) in [
        ("3080 020107 0000", "3003020107"),
        ("3080 a080 0500 0000 0000", "3004a0020500"),
        ("308103 020107", "3003020107"),
        ("30840000 0003 020107", "3003020107"),
        ("3080 0000", "3000"),
    ] {
        assert_eq!(der_of(ber).as_deref(), Some(der), "{ber}");
    }
}

#[test]
fn pieces_of_octet_strings_are_joined() {
    for (ber, der) in [
        ("2480 0402 0102 0401 03 0000", "0403010203"),
        ("2407 0402 0102 0401 03", "0403010203"),
        // Pieces of pieces.
        ("2480 2480 0401 01 0000 0401 02 0000", "04020102"),
        ("2480 0000", "0400"),
    ] {
        assert_eq!(der_of(ber).as_deref(), Some(der), "{ber}");
    }
}

#[test]
fn octets_of_an_implicit_tag_are_joined() {
    for (der, octets) in [
        ("8003010203", Some("010203")),
        ("a0070402010204 0103", Some("010203")),
        ("a003020107", None),
        ("0403010203", None),
    ] {
        let bytes = hex::decode(der.replace(' ', "")).unwrap();
        let joined = joined(AnyRef::from_der(&bytes).unwrap()).ok();
        assert_eq!(
            joined.map(|octets| hex::encode(&*octets)).as_deref(),
            octets
        );
    }
}

#[test]
fn the_end_of_an_element_is_found_behind_all_that_is_in_it() {
    for (behind_header, length) in [
        ("0000", Some(0)),
        ("020107 0000 ffff", Some(3)),
        // A value may have the mark's bytes.
        ("04020000 0000", Some(4)),
        ("3080 0000 0000", Some(4)),
        ("3080 a080 0500 0000 0000 020107 0000", Some(13)),
        ("", None),
        ("00", None),
        ("020107", None),
        ("020307 0000", None),
        ("3080 0000", None),
    ] {
        let bytes = hex::decode(behind_header.replace(' ', "")).unwrap();
        assert_eq!(length_to_end(&bytes), length, "{behind_header}");
    }
    let nested = |depth: usize| [[0x30, 0x80].repeat(depth), vec![0; 2 * depth + 2]].concat();
    assert!(length_to_end(&nested(DEEPEST - 1)).is_some());
    assert_eq!(length_to_end(&nested(DEEPEST)), None);
    assert_eq!(length_to_end(&[0x30, 0x80].repeat(100_000)), None);
}

#[test]
fn what_is_broken_is_refused() {
    for broken in [
        "",
        "30",
        "3005 020107",
        "3080 020107",
        "0480 01 0000",
        "2403 020107",
        "1f8101 00",
        "3085 0000000000",
        "30ff",
        "3084 ffffffff 00",
        "0500 00",
    ] {
        assert_eq!(der_of(broken), None, "{broken}");
    }
}

#[test]
fn depth_is_bounded() {
    let nested = |depth: usize| "3080".repeat(depth) + &"0000".repeat(depth);
    assert!(der_of(&nested(DEEPEST)).is_some());
    assert_eq!(der_of(&nested(DEEPEST + 1)), None);
    assert_eq!(der_of(&"3080".repeat(100_000)), None);
}
