//! Which file is which.

use super::*;

/// Made by `openssl req -x509 -newkey rsa:2048 -nodes -days 3650 -subj /CN=push.example.edu`.
const CERTIFICATE: &str = "\
-----BEGIN CERTIFICATE-----\n\
MIIDFzCCAf+gAwIBAgIUXysaeNJ7co9sdcifv+Nj6R8GjSkwDQYJKoZIhvcNAQEL\n\
BQAwGzEZMBcGA1UEAwwQcHVzaC5leGFtcGxlLmVkdTAeFw0yNjExMjExNzAyNTVa\n\
Fw0zNjExMTgxNzAyNTVaMBsxGTAXBgNVBAMMEHB1c2guZXhhbXBsZS5lZHUwggEi\n\
MA0GCSqGSIb3DQEBAQUAA4IBDwAwggEKAoIBAQDm2yJ4t87cJkyM3q5v/bbyx4Wh\n\
mEeMq2aw8xb+d+lLhMHpa52Oy831h2KfraeRFtfZsrEaVHGuI9A426XYgOQ77HZg\n\
+8FIB5q/VIInBki6y/En/eFNaetOu8HbHuZ0ML2ppxHsyOU3KIOjoFoPymIWSRNC\n\
eB4IGxGYHui8WGOqc68LiYZFU7xX/YacaZ62czmDotVfS/c7Qw5UA/jeEo63rKYN\n\
64IVmkPCNIXNF3Vf096+JGBhHhDmQJpLxqMAeKV1kG/yArTF5QOEBSN+adqzFwZd\n\
D+LsuZXlqv/euKtww55VM5/2IOsMU7yhZOiLfI10y/juFUN/1+LbUi2lHAmfAgMB\n\
AAGjUzBRMB0GA1UdDgQWBBRh/RyTbLHxhXBDNQ4G+lldYF4EaTAfBgNVHSMEGDAW\n\
gBRh/RyTbLHxhXBDNQ4G+lldYF4EaTAPBgNVHRMBAf8EBTADAQH/MA0GCSqGSIb3\n\
DQEBCwUAA4IBAQBgcADnBp7hvqI9QjRLUggA4LIqNtx3WAMAOoxeZCk2tp/qWv+P\n\
1PxgtmJwThM8VI924UGH3729aKK8TFHmKVlWytbXdS0gLcWFdj/tDZ5ABwi0c+q0\n\
32Sc0kAFkBR1cxTIiTwfARM3o39XyLVKcZl7gFWL8Mf995MJNDqxAbdRqlSKbWbA\n\
m1b3zl2zDOb+PhdSKh1C7Fn+qhyhyDMIkkrQCY279qlq0rustdfEVUMXe6WqdB23\n\
49AHRivHHGWbE97M4CvqBc4Wngfal/aUnnX5TppUVl4XSUkvAa7hcC5J4wWij2RK\n\
Z70zpRDGTwrtG1ywyzGtXXYDST/1VwureBLy\n\
-----END CERTIFICATE-----\n\
";

/// Recognised by its lines alone; it is no key.
const KEY: &str = "-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----\n";

/// The first bytes of a JKS.
const STORE: [u8; 8] = [0xfe, 0xed, 0xfe, 0xed, 0, 0, 0, 2];

fn sorted_of(files: &[&[u8]]) -> Result<IdentityFiles, Wrong> {
    let files = files
        .iter()
        .map(|file| Secret::new(file.to_vec()))
        .collect();
    sorted(files, "2027-01-01T00:00:00Z".parse().unwrap())
}

fn pair(files: &[&[u8]]) -> (String, String) {
    match sorted_of(files) {
        Ok(IdentityFiles::Pair {
            private_key,
            certificate,
        }) => {
            let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
            (text(private_key.expose()), text(&certificate))
        }
        other => panic!("no pair: {other:?}"),
    }
}

#[test]
fn key_and_certificate_are_told_apart_in_either_order() {
    let (key, certificate) = (KEY.as_bytes(), CERTIFICATE.as_bytes());
    let expected = (KEY.to_owned(), CERTIFICATE.to_owned());
    assert_eq!(pair(&[key, certificate]), expected);
    assert_eq!(pair(&[certificate, key]), expected);
}

#[test]
fn one_pem_file_with_both_is_taken_whole() {
    let both = format!("Bag Attributes\n{KEY}{CERTIFICATE}and\n{CERTIFICATE}");
    let (key, certificate) = pair(&[both.as_bytes()]);
    assert_eq!(key, both);
    assert_eq!(certificate, "");
}

#[test]
fn a_key_store_is_one_file() {
    let store = sorted_of(&[&STORE]);
    assert!(matches!(store, Ok(IdentityFiles::Store(bytes)) if *bytes.expose() == STORE));
}

#[test]
fn what_is_missing_or_too_much_is_named() {
    let (key, certificate) = (KEY.as_bytes(), CERTIFICATE.as_bytes());
    for (files, expected) in [
        (vec![], Text::FileMissing),
        (vec![key], Text::OwnCertificateMissing),
        (vec![certificate], Text::OwnKeyMissing),
        (vec![certificate, certificate], Text::OwnKeyMissing),
        (vec![key, key], Text::OwnTooMany),
        (vec![&STORE, certificate], Text::OwnTooMany),
        (vec![key, certificate, certificate], Text::OwnTooMany),
    ] {
        let refusal = sorted_of(&files).unwrap_err();
        assert_eq!(refusal, Wrong::Text(expected), "{} files", files.len());
    }
}

#[test]
fn what_is_no_certificate_at_all_is_refused_by_name() {
    let refused = |file: &[u8]| sorted_of(&[KEY.as_bytes(), file]).unwrap_err();
    assert_eq!(refused(b"  "), KeyError::NothingThere.into());
    assert_eq!(refused(b"hello"), KeyError::NotACertificate.into());
}

/// As PowerShell writes text that is redirected into a file.
#[test]
fn key_and_certificate_in_one_file_of_utf16_are_a_pair() {
    let text = format!("\u{feff}{KEY}{CERTIFICATE}");
    let file: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    match sorted_of(&[&file]) {
        Ok(IdentityFiles::Pair { private_key, .. }) => assert_eq!(private_key.expose(), &file),
        other => panic!("no pair: {other:?}"),
    }
}
