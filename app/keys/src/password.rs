//! Passwords of key files: which may be used for which file, how strong one is, and making a new one.
//!
//! `key.pem` takes any password. PFX and JKS take printable ASCII only, because Java opens no others.

use base::Entropy;
use base::Secret;
use zeroize::Zeroizing;

use crate::KeyError;

/// The fewest characters that keytool takes for a JKS.
pub const LEAST_JKS: usize = 6;

/// Letters and digits that are not mistaken for one another: no l, no o, no 0, no 1. Thirty-two, so that five random
/// bits choose one without bias.
const ALPHABET: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";

/// A kind of characters: how many there are, and whether one is of it.
type Kind = (usize, fn(char) -> bool);

/// The kinds that add to the choice for every character of a password.
const KINDS: [Kind; 5] = [
    (10, |c| c.is_ascii_digit()),
    (26, |c| c.is_ascii_lowercase()),
    (26, |c| c.is_ascii_uppercase()),
    (33, |c| c == ' ' || c.is_ascii_punctuation()),
    (100, |c| !c.is_ascii()),
];

/// Groups of a generated password, and the characters of each: 25 characters of 5 bits are 125 bits.
const GROUPS: usize = 5;
const GROUP: usize = 5;

/// Fails with [`KeyError::PasswordEmpty`], or with [`KeyError::PasswordCharacter`] at the first character that is not
/// printable ASCII.
pub fn check_for_pfx(password: &Secret<String>) -> Result<(), KeyError> {
    // EXPOSE: only its characters are looked at; at most the one that is refused is told.
    let password = password.expose();
    if password.is_empty() {
        return Err(KeyError::PasswordEmpty);
    }
    let refused = |character: &char| !matches!(character, ' '..='~');
    match password.chars().enumerate().find(|(_, c)| refused(c)) {
        None => Ok(()),
        Some((index, character)) => Err(KeyError::PasswordCharacter {
            position: index + 1,
            character: name_of(character),
        }),
    }
}

/// As [`check_for_pfx`], and fails with [`KeyError::PasswordTooShort`] below six characters.
pub fn check_for_jks(password: &Secret<String>) -> Result<(), KeyError> {
    check_for_pfx(password)?;
    // EXPOSE: only its length is looked at.
    if password.expose().len() < LEAST_JKS {
        return Err(KeyError::PasswordTooShort { least: LEAST_JKS });
    }
    Ok(())
}

/// A character and its code point, or the code point alone if there is nothing to see.
fn name_of(character: char) -> String {
    let code = u32::from(character);
    if character.is_control() || character.is_whitespace() {
        format!("U+{code:04X}")
    } else {
        format!("{character} (U+{code:04X})")
    }
}

/// How long a password would hold against someone who has the file and guesses at it.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Strength {
    /// Less than 50 bits: guessed within days.
    Weak,
    /// Less than 80 bits: beyond all but the wealthiest.
    Fair,
    /// At least 80 bits.
    Strong,
}

/// Estimates a password's strength from its length and the kinds of its characters. A character that repeats the one
/// before it or follows it in the alphabet counts for nothing. Words and names are not recognised, so a password that
/// a person thought of is weaker than told here.
pub fn strength(password: &Secret<String>) -> Strength {
    // EXPOSE: only a number is made of it.
    let tenths = bits_of_one(password.expose()) * counted(password.expose());
    match tenths / 10 {
        0..50 => Strength::Weak,
        50..80 => Strength::Fair,
        _ => Strength::Strong,
    }
}

/// Tenths of bits that one character is worth: the logarithm of how many there are of the kinds that occur.
fn bits_of_one(password: &str) -> usize {
    let pool: usize = KINDS
        .into_iter()
        .filter(|(_, is_of_it)| password.chars().any(is_of_it))
        .map(|(size, _)| size)
        .sum();
    // 2^(tenths / 10) does not exceed the pool: taken to the tenth power, both are whole numbers.
    let power = (pool as u128).pow(10);
    power.checked_ilog2().map_or(0, |bits| bits as usize)
}

/// Characters that are not merely the one before again, or the one after or before that in the alphabet.
fn counted(password: &str) -> usize {
    let mut before: Option<u32> = None;
    let mut count = 0;
    for code in password.chars().map(u32::from) {
        if before.is_none_or(|before| before.abs_diff(code) > 1) {
            count += 1;
        }
        before = Some(code);
    }
    count
}

/// Makes a password of 25 letters and digits in five groups, such as `k7mna-…`: 125 random bits that every reader of key
/// files takes and that can be read aloud.
pub fn generate(entropy: &impl Entropy) -> Secret<String> {
    let mut random = Zeroizing::new([0; GROUPS * GROUP]);
    entropy.fill(&mut *random);
    // Of its final size, so that no part of it stays behind in memory as it grows.
    let mut password = String::with_capacity(GROUPS * (GROUP + 1));
    for (index, byte) in random.iter().enumerate() {
        if index > 0 && index % GROUP == 0 {
            password.push('-');
        }
        password.push(char::from(ALPHABET[usize::from(byte % 32)]));
    }
    Secret::new(password)
}

#[cfg(test)]
mod tests;
