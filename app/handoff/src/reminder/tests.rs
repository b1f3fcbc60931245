//! The file to the letter, its lines, its day and its escaping, by RFC 5545.

use base::Thumbprint;

use super::*;
use crate::Standing;

const NOW: &str = "2026-11-21T08:00:00.25Z";

fn hand_over(end: &str) -> HandOver {
    HandOver {
        tenant_id: "11111111-0000-4000-8000-000000000000".parse().unwrap(),
        tenant_name: "Example University".to_owned(),
        initial_domain: None,
        client_id: "22222222-0000-4000-8000-000000000000".parse().unwrap(),
        application_name: "Push".to_owned(),
        certificate: Some(HandedCertificate {
            thumbprint: Thumbprint::from_bytes([0xab; 20]),
            not_after: end.parse().unwrap(),
        }),
        permissions: Vec::new(),
        standing: Standing::Everywhere,
    }
}

fn file(hand_over: &HandOver, language: Language) -> String {
    reminder(hand_over, NOW.parse().unwrap(), language).unwrap()
}

/// The lines as they were before folding (section 3.1: a line break and one blank behind it are taken out).
fn unfolded(file: &str) -> Vec<String> {
    let whole = file.replace("\r\n ", "");
    let lines = whole.strip_suffix("\r\n").unwrap();
    lines.split("\r\n").map(str::to_owned).collect()
}

/// The value of the first property of this name.
fn value(file: &str, name: &str) -> String {
    let lines = unfolded(file);
    let found = lines.iter().find_map(|line| line.strip_prefix(name));
    found.unwrap().to_owned()
}

#[test]
fn the_event_has_what_the_standard_asks_for_and_an_alarm() {
    let file = file(&hand_over("2027-11-21T08:00:00Z"), Language::English);
    let is_text = |line: &&String| line.starts_with("SUMMARY") || line.starts_with("DESCRIPTION");
    let lines = unfolded(&file);
    let fixed: Vec<_> = lines.iter().filter(|line| !is_text(line)).collect();
    assert_eq!(
        fixed,
        [
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            "PRODID:-//MyTimetable//Setup Console//EN",
            "BEGIN:VEVENT",
            "UID:certificate-ABABABABABABABABABABABABABABABABABABABAB-22222222-0000-4000-8000-000000000000",
            "DTSTAMP:20261121T080000Z",
            // Sixty days before the 21st of November: 21 of November, 31 of October, 8 of September.
            "DTSTART;VALUE=DATE:20270922",
            "TRANSP:TRANSPARENT",
            "BEGIN:VALARM",
            "ACTION:DISPLAY",
            "TRIGGER:-PT15H",
            "END:VALARM",
            "END:VEVENT",
            "END:VCALENDAR",
        ]
    );
    assert_eq!(lines.iter().filter(is_text).count(), 3);
}

#[test]
fn another_application_with_the_same_certificate_is_another_event() {
    let one = hand_over("2027-11-21T08:00:00Z");
    let other = HandOver {
        client_id: "33333333-0000-4000-8000-000000000000".parse().unwrap(),
        ..one.clone()
    };
    let [one, other] = [one, other].map(|it| value(&file(&it, Language::English), "UID:"));
    assert_ne!(one, other);
}

#[test]
fn the_same_certificate_is_the_same_event_in_each_language() {
    let [english, dutch] = Language::ALL.map(|it| file(&hand_over("2027-11-21T08:00:00Z"), it));
    assert_eq!(value(&english, "UID:"), value(&dutch, "UID:"));
    assert_ne!(value(&english, "SUMMARY:"), value(&dutch, "SUMMARY:"));
    for file in [english, dutch] {
        assert!(value(&file, "SUMMARY:").contains("Push"));
        let description = value(&file, "DESCRIPTION:");
        for named in [
            "Example University",
            "22222222-0000-4000-8000-000000000000",
            "ABABABABABABABABABABABABABABABABABABABAB",
            "2027-11-21T08:00:00Z",
        ] {
            assert!(description.contains(named), "{named}: {description}");
        }
    }
}

#[test]
fn the_day_is_sixty_days_ahead_or_half_of_what_is_left() {
    for (end, day) in [
        // Over the end of February in a leap year, and over the end of the year.
        ("2028-04-15T00:00:00Z", "20280215"),
        ("2028-02-10T23:59:59Z", "20271212"),
        // Sixty days before the end is the 23rd, 40 hours off, and the 22nd, 16 hours off.
        ("2027-01-22T00:00:00Z", "20261123"),
        // Half of 61 days and 16 hours is 30 days and 20 hours.
        ("2027-01-21T23:59:59Z", "20261222"),
        ("2027-01-20T08:00:02Z", "20261221"),
        ("2026-12-01T08:00:00Z", "20261126"),
        // It has ended: now.
        ("2026-01-01T00:00:00Z", "20261121"),
    ] {
        let file = file(&hand_over(end), Language::English);
        assert_eq!(value(&file, "DTSTART;VALUE=DATE:"), day, "{end}");
    }
}

#[test]
fn the_alarm_is_on_the_day_before_if_that_is_still_to_come() {
    for (end, day, alarm) in [
        ("2027-01-22T00:00:00Z", "20261123", "-PT15H"),
        // Four days are left, and three.
        ("2026-11-25T08:00:00Z", "20261123", "-PT15H"),
        ("2026-11-24T08:00:00Z", "20261122", "PT9H"),
        ("2026-11-22T08:00:00Z", "20261121", "PT9H"),
    ] {
        let file = file(&hand_over(end), Language::English);
        assert_eq!(value(&file, "DTSTART;VALUE=DATE:"), day, "{end}");
        assert_eq!(value(&file, "TRIGGER:"), alarm, "{end}");
    }
}

#[test]
fn names_can_neither_end_a_value_nor_begin_a_line() {
    let mut hand_over = hand_over("2027-11-21T08:00:00Z");
    hand_over.application_name = r"a;b,c\d".to_owned();
    hand_over.tenant_name = "X\r\nEND:VEVENT\r\n\u{202e}Y\0".to_owned();
    let file = file(&hand_over, Language::English);
    assert!(value(&file, "SUMMARY:").contains(r"a\;b\,c\\d"));
    assert!(value(&file, "DESCRIPTION:").contains("X  END:VEVENT  Y "));
    assert_eq!(file.matches("\r\nEND:VEVENT").count(), 1);
    let controls = file.replace("\r\n", "");
    assert!(!controls.contains(char::is_control), "{file}");
}

#[test]
fn no_line_has_more_than_75_octets_and_no_character_is_cut() {
    for count in 0..80 {
        let mut hand_over = hand_over("2027-11-21T08:00:00Z");
        // One, two, three and four octets (RFC 3629).
        hand_over.application_name = format!("{}{}", "x".repeat(count), "é大𝄞".repeat(20));
        let file = file(&hand_over, Language::Dutch);
        assert!(file.split("\r\n").all(|line| line.len() <= 75));
        assert!(value(&file, "SUMMARY:").contains(&hand_over.application_name));
    }
    assert_eq!(folded(&"a".repeat(75)), format!("{}\r\n", "a".repeat(75)));
    assert_eq!(
        folded(&"a".repeat(150)),
        format!("{}\r\n {}\r\n a\r\n", "a".repeat(75), "a".repeat(74))
    );
}

#[test]
fn a_line_break_in_our_own_words_stays_one() {
    assert_eq!(escaped("a\nb"), r"a\nb");
}

#[test]
fn without_a_certificate_there_is_nothing_to_remind_of() {
    let bare = HandOver {
        certificate: None,
        ..hand_over("2027-11-21T08:00:00Z")
    };
    let now = NOW.parse().unwrap();
    assert_eq!(reminder(&bare, now, Language::English), None);
}
