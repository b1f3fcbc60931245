//! A stranger judges the PFX files made here, and its files are read: the openssl command (3.0 or later).

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
use keys::KeyEntry;
use keys::KeyError;
use keys::NativeDerivation;
use keys::NewEntry;
use keys::PrivateKey;
use keys::pfx;
use keys::pfx::PfxKind;
use sha2::Digest as _;
use sha2::Sha256;

const PASSWORD: &str = "s3cret-Pass";

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

/// A folder of one test with a key pair that openssl made, in which openssl runs.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR"))
            .join("keys-openssl-pfx")
            .join(name);
        fs::create_dir_all(&path).unwrap();
        let folder = Self(path);
        folder.run(
            "req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out cert.pem -days 1 -subj /CN=own",
        );
        folder.run("pkcs8 -topk8 -nocrypt -in key.pem -outform DER -out key.der");
        folder.run("x509 -in cert.pem -outform DER -out cert.der");
        folder
    }

    fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        fs::write(self.0.join(name), content).unwrap();
    }

    fn read(&self, name: &str) -> Vec<u8> {
        fs::read(self.0.join(name)).unwrap()
    }

    /// Runs openssl; what it prints on either stream, as an error if it complains.
    fn openssl(&self, line: &str) -> Result<String, String> {
        let output = Command::new("openssl")
            .args(line.split_ascii_whitespace())
            .current_dir(&self.0)
            .output()
            .expect("the openssl command is installed");
        let text = [output.stdout, output.stderr].concat();
        let text = String::from_utf8_lossy(&text).into_owned();
        if output.status.success() {
            Ok(text)
        } else {
            Err(text)
        }
    }

    /// Runs openssl, which must be content.
    fn run(&self, line: &str) -> String {
        self.openssl(line)
            .unwrap_or_else(|complaint| panic!("openssl {line}: {complaint}"))
    }

    /// Writes `store.pfx` of the pair, and its password into a file.
    fn make(&self, kind: PfxKind, password: &str) {
        let private_key = PrivateKey::from_pkcs8(Secret::new(self.read("key.der"))).unwrap();
        let certificate = self.read("cert.der");
        let entry = NewEntry {
            name: "My Timetable",
            private_key: &private_key,
            certificate_der: &certificate,
        };
        let entropy = Repeating(Cell::new(1 << 33));
        let secret = Secret::new(password.to_owned());
        let made = pfx::write(kind, &entry, &secret, &entropy, &NativeDerivation);
        self.write("store.pfx", pollster::block_on(made).unwrap().expose());
        self.write("password", password);
        self.write("wrong", format!("{password}x"));
    }

    /// Has openssl write `store.pfx` and reads it.
    fn export(&self, options: &str, password: &str) -> Result<KeyEntry, KeyError> {
        self.write("password", password);
        self.run(&format!(
            "pkcs12 -export -out store.pfx -passout file:password {options}"
        ));
        self.open(password)
    }

    fn open(&self, password: &str) -> Result<KeyEntry, KeyError> {
        let file = self.read("store.pfx");
        let secret = Secret::new(password.to_owned());
        pollster::block_on(pfx::read(&file, &secret, &NativeDerivation))
    }

    /// Whether this is the folder's own pair.
    fn check(&self, entry: &KeyEntry, what: &str) {
        assert_eq!(entry.certificate_der, self.read("cert.der"), "{what}");
        let key = entry.private_key.pkcs8().expose();
        assert_eq!(key, &self.read("key.der"), "{what}");
    }
}

const OWN: &str = "-inkey key.pem -in cert.pem";

#[test]
fn openssl_opens_both_kinds() {
    let folder = Folder::new("both");
    let all: String = (' '..='~').collect();
    for (kind, legacy, password) in [
        (PfxKind::Modern, "", PASSWORD),
        (PfxKind::Modern, "", all.as_str()),
        (PfxKind::Compatible, "-legacy", PASSWORD),
        (PfxKind::Compatible, "-legacy", "x"),
    ] {
        folder.make(kind, password);
        let out = |options: &str, file: &str| {
            folder.run(&format!(
                "pkcs12 -in store.pfx -passin file:password {legacy} {options} -out {file}"
            ))
        };
        out("-nokeys", "opened.pem");
        folder.run("x509 -in opened.pem -outform DER -out opened.der");
        assert_eq!(folder.read("opened.der"), folder.read("cert.der"));
        out("-nocerts -nodes", "opened.key");
        folder.run("pkcs8 -topk8 -nocrypt -in opened.key -outform DER -out opened-key.der");
        assert_eq!(folder.read("opened-key.der"), folder.read("key.der"));
        for file in ["opened.pem", "opened.key"] {
            let text = String::from_utf8(folder.read(file)).unwrap();
            assert!(text.contains("friendlyName: My Timetable"), "{text}");
            assert!(text.contains("localKeyID: "), "{text}");
        }
        let wrong = folder.openssl(&format!(
            "pkcs12 -in store.pfx -passin file:wrong {legacy} -nodes"
        ));
        assert!(wrong.is_err_and(|complaint| complaint.contains("Mac verify error")));
    }
}

#[test]
fn openssl_sees_the_protection_that_was_meant() {
    let folder = Folder::new("protection");
    let info = |options: &str| {
        folder.run(&format!(
            "pkcs12 -in store.pfx -passin file:password -info -noout {options}"
        ))
    };
    folder.make(PfxKind::Modern, PASSWORD);
    let modern = info("");
    assert!(modern.contains("MAC: sha256, Iteration 300000"), "{modern}");
    let scheme = "PBES2, PBKDF2, AES-256-CBC, Iteration 300000, PRF hmacWithSHA256";
    assert_eq!(modern.matches(scheme).count(), 2, "{modern}");
    folder.make(PfxKind::Compatible, PASSWORD);
    let compatible = info("-legacy");
    let mac = "MAC: sha1, Iteration 10000";
    assert!(compatible.contains(mac), "{compatible}");
    let scheme = "pbeWithSHA1And3-KeyTripleDES-CBC, Iteration 10000";
    assert_eq!(compatible.matches(scheme).count(), 2, "{compatible}");
}

#[test]
fn files_of_openssl_are_read() {
    let folder = Folder::new("read");
    for options in [
        "",
        "-legacy -certpbe PBE-SHA1-3DES",
        // Before 3.0 this was what openssl made without being asked: RC2 with 40 bits.
        "-legacy",
        "-legacy -certpbe PBE-SHA1-RC2-128 -keypbe PBE-SHA1-RC2-128",
        "-keypbe AES-128-CBC -certpbe AES-192-CBC",
        "-keypbe NONE -certpbe NONE",
        "-keypbe NONE",
        "-certpbe NONE -macalg sha1",
        "-macalg sha384 -iter 100000",
        "-macalg sha512",
        "-nomaciter",
        "-nomac",
        "-keyex -CSP Example",
    ] {
        let entry = folder.export(&format!("{OWN} {options}"), PASSWORD);
        folder.check(&entry.unwrap(), options);
        let wrong = folder.open("s3cret-pass");
        assert_eq!(wrong.unwrap_err(), KeyError::PasswordWrong, "{options}");
    }
}

#[test]
fn names_and_chains_of_openssl_are_read() {
    let folder = Folder::new("chain");
    folder.run(
        "req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem -days 1 -subj /CN=authority",
    );
    folder.run("x509 -in ca.pem -outform DER -out ca.der");
    let entry = folder
        .export(
            &format!("{OWN} -certfile ca.pem -name Universit\u{e4}t"),
            PASSWORD,
        )
        .unwrap();
    folder.check(&entry, "chain");
    assert_eq!(entry.name.as_deref(), Some("Universit\u{e4}t"));
    assert_eq!(entry.chain, [folder.read("ca.der")]);
    assert_eq!(folder.export(OWN, PASSWORD).unwrap().name, None);
}

#[test]
fn any_password_of_openssl_is_tried() {
    let folder = Folder::new("passwords");
    for password in ["p\u{e4}ssw\u{f6}rd \u{20ac}", " a  b ", "\u{1f511}"] {
        for options in ["", "-legacy -certpbe PBE-SHA1-3DES"] {
            let entry = folder.export(&format!("{OWN} {options}"), password);
            folder.check(&entry.unwrap(), password);
        }
    }
    folder.run(&format!(
        "pkcs12 -export -out store.pfx -passout pass: {OWN}"
    ));
    folder.check(&folder.open("").unwrap(), "empty");
}

#[test]
fn what_openssl_makes_otherwise_is_refused_by_name() {
    let folder = Folder::new("refuse");
    let refused = |options: &str| folder.export(options, PASSWORD).unwrap_err();
    let protection = |method: &str| KeyError::ProtectionRefused {
        method: method.to_owned(),
    };
    assert_eq!(
        refused(&format!(
            "{OWN} -legacy -keypbe PBE-SHA1-RC4-128 -certpbe NONE"
        )),
        protection("RC4-128")
    );
    assert_eq!(refused("-nokeys -in cert.pem"), KeyError::PrivateKeyMissing);
    let curve = "-pkeyopt ec_paramgen_curve:P-256 -nodes -keyout curve.key -out curve.pem -days 1 -subj /CN=a.nl";
    folder.run(&format!("req -x509 -newkey ec {curve}"));
    assert_eq!(
        refused("-inkey curve.key -in curve.pem"),
        KeyError::KeyFileNotRsa
    );
}
