//! A stranger judges the files made here, and its files are read: the openssl command (3.0 or later).

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "these are tests; the lints know that of functions marked as tests only"
)]

use std::cell::Cell;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

use base::Entropy;
use base::Secret;
use base::Timestamp;
use keys::KeyError;
use keys::KeyFiles;
use keys::KeyRequest;
use keys::KeySize;
use keys::Lifetime;
use keys::PrivateKey;
use keys::RsaGenerator;
use keys::Subject;
use keys::SubjectFields;
use sha2::Digest as _;
use sha2::Sha256;

/// Bytes that look random and are the same in every run.
struct Repeating(Cell<u64>);

impl Entropy for Repeating {
    fn fill(&self, bytes: &mut [u8]) {
        for part in bytes.chunks_mut(32) {
            self.0.set(self.0.get() + 1);
            part.copy_from_slice(&Sha256::digest(self.0.get().to_le_bytes())[..part.len()]);
        }
    }
}

/// A folder of one test, in which openssl runs.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR"))
            .join("keys-openssl")
            .join(name);
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        fs::write(self.0.join(name), content).unwrap();
    }

    fn read(&self, name: &str) -> Vec<u8> {
        fs::read(self.0.join(name)).unwrap()
    }

    /// Runs openssl; what it prints if it is content, else its complaint.
    fn openssl(&self, arguments: &[&str]) -> Result<String, String> {
        let output = Command::new("openssl")
            .args(arguments)
            .current_dir(&self.0)
            .output()
            .expect("the openssl command is installed");
        let text = |bytes| String::from_utf8(bytes).unwrap();
        if output.status.success() {
            Ok(text(output.stdout))
        } else {
            Err(text(output.stderr))
        }
    }

    /// Runs openssl, which must be content.
    fn run(&self, line: &str) -> String {
        let arguments: Vec<&str> = line.split_ascii_whitespace().collect();
        self.openssl(&arguments)
            .unwrap_or_else(|complaint| panic!("openssl {line}: {complaint}"))
    }
}

fn now() -> Timestamp {
    "2026-11-21T08:00:00Z".parse().unwrap()
}

/// The begin of a certificate that openssl made by this machine's clock, so that no test needs that clock.
fn begin_of(certificate: &[u8]) -> Timestamp {
    match keys::read_certificate(certificate, Timestamp::from_unix_seconds(0)) {
        Err(KeyError::NotYetValid { not_before }) => not_before,
        other => panic!("{other:?}"),
    }
}

fn make(organisation: &str, size: KeySize, password: &str) -> KeyFiles {
    let entropy = Repeating(Cell::new(1 << 32));
    let fields = SubjectFields {
        organisation: organisation.to_owned(),
        country: "NL".to_owned(),
        common_name: "push.example.edu".to_owned(),
    };
    let request = KeyRequest {
        subject: Subject::parse(&fields).unwrap(),
        size,
        lifetime: Lifetime::from_days(365).unwrap(),
        now: now(),
        password: Secret::new(password.to_owned()),
    };
    pollster::block_on(keys::make(&request, &RsaGenerator::new(&entropy), &entropy)).unwrap()
}

/// Writes the files and the password where openssl finds them.
fn save(folder: &Folder, files: &KeyFiles, password: &str) {
    folder.write("cert.pem", &files.certificate_pem);
    folder.write("key.pem", files.key_pem.expose());
    folder.write("password", password);
    folder.write("wrong", format!("{password}x"));
}

#[test]
fn openssl_accepts_every_size_and_password() {
    for (size, password) in [
        (KeySize::Rsa2048, "s3cret-Pass"),
        (KeySize::Rsa3072, "p\u{e4}ssw\u{f6}rd \u{1f511}"),
        (KeySize::Rsa4096, "x"),
    ] {
        let folder = Folder::new(&format!("size-{}", size.bits()));
        save(&folder, &make("Example", size, password), password);
        let moment = now().unix_seconds();
        let verdict = folder.run(&format!(
            "verify -x509_strict -check_ss_sig -purpose sslclient -attime {moment} -CAfile cert.pem cert.pem"
        ));
        assert_eq!(verdict.trim(), "cert.pem: OK");
        assert!(
            folder
                .run("pkey -in key.pem -passin file:password -check -noout")
                .contains("Key is valid")
        );
        let modulus = folder.run("x509 -in cert.pem -noout -modulus");
        assert_eq!(
            folder.run("rsa -in key.pem -passin file:password -noout -modulus"),
            modulus
        );
        assert_eq!(modulus.trim().len(), "Modulus=".len() + size.bits() / 4);
        let wrong = folder.openssl(&["pkey", "-in", "key.pem", "-passin", "file:wrong", "-noout"]);
        assert!(wrong.is_err_and(|complaint| complaint.contains("bad decrypt")));
    }
}

#[test]
fn openssl_sees_the_same_facts() {
    let folder = Folder::new("facts");
    let files = make("Example", KeySize::Rsa2048, "p");
    save(&folder, &files, "p");
    let fingerprint = |digest: &str| {
        let line = folder.run(&format!("x509 -in cert.pem -noout -fingerprint -{digest}"));
        line.split_once('=').unwrap().1.trim().replace(':', "")
    };
    assert_eq!(fingerprint("sha1"), files.facts.thumbprint.to_string());
    assert_eq!(fingerprint("sha256").to_lowercase(), files.facts.sha256);
    let dates = folder.run("x509 -in cert.pem -noout -dates -dateopt iso_8601");
    assert_eq!(
        dates,
        "notBefore=2026-11-21 07:45:00Z\nnotAfter=2027-11-21 07:45:00Z\n"
    );
    let text = folder.run("x509 -in cert.pem -noout -text");
    for line in [
        "Version: 3 (0x2)",
        "Signature Algorithm: sha256WithRSAEncryption",
        "Public-Key: (2048 bit)",
        "X509v3 Key Usage: critical\n                Digital Signature\n",
        "X509v3 Extended Key Usage: \n                TLS Web Client Authentication\n",
    ] {
        assert!(text.contains(line), "{line:?} in {text}");
    }
    let identifier = |name: &str| {
        let value = text.split_once(name).unwrap().1.trim_start();
        value
            .lines()
            .next()
            .unwrap()
            .trim_start_matches("keyid:")
            .to_owned()
    };
    assert_eq!(
        identifier("X509v3 Subject Key Identifier:"),
        identifier("X509v3 Authority Key Identifier:")
    );
}

#[test]
fn openssl_reads_the_names_as_they_were_meant() {
    let folder = Folder::new("names");
    for (organisation, printed) in [
        (
            "Universit\u{e4}t Z\u{fc}rich",
            "Universit\u{e4}t Z\u{fc}rich",
        ),
        ("A, B", "A\\, B"),
        ("a+b", "a\\+b"),
        ("#abcd", "\\#abcd"),
        ("x,C=US", "x\\,C=US"),
        ("\u{1f393} University", "\u{1f393} University"),
    ] {
        save(&folder, &make(organisation, KeySize::Rsa2048, "p"), "p");
        // The options of RFC 2253 but for the escaping of what is not ASCII.
        let subject =
            folder.run("x509 -in cert.pem -noout -subject -nameopt RFC2253,-esc_msb,utf8");
        assert_eq!(
            subject.trim_end(),
            format!("subject=CN=push.example.edu,O={printed},C=NL")
        );
        let kinds = folder
            .run("x509 -in cert.pem -noout -subject -nameopt show_type,sname,sep_comma_plus,utf8");
        assert!(kinds.contains("C=PRINTABLESTRING:NL"), "{kinds}");
        assert_eq!(kinds.matches("=UTF8STRING:").count(), 2, "{kinds}");
    }
}

#[test]
fn certificates_of_openssl_are_read() {
    let folder = Folder::new("read");
    folder.run(
        "req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out cert.pem -days 30 -multivalue-rdn \
         -subj /C=NL/ST=Utrecht/L=Utrecht/O=Example/OU=ICT+UID=42/CN=push.example.edu/emailAddress=ict@example.edu",
    );
    folder.run("x509 -in cert.pem -outform DER -out cert.der");
    folder.run("x509 -in cert.pem -text -out commented.pem");
    let begin = begin_of(&folder.read("cert.der"));
    for form in ["cert.pem", "cert.der", "commented.pem"] {
        let facts = keys::read_certificate(&folder.read(form), begin).unwrap();
        assert_eq!(facts.der, folder.read("cert.der"), "{form}");
        assert_eq!(facts.key_bits, 2048);
        assert_eq!(
            facts.not_after.since(facts.not_before).as_secs(),
            30 * 24 * 60 * 60
        );
        let name = "emailAddress=ict@example.edu, CN=push.example.edu, OU=ICT+UID=42, O=Example, L=Utrecht, ST=Utrecht, C=NL";
        assert_eq!(
            (facts.subject.as_str(), facts.issuer.as_str()),
            (name, name)
        );
        let printed = folder
            .run("x509 -in cert.pem -noout -fingerprint -sha1")
            .replace(':', "");
        assert_eq!(
            printed.trim().split_once('=').unwrap().1,
            facts.thumbprint.to_string()
        );
    }
}

#[test]
fn certificates_without_extensions_are_read() {
    let folder = Folder::new("version-1");
    folder.run(
        "req -newkey rsa:3072 -nodes -keyout key.pem -out request.pem -subj /CN=old.example.edu",
    );
    folder.run("x509 -req -in request.pem -signkey key.pem -out cert.pem -days 1");
    assert!(
        folder
            .run("x509 -in cert.pem -noout -text")
            .contains("Version: 1 ")
    );
    let certificate = folder.read("cert.pem");
    let facts = keys::read_certificate(&certificate, begin_of(&certificate)).unwrap();
    assert_eq!(
        (facts.key_bits, facts.subject.as_str()),
        (3072, "CN=old.example.edu")
    );
}

#[test]
fn other_files_of_openssl_are_refused_by_name() {
    let folder = Folder::new("refuse");
    folder.run(
        "req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out cert.pem -days 1 -subj /CN=a.nl",
    );
    folder.run("req -new -key key.pem -out request.pem -subj /CN=a.nl");
    folder.run("req -new -key key.pem -outform DER -out request.der -subj /CN=a.nl");
    folder.run("pkey -in key.pem -pubout -out public.pem");
    folder.run("pkey -in key.pem -pubout -outform DER -out public.der");
    folder.run("crl2pkcs7 -nocrl -certfile cert.pem -outform DER -out bundle.p7b");
    folder.run("x509 -in cert.pem -trustout -addtrust clientAuth -out trusted.pem");
    let small =
        "req -x509 -newkey rsa:1024 -nodes -keyout small.key -out small.pem -days 1 -subj /CN=a.nl";
    folder.run(small);
    let curve = "-pkeyopt ec_paramgen_curve:P-256 -nodes -keyout curve.key -out curve.pem -days 1 -subj /CN=a.nl";
    folder.run(&format!("req -x509 -newkey ec {curve}"));
    folder.run(
        "req -x509 -newkey rsa-pss -nodes -keyout pss.key -out pss.pem -days 1 -subj /CN=a.nl",
    );
    for (name, error) in [
        ("request.pem", KeyError::CertificateRequest),
        ("request.der", KeyError::CertificateRequest),
        ("public.pem", KeyError::NotACertificate),
        ("public.der", KeyError::NotACertificate),
        ("bundle.p7b", KeyError::NotACertificate),
        ("trusted.pem", KeyError::NotACertificate),
        ("small.pem", KeyError::KeyTooSmall { bits: 1024 }),
        ("curve.pem", KeyError::KeyNotRsa),
        ("pss.pem", KeyError::KeyNotRsa),
    ] {
        assert_eq!(
            keys::read_certificate(&folder.read(name), now()),
            Err(error),
            "{name}"
        );
    }
}

#[test]
fn private_keys_of_openssl_are_never_read_as_certificates() {
    let folder = Folder::new("private");
    folder.run(
        "req -x509 -newkey rsa:2048 -nodes -keyout pkcs8.pem -out cert.pem -days 1 -subj /CN=a.nl",
    );
    folder.run("pkey -in pkcs8.pem -outform DER -out pkcs8.der");
    folder.run("rsa -in pkcs8.pem -traditional -out pkcs1.pem");
    folder.run("rsa -in pkcs8.pem -traditional -outform DER -out pkcs1.der");
    folder.run("rsa -in pkcs8.pem -traditional -aes256 -passout pass:p -out old.pem");
    folder.run("pkcs8 -topk8 -in pkcs8.pem -passout pass:p -out encrypted.pem");
    folder.run("pkcs8 -topk8 -in pkcs8.pem -passout pass:p -outform DER -out encrypted.der");
    folder.run(
        "pkcs8 -topk8 -in pkcs8.pem -v1 PBE-SHA1-3DES -passout pass:p -outform DER -out triple.der",
    );
    folder.run("pkcs12 -export -inkey pkcs8.pem -in cert.pem -passout pass:p -out store.pfx");
    folder.run("ecparam -name prime256v1 -genkey -noout -out sec1.pem");
    folder.run("ec -in sec1.pem -outform DER -out sec1.der");
    for name in [
        "pkcs8.pem",
        "pkcs8.der",
        "pkcs1.pem",
        "pkcs1.der",
        "old.pem",
        "encrypted.pem",
        "encrypted.der",
        "triple.der",
        "store.pfx",
        "sec1.pem",
        "sec1.der",
    ] {
        let refused = keys::read_certificate(&folder.read(name), now());
        assert_eq!(refused, Err(KeyError::PrivateKeyInInput), "{name}");
    }
}

#[test]
fn encrypted_keys_of_openssl_are_opened() {
    let folder = Folder::new("open");
    folder.run(
        "req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out cert.pem -days 1 -subj /CN=a.nl",
    );
    let certificate = folder.read("cert.pem");
    let facts = keys::read_certificate(&certificate, begin_of(&certificate)).unwrap();
    let open = |options: &str, password: &str| {
        folder.run(&format!(
            "pkcs8 -topk8 -in key.pem -passout pass:s3cret -out out.pem {options}"
        ));
        let text = String::from_utf8(folder.read("out.pem")).unwrap();
        PrivateKey::from_encrypted_pem(&text, &Secret::new(password.to_owned()))
    };
    for options in [
        "",
        "-v2 aes-256-cbc -v2prf hmacWithSHA256 -iter 600000",
        "-v2 aes-128-cbc -v2prf hmacWithSHA512",
    ] {
        let key = open(options, "s3cret").unwrap();
        assert_eq!(key.check_pair(&facts), Ok(()), "{options}");
        assert_eq!(
            open(options, "s3creT").unwrap_err(),
            KeyError::PasswordWrong,
            "{options}"
        );
    }
    for options in [
        "-scrypt",
        "-v1 PBE-SHA1-3DES",
        "-nocrypt",
        "-traditional -nocrypt",
    ] {
        assert_eq!(
            open(options, "s3cret").unwrap_err(),
            KeyError::KeyFileUnsupported,
            "{options}"
        );
    }
    folder.run("rsa -in key.pem -traditional -aes256 -passout pass:s3cret -out out.pem");
    let old = String::from_utf8(folder.read("out.pem")).unwrap();
    let refused = PrivateKey::from_encrypted_pem(&old, &Secret::new("s3cret".to_owned()));
    assert_eq!(refused.unwrap_err(), KeyError::KeyFileUnsupported);
}
