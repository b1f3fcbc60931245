//! Properties of what is written and read again: whatever the password, the name and the subject are, the same comes back. The
//! derivation takes no time here; that the true one is the standard's is tested where it is.

use base::Secret;
use proptest::prelude::*;
use sha2::Digest as _;
use sha2::Sha256;

use crate::KeyDerivation;
use crate::KeyError;
use crate::Lifetime;
use crate::MacKey;
use crate::NewEntry;
use crate::Pbkdf2;
use crate::PrivateKey;
use crate::RsaSigner;
use crate::Signer as _;
use crate::Subject;
use crate::SubjectFields;
use crate::UnsignedCertificate;
use crate::jks;
use crate::pfx;
use crate::pfx::PfxKind;
use crate::read;
use crate::testing;
use crate::testing::Repeating;
use crate::testing::now;
use crate::testing::password;

/// One digest of everything that a key depends on.
struct Quick;

impl KeyDerivation for Quick {
    async fn derive(
        &self,
        password: &Secret<String>,
        parameters: Pbkdf2<'_>,
    ) -> Result<Secret<Vec<u8>>, KeyError> {
        let rounds = parameters.rounds.to_be_bytes();
        // EXPOSE: a password of tests only.
        let of = [password.expose().as_bytes(), parameters.salt, &rounds].concat();
        let digest = Sha256::digest(of);
        let key = digest.iter().copied().cycle().take(parameters.length);
        Ok(Secret::new(key.collect()))
    }

    fn mac_key(&self, units: &[u8], parameters: MacKey<'_>) -> Secret<Vec<u8>> {
        let of = [units, parameters.salt, &parameters.rounds.to_be_bytes()].concat();
        Secret::new(Sha256::digest(of).to_vec())
    }
}

/// A name that a store takes (see [`NewEntry`]): up to 64 characters, not only blanks, without controls.
fn name() -> impl Strategy<Value = String> {
    "\\PC{1,64}".prop_filter("blank", |name| {
        !name.trim().is_empty() && !name.chars().any(char::is_control)
    })
}

fn entry<'all>(
    name: &'all str,
    private_key: &'all PrivateKey,
    certificate_der: &'all [u8],
) -> NewEntry<'all> {
    NewEntry {
        name,
        private_key,
        certificate_der,
    }
}

proptest! {
    #![proptest_config(testing::cases(64))]

    #[test]
    fn a_key_file_opens_with_its_password_whatever_that_is(text in "\\PC{1,40}", seed: u64) {
        let (key, entropy) = (testing::key(), Repeating::new(seed));
        let (right, wrong) = (password(&text), password(&format!("{text}x")));
        let pem = pollster::block_on(key.to_encrypted_pem(&right, &entropy, &Quick)).unwrap();
        let opened = PrivateKey::from_encrypted_pem(pem.expose(), &right, &Quick);
        let opened = pollster::block_on(opened).unwrap();
        prop_assert_eq!(opened.pkcs8().expose(), key.pkcs8().expose());
        let other = PrivateKey::from_encrypted_pem(pem.expose(), &wrong, &Quick);
        prop_assert_eq!(pollster::block_on(other).unwrap_err(), KeyError::PasswordWrong);
    }

    #[test]
    fn a_pfx_gives_back_what_was_put_in(
        name in name(),
        text in "[ -~]{1,40}",
        is_modern: bool,
        seed: u64,
    ) {
        let kind = if is_modern { PfxKind::Modern } else { PfxKind::Compatible };
        let (key, entropy) = (testing::key(), Repeating::new(seed));
        let (right, wrong) = (password(&text), password(&format!("{text}x")));
        let certificate = testing::certificate("Example", &key);
        let new = entry(&name, &key, &certificate);
        let file = pollster::block_on(pfx::write(kind, &new, &right, &entropy, &Quick)).unwrap();
        let opened = pollster::block_on(pfx::read(file.expose(), &right, &Quick)).unwrap();
        prop_assert_eq!(opened.name.as_deref(), Some(name.as_str()));
        prop_assert_eq!(opened.private_key.pkcs8().expose(), key.pkcs8().expose());
        prop_assert_eq!(&opened.certificate_der, &certificate);
        let other = pfx::read(file.expose(), &wrong, &Quick);
        prop_assert_eq!(pollster::block_on(other).unwrap_err(), KeyError::PasswordWrong);
    }

    #[test]
    fn a_java_store_gives_back_what_was_put_in(name in name(), text in "[ -~]{6,40}", seed: u64) {
        let (key, entropy) = (testing::key(), Repeating::new(seed));
        let certificate = testing::certificate("Example", &key);
        let store = jks::write(&entry(&name, &key, &certificate), &password(&text), now(), &entropy).unwrap();
        let opened = jks::read(store.expose(), &password(&text)).unwrap();
        // Java finds no others.
        let alias = name.to_lowercase();
        prop_assert_eq!(opened.name.as_deref(), Some(alias.as_str()));
        prop_assert_eq!(opened.private_key.pkcs8().expose(), key.pkcs8().expose());
        prop_assert_eq!(&opened.certificate_der, &certificate);
        let other = jks::read(store.expose(), &password(&format!("{text}x")));
        prop_assert_eq!(other.unwrap_err(), KeyError::PasswordWrong);
    }

    #[test]
    fn a_certificate_says_what_it_was_made_of(
        organisation in "[A-Za-z0-9\u{c0}-\u{24f}]{1,64}",
        host in "[a-z]{1,20}\\.example",
        days in 1u32..=3650,
        seed: u64,
    ) {
        let (key, entropy) = (testing::key(), Repeating::new(seed));
        let signer = RsaSigner::new(&key, &entropy).unwrap();
        let subject = Subject::parse(&SubjectFields {
            organisation: organisation.clone(),
            country: "NL".to_owned(),
            common_name: host.clone(),
        });
        let lifetime = Lifetime::from_days(days).unwrap();
        let unsigned =
            UnsignedCertificate::new(&subject.unwrap(), signer.public_key_der(), lifetime, now(), &entropy).unwrap();
        let signature = pollster::block_on(signer.sign(unsigned.message())).unwrap();
        let facts = read::facts(&unsigned.with_signature(&signature).unwrap()).unwrap();
        let named = format!("CN={host}, O={organisation}, C=NL");
        prop_assert_eq!((&facts.subject, &facts.issuer), (&named, &named));
        let length = facts.not_after.since(facts.not_before).as_secs();
        prop_assert_eq!(length, u64::from(days) * 24 * 60 * 60);
        prop_assert_eq!(now().since(facts.not_before).as_secs(), 15 * 60);
        prop_assert!(key.check_pair(&facts).is_ok());
    }
}
