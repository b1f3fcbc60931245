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
