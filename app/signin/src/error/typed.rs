//! A code that Entra showed on its own page and that a person types in, or pastes with the text around it.

use base::Key;
use base::Message;

use super::codes;

/// What stands before the number.
const PREFIX: &str = "AADSTS";

/// How many digits the numbers of Entra have.
const DIGITS: std::ops::RangeInclusive<usize> = 5..=7;

/// What the code in `text` means, from the same table as a code that comes back by itself. That there is no code, or
/// one that is in no table, is said as such.
pub fn explain(text: &str) -> Message {
    let Some(code) = code_in(text) else {
        return Message::new(Key::SignInCodeMissing);
    };
    let key = codes::of_code(code).unwrap_or(Key::SignInCodeUnknown);
    Message::new(key).with("code", format!("{PREFIX}{code}"))
}

/// The number behind the first `AADSTS`, or else the first number of the right length: people leave the letters out.
fn code_in(text: &str) -> Option<u32> {
    let upper = text.to_ascii_uppercase();
    let behind = upper.split_once(PREFIX).map(|(_, rest)| rest);
    let mut words = behind
        .unwrap_or(&upper)
        .split(|letter: char| !letter.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty());
    let is_code = |word: &&str| {
        DIGITS.contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_digit())
    };
    let word = match behind {
        Some(_) => words.next().filter(is_code),
        None => words.find(is_code),
    };
    word?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_found_however_it_is_written() {
        for text in [
            "AADSTS50011",
            "  aadsts50011 ",
            "50011",
            "AADSTS 50011",
            "AADSTS: 50011",
            "Sorry, but we\u{2019}re having trouble signing you in.\n\nAADSTS50011: The redirect URI 'https://a.example:8080/' \
             does not match. Request Id: 0b2c7f1e-6a1d-4f0e-9a55-3f3f6f6f0100",
            "Error code: 50011",
        ] {
            let expected = Message::new(Key::SignInRedirectUnknown).with("code", "AADSTS50011");
            assert_eq!(explain(text), expected, "{text:?}");
        }
    }

    #[test]
    fn codes_that_never_come_back_have_words() {
        for (code, key) in [
            ("700016", Key::SignInApplicationUnknown),
            ("50034", Key::SignInNameOrPassword),
            ("50126", Key::SignInNameOrPassword),
            ("50053", Key::SignInAccountBlocked),
            ("50057", Key::SignInAccountBlocked),
            ("50055", Key::SignInPasswordExpired),
            ("90002", Key::SignInTenantUnknown),
            ("700027", Key::SignInServerCertificate),
        ] {
            assert_eq!(explain(code).key, key, "{code}");
        }
    }

    #[test]
    fn what_is_not_known_is_said() {
        let unknown = Message::new(Key::SignInCodeUnknown).with("code", "AADSTS99999");
        assert_eq!(explain("AADSTS99999"), unknown);
        for text in [
            "",
            "AADSTS",
            "AADSTSxyz 50011",
            "no idea",
            "1234",
            "12345678",
            "AADSTS12345678",
            "0b2c7f1e-6a1d-4f0e-9a55-3f3f6f6f0100",
        ] {
            assert_eq!(
                explain(text),
                Message::new(Key::SignInCodeMissing),
                "{text:?}"
            );
        }
    }
}
