//! A stranger judges the PFX files made here, and its files are read: the openssl command (3.0 or later).

use std::cell::Cell;

use base::Secret;
use keys::KeyEntry;
use keys::KeyError;
use keys::NativeDerivation;
use keys::NewEntry;
use keys::PrivateKey;
use keys::pfx;
use keys::pfx::PfxKind;

use super::folder::Folder;
use super::folder::Repeating;

const PASSWORD: &str = "s3cret-Pass";

/// A folder of one test with a key pair that openssl made.
struct Pair {
    folder: Folder,
}

impl Pair {
    fn new(name: &str) -> Self {
        let folder = Folder::new(&format!("pfx-{name}"));
        folder.run(
            "req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out cert.pem -days 1 -subj /CN=own",
        );
        folder.run("pkcs8 -topk8 -nocrypt -in key.pem -outform DER -out key.der");
        folder.run("x509 -in cert.pem -outform DER -out cert.der");
        Self { folder }
    }

    /// What openssl tells about `store.pfx`, on its error output.
    fn info(&self, options: &str) -> String {
        let line = format!("pkcs12 -in store.pfx -passin file:password -info -noout {options}");
        let words: Vec<&str> = line.split_ascii_whitespace().collect();
        let output = self.folder.output(&words);
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stderr).unwrap()
    }

    /// Writes `store.pfx` of the pair, and its password into a file.
    fn make(&self, kind: PfxKind, password: &str) {
        let private_key = PrivateKey::from_pkcs8(Secret::new(self.folder.read("key.der"))).unwrap();
        let certificate = self.folder.read("cert.der");
        let entry = NewEntry {
            name: "My Timetable",
            private_key: &private_key,
            certificate_der: &certificate,
        };
        let entropy = Repeating(Cell::new(1 << 33));
        let secret = Secret::new(password.to_owned());
        let made = pfx::write(kind, &entry, &secret, &entropy, &NativeDerivation);
        self.folder
            .write("store.pfx", pollster::block_on(made).unwrap().expose());
        self.folder.write("password", password);
        self.folder.write("wrong", format!("{password}x"));
    }

    /// Has openssl write `store.pfx` and reads it.
    fn export(&self, options: &str, password: &str) -> Result<KeyEntry, KeyError> {
        self.folder.write("password", password);
        self.folder.run(&format!(
            "pkcs12 -export -out store.pfx -passout file:password {options}"
        ));
        self.open(password)
    }

    fn open(&self, password: &str) -> Result<KeyEntry, KeyError> {
        let file = self.folder.read("store.pfx");
        let secret = Secret::new(password.to_owned());
        pollster::block_on(pfx::read(&file, &secret, &NativeDerivation))
    }

    /// Whether this is the folder's own pair.
    fn check(&self, entry: &KeyEntry, what: &str) {
        assert_eq!(
            entry.certificate_der,
            self.folder.read("cert.der"),
            "{what}"
        );
        let key = entry.private_key.pkcs8().expose();
        assert_eq!(key, &self.folder.read("key.der"), "{what}");
    }
}

const OWN: &str = "-inkey key.pem -in cert.pem";

#[test]
fn openssl_opens_both_kinds() {
    let pair = Pair::new("both");
    let all: String = (' '..='~').collect();
    for (kind, legacy, password) in [
        (PfxKind::Modern, "", PASSWORD),
        (PfxKind::Modern, "", all.as_str()),
        (PfxKind::Compatible, "-legacy", PASSWORD),
        (PfxKind::Compatible, "-legacy", "x"),
    ] {
        pair.make(kind, password);
        let out = |options: &str, file: &str| {
            pair.folder.run(&format!(
                "pkcs12 -in store.pfx -passin file:password {legacy} {options} -out {file}"
            ))
        };
        out("-nokeys", "opened.pem");
        pair.folder
            .run("x509 -in opened.pem -outform DER -out opened.der");
        assert_eq!(pair.folder.read("opened.der"), pair.folder.read("cert.der"));
        out("-nocerts -nodes", "opened.key");
        pair.folder
            .run("pkcs8 -topk8 -nocrypt -in opened.key -outform DER -out opened-key.der");
        assert_eq!(
            pair.folder.read("opened-key.der"),
            pair.folder.read("key.der")
        );
        for file in ["opened.pem", "opened.key"] {
            let text = String::from_utf8(pair.folder.read(file)).unwrap();
            assert!(text.contains("friendlyName: My Timetable"), "{text}");
            assert!(text.contains("localKeyID: "), "{text}");
        }
        let wrong = format!("pkcs12 -in store.pfx -passin file:wrong {legacy} -nodes");
        let words: Vec<&str> = wrong.split_ascii_whitespace().collect();
        let wrong = pair.folder.openssl(&words);
        assert!(wrong.is_err_and(|complaint| complaint.contains("Mac verify error")));
    }
}

#[test]
fn openssl_sees_the_protection_that_was_meant() {
    let pair = Pair::new("protection");
    pair.make(PfxKind::Modern, PASSWORD);
    let modern = pair.info("");
    assert!(modern.contains("MAC: sha256, Iteration 300000"), "{modern}");
    let scheme = "PBES2, PBKDF2, AES-256-CBC, Iteration 300000, PRF hmacWithSHA256";
    assert_eq!(modern.matches(scheme).count(), 2, "{modern}");
    pair.make(PfxKind::Compatible, PASSWORD);
    let compatible = pair.info("-legacy");
    let mac = "MAC: sha1, Iteration 10000";
    assert!(compatible.contains(mac), "{compatible}");
    let scheme = "pbeWithSHA1And3-KeyTripleDES-CBC, Iteration 10000";
    assert_eq!(compatible.matches(scheme).count(), 2, "{compatible}");
}

#[test]
fn files_of_openssl_are_read() {
    let pair = Pair::new("read");
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
        let entry = pair.export(&format!("{OWN} {options}"), PASSWORD);
        pair.check(&entry.unwrap(), options);
        let wrong = pair.open("s3cret-pass");
        assert_eq!(wrong.unwrap_err(), KeyError::PasswordWrong, "{options}");
    }
}

#[test]
fn names_and_chains_of_openssl_are_read() {
    let pair = Pair::new("chain");
    pair.folder.run(
        "req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem -days 1 -subj /CN=authority",
    );
    pair.folder.run("x509 -in ca.pem -outform DER -out ca.der");
    let entry = pair
        .export(
            &format!("{OWN} -certfile ca.pem -name Universit\u{e4}t"),
            PASSWORD,
        )
        .unwrap();
    pair.check(&entry, "chain");
    assert_eq!(entry.name.as_deref(), Some("Universit\u{e4}t"));
    assert_eq!(entry.chain, [pair.folder.read("ca.der")]);
    assert_eq!(pair.export(OWN, PASSWORD).unwrap().name, None);
}

#[test]
fn any_password_of_openssl_is_tried() {
    let pair = Pair::new("passwords");
    for password in ["p\u{e4}ssw\u{f6}rd \u{20ac}", " a  b ", "\u{1f511}"] {
        for options in ["", "-legacy -certpbe PBE-SHA1-3DES"] {
            let entry = pair.export(&format!("{OWN} {options}"), password);
            pair.check(&entry.unwrap(), password);
        }
    }
    pair.folder.run(&format!(
        "pkcs12 -export -out store.pfx -passout pass: {OWN}"
    ));
    pair.check(&pair.open("").unwrap(), "empty");
}

#[test]
fn what_openssl_makes_otherwise_is_refused_by_name() {
    let pair = Pair::new("refuse");
    let refused = |options: &str| pair.export(options, PASSWORD).unwrap_err();
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
    pair.folder.run(&format!("req -x509 -newkey ec {curve}"));
    assert_eq!(
        refused("-inkey curve.key -in curve.pem"),
        KeyError::KeyFileNotRsa
    );
}
