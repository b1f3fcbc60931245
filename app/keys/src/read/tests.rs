//! What is read as a certificate, and every refusal by name.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use der::pem::LineEnding;

use super::*;
use crate::testing;
use crate::testing::key;
use crate::testing::now;

fn example() -> Vec<u8> {
    testing::certificate("Example", &key())
}

fn pem(label: &str, der: &[u8]) -> String {
    der::pem::encode_string(label, LineEnding::LF, der).unwrap()
}

fn refusal(input: &[u8]) -> KeyError {
    read_certificate(input, now()).unwrap_err()
}

#[test]
fn every_form_of_one_certificate_gives_the_same_facts() {
    let der = example();
    let text = pem("CERTIFICATE", &der);
    let base64 = BASE64_STANDARD.encode(&der);
    let utf16 = |mark: u16, write: fn(u16) -> [u8; 2]| -> Vec<u8> {
        std::iter::once(mark)
            .chain(text.encode_utf16())
            .flat_map(write)
            .collect()
    };
    let forms = [
        text.clone().into_bytes(),
        text.replace('\n', "\r\n").into_bytes(),
        text.replace('\n', "\n   ").into_bytes(),
        format!("\u{feff}{text}").into_bytes(),
        format!("subject=CN = x\nissuer=CN = x\n{text}\nbye").into_bytes(),
        text.replace("CERTIFICATE", "X509 CERTIFICATE").into_bytes(),
        format!("-----BEGIN CERTIFICATE-----\n{base64}\n-----END CERTIFICATE-----").into_bytes(),
        format!("  {base64}\n").into_bytes(),
        utf16(0xfeff, u16::to_le_bytes),
        utf16(0xfeff, u16::to_be_bytes),
        der.clone(),
    ];
    for form in forms {
        let facts =
            read_certificate(&form, now()).unwrap_or_else(|error| panic!("{error:?} {form:?}"));
        assert_eq!(facts.der, der);
        assert_eq!(facts.key_bits, 2048);
        assert_eq!(facts.not_before.to_string(), "2026-11-21T07:45:00Z");
        assert_eq!(facts.not_after.to_string(), "2027-11-21T07:45:00Z");
    }
}

#[test]
fn blank_input_is_nothing() {
    for text in ["", " \r\n\t", "\u{feff}"] {
        assert_eq!(refusal(text.as_bytes()), KeyError::NothingThere, "{text:?}");
    }
}

#[test]
fn input_has_a_largest_size() {
    let mut text = pem("CERTIFICATE", &example());
    text.push_str(&" ".repeat(64 * 1024 - text.len()));
    assert!(read_certificate(text.as_bytes(), now()).is_ok());
    text.push(' ');
    assert_eq!(
        refusal(text.as_bytes()),
        KeyError::TooLarge { most: 65_536 }
    );
}

#[test]
fn validity_is_asked_to_the_second() {
    let der = example();
    let facts = read_certificate(&der, now()).unwrap();
    let second = Duration::from_secs(1);
    let (begin, end) = (facts.not_before, facts.not_after);
    for (moment, expected) in [
        (
            begin.minus(second),
            Err(KeyError::NotYetValid { not_before: begin }),
        ),
        (begin, Ok(facts.clone())),
        (end, Ok(facts.clone())),
        (end.plus(second), Err(KeyError::Expired { not_after: end })),
    ] {
        assert_eq!(read_certificate(&der, moment), expected, "{moment}");
    }
}

#[test]
fn a_private_key_is_refused_in_every_form() {
    let key = key();
    let pkcs8 = key.pkcs8().expose();
    let pkcs1 = pkcs1::EncodeRsaPrivateKey::to_pkcs1_der(&key.to_rsa().unwrap()).unwrap();
    let encrypted = key
        .to_encrypted_pem(&testing::password("p"), &testing::Repeating::new(14))
        .unwrap();
    let encrypted_der = der::pem::decode_vec(encrypted.expose().as_bytes())
        .unwrap()
        .1;
    let text = pem("PRIVATE KEY", pkcs8);
    let forms = [
        text.clone().into_bytes(),
        text.encode_utf16()
            .flat_map(u16::to_le_bytes)
            .fold(vec![0xff, 0xfe], |mut all, byte| {
                all.push(byte);
                all
            }),
        pem("RSA PRIVATE KEY", pkcs1.as_bytes()).into_bytes(),
        format!("{}{text}", pem("CERTIFICATE", &example())).into_bytes(),
        b"-----BEGIN OPENSSH PRIVATE KEY-----\nb3".to_vec(),
        b"PuTTY-User-Key-File-3: ssh-rsa".to_vec(),
        pem("CERTIFICATE", pkcs8).into_bytes(),
        encrypted.expose().clone().into_bytes(),
        encrypted_der.clone(),
        BASE64_STANDARD.encode(&encrypted_der).into_bytes(),
        BASE64_STANDARD.encode(pkcs8).into_bytes(),
        pkcs8.clone(),
        pkcs8[..100].to_vec(),
        pkcs1.as_bytes().to_vec(),
        [example(), pkcs8.clone()].concat(),
        vec![0xfe, 0xed, 0xfe, 0xed, 0, 0, 0, 2],
    ];
    for (at, form) in forms.iter().enumerate() {
        assert_eq!(refusal(form), KeyError::PrivateKeyInInput, "form {at}");
    }
}

#[test]
fn damage_is_told_from_other_things() {
    let der = example();
    let text = pem("CERTIFICATE", &der);
    let mut wrong_tag = der.clone();
    // The tag of the serial number.
    wrong_tag[13] = 0x1f;
    for (input, error) in [
        (text.as_bytes()[..500].to_vec(), KeyError::BrokenEncoding),
        (text.as_bytes()[30..].to_vec(), KeyError::BrokenEncoding),
        (
            text.replacen('M', "*", 1).into_bytes(),
            KeyError::BrokenEncoding,
        ),
        (
            text.replace("END CERTIFICATE", "END CERT").into_bytes(),
            KeyError::BrokenEncoding,
        ),
        (der[..der.len() - 1].to_vec(), KeyError::BrokenEncoding),
        (wrong_tag, KeyError::BrokenEncoding),
        (
            format!("{}*", BASE64_STANDARD.encode(&der)).into_bytes(),
            KeyError::BrokenEncoding,
        ),
        ([der.as_slice(), b"\n"].concat(), KeyError::TrailingBytes),
        (
            pem("CERTIFICATE", &[der.as_slice(), b"xx"].concat()).into_bytes(),
            KeyError::TrailingBytes,
        ),
        (
            b"Dear colleague, here it is".to_vec(),
            KeyError::NotACertificate,
        ),
        (
            b"%PDF-1.7\n%\xe2\xe3\xcf\xd3".to_vec(),
            KeyError::NotACertificate,
        ),
        (pem("PKCS7", &der).into_bytes(), KeyError::NotACertificate),
        (vec![0x30], KeyError::NotACertificate),
        (vec![0x30, 0x80, 0x30, 0x80], KeyError::NotACertificate),
        (
            vec![0x30, 0x84, 0xff, 0xff, 0xff, 0xff, 0x30],
            KeyError::NotACertificate,
        ),
    ] {
        assert_eq!(
            refusal(&input),
            error,
            "{:?}",
            String::from_utf8_lossy(&input)
        );
    }
}

#[test]
fn several_certificates_are_counted() {
    let text = pem("CERTIFICATE", &example());
    assert_eq!(
        refusal(text.repeat(3).as_bytes()),
        KeyError::SeveralCertificates { count: 3 }
    );
}

#[test]
fn no_cut_of_a_certificate_is_taken_for_one() {
    let der = example();
    for length in 0..der.len() {
        assert!(read_certificate(&der[..length], now()).is_err(), "{length}");
    }
}

#[test]
fn names_read_from_the_most_special_part_on() {
    for (organisation, shown) in [
        ("Example", "Example"),
        ("Z\u{fc}rich \u{1f393}", "Z\u{fc}rich \u{1f393}"),
        ("A, B", "A\\, B"),
        ("a+b", "a\\+b"),
        ("#abcd", "\\#abcd"),
        ("x\u{202e}y", "x\\E2\\80\\AEy"),
    ] {
        let facts = facts(&testing::certificate(organisation, &key())).unwrap();
        assert_eq!(
            facts.subject,
            format!("CN=push.example.edu, O={shown}, C=NL")
        );
        assert_eq!(facts.issuer, facts.subject);
    }
}
