//! Existing key pairs, whole and mismatched. Chains are read in the tests with strangers.

use super::*;
use crate::KeyFile;
use crate::NativeDerivation;
use crate::testing;
use crate::testing::now;
use crate::testing::password;
use crate::testing::pem;

fn opened(
    files: &IdentityFiles,
    password_text: &str,
    moment: Timestamp,
) -> Result<Identity, KeyError> {
    let password = password(password_text);
    pollster::block_on(open_identity(files, &password, moment, &NativeDerivation))
}

fn pair(private_key: &str, certificate: &[u8]) -> IdentityFiles {
    IdentityFiles::Pair {
        private_key: Secret::new(private_key.as_bytes().to_vec()),
        certificate: certificate.to_vec(),
    }
}

#[test]
fn a_store_is_opened_with_its_password() {
    let files = testing::files();
    for file in [KeyFile::Pfx, KeyFile::PfxCompatible] {
        let content = files.content(file).unwrap().to_vec();
        let store = IdentityFiles::Store(Secret::new(content));
        let identity = opened(&store, "s3cret-Pass", now()).unwrap();
        assert_eq!(identity.certificate, files.facts);
        assert_eq!(identity.left_out, Vec::<String>::new());
        let wrong = opened(&store, "s3cret-pass", now()).unwrap_err();
        assert_eq!(wrong, KeyError::PasswordWrong, "{file}");
        let not_after = files.facts.not_after;
        let late = not_after.plus(std::time::Duration::from_secs(1));
        let expired = opened(&store, "s3cret-Pass", late).unwrap_err();
        assert_eq!(expired, KeyError::Expired { not_after });
    }
}

#[test]
fn of_several_certificates_the_one_of_the_key_is_taken() {
    let key = testing::key();
    let own = testing::certificate("Example", &key);
    let other = testing::certificate("Other", &testing::other_key());
    let key = pem("PRIVATE KEY", key.pkcs8().expose());
    for chain in [[&own, &other], [&other, &own]] {
        let text = pem("CERTIFICATE", chain[0]) + &pem("CERTIFICATE", chain[1]);
        let identity = opened(&pair(&key, text.as_bytes()), "", now()).unwrap();
        assert_eq!(identity.certificate.der, own);
        assert_eq!(identity.left_out, ["CN=push.example.edu, O=Other, C=NL"]);
    }
    let identity = opened(&pair(&key, &own), "", now()).unwrap();
    assert_eq!(identity.left_out, Vec::<String>::new());
}

#[test]
fn a_certificate_beside_the_key_belongs_to_the_chain() {
    let key = testing::key();
    let own = testing::certificate("Example", &key);
    let other = testing::certificate("Other", &testing::other_key());
    let server = pem("PRIVATE KEY", key.pkcs8().expose()) + &pem("CERTIFICATE", &own);
    let whole = pem("CERTIFICATE", &own) + &pem("CERTIFICATE", &other);
    for chain in [other, whole.into_bytes()] {
        let identity = opened(&pair(&server, &chain), "", now()).unwrap();
        assert_eq!(identity.certificate.der, own);
        assert_eq!(identity.left_out, ["CN=push.example.edu, O=Other, C=NL"]);
    }
}

/// A certificate of the key that is valid 400 days later than those of [`testing`], and that moment.
fn renewed(key: &PrivateKey) -> (Vec<u8>, Timestamp) {
    use crate::Signer as _;
    let later = now().plus(std::time::Duration::from_secs(400 * 24 * 60 * 60));
    let entropy = testing::Repeating::new(31);
    let signer = crate::RsaSigner::new(key, &entropy).unwrap();
    let unsigned = crate::UnsignedCertificate::new(
        &testing::subject("Renewed"),
        signer.public_key_der(),
        crate::Lifetime::from_days(365).unwrap(),
        later,
        &entropy,
    )
    .unwrap();
    let signature = pollster::block_on(signer.sign(unsigned.message())).unwrap();
    (unsigned.with_signature(&signature).unwrap(), later)
}

#[test]
fn of_two_certificates_of_the_key_the_one_that_can_be_used_is_taken() {
    let key = testing::key();
    let old = testing::certificate("Example", &key);
    let (new, later) = renewed(&key);
    let text = pem("CERTIFICATE", &old) + &pem("CERTIFICATE", &new);
    let key_file = pem("PRIVATE KEY", key.pkcs8().expose());
    let files = pair(&key_file, text.as_bytes());
    assert_eq!(opened(&files, "", now()).unwrap().certificate.der, old);
    assert_eq!(opened(&files, "", later).unwrap().certificate.der, new);
    // As they come of a key store.
    let read = read::candidates(&[&old, &new], Unread::default(), later);
    assert_eq!(own(&key, read).unwrap().certificate.der, new);
    // Where none can be used, the first says why.
    let much_later = later.plus(std::time::Duration::from_secs(400 * 24 * 60 * 60));
    let not_after = read::facts(&old).unwrap().not_after;
    let refused = opened(&files, "", much_later).unwrap_err();
    assert_eq!(refused, KeyError::Expired { not_after });
}

#[test]
fn a_damaged_certificate_stops_only_its_own_key() {
    let key = testing::key();
    let own = testing::certificate("Example", &key);
    let other = testing::certificate("Other", &testing::other_key());
    let key_file = pem("PRIVATE KEY", key.pkcs8().expose());
    let cut = |der: &[u8]| pem("CERTIFICATE", &der[..der.len() - 1]);
    let text = cut(&other) + &pem("CERTIFICATE", &own);
    let identity = opened(&pair(&key_file, text.as_bytes()), "", now()).unwrap();
    assert_eq!(identity.certificate.der, own);
    let text = cut(&own) + &pem("CERTIFICATE", &other);
    let refused = opened(&pair(&key_file, text.as_bytes()), "", now()).unwrap_err();
    assert_eq!(refused, KeyError::BrokenEncoding);
    // As they come of a key store.
    let damaged = read::candidates(&[&other[..100], &own], Unread::default(), now());
    let identity = super::own(&key, damaged).unwrap();
    assert_eq!(identity.certificate.der, own);
    assert_eq!(identity.unread, one_unread(KeyError::BrokenEncoding));
}

fn one_unread(reason: KeyError) -> Unread {
    Unread {
        count: 1,
        reasons: vec![reason],
    }
}

#[test]
fn all_that_came_along_is_told() {
    let key = testing::key();
    let own = pem("CERTIFICATE", &testing::certificate("Example", &key));
    let other = pem(
        "CERTIFICATE",
        &testing::certificate("Other", &testing::other_key()),
    );
    let key_file = pem("PRIVATE KEY", key.pkcs8().expose());
    let cut = &other[..500];
    let torn = |position| one_unread(KeyError::BlockTorn { position });
    for (key_file, certificates, unread) in [
        (format!("{key_file}{own}"), String::new(), Unread::default()),
        (format!("{key_file}{own}"), other.clone(), Unread::default()),
        (key_file.clone(), format!("{own}{cut}"), torn(2)),
        // Beside the key, before it and behind it.
        (format!("{cut}{key_file}{own}"), String::new(), torn(1)),
        (format!("{key_file}{own}{cut}"), other.clone(), torn(3)),
    ] {
        let files = pair(&key_file, certificates.as_bytes());
        let identity = opened(&files, "", now()).unwrap();
        assert_eq!(
            identity.certificate.subject,
            "CN=push.example.edu, O=Example, C=NL"
        );
        assert_eq!(identity.left_out.len(), usize::from(certificates == other));
        assert_eq!(identity.unread, unread);
    }
    let (alone, cut) = (key_file.clone(), &own[..500]);
    for (key_file, error) in [
        (alone, KeyError::NotAPair),
        (
            format!("{key_file}{cut}"),
            KeyError::BlockTorn { position: 2 },
        ),
        (
            key_file[..500].to_owned() + &own,
            KeyError::BlockTorn { position: 1 },
        ),
    ] {
        let refused = opened(&pair(&key_file, b""), "", now()).unwrap_err();
        assert_eq!(refused, error);
    }
}

#[test]
fn what_does_not_belong_together_is_refused() {
    let key = testing::key();
    let other = testing::certificate("Other", &testing::other_key());
    let key = pem("PRIVATE KEY", key.pkcs8().expose());
    for (files, error) in [
        (pair(&key, &other), KeyError::NotAPair),
        // The two files in each other's place.
        (
            pair(&pem("CERTIFICATE", &other), key.as_bytes()),
            KeyError::PrivateKeyMissing,
        ),
        (pair(&key, key.as_bytes()), KeyError::PrivateKeyInInput),
        (
            IdentityFiles::Store(Secret::new(other.clone())),
            KeyError::KeyFileUnreadable,
        ),
    ] {
        assert_eq!(opened(&files, "p", now()).unwrap_err(), error);
    }
}
