//! Whether a text is the name of a host. Internationalised names must come in their ASCII form (`xn--...`).

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
