//! Names as people type them.

use der::Encode as _;

use super::*;

fn fields(organisation: &str, country: &str, common_name: &str) -> SubjectFields {
    SubjectFields {
        organisation: organisation.to_owned(),
        country: country.to_owned(),
        common_name: common_name.to_owned(),
    }
}

/// One relative name as bytes: a set of one sequence of the type 2.5.4.`attribute` and a string.
fn relative_name(attribute: u8, tag: u8, value: &[u8]) -> Vec<u8> {
    let length = u8::try_from(value.len()).unwrap();
    let head = [
        0x31,
        length + 9,
        0x30,
        length + 7,
        0x06,
        0x03,
        0x55,
        0x04,
        attribute,
        tag,
        length,
    ];
    [&head, value].concat()
}

#[test]
fn fields_are_trimmed_and_normalised() {
    let subject =
        Subject::parse(&fields(" Universit\u{e4}t X \n", "de", "Push.Example.EDU")).unwrap();
    assert_eq!(subject.organisation(), "Universit\u{e4}t X");
    assert_eq!(subject.country(), "DE");
    assert_eq!(subject.common_name(), "push.example.edu");
}

#[test]
fn internationalised_hosts_are_encoded_once() {
    let typed = fields("Example", "DE", "Zeitplan.Universit\u{e4}t.example");
    let subject = Subject::parse(&typed).unwrap();
    assert_eq!(subject.common_name(), "zeitplan.xn--universitt-y5a.example");
    let again = fields("Example", "DE", subject.common_name());
    assert_eq!(Subject::parse_again(&again), Ok(subject));
    let problems = Subject::parse_again(&typed).unwrap_err();
    assert_eq!(problems[0].error, KeyError::HostNameInvalid);
}

#[test]
fn every_field_with_a_problem_is_named() {
    let problems = Subject::parse(&fields(" ", "UK", "https://example.edu")).unwrap_err();
    let expected = [
        (SubjectField::Organisation, KeyError::FieldEmpty),
        (SubjectField::Country, KeyError::CountryUnknown),
        (SubjectField::CommonName, KeyError::HostNameInvalid),
    ];
    assert_eq!(
        problems,
        expected.map(|(field, error)| SubjectProblem { field, error })
    );
}

#[test]
fn one_problem_does_not_hide_in_good_company() {
    let too_long = "\u{1f393}".repeat(65);
    let long_host = format!("{}.{}.nl", "a".repeat(40), "b".repeat(40));
    // Sixty characters, but more than 64 in ASCII.
    let encoded_too_long = format!("{}.{}.nl", "\u{fc}".repeat(28), "\u{fc}".repeat(28));
    for (typed, field, error) in [
        (
            fields("A", "NL", &encoded_too_long),
            SubjectField::CommonName,
            KeyError::FieldTooLong { most: 64 },
        ),
        (
            fields("", "NL", "a.nl"),
            SubjectField::Organisation,
            KeyError::FieldEmpty,
        ),
        (
            fields("two\nlines", "NL", "a.nl"),
            SubjectField::Organisation,
            KeyError::FieldHasControls,
        ),
        (
            fields("nul\0", "NL", "a.nl"),
            SubjectField::Organisation,
            KeyError::FieldHasControls,
        ),
        (
            fields(&too_long, "NL", "a.nl"),
            SubjectField::Organisation,
            KeyError::FieldTooLong { most: 64 },
        ),
        (
            fields("A", "", "a.nl"),
            SubjectField::Country,
            KeyError::FieldEmpty,
        ),
        (
            fields("A", "NL", ""),
            SubjectField::CommonName,
            KeyError::FieldEmpty,
        ),
        (
            fields("A", "NL", &long_host),
            SubjectField::CommonName,
            KeyError::FieldTooLong { most: 64 },
        ),
    ] {
        assert_eq!(
            Subject::parse(&typed),
            Err(vec![SubjectProblem { field, error }]),
            "{typed:?}"
        );
    }
    assert!(Subject::parse(&fields(&"\u{1f393}".repeat(64), "NL", "a.nl")).is_ok());
}

#[test]
fn names_are_encoded_as_values_whatever_they_contain() {
    for organisation in [
        "Example",
        "A, B",
        "a+b",
        "#abcd",
        "O=x,C=US",
        "back\\slash \"quoted\"; <x>",
        "Z\u{fc}rich",
        "\u{1f393} U",
    ] {
        let name = Subject::parse(&fields(organisation, "NL", "push.example.edu"))
            .unwrap()
            .to_name()
            .unwrap();
        let parts = [
            relative_name(6, 0x13, b"NL"),
            relative_name(10, 0x0c, organisation.as_bytes()),
            relative_name(3, 0x0c, b"push.example.edu"),
        ]
        .concat();
        let head = [0x30, u8::try_from(parts.len()).unwrap()];
        assert_eq!(
            name.to_der().unwrap(),
            [&head, parts.as_slice()].concat(),
            "{organisation:?}"
        );
    }
}
