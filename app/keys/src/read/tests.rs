//! What is read as a certificate, and every refusal by name.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use rsa::pkcs1;

use super::*;
use crate::testing;
use crate::testing::key;
use crate::testing::now;
use crate::testing::pem;

fn example() -> Vec<u8> {
    testing::certificate("Example", &key())
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
        // As web pages and mail break it, and without its last signs.
        base64.replace('M', "M\u{a0}\u{200b}\r").into_bytes(),
        base64.trim_end_matches('=').as_bytes().to_vec(),
        [b"caf\xe9\n".as_slice(), text.as_bytes()].concat(),
        utf16(0xfeff, u16::to_le_bytes),
        utf16(0xfeff, u16::to_be_bytes),
        utf16_without_mark(&text, u16::to_le_bytes),
        BASE64_STANDARD.encode(&text).into_bytes(),
        der.clone(),
    ];
    for form in forms {
        let facts =
            read_certificate(&form, now()).unwrap_or_else(|error| panic!("{error:?} {form:?}"));
        assert_eq!(facts.der, der);
        let given = read_certificates(&form, now()).unwrap();
        let starts = |mark: &[u8]| form.starts_with(mark);
        let expected = match () {
            () if starts(&der) => Form::Der,
            () if starts(b"M") || starts(b"  M") => Form::Base64,
            () => Form::Pem,
        };
        assert_eq!(given.form, expected);
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

fn utf16_without_mark(text: &str, write: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(write).collect()
}

#[test]
fn a_private_key_is_refused_in_every_form() {
    let key = key();
    let pkcs8 = key.pkcs8().expose();
    let pkcs1 = pkcs1::EncodeRsaPrivateKey::to_pkcs1_der(&key.to_rsa().unwrap()).unwrap();
    let encrypted = testing::key_pem(&key, "p", 14);
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
        [example(), example(), pkcs8.clone()].concat(),
        // PEM among comments that are neither UTF-8 nor UTF-16.
        [b"caf\xe9\n".as_slice(), text.as_bytes()].concat(),
        br#"{"kty": "RSA", "n": "AQ", "e": "AQAB", "d": "AQ"}"#.to_vec(),
        b"<RSAKeyValue><Modulus>AQ==</Modulus><D>AQ==</D></RSAKeyValue>".to_vec(),
        BASE64_STANDARD.encode(&text).into_bytes(),
        BASE64_STANDARD.encode(encrypted.expose()).into_bytes(),
        utf16_without_mark(&text, u16::to_le_bytes),
        utf16_without_mark(&text, u16::to_be_bytes),
        // As `openssl rsa -text` prints it, of 3.0 and of 1.1, and a part of it.
        b"Private-Key: (2048 bit, 2 primes)\nmodulus:\n    00:c5".to_vec(),
        b"RSA Private-Key: (2048 bit, 2 primes)\nmodulus:\n    00:c5".to_vec(),
        b"publicExponent: 65537 (0x10001)\nprivateExponent:\n    4a:01".to_vec(),
        b"Private-Lines: 14\nAAAA".to_vec(),
        // The body of an OpenSSH key, without its lines (PROTOCOL.key).
        BASE64_STANDARD
            .encode(b"openssh-key-v1\0\0\0\0\x04none")
            .into_bytes(),
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
    let torn = KeyError::BlockTorn { position: 1 };
    for (input, error) in [
        (text.as_bytes()[..500].to_vec(), torn.clone()),
        (text.as_bytes()[..20].to_vec(), torn.clone()),
        (text.as_bytes()[..text.len() - 3].to_vec(), torn.clone()),
        (text.as_bytes()[30..].to_vec(), torn.clone()),
        (
            text.replacen('M', "*", 1).into_bytes(),
            KeyError::BrokenEncoding,
        ),
        (
            text.replace("END CERTIFICATE", "END CERT").into_bytes(),
            torn,
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
    let others = ["One", "Two"].map(|name| testing::certificate(name, &key()));
    let text: String = [&example(), &others[0], &others[1]]
        .map(|der| pem("CERTIFICATE", der))
        .concat();
    assert_eq!(
        refusal(text.as_bytes()),
        KeyError::SeveralCertificates { count: 3 }
    );
}

#[test]
fn the_same_certificate_twice_is_one() {
    let text = pem("CERTIFICATE", &example()).repeat(3);
    let facts = read_certificate(text.as_bytes(), now()).unwrap();
    assert_eq!(facts.der, example());
}

#[test]
fn each_of_several_certificates_can_be_chosen() {
    let other = testing::certificate("Other", &key());
    let text = pem("CERTIFICATE", &example()) + &pem("CERTIFICATE", &other);
    let given = read_certificates(text.as_bytes(), now()).unwrap();
    assert_eq!(given.form, Form::Pem);
    let [first, second] = given.candidates.as_slice() else {
        panic!("{given:?}")
    };
    assert_eq!(first.verdict.as_ref().unwrap().der, example());
    assert_eq!(second.verdict.as_ref().unwrap().der, other);
    assert_eq!(second.subject, "CN=push.example.edu, O=Other, C=NL");
    // Neither issued the other.
    assert!(first.is_leaf && second.is_leaf);

    let late = now().plus(Duration::from_secs(400 * 24 * 60 * 60));
    let given = read_certificates(text.as_bytes(), late).unwrap();
    for candidate in given.candidates {
        let not_after = candidate.not_after;
        assert_eq!(candidate.verdict, Err(KeyError::Expired { not_after }));
    }
}

/// Everything that was given is told: as a certificate, or by the reason why it is left out.
#[test]
fn what_cannot_be_read_does_not_hide_the_others_and_is_told() {
    let whole = pem("CERTIFICATE", &example());
    let unread = |text: &str| {
        let given = read_certificates(text.as_bytes(), now()).unwrap();
        assert_eq!(given.candidates.len(), 1, "{text}");
        assert_eq!(given.candidates[0].der, example());
        (given.unread.count, given.unread.reasons)
    };
    assert_eq!(unread(&whole), (0, vec![]));
    let torn = |position| KeyError::BlockTorn { position };
    let cut = &whole[..500];
    for (text, reasons) in [
        (format!("{whole}{cut}"), vec![torn(2)]),
        (format!("{cut}{whole}"), vec![torn(1)]),
        (format!("{cut}{whole}{cut}"), vec![torn(1), torn(3)]),
        (format!("{}{whole}", &whole[30..]), vec![torn(1)]),
        (
            whole.replacen('M', "*", 1) + &whole,
            vec![KeyError::BrokenEncoding],
        ),
        (
            pem("CERTIFICATE", &example()[..700]) + &whole,
            vec![KeyError::BrokenEncoding],
        ),
        (
            pem("CERTIFICATE", b"\x30\x00") + &whole,
            vec![KeyError::NotACertificate],
        ),
        // openssl's own kind of certificate.
        (
            pem("TRUSTED CERTIFICATE", &example()) + &whole,
            vec![KeyError::NotACertificate],
        ),
        // A damaged bundle, and one without certificates.
        (
            pem("PKCS7", &bundle(&example()[..100])) + &whole,
            vec![KeyError::BrokenEncoding],
        ),
        (
            pem("PKCS7", &bundle(b"")) + &whole,
            vec![KeyError::NotACertificate],
        ),
    ] {
        assert_eq!(unread(&text), (reasons.len(), reasons), "{text}");
        let count = 1 + unread(&text).0;
        let one = read_certificate(text.as_bytes(), now());
        assert_eq!(one, Err(KeyError::SeveralCertificates { count }));
    }
    // Each reason is told once, however many there are.
    let (count, reasons) = unread(&(whole.replacen('M', "*", 1).repeat(9) + &whole));
    assert_eq!((count, reasons), (9, vec![KeyError::BrokenEncoding]));
    let (count, reasons) = unread(&("-----BEGIN CERTIFICATE-----\n".repeat(99) + &whole));
    assert_eq!((count, reasons.len()), (99, 16));
}

#[test]
fn a_private_key_beside_what_is_cut_off_is_refused_all_the_same() {
    let whole = pem("CERTIFICATE", &example());
    let key = testing::key();
    let key = pem("CERTIFICATE", key.pkcs8().expose());
    for text in [
        format!("{}{key}", &whole[..500]),
        format!("{key}{}", &whole[..500]),
        whole.repeat(40) + &key,
    ] {
        assert_eq!(refusal(text.as_bytes()), KeyError::PrivateKeyInInput);
    }
}

#[test]
fn more_certificates_than_any_chain_has_are_only_counted() {
    // Elements that differ, each of three bytes: none is a certificate, and there are too many to look at each.
    let many = |count: u8| -> Vec<u8> { (0..count).flat_map(|value| [0x02, 1, value]).collect() };
    let several = KeyError::SeveralCertificates { count: 129 };
    assert_eq!(refusal(&bundle(&many(128))), KeyError::NotACertificate);
    assert_eq!(refusal(&bundle(&many(129))), several);
}

/// One element of DER with a length in two bytes.
fn element(tag: u8, content: &[u8]) -> Vec<u8> {
    let length = u16::try_from(content.len()).unwrap().to_be_bytes();
    [&[tag, 0x82], length.as_slice(), content].concat()
}

/// A PKCS#7 bundle (RFC 5652, section 5.1) whose `[0]` holds `certificates`.
fn bundle(certificates: &[u8]) -> Vec<u8> {
    let head = [
        // version 1; no digests; content of the type data.
        0x02, 0x01, 0x01, 0x31, 0x00, 0x30, 0x0b, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d,
        0x01, 0x07, 0x01,
    ];
    let signed = [&head, element(0xa0, certificates).as_slice(), &[0x31, 0x00]].concat();
    let kind = [
        0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x02,
    ];
    let content = element(0xa0, &element(0x30, &signed));
    element(0x30, &[kind.as_slice(), &content].concat())
}

#[test]
fn bundles_are_opened_in_every_form() {
    let whole = bundle(&example());
    for form in [
        whole.clone(),
        pem("PKCS7", &whole).into_bytes(),
        // As Windows' certutil -encode writes it.
        pem("CERTIFICATE", &whole).into_bytes(),
        BASE64_STANDARD.encode(&whole).into_bytes(),
    ] {
        let given = read_certificates(&form, now()).unwrap();
        assert_eq!(given.form, Form::Pkcs7);
        assert_eq!(given.candidates.len(), 1);
        assert_eq!(read_certificate(&form, now()).unwrap().der, example());
    }
}

/// The same of indefinite lengths (X.690, section 8.1.3.6), as programs that stream write it, around the same certificates.
fn streamed_bundle(certificates: &[u8]) -> Vec<u8> {
    let mut whole = hex::decode("308006092a864886f70d010702a0803080").unwrap();
    whole.extend(hex::decode("020101310b3009060560864801650500").unwrap());
    // The content in pieces, one of which has an end-of-contents mark's bytes in it.
    whole
        .extend(hex::decode("308006092a864886f70d010701a0802480040300000004010100000000").unwrap());
    whole.extend(hex::decode("0000a080").unwrap());
    whole.extend(certificates);
    whole.extend(hex::decode("00003100000000000000").unwrap());
    whole
}

#[test]
fn bundles_that_were_streamed_are_opened() {
    let other = testing::certificate("Other", &testing::other_key());
    let whole = streamed_bundle(&[example(), other.clone()].concat());
    for form in [
        whole.clone(),
        pem("PKCS7", &whole).into_bytes(),
        BASE64_STANDARD.encode(&whole).into_bytes(),
    ] {
        let given = read_certificates(&form, now()).unwrap();
        assert_eq!(given.form, Form::Pkcs7);
        let ders: Vec<_> = given.candidates.iter().map(|one| &one.der).collect();
        assert_eq!(ders, [&example(), &other]);
    }
    // Up to the end of the certificates nothing can be told for certain.
    let end = whole.len() - "00003100000000000000".len() / 2;
    for length in 0..end {
        assert!(
            read_certificate(&whole[..length], now()).is_err(),
            "{length}"
        );
    }
    let key = key();
    let with_key = streamed_bundle(&[example(), key.pkcs8().expose().clone()].concat());
    assert_eq!(refusal(&with_key), KeyError::PrivateKeyInInput);
}

#[test]
fn other_kinds_of_certificate_in_a_bundle_are_told() {
    // An attribute certificate, [2] (RFC 5652, section 10.2.2).
    let both = bundle(&[element(0xa2, b"\x02\x01\x01"), example()].concat());
    let given = read_certificates(&both, now()).unwrap();
    assert_eq!(given.candidates.len(), 1);
    let unread = Unread {
        count: 1,
        reasons: vec![KeyError::NotACertificate],
    };
    assert_eq!(given.unread, unread);
}

#[test]
fn bundles_without_certificates_and_damaged_ones_are_refused() {
    let key = key();
    // An attribute certificate, [2], is no certificate.
    let foreign = element(0xa2, b"");
    for (inside, error) in [
        (vec![], KeyError::NotACertificate),
        (foreign, KeyError::NotACertificate),
        (example()[..100].to_vec(), KeyError::BrokenEncoding),
        (vec![0x30, 0x82], KeyError::BrokenEncoding),
        (element(0x30, b"\x02\x01\x00"), KeyError::PrivateKeyInInput),
        (key.pkcs8().expose().clone(), KeyError::PrivateKeyInInput),
    ] {
        assert_eq!(refusal(&bundle(&inside)), error);
    }
    let whole = bundle(&example());
    for length in 0..whole.len() {
        assert!(
            read_certificate(&whole[..length], now()).is_err(),
            "{length}"
        );
    }
}

#[test]
fn key_stores_are_refused_by_name() {
    // Begin of a PFX (RFC 7292, section 4): version 3, content of the type data; also of indefinite length.
    let pfx = [
        0x30, 0x82, 0x0a, 0x00, 0x02, 0x01, 0x03, 0x30, 0x82, 0x09, 0x00, 0x06, 0x09, 0x2a, 0x86,
        0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x01,
    ];
    let indefinite = [
        0x30, 0x80, 0x02, 0x01, 0x03, 0x30, 0x80, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d,
        0x01, 0x07, 0x01,
    ];
    for form in [
        pfx.to_vec(),
        indefinite.to_vec(),
        BASE64_STANDARD.encode(pfx).into_bytes(),
        pem("PKCS12", &pfx).into_bytes(),
        vec![0xfe, 0xed, 0xfe, 0xed, 0, 0, 0, 2],
        vec![0xce, 0xce, 0xce, 0xce, 0, 0, 0, 2],
        [example(), pfx.to_vec()].concat(),
    ] {
        assert_eq!(refusal(&form), KeyError::KeyStoreInInput, "{form:?}");
    }
    assert!(KeyError::KeyStoreInInput.is_of_a_secret());
    assert!(KeyError::PrivateKeyInInput.is_of_a_secret());
    assert!(!KeyError::NotACertificate.is_of_a_secret());
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
