//! Whether a text is the name of a host, and the ASCII form of internationalised names.

use idna::AsciiDenyList;
use idna::uts46::DnsLength;
use idna::uts46::Hyphens;
use idna::uts46::Uts46;

/// The ASCII form (`xn--...`) of a name in any script (Unicode Technical Standard 46), if it has one.
pub(super) fn to_ascii(text: &str) -> Option<String> {
    Uts46::new()
        .to_ascii(
            text.trim().as_bytes(),
            AsciiDenyList::STD3,
            Hyphens::CheckFirstLast,
            DnsLength::Verify,
        )
        .ok()
        .map(|name| name.into_owned())
}

/// Returns the lower-case host name in `text`, if there is one: labels of letters, digits and inner hyphens, at most
/// 63 long (RFC 1123, section 2.1), the last of them not a number, since that would be an IP address.
pub(super) fn host_name(text: &str) -> Option<String> {
    let name = text.trim().to_ascii_lowercase();
    let all_labels_fit = name.split('.').all(is_label);
    let last_is_number = name
        .rsplit('.')
        .next()
        .is_some_and(|last| last.bytes().all(|byte| byte.is_ascii_digit()));
    (all_labels_fit && !last_is_number).then_some(name)
}

/// Whether `label` may stand between the dots of a host name.
fn is_label(label: &str) -> bool {
    (1..=63).contains(&label.len())
        && label
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        && !label.starts_with('-')
        && !label.ends_with('-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn host_names_are_accepted_in_lower_case() {
        for (text, name) in [
            (" Push.Example.EDU ", "push.example.edu"),
            ("mytimetable", "mytimetable"),
            ("1.2.3.4.example", "1.2.3.4.example"),
            ("xn--mnchen-3ya.de", "xn--mnchen-3ya.de"),
        ] {
            assert_eq!(host_name(text).as_deref(), Some(name));
        }
        let longest = format!("{}.nl", "a".repeat(63));
        assert_eq!(host_name(&longest), Some(longest));
    }

    #[test]
    fn names_of_other_scripts_are_encoded() {
        for (text, name) in [
            (" Push.Example.EDU ", "push.example.edu"),
            ("M\u{fc}nchen.de", "xn--mnchen-3ya.de"),
            // The same letter, composed of two.
            ("mu\u{308}nchen.de", "xn--mnchen-3ya.de"),
            // RFC 3492, section 7.1 (B), as a label; the dot is the ideographic one.
            (
                "\u{4ed6}\u{4eec}\u{4e3a}\u{4ec0}\u{4e48}\u{4e0d}\u{8bf4}\u{4e2d}\u{6587}\u{3002}cn",
                "xn--ihqwcrb4cv8a8dqg056pqjye.cn",
            ),
            ("xn--mnchen-3ya.de", "xn--mnchen-3ya.de"),
        ] {
            assert_eq!(to_ascii(text).as_deref(), Some(name));
        }
        // Not Punycode; a sign that stands for none; a mixture of directions (RFC 5893).
        for text in [
            "xn--\u{fc}.de",
            "xn--0.pt",
            "a\u{fffd}b.de",
            "a\u{5d0}.nl",
            "a b.nl",
        ] {
            assert_eq!(to_ascii(text), None, "{text:?}");
        }
    }

    #[test]
    fn anything_else_is_refused() {
        let too_long = format!("{}.nl", "a".repeat(64));
        for text in [
            "",
            ".",
            "a..b",
            "example.edu.",
            "-a.nl",
            "a-.nl",
            "a_b.nl",
            "*.example.edu",
            "a b.nl",
            "m\u{fc}nchen.de",
            "192.0.2.1",
            "https://example.edu",
            "example.edu:443",
            "a@b.nl",
            "a,O=b",
            &too_long,
        ] {
            assert_eq!(host_name(text), None, "{text:?}");
        }
    }
}
