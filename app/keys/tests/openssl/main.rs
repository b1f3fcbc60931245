//! A stranger judges the files made here, and its files are read: the openssl command (3.0 or later).

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "these are tests; the lints know that of functions marked as tests only"
)]

mod folder;
mod pfx;

use std::cell::Cell;

use base::Secret;
use base::Timestamp;
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use keys::AssertionClaims;
use keys::Form;
use keys::Identity;
use keys::IdentityFiles;
use keys::KeyError;
use keys::KeyFile;
use keys::KeyFiles;
use keys::KeyRequest;
use keys::KeySize;
use keys::Lifetime;
use keys::NativeDerivation;
use keys::PrivateKey;
use keys::RsaGenerator;
use keys::Subject;
use keys::SubjectFields;

use self::folder::Folder;
use self::folder::Repeating;

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

fn secret(text: &str) -> Secret<String> {
    Secret::new(text.to_owned())
}

fn open_pem(pem: &str, password: &str) -> Result<PrivateKey, KeyError> {
    let password = secret(password);
    pollster::block_on(PrivateKey::from_encrypted_pem(
        pem,
        &password,
        &NativeDerivation,
    ))
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
    folder.run("x509 -in cert.pem -trustout -addtrust clientAuth -out trusted.pem");
    let small =
        "req -x509 -newkey rsa:1024 -nodes -keyout small.key -out small.pem -days 1 -subj /CN=a.nl";
    folder.run(small);
    let curve = "-pkeyopt ec_paramgen_curve:P-256 -nodes -keyout curve.key -out curve.pem -days 1 -subj /CN=a.nl";
    folder.run(&format!("req -x509 -newkey ec {curve}"));
    folder.run(
        "req -x509 -newkey rsa-pss -nodes -keyout pss.key -out pss.pem -days 1 -subj /CN=a.nl",
    );
    let resigned = "x509 -in cert.pem -signkey key.pem -days 1";
    folder.run(&format!("{resigned} -sha1 -out sha1.pem"));
    folder.run(&format!("{resigned} -md5 -out md5.pem"));
    let pss = "-sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:20";
    folder.run(&format!("{resigned} -sha1 {pss} -out pss-sha1.pem"));
    folder.run(&format!("{resigned} -sha256 {pss} -out pss-sha256.pem"));
    let strong = folder.read("pss-sha256.pem");
    assert!(keys::read_certificate(&strong, begin_of(&strong)).is_ok());
    let weak = |algorithm: &str| KeyError::WeakSignature {
        algorithm: algorithm.to_owned(),
    };
    for (name, error) in [
        ("request.pem", KeyError::CertificateRequest),
        ("request.der", KeyError::CertificateRequest),
        ("public.pem", KeyError::NotACertificate),
        ("public.der", KeyError::NotACertificate),
        ("trusted.pem", KeyError::NotACertificate),
        ("sha1.pem", weak("SHA-1")),
        ("md5.pem", weak("MD5")),
        ("pss-sha1.pem", weak("SHA-1")),
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
        let expected = match name {
            "store.pfx" => KeyError::KeyStoreInInput,
            _ => KeyError::PrivateKeyInInput,
        };
        assert_eq!(refused, Err(expected), "{name}");
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
        open_pem(&text, password)
    };
    for options in [
        "",
        "-v2 aes-256-cbc -v2prf hmacWithSHA256 -iter 600000",
        "-v2 aes-128-cbc -v2prf hmacWithSHA512",
        "-v1 PBE-SHA1-3DES",
    ] {
        let key = open(options, "s3cret").unwrap();
        assert_eq!(key.check_pair(&facts), Ok(()), "{options}");
        assert_eq!(
            open(options, "s3creT").unwrap_err(),
            KeyError::PasswordWrong,
            "{options}"
        );
    }
    // Some are in openssl's own legacy provider; the command that the refusal names opens them all.
    let legacy = "-provider legacy -provider default";
    for (options, method) in [
        ("-scrypt", "scrypt"),
        ("-v2 des3", "3DES (PBES2)"),
        ("-v2 camellia-256-cbc", "Camellia-256"),
        ("-v1 PBE-MD5-DES", "DES with MD5"),
        ("-v1 PBE-SHA1-RC2-64", "RC2 with SHA-1"),
    ] {
        let method = method.to_owned();
        assert_eq!(
            open(&format!("{options} {legacy}"), "s3cret").unwrap_err(),
            KeyError::KeyFileProtectionRefused { method }
        );
        folder.run(&format!(
            "pkcs8 -topk8 {legacy} -in out.pem -passin pass:s3cret -passout pass:s3cret -out new.pem"
        ));
        let converted = String::from_utf8(folder.read("new.pem")).unwrap();
        let key = open_pem(&converted, "s3cret").unwrap();
        assert_eq!(key.check_pair(&facts), Ok(()), "{options}");
    }
    for options in ["-nocrypt", "-traditional -nocrypt"] {
        assert_eq!(
            open(options, "s3cret").unwrap_err(),
            KeyError::KeyFileUnsupported,
            "{options}"
        );
    }
    folder.run("rsa -in key.pem -traditional -aes256 -passout pass:s3cret -out out.pem");
    let old = String::from_utf8(folder.read("out.pem")).unwrap();
    assert_eq!(
        open_pem(&old, "s3cret").unwrap_err(),
        KeyError::KeyFileUnsupported
    );
}

/// An authority, an intermediate one, and a certificate of it, each with its key and all in `chain.pem`.
fn chain(folder: &Folder) -> Timestamp {
    folder.write(
        "authority",
        "basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign\n",
    );
    folder.run(
        "req -x509 -newkey rsa:2048 -nodes -keyout root.key -out root.pem -days 9 -subj /CN=root",
    );
    // An authority whose key Entra would refuse: it is only in the way.
    let curve = "-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes";
    folder.run(&format!(
        "req {curve} -keyout middle.key -out middle.csr -subj /CN=middle"
    ));
    folder.run("x509 -req -in middle.csr -CA root.pem -CAkey root.key -CAcreateserial -days 9 -extfile authority -out middle.pem");
    folder.run("req -newkey rsa:2048 -nodes -keyout leaf.key -out leaf.csr -subj /CN=leaf");
    folder.run("x509 -req -in leaf.csr -CA middle.pem -CAkey middle.key -CAcreateserial -days 9 -out leaf.pem");
    let parts = ["leaf.pem", "middle.pem", "root.pem"].map(|name| folder.read(name));
    folder.write("chain.pem", parts.concat());
    folder.write("authorities.pem", parts[1..].concat());
    begin_of(&folder.read("leaf.pem"))
}

#[test]
fn of_a_chain_the_leaf_is_told() {
    let folder = Folder::new("chain");
    let begin = chain(&folder);
    folder.run("crl2pkcs7 -nocrl -certfile chain.pem -out chain.p7b");
    folder.run("crl2pkcs7 -nocrl -certfile chain.pem -outform DER -out chain.p7c");
    for (name, form) in [
        ("chain.pem", Form::Pem),
        ("chain.p7b", Form::Pkcs7),
        ("chain.p7c", Form::Pkcs7),
    ] {
        let given = keys::read_certificates(&folder.read(name), begin).unwrap();
        assert_eq!(given.form, form, "{name}");
        let told: Vec<_> = given
            .candidates
            .iter()
            .map(|one| (one.subject.as_str(), one.is_leaf))
            .collect();
        let expected = [("CN=leaf", true), ("CN=middle", false), ("CN=root", false)];
        assert_eq!(told, expected, "{name}");
        let verdicts = given.candidates.into_iter().map(|one| one.verdict);
        let verdicts: Vec<_> = verdicts.map(|verdict| verdict.err()).collect();
        assert_eq!(verdicts, [None, Some(KeyError::KeyNotRsa), None], "{name}");
        assert_eq!(
            keys::read_certificate(&folder.read(name), begin),
            Err(KeyError::SeveralCertificates { count: 3 })
        );
    }
    folder.run("crl2pkcs7 -nocrl -certfile leaf.pem -outform DER -out leaf.p7b");
    let facts = keys::read_certificate(&folder.read("leaf.p7b"), begin).unwrap();
    assert_eq!(
        (facts.subject, facts.issuer),
        ("CN=leaf".into(), "CN=middle".into())
    );
}

#[test]
fn a_pair_of_an_own_authority_is_used_without_its_chain() {
    let folder = Folder::new("identity");
    let begin = chain(&folder);
    folder.run("rsa -in leaf.key -traditional -out pkcs1.key");
    folder.run("rsa -in leaf.key -traditional -aes128 -passout pass:s3cret -out old.key");
    folder.run("pkcs8 -topk8 -in leaf.key -passout pass:s3cret -out new.key");
    let export = "pkcs12 -export -inkey leaf.key -in leaf.pem -certfile authorities.pem -passout";
    folder.run(&format!("{export} pass:s3cret -out leaf.pfx"));
    let open = |files: IdentityFiles| -> Result<Identity, KeyError> {
        let password = secret("s3cret");
        pollster::block_on(keys::open_identity(
            &files,
            &password,
            begin,
            &NativeDerivation,
        ))
    };
    let pair = |key: &str| IdentityFiles::Pair {
        private_key: Secret::new(folder.read(key)),
        certificate: folder.read("chain.pem"),
    };
    let store = IdentityFiles::Store(Secret::new(folder.read("leaf.pfx")));
    for files in [pair("leaf.key"), pair("pkcs1.key"), pair("new.key"), store] {
        let identity = open(files).unwrap();
        assert_eq!(identity.certificate.subject, "CN=leaf");
        let mut left_out = identity.left_out;
        left_out.sort();
        assert_eq!(left_out, ["CN=middle", "CN=root"]);
    }
    // The command that the refusal names mends it.
    assert_eq!(
        open(pair("old.key")).unwrap_err(),
        KeyError::KeyFileTraditional
    );
    folder.run("pkcs8 -topk8 -in old.key -passin pass:s3cret -passout pass:s3cret -out mended.key");
    assert!(open(pair("mended.key")).is_ok());
    assert_eq!(
        open(pair("middle.key")).unwrap_err(),
        KeyError::KeyFileNotRsa
    );
}

#[test]
fn openssl_opens_the_key_stores_that_are_made() {
    let folder = Folder::new("stores");
    let files = make("Example", KeySize::Rsa2048, "s3cret-Pass");
    save(&folder, &files, "s3cret-Pass");
    let modulus = folder.run("x509 -in cert.pem -noout -modulus");
    for (file, options) in [(KeyFile::Pfx, ""), (KeyFile::PfxCompatible, "-legacy")] {
        let name = file.name();
        folder.write(name, files.content(file).unwrap());
        folder.run(&format!(
            "pkcs12 -in {name} -passin file:password -nodes -out opened.pem {options}"
        ));
        assert_eq!(folder.run("rsa -in opened.pem -noout -modulus"), modulus);
        assert_eq!(folder.run("x509 -in opened.pem -noout -modulus"), modulus);
    }
    folder.write("cert.cer", files.content(KeyFile::CertificateDer).unwrap());
    let read = folder.run("x509 -inform DER -in cert.cer -noout -modulus");
    assert_eq!(read, modulus);
}

#[test]
fn openssl_verifies_an_assertion() {
    let folder = Folder::new("assertion");
    let files = make("Example", KeySize::Rsa2048, "p");
    save(&folder, &files, "p");
    let entropy = Repeating(Cell::new(1 << 33));
    let key = open_pem(files.key_pem.expose(), "p").unwrap();
    let claims = AssertionClaims {
        token_endpoint: "https://login.microsoftonline.com/t/oauth2/v2.0/token".to_owned(),
        client_id: "0f8f1c8e-6b9a-4c56-9c3e-5f3f9d2f7a11".parse().unwrap(),
        now: now(),
    };
    let signer = RsaGenerator::new(&entropy);
    let signed = keys::sign_assertion(&claims, &files.facts, &key, &signer, &entropy);
    let assertion = pollster::block_on(signed).unwrap();
    let (message, signature) = assertion.expose().rsplit_once('.').unwrap();
    folder.write("message", message);
    folder.write(
        "signature",
        BASE64_URL_SAFE_NO_PAD.decode(signature).unwrap(),
    );
    folder.run("x509 -in cert.pem -noout -pubkey -out public.pem");
    let verify = "dgst -sha256 -verify public.pem -sigopt rsa_padding_mode:pss";
    let verdict = folder.run(&format!(
        "{verify} -sigopt rsa_pss_saltlen:32 -signature signature message"
    ));
    assert_eq!(verdict.trim(), "Verified OK");
}
