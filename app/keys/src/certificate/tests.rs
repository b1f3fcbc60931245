//! The bytes of a certificate, field by field.

use x509_cert::certificate::Version;

use super::*;
use crate::testing;
use crate::testing::Constant;
use crate::testing::Repeating;

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn validity_text(days: u32, now: &str) -> Result<[String; 2], der::Error> {
    let validity = Lifetime::from_days(days).unwrap().validity(at(now))?;
    Ok([
        validity.not_before.to_string(),
        validity.not_after.to_string(),
    ])
}

#[test]
fn validity_begins_a_quarter_earlier_and_lasts_exactly_the_lifetime() {
    for (days, now, begin, end) in [
        (
            1,
            "2026-11-21T08:00:00Z",
            "2026-11-21T07:45:00Z",
            "2026-11-22T07:45:00Z",
        ),
        (
            180,
            "2026-11-21T08:00:00.999Z",
            "2026-11-21T07:45:00Z",
            "2027-05-20T07:45:00Z",
        ),
        (
            365,
            "2027-12-01T00:00:00Z",
            "2027-11-30T23:45:00Z",
            "2028-11-29T23:45:00Z",
        ),
        (
            3650,
            "2026-11-21T08:00:00Z",
            "2026-11-21T07:45:00Z",
            "2036-11-18T07:45:00Z",
        ),
    ] {
        assert_eq!(validity_text(days, now).unwrap(), [begin, end]);
    }
}

#[test]
fn years_from_2050_on_are_written_with_four_digits() {
    let time_of = |text| time(at(text)).unwrap().to_der().unwrap();
    assert_eq!(time_of("2049-12-31T23:59:59Z"), b"\x17\x0d491231235959Z");
    assert_eq!(time_of("2050-01-01T00:00:00Z"), b"\x18\x0f20500101000000Z");
}

#[test]
fn a_clock_before_1970_is_an_error() {
    assert!(validity_text(365, "1970-01-01T00:15:00Z").is_ok());
    assert!(validity_text(365, "1970-01-01T00:14:59Z").is_err());
}

#[test]
fn lifetimes_have_bounds() {
    for days in [0, 3651, u32::MAX] {
        assert_eq!(
            Lifetime::from_days(days),
            Err(KeyError::LifetimeOutOfRange { days, most: 3650 })
        );
    }
    for days in [1, 3650] {
        assert_eq!(Lifetime::from_days(days).unwrap().days(), days);
    }
}

#[test]
fn serial_numbers_are_positive_and_sixteen_bytes_whatever_is_drawn() {
    for (drawn, first) in [(0x00, 0x40), (0xff, 0x7f), (0x80, 0x40), (0x3c, 0x7c)] {
        let serial = serial_number(&Constant(drawn)).unwrap().to_der().unwrap();
        assert_eq!(serial[..3], [0x02, 16, first]);
        assert_eq!(serial[3..], [drawn; 15]);
    }
}

#[test]
fn the_certificate_says_what_it_is_for() {
    let der = testing::certificate("Example", &testing::key());
    let certificate = Certificate::from_der(&der).unwrap();
    let content = certificate.tbs_certificate();
    assert_eq!(content.version(), Version::V3);
    assert_eq!(content.issuer(), content.subject());
    assert_eq!(content.signature(), certificate.signature_algorithm());

    let (critical, usage) = content.get_extension::<KeyUsage>().unwrap().unwrap();
    assert!(critical);
    assert_eq!(usage, KeyUsage(KeyUsages::DigitalSignature.into()));

    let (critical, extended) = content
        .get_extension::<ExtendedKeyUsage>()
        .unwrap()
        .unwrap();
    assert!(!critical);
    assert_eq!(
        extended.0,
        [ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.3.2")]
    );

    let (_, own) = content
        .get_extension::<SubjectKeyIdentifier>()
        .unwrap()
        .unwrap();
    let (_, issuers) = content
        .get_extension::<AuthorityKeyIdentifier>()
        .unwrap()
        .unwrap();
    assert_eq!(issuers.key_identifier, Some(own.0.clone()));
    assert_eq!(own.0.as_bytes().len(), 20);
    assert_eq!(content.extensions().map(Vec::len), Some(4));
}

#[test]
fn a_public_key_that_is_none_is_an_error() {
    let lifetime = Lifetime::from_days(365).unwrap();
    let made = UnsignedCertificate::new(
        &testing::subject("Example"),
        b"not a key",
        lifetime,
        testing::now(),
        &Repeating::new(4),
    );
    assert_eq!(made.unwrap_err(), KeyError::EncodingFailed);
}
