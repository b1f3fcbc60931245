//! Which passwords are refused, how strong they are told to be, and what a generated one looks like.

use std::collections::BTreeSet;

use super::*;
use crate::testing::Constant;
use crate::testing::Repeating;
use crate::testing::password;

#[test]
fn every_printable_ascii_character_is_taken() {
    let all: String = (' '..='~').collect();
    assert_eq!(all.len(), 95);
    assert_eq!(check_for_pfx(&password(&all)), Ok(()));
    assert_eq!(check_for_jks(&password(&all)), Ok(()));
    assert_eq!(check_for_pfx(&password("x")), Ok(()));
}

#[test]
fn the_first_other_character_is_named_and_nothing_else() {
    for (text, position, character) in [
        ("p\u{e4}ss\u{f6}", 2, "\u{e4} (U+00E4)"),
        ("\u{1f511}key", 1, "\u{1f511} (U+1F511)"),
        ("secret\t", 7, "U+0009"),
        ("secret\u{a0}more", 7, "U+00A0"),
        ("secret\u{7f}", 7, "U+007F"),
        ("\n", 1, "U+000A"),
    ] {
        let error = KeyError::PasswordCharacter {
            position,
            character: character.to_owned(),
        };
        assert_eq!(check_for_pfx(&password(text)), Err(error.clone()));
        assert_eq!(check_for_jks(&password(text)), Err(error));
    }
}

#[test]
fn empty_and_short_passwords_are_refused() {
    assert_eq!(check_for_pfx(&password("")), Err(KeyError::PasswordEmpty));
    assert_eq!(check_for_jks(&password("")), Err(KeyError::PasswordEmpty));
    assert_eq!(
        check_for_jks(&password("12345")),
        Err(KeyError::PasswordTooShort { least: 6 })
    );
    assert_eq!(check_for_jks(&password("123456")), Ok(()));
}

#[test]
fn strength_grows_with_length_and_kinds() {
    for (text, told) in [
        ("", Strength::Weak),
        ("secret", Strength::Weak),
        ("Welkom01!", Strength::Weak),
        // Eleven of 62 characters: 65 bits.
        ("tR4fz8Qm2Ws", Strength::Fair),
        // Fourteen of 62 characters: 83 bits.
        ("tR4fz8Qm2WsB6y", Strength::Strong),
        // Ten of 62 characters: 59 bits; with signs as well, of 95: 65 bits.
        ("tR4fz8Qm2W", Strength::Fair),
        // Runs and repetitions count once, at their begin.
        ("aaaaaaaaaaaaaaaaaaaaaaaaaaaa", Strength::Weak),
        ("abcdefghijklmnopqrstuvwxyz", Strength::Weak),
        ("9876543210123456789098765", Strength::Weak),
    ] {
        assert_eq!(strength(&password(text)), told, "{text:?}");
    }
}

#[test]
fn one_character_is_worth_the_logarithm_of_its_kinds() {
    // log2 of 10, 26, 62, 95 and 195: 3.32, 4.70, 5.95, 6.57, 7.61.
    for (text, tenths) in [
        ("", 0),
        ("1", 33),
        ("a", 47),
        ("aA1", 59),
        ("aA1 ", 65),
        ("aA1 \u{e4}", 76),
    ] {
        assert_eq!(bits_of_one(text), tenths, "{text:?}");
    }
}

#[test]
fn a_generated_password_is_strong_and_taken_by_all() {
    let entropy = Repeating::new(20);
    let made: BTreeSet<String> = (0..100)
        .map(|_| {
            let made = generate(&entropy);
            assert_eq!(check_for_jks(&made), Ok(()));
            assert_eq!(strength(&made), Strength::Strong);
            let groups: Vec<&str> = made.expose().split('-').collect();
            assert_eq!(groups.len(), 5);
            for group in groups {
                assert_eq!(group.len(), 5);
                assert!(group.bytes().all(|byte| ALPHABET.contains(&byte)));
            }
            made.expose().clone()
        })
        .collect();
    assert_eq!(made.len(), 100);
}

#[test]
fn every_character_of_the_alphabet_is_as_likely() {
    let distinct: BTreeSet<u8> = ALPHABET.iter().copied().collect();
    assert_eq!(distinct.len(), 32);
    assert!(b"lo01".iter().all(|byte| !distinct.contains(byte)));
    // Thirty-two divides 256: byte values fall on the characters evenly.
    for byte in 0..=u8::MAX {
        let made = generate(&Constant(byte));
        let first = char::from(ALPHABET[usize::from(byte) % 32]);
        assert!(made.expose().chars().all(|c| c == first || c == '-'));
    }
}
