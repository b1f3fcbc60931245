//! Key pairs, certificates and client assertions for the tests of applications.

use std::str::FromStr;
use std::sync::OnceLock;
use std::time::Duration;

use base::Timestamp;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rsa::RsaPrivateKey;
use rsa::pkcs1v15;
use rsa::pkcs8::EncodePublicKey;
use rsa::pss;
use rsa::signature::RandomizedSigner;
use rsa::signature::SignatureEncoding;
use serde_json::Value;
use sha1::Digest;
use sha1::Sha1;
use sha2::Sha256;
use x509_cert::builder::Builder;
use x509_cert::builder::CertificateBuilder;
use x509_cert::builder::profile::BuilderProfile;
use x509_cert::der::Encode;
use x509_cert::der::asn1::UtcTime;
use x509_cert::ext::Extension;
use x509_cert::name::Name;
use x509_cert::serial_number::SerialNumber;
use x509_cert::spki::SubjectPublicKeyInfoOwned;
use x509_cert::spki::SubjectPublicKeyInfoRef;
use x509_cert::time::Time;
use x509_cert::time::Validity;

use crate::entra::signing::Seeded;
use crate::random::Random;
use crate::rows::KeyCredential;

/// A self-signed certificate of one name and nothing more.
struct Plain(Name);

impl BuilderProfile for Plain {
    fn get_issuer(&self, subject: &Name) -> Name {
        subject.clone()
    }

    fn get_subject(&self) -> Name {
        self.0.clone()
    }

    fn build_extensions(
        &self,
        _: SubjectPublicKeyInfoRef<'_>,
        _: SubjectPublicKeyInfoRef<'_>,
        _: &x509_cert::TbsCertificate,
    ) -> x509_cert::builder::Result<Vec<Extension>> {
        Ok(Vec::new())
    }
}

fn random(purpose: &str) -> Seeded {
    Seeded(Random::new(purpose, 1))
}

/// The registered key pair.
pub(super) fn key() -> &'static RsaPrivateKey {
    static KEY: OnceLock<RsaPrivateKey> = OnceLock::new();
    KEY.get_or_init(|| RsaPrivateKey::new(&mut random("registered"), 2048).unwrap())
}

/// A key pair that nobody registered.
pub(super) fn other_key() -> &'static RsaPrivateKey {
    static KEY: OnceLock<RsaPrivateKey> = OnceLock::new();
    KEY.get_or_init(|| RsaPrivateKey::new(&mut random("other"), 2048).unwrap())
}

/// A certificate of `key`, DER, valid for a year from `begin`.
pub(super) fn certificate(key: &RsaPrivateKey, begin: Timestamp) -> Vec<u8> {
    let time = |moment: Timestamp| {
        let since = Duration::from_secs(u64::try_from(moment.unix_seconds()).unwrap());
        Time::UtcTime(UtcTime::from_unix_duration(since).unwrap())
    };
    let year = Duration::from_secs(365 * 24 * 3600);
    let validity = Validity::new(time(begin), time(begin.plus(year)));
    let public = key.to_public_key().to_public_key_der().unwrap();
    let public = SubjectPublicKeyInfoOwned::try_from(public.as_bytes()).unwrap();
    let profile = Plain(Name::from_str("CN=Server").unwrap());
    let builder =
        CertificateBuilder::new(profile, SerialNumber::from(7_u32), validity, public).unwrap();
    let signer = pkcs1v15::SigningKey::<Sha256>::new(key.clone());
    let made = builder
        .build_with_rng::<_, pkcs1v15::Signature, _>(&signer, &mut random("certificate"))
        .unwrap();
    made.to_der().unwrap()
}

/// The certificate as a row of an application.
pub(super) fn credential(der: &[u8], begin: Timestamp) -> KeyCredential {
    KeyCredential {
        custom_key_identifier: hex::encode_upper(Sha1::digest(der)),
        display_name: None,
        end_date_time: begin.plus(Duration::from_secs(365 * 24 * 3600)).into(),
        key: der.to_vec(),
        key_id: Random::new("key id", 1).key_id(),
        start_date_time: begin.into(),
        kind: "AsymmetricX509Cert".to_owned(),
        usage: "Verify".to_owned(),
    }
}

pub(super) fn sha1(der: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(Sha1::digest(der))
}

pub(super) fn sha256(der: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(der))
}

/// A JWT signed as its header says.
pub(super) fn jwt(header: &Value, claims: &Value, key: &RsaPrivateKey) -> String {
    let encoded = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let signed = format!("{}.{}", encoded(header), encoded(claims));
    let signature = if header["alg"] == "PS256" {
        let signer = pss::SigningKey::<Sha256>::new(key.clone());
        signer
            .sign_with_rng(&mut random("salt"), signed.as_bytes())
            .to_vec()
    } else {
        let signer = pkcs1v15::SigningKey::<Sha256>::new(key.clone());
        signer
            .sign_with_rng(&mut random("blinding"), signed.as_bytes())
            .to_vec()
    };
    format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature))
}
