//! What is given to a colleague, and what is refused of what claims to be so.

use base::CertificateFacts;
use base::Thumbprint;
use survey::ApplicationChoice;
use words::Language;

use super::*;

const OBJECT_ID: &str = "55555555-0000-4000-8000-000000000000";

fn certificate() -> CertificateFacts {
    CertificateFacts {
        der: vec![1],
        subject: "CN=secret-host.example.edu".to_owned(),
        issuer: "CN=secret-host.example.edu".to_owned(),
        key_bits: 3072,
        not_before: "2026-11-21T08:00:00Z".parse().unwrap(),
        not_after: "2027-11-21T08:00:00Z".parse().unwrap(),
        thumbprint: Thumbprint::from_bytes([0xab; 20]),
        sha256: "cd".repeat(32),
    }
}

fn vendor() -> CertificateChoice {
    CertificateChoice::Vendor {
        certificate: Some(certificate()),
    }
}

fn own() -> CertificateChoice {
    CertificateChoice::Own {
        certificate: Some(certificate()),
    }
}

fn make() -> CertificateChoice {
    CertificateChoice::Make {
        organisation: "Secret Organisation".to_owned(),
        country: "NL".to_owned(),
        common_name: "secret-host.example.edu".to_owned(),
        bits: 3072,
        days: 365,
    }
}

fn keep() -> CertificateChoice {
    CertificateChoice::Keep {
        thumbprint: Thumbprint::from_bytes([0xab; 20]),
    }
}

/// A choice with everything in it that can be chosen.
fn choice(certificate: CertificateChoice) -> Choice {
    Choice {
        application: ApplicationChoice::Existing {
            id: OBJECT_ID.parse().unwrap(),
        },
        mailbox_settings: true,
        remove_obsolete: true,
        remove_owners: vec![OBJECT_ID.parse().unwrap()],
        leave_consent: true,
        ..Choice::new("Rooster “Ü” 🗓", certificate)
    }
}

fn invitation() -> Invitation {
    Invitation {
        application: Meant::Ours,
        application_name: "Push".to_owned(),
        mailbox_settings: false,
        hosting: Hosting::Hosted,
    }
}

#[test]
fn it_comes_back_by_link_and_by_file() {
    for (certificate, hosting) in [
        (vendor(), Hosting::Hosted),
        (make(), Hosting::OnPremises),
        (own(), Hosting::OwnPair),
        (keep(), Hosting::Hosted),
    ] {
        let sent = Invitation::of(&choice(certificate));
        assert_eq!(sent.application, Meant::Existing);
        assert_eq!(sent.hosting, hosting);
        assert_eq!(sent.application_name, "Rooster “Ü” 🗓");
        assert!(sent.mailbox_settings);
        let fragment = sent.to_fragment();
        assert_eq!(Invitation::from_fragment(&fragment), Ok(sent.clone()));
        let with_mark = format!("#{fragment}");
        assert_eq!(Invitation::from_fragment(&with_mark), Ok(sent.clone()));
        assert_eq!(Invitation::from_file(sent.to_file().as_bytes()), Ok(sent));
    }
}

#[test]
fn which_application_is_meant_is_said_without_its_key() {
    let beside = |key: Option<&str>| ApplicationChoice::Beside {
        unique_name: key.map(str::to_owned),
    };
    for (application, meant, member) in [
        (ApplicationChoice::Ours, Meant::Ours, "ours"),
        (beside(None), Meant::Beside, "beside"),
        (beside(Some("secret-key-2")), Meant::Beside, "beside"),
    ] {
        let choice = Choice {
            application,
            ..Choice::new("Push", vendor())
        };
        let sent = Invitation::of(&choice);
        assert_eq!(sent.application, meant);
        let file = sent.to_file();
        let members: Value = serde_json::from_str(&file).unwrap();
        assert_eq!(members["application"], member);
        assert!(!file.contains("secret"), "{file}");
        assert_eq!(Invitation::from_file(file.as_bytes()), Ok(sent));
    }
}

#[test]
fn a_fragment_needs_no_escaping() {
    let fragment = Invitation::of(&choice(make())).to_fragment();
    let encoded = fragment.strip_prefix("choice=").unwrap();
    // The URL-safe alphabet, without padding (RFC 4648, section 5).
    let safe = |character: char| character.is_ascii_alphanumeric() || "-_".contains(character);
    assert!(encoded.chars().all(safe), "{encoded}");
}

#[test]
fn it_says_nothing_but_the_choice() {
    for certificate in [vendor(), own(), make(), keep()] {
        let file = Invitation::of(&choice(certificate)).to_file();
        let Value::Object(members) = serde_json::from_str(&file).unwrap() else {
            panic!("{file}");
        };
        let mut names: Vec<&str> = members.keys().map(String::as_str).collect();
        names.sort();
        assert_eq!(
            names,
            [
                "application",
                "application_name",
                "form",
                "hosting",
                "mailbox_settings"
            ]
        );
        for hidden in [OBJECT_ID, "ecret", "ABAB", "abab", "cdcd", "3072"] {
            assert!(!file.contains(hidden), "{hidden} in {file}");
        }
    }
}

#[test]
fn whatever_was_chosen_can_be_read() {
    for (typed, read) in [
        ("  Push ", "Push".to_owned()),
        ("Pu\nsh\u{7f}", "Pu sh ".to_owned()),
        (&"ü".repeat(121), "ü".repeat(120)),
        (&"\"\\".repeat(100), "\"\\".repeat(60)),
        (&"🗓".repeat(500), "🗓".repeat(120)),
    ] {
        let sent = Invitation::of(&Choice::new(typed, vendor()));
        assert_eq!(sent.application_name, read);
        assert_eq!(
            Invitation::from_fragment(&sent.to_fragment()),
            Ok(sent.clone())
        );
        assert_eq!(Invitation::from_file(sent.to_file().as_bytes()), Ok(sent));
    }
}

#[test]
fn it_fills_the_form_and_leaves_the_rest() {
    for certificate in [vendor(), make(), keep()] {
        let form = Choice::new("Proposed", certificate);
        let filled = Invitation {
            mailbox_settings: true,
            ..invitation()
        }
        .apply_to(form.clone());
        let expected = Choice {
            application_name: "Push".to_owned(),
            mailbox_settings: true,
            ..form
        };
        assert_eq!(filled, expected);
    }
}

#[test]
fn what_is_not_a_choice_is_refused() {
    use InvitationError::Name;
    use InvitationError::OtherForm;
    use InvitationError::TooLarge;
    use InvitationError::Unreadable;
    let begun = r#"{"form":2,"application":"ours","application_name":"#;
    let with = |members: &str| format!(r#"{begun}"Push",{members}}}"#);
    let named = |name: &str| {
        let rest = r#""mailbox_settings":false,"hosting":"hosted""#;
        format!(r#"{begun}"{name}",{rest}}}"#)
    };
    let right = with(r#""mailbox_settings":false,"hosting":"hosted""#);
    assert_eq!(Invitation::from_file(right.as_bytes()), Ok(invitation()));
    let longest = named(&"ü".repeat(120));
    assert!(Invitation::from_file(longest.as_bytes()).is_ok());
    let padded = |length: usize| format!("{right}{}", " ".repeat(length - right.len()));
    assert!(Invitation::from_file(padded(4096).as_bytes()).is_ok());
    for (file, error) in [
        (String::new(), Unreadable),
        ("{}".to_owned(), Unreadable),
        ("null".to_owned(), Unreadable),
        ("[2]".to_owned(), Unreadable),
        (right[..right.len() - 1].to_owned(), Unreadable),
        (format!("{right}{right}"), Unreadable),
        (with(r#""mailbox_settings":false"#), Unreadable),
        (
            with(r#""mailbox_settings":0,"hosting":"hosted""#),
            Unreadable,
        ),
        (
            with(r#""mailbox_settings":false,"hosting":"cloud""#),
            Unreadable,
        ),
        (
            with(r#""mailbox_settings":false,"hosting":"hosted","id":"1""#),
            Unreadable,
        ),
        (
            with(r#""mailbox_settings":false,"mailbox_settings":true,"hosting":"hosted""#),
            Unreadable,
        ),
        (
            with(r#""form":2,"mailbox_settings":false,"hosting":"hosted""#),
            Unreadable,
        ),
        (right.replace(r#""ours""#, r#""55555555""#), Unreadable),
        (right.replace(r#""ours""#, r#"{"id":"1"}"#), Unreadable),
        (right.replace(r#""application":"ours","#, ""), Unreadable),
        (right.replace("2", "3"), OtherForm),
        (right.replace("2", "1"), OtherForm),
        (r#"{"form":3,"plan":[]}"#.to_owned(), OtherForm),
        (right.replace("2", "\"2\""), Unreadable),
        (named(&"x".repeat(121)), Name),
        (named(r"Push\nGranted"), Name),
        (named(r"Push\u0000"), Name),
        (named(r"Push\u0085"), Name),
        (padded(4097), TooLarge),
        ("[".repeat(4000), Unreadable),
    ] {
        assert_eq!(Invitation::from_file(file.as_bytes()), Err(error), "{file}");
        let fragment = format!("choice={}", BASE64_URL_SAFE_NO_PAD.encode(&file));
        let read = Invitation::from_fragment(&fragment);
        if fragment.len() > 4096 {
            assert_eq!(read, Err(TooLarge));
        } else {
            assert_eq!(read, Err(error), "{file}");
        }
    }
}

#[test]
fn a_fragment_of_another_kind_is_told_from_a_damaged_one() {
    let right = invitation().to_fragment();
    let encoded = right.strip_prefix("choice=").unwrap();
    for (fragment, error) in [
        (String::new(), InvitationError::Missing),
        ("#".to_owned(), InvitationError::Missing),
        ("content".to_owned(), InvitationError::Missing),
        ("code=x&state=y".to_owned(), InvitationError::Missing),
        (format!("##{right}"), InvitationError::Missing),
        (encoded.to_owned(), InvitationError::Missing),
        ("choice=".to_owned(), InvitationError::Unreadable),
        (
            right[..right.len() - 3].to_owned(),
            InvitationError::Unreadable,
        ),
        (format!("{right}="), InvitationError::Unreadable),
        (format!("{right}&x=y"), InvitationError::Unreadable),
        (format!("choice=+/{encoded}"), InvitationError::Unreadable),
        (
            format!("choice={}", "A".repeat(4096)),
            InvitationError::Unreadable,
        ),
        (
            format!("choice={}", "A".repeat(4097)),
            InvitationError::TooLarge,
        ),
    ] {
        assert_eq!(
            Invitation::from_fragment(&fragment),
            Err(error),
            "{fragment}"
        );
    }
}

/// Bytes that are the same in every run (SplitMix64, Steele, Lea and Flood 2014).
struct Bytes(u64);

impl Bytes {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(bound).unwrap()).unwrap()
    }
}

/// Whatever is read is an invitation that could have been written, or is refused.
fn check(file: &[u8]) -> bool {
    let from_file = Invitation::from_file(file);
    let fragment = format!("choice={}", BASE64_URL_SAFE_NO_PAD.encode(file));
    assert!(Invitation::from_fragment(&fragment) == from_file || fragment.len() > 4096);
    // As text, whatever it is.
    let text = String::from_utf8_lossy(file);
    assert!(Invitation::from_fragment(&text).is_err());
    match from_file {
        Ok(read) => {
            let again = Invitation::from_file(read.to_file().as_bytes());
            assert_eq!(again, Ok(read));
            true
        }
        Err(_) => false,
    }
}

#[test]
fn no_bytes_make_reading_fail_otherwise_than_by_an_error() {
    let mut bytes = Bytes(1);
    let right = Invitation::of(&choice(make())).to_file().into_bytes();
    let mut read = 0;
    for round in 0..20_000 {
        let mut file = if round % 4 == 0 {
            let length = bytes.below(300);
            (0..length).map(|_| bytes.next() as u8).collect()
        } else {
            right.clone()
        };
        for _ in 0..bytes.below(4) {
            match (bytes.below(3), file.len()) {
                (_, 0) => {}
                (0, length) => file[bytes.below(length)] = bytes.next() as u8,
                (1, length) => file.truncate(bytes.below(length + 1)),
                (_, length) => {
                    file.insert(bytes.below(length + 1), b"\"{}[]:,\\u0e1"[bytes.below(12)])
                }
            }
        }
        read += usize::from(check(&file));
    }
    // Some come through unharmed, and some with another letter in the name.
    assert!((1000..15_000).contains(&read), "{read} read");
}

#[test]
fn every_error_has_a_sentence_without_a_hole() {
    for error in [
        InvitationError::Missing,
        InvitationError::TooLarge,
        InvitationError::Unreadable,
        InvitationError::OtherForm,
        InvitationError::Name,
    ] {
        for language in Language::ALL {
            let sentence = words::sentence(&error.message(), language);
            assert!(!sentence.contains(['…', '{']), "{sentence}");
        }
    }
}
