//! Certificates: the page's own key pair, made once for all tests that are not about keys, and the vendor's, made by the
//! openssl command line.

use std::path::Path;
use std::process::Command;
use std::sync::OnceLock;
use std::sync::atomic::AtomicU32;
use std::sync::atomic::Ordering;
use std::time::Duration;

use base::Secret;
use base::Timestamp;
use keys::KeyFiles;
use keys::KeyRequest;
use keys::KeySize;
use keys::Lifetime;
use keys::RsaGenerator;
use keys::Subject;
use keys::SubjectFields;
use survey::CertificateChoice;
use survey::Choice;
use survey::Wish;
use tenant::rows::Application;

use crate::SeededEntropy;
use crate::choices;
use crate::microsoft::START;

/// The password that journeys give to `key.pem`.
pub const PASSWORD: &str = "correct horse, battery staple ✓";

/// Makes the key pair that was chosen and its files, as the page does, with the generator for outside of a browser.
///
/// # Panics
///
/// Where the choice is not to make a pair, or the pair cannot be made.
pub fn make_keys(choice: &Choice, password: &str, now: Timestamp, seed: u64) -> KeyFiles {
    let CertificateChoice::Make {
        organisation,
        country,
        common_name,
        bits,
        days,
    } = &choice.certificate
    else {
        panic!("no pair is to be made");
    };
    let fields = SubjectFields {
        organisation: organisation.clone(),
        country: country.clone(),
        common_name: common_name.clone(),
    };
    let request = KeyRequest {
        subject: Subject::parse(&fields).expect("a subject"),
        size: KeySize::from_bits(*bits).expect("a size that is offered"),
        lifetime: Lifetime::from_days(*days).expect("a lifetime that is offered"),
        now,
        password: Secret::new(password.to_owned()),
    };
    let entropy = SeededEntropy::new("keys", seed);
    let generator = RsaGenerator::new(&entropy);
    pollster::block_on(keys::make(&request, &generator, &entropy)).expect("a key pair")
}

/// Files that were made and saved before the journey began, with [`PASSWORD`]; the same for every test of a binary,
/// because making them takes longer than all the rest.
pub fn saved_files() -> KeyFiles {
    static FILES: OnceLock<KeyFiles> = OnceLock::new();
    KeyFiles::clone(FILES.get_or_init(|| made_at_start(0)))
}

/// Another pair made likewise, for the vendor where a test is not about who made it.
pub fn vendor_files() -> KeyFiles {
    static FILES: OnceLock<KeyFiles> = OnceLock::new();
    KeyFiles::clone(FILES.get_or_init(|| made_at_start(1)))
}

/// The thumbprints of the certificates that an application bears, in their order.
pub fn thumbprints(application: &Application) -> Vec<String> {
    let credentials = application.key_credentials.iter();
    credentials
        .map(|credential| credential.custom_key_identifier.clone())
        .collect()
}

/// The wish that a choice comes to: with [`saved_files`], where a key pair is to be made.
pub fn wish(choice: Choice) -> Wish {
    let making = matches!(choice.certificate, CertificateChoice::Make { .. });
    let made = making.then(|| saved_files().facts);
    Wish { choice, made }
}

fn made_at_start(seed: u64) -> KeyFiles {
    let start = START.parse().expect("a constant");
    make_keys(&choices::on_premises(), PASSWORD, start, seed)
}

/// A key pair that the vendor made, in the vendor's way.
#[derive(Debug)]
pub struct VendorPair {
    /// The private key, which only the vendor has; encrypted with [`PASSWORD`].
    pub key_pem: String,
    /// The certificate, which the vendor sends.
    pub certificate_pem: String,
    /// A while after the certificate's validity began.
    pub now: Timestamp,
}

impl VendorPair {
    /// Lets the openssl command line make a pair; it is valid from the real present on.
    ///
    /// # Panics
    ///
    /// Where there is no openssl.
    pub fn make() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let file = |kind: &str| {
            let name = format!("journeys-{}-{number}-{kind}.pem", std::process::id());
            std::env::temp_dir().join(name)
        };
        let (key, certificate) = (file("key"), file("certificate"));
        let make = "req -x509 -newkey rsa:2048 -sha256 -days 365 -subj /CN=push.vendor.example -passout env:PASSWORD";
        let mut arguments: Vec<&str> = make.split(' ').collect();
        arguments.extend(["-keyout", text(&key), "-out", text(&certificate)]);
        openssl(&arguments);
        let begin = openssl(&[
            "x509",
            "-noout",
            "-startdate",
            "-dateopt",
            "iso_8601",
            "-in",
            text(&certificate),
        ]);
        let begin = begin.trim().replace("notBefore=", "").replace(' ', "T");
        let begin: Timestamp = begin.parse().expect("a date");
        let read = |path: &Path| {
            let content = std::fs::read_to_string(path).expect("openssl wrote it");
            std::fs::remove_file(path).expect("it is there");
            content
        };
        Self {
            key_pem: read(&key),
            certificate_pem: read(&certificate),
            now: begin.plus(Duration::from_secs(3600)),
        }
    }
}

fn text(path: &Path) -> &str {
    path.to_str().expect("a path of plain text")
}

fn openssl(arguments: &[&str]) -> String {
    let output = Command::new("openssl")
        .args(arguments)
        .env("PASSWORD", PASSWORD)
        .output()
        .expect("these tests need the openssl command line");
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{arguments:?}: {complaint}");
    String::from_utf8(output.stdout).expect("text")
}
