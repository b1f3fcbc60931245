//! The readers of foreign bytes, what each is given to begin with, and what an input may cost it.

use base::Entropy;
use base::Secret;
use keys::AssertionRequest;
use keys::Identity;
use keys::IdentityFiles;
use keys::IdentityRequest;
use keys::JksRequest;
use keys::KeyError;
use keys::KeyFiles;
use keys::KeyRequest;
use keys::KeySize;
use keys::Lifetime;
use keys::PrivateKey;
use keys::ProofRequest;
use keys::Subject;
use keys::SubjectFields;
use keys::Task;
use pkcs8::der::pem;
use pkcs8::der::pem::LineEnding;
use pollster::block_on;

use crate::crypto::Crypto;
use crate::fixture::fixture;
use crate::fixture::fixtures;
use crate::fixture::now;
use crate::sealed;
use crate::turn;

/// A reader under trial.
pub(crate) struct Reader {
    pub(crate) name: &'static str,
    /// Valid files.
    pub(crate) seeds: fn() -> Vec<Vec<u8>>,
    /// Another way to give the same bytes, e.g. as text.
    pub(crate) dress: fn(Vec<u8>) -> Vec<u8>,
    /// Reads, whatever comes of it.
    pub(crate) read: fn(&[u8], &Crypto),
    pub(crate) most: Most,
}

/// The most that an input may cost.
#[derive(Clone, Copy)]
pub(crate) struct Most {
    /// Bytes of memory for each byte of the input.
    pub(crate) per_byte: usize,
    /// Bytes of memory for any input.
    pub(crate) always: usize,
    /// Rounds of key derivation.
    pub(crate) rounds: u64,
}

/// For readers that only parse. A byte of input lies in memory as text, without its line ends, decoded, and in the parts
/// of what was read; the constant is for short inputs and what the test's own threads take at the same time.
const PARSED: Most = Most {
    per_byte: 16,
    always: 64 * 1024,
    rounds: 0,
};

/// For readers that may come to an RSA key and check its numbers, which takes a fixed number of multiplications of numbers
/// no longer than the key, each in memory of its own. A store is decrypted and read in layers, each a copy. The rounds
/// are some seconds of work in a page.
const OPENED: Most = Most {
    per_byte: 32,
    always: 1024 * 1024,
    rounds: 10_000_000,
};

/// What the fixtures and the files made here are encrypted with.
pub(crate) const PASSWORD: &str = "s3cret-Pass";

/// The same byte again and again.
pub(crate) struct Constant;

impl Entropy for Constant {
    fn fill(&self, bytes: &mut [u8]) {
        bytes.fill(0x5a);
    }
}

fn password() -> Secret<String> {
    Secret::new(PASSWORD.to_owned())
}

fn as_pem(label: &str, bytes: &[u8]) -> Vec<u8> {
    pem::encode_string(label, LineEnding::LF, bytes)
        .unwrap()
        .into_bytes()
}

fn unchanged(bytes: Vec<u8>) -> Vec<u8> {
    bytes
}

/// Certificates in every form, bundles, and what is taken for one of them.
pub(crate) const CERTIFICATES: Reader = Reader {
    name: "certificates",
    seeds: || fixtures(|name| !name.ends_with(".sh") && !name.ends_with(".md")),
    dress: |bytes| as_pem("CERTIFICATE", &bytes),
    read: |bytes, _| {
        let _ = keys::read_certificates(bytes, now());
    },
    most: PARSED,
};

fn open(files: IdentityFiles, crypto: &Crypto) -> Result<Identity, KeyError> {
    open_with(&password(), files, crypto)
}

fn open_with(
    password: &Secret<String>,
    files: IdentityFiles,
    crypto: &Crypto,
) -> Result<Identity, KeyError> {
    block_on(keys::open_identity(&files, password, now(), crypto))
}

/// Private keys in every form.
pub(crate) const PRIVATE_KEYS: Reader = Reader {
    name: "private-keys",
    seeds: || fixtures(|name| name.starts_with("key-")),
    dress: |bytes| as_pem("ENCRYPTED PRIVATE KEY", &bytes),
    read: |bytes, crypto| {
        let files = IdentityFiles::Pair {
            private_key: Secret::new(bytes.to_vec()),
            certificate: include_bytes!("../../fixtures/certificate.der").to_vec(),
        };
        let _ = open(files, crypto);
    },
    most: OPENED,
};

/// `key.pem` as it was made here.
pub(crate) const ENCRYPTED_KEYS: Reader = Reader {
    name: "encrypted-keys",
    seeds: || fixtures(|name| name.starts_with("key-encrypted")),
    dress: |bytes| as_pem("ENCRYPTED PRIVATE KEY", &bytes),
    read: |bytes, crypto| {
        let text = String::from_utf8_lossy(bytes);
        let _ = block_on(PrivateKey::from_encrypted_pem(&text, &password(), crypto));
    },
    most: OPENED,
};

fn open_store(bytes: &[u8], crypto: &Crypto) -> Result<Identity, KeyError> {
    open(IdentityFiles::Store(Secret::new(bytes.to_vec())), crypto)
}

fn try_store(bytes: &[u8], crypto: &Crypto) {
    let _ = open_store(bytes, crypto);
}

/// PFX; if anything was changed, the MAC does not fit, and only what is before it is read.
pub(crate) const PFX: Reader = Reader {
    name: "pfx",
    seeds: || fixtures(|name| name.ends_with(".pfx")),
    dress: unchanged,
    read: try_store,
    most: OPENED,
};

/// The same with an empty password, which is tried as none as well.
pub(crate) const PFX_WITHOUT_PASSWORD: Reader = Reader {
    name: "pfx-without-password",
    read: |bytes, crypto| {
        let store = IdentityFiles::Store(Secret::new(bytes.to_vec()));
        let _ = open_with(&Secret::new(String::new()), store, crypto);
    },
    // Read twice.
    most: Most {
        per_byte: 2 * OPENED.per_byte,
        ..OPENED
    },
    ..PFX
};

/// Contents of a PFX, changed before the MAC is made: what is read behind it.
pub(crate) const SEALED_PFX: Reader = Reader {
    name: "sealed-pfx",
    seeds: || {
        let files = fixtures(|name| name.ends_with(".pfx"));
        files
            .iter()
            .filter_map(|file| sealed::contents(file))
            .collect()
    },
    dress: unchanged,
    read: |contents, crypto| try_store(&sealed::pfx(contents), crypto),
    most: OPENED,
};

/// JKS; if anything was changed, the digest does not fit.
pub(crate) const JKS: Reader = Reader {
    name: "jks",
    seeds: || fixtures(|name| name.ends_with(".jks") || name.ends_with(".jceks")),
    dress: unchanged,
    read: try_store,
    most: OPENED,
};

/// A JKS without its digest, changed before that is made.
pub(crate) const SEALED_JKS: Reader = Reader {
    name: "sealed-jks",
    seeds: || {
        let files = fixtures(|name| name.ends_with(".jks"));
        files.iter().map(|file| sealed::content(file)).collect()
    },
    dress: unchanged,
    read: |content, crypto| try_store(&sealed::jks(content), crypto),
    most: OPENED,
};

/// A file that is given back as proof, the archive of all files among them.
pub(crate) const PROOFS: Reader = Reader {
    name: "proofs",
    seeds: || {
        let mut seeds = fixtures(|name| name.starts_with("keytool") || name.starts_with("cert"));
        seeds.push(archive());
        seeds
    },
    dress: unchanged,
    read: |bytes, crypto| {
        let _ = block_on(keys::prove(&proof_of(bytes), crypto));
    },
    // An archive holds six files.
    most: Most {
        rounds: 6 * OPENED.rounds,
        ..OPENED
    },
};

fn proof_of(file: &[u8]) -> ProofRequest {
    ProofRequest {
        file: Secret::new(file.to_vec()),
        password: password(),
        certificate_der: fixture("certificate.der"),
    }
}

/// An archive as the page makes it, without the PFX, whose many rounds would take too long.
fn archive() -> Vec<u8> {
    let key = PrivateKey::from_pkcs8(Secret::new(fixture("key-pkcs8.der"))).unwrap();
    let der = fixture("certificate.der");
    let (password, crypto) = (password(), Crypto::default());
    let files = KeyFiles::make(&der, &key, &password, &crypto, &Constant);
    let mut files = block_on(files).unwrap();
    (files.pfx, files.pfx_compatible) = (None, None);
    files.jks = Some(block_on(keys::make_jks(&jks_request(), &crypto, &Constant)).unwrap());
    files.archive(now()).unwrap().expose().clone()
}

fn jks_request() -> JksRequest {
    JksRequest {
        key_pem: Secret::new(String::from_utf8(fixture("key-encrypted.pem")).unwrap()),
        password: password(),
        certificate_pem: String::from_utf8(fixture("certificate.pem")).unwrap(),
        alias: "push".to_owned(),
        store_password: password(),
        now: now(),
    }
}

/// What the page asks of its worker, with the files of a person in it.
pub(crate) const REQUESTS: Reader = Reader {
    name: "requests",
    seeds: || requests().to_vec(),
    dress: unchanged,
    read: |bytes, crypto| {
        let answer = block_on(keys::answer(bytes, crypto, &Constant));
        // Even a refusal is an answer.
        assert!(answer.is_ok(), "{answer:?}");
    },
    most: OPENED,
};

/// One request of each kind. None needs more rounds than fixtures have.
fn requests() -> [Vec<u8>; 5] {
    let fields = SubjectFields {
        organisation: "Example".to_owned(),
        country: "NL".to_owned(),
        common_name: "push.example.edu".to_owned(),
    };
    let make = KeyRequest {
        subject: Subject::parse(&fields).unwrap(),
        size: KeySize::Rsa2048,
        lifetime: Lifetime::from_days(365).unwrap(),
        now: now(),
        password: password(),
    };
    let identity = || IdentityRequest {
        files: IdentityFiles::Pair {
            private_key: Secret::new(fixture("key-encrypted.pem")),
            certificate: fixture("certificate.pem"),
        },
        password: password(),
        now: now(),
    };
    let assert = AssertionRequest {
        identity: identity(),
        token_endpoint: "https://login.microsoftonline.com/common/oauth2/v2.0/token".to_owned(),
        client_id: "11111111-2222-3333-4444-555555555555".parse().unwrap(),
    };
    let prove = proof_of(&fixture("key-encrypted.pem"));
    let requests = [
        make.to_bytes(),
        jks_request().to_bytes(),
        identity().to_bytes(),
        assert.to_bytes(),
        prove.to_bytes(),
    ];
    requests.map(|bytes| bytes.unwrap().expose().clone())
}

/// What the worker answers, read as the answer to every kind of request.
pub(crate) const REPLIES: Reader = Reader {
    name: "replies",
    seeds: || {
        let answer = |request: Vec<u8>| {
            let answer = block_on(keys::answer(&request, &Crypto::default(), &Constant));
            answer.unwrap().expose().clone()
        };
        requests().into_iter().map(answer).collect()
    },
    dress: unchanged,
    read: |bytes, _| {
        let _ = KeyRequest::outcome(bytes);
        let _ = JksRequest::outcome(bytes);
        let _ = IdentityRequest::outcome(bytes);
        let _ = AssertionRequest::outcome(bytes);
        let _ = ProofRequest::outcome(bytes);
    },
    most: PARSED,
};

/// Changed contents would prove little if unchanged ones did not open.
#[test]
fn stores_that_are_sealed_anew_are_opened() {
    let _turn = turn();
    let subject = |store: &[u8]| {
        let identity = open_store(store, &Crypto::default()).unwrap();
        identity.certificate.subject
    };
    let name = "CN=push.example.edu, O=Example University, C=NL";
    for file in ["openssl-modern.pfx", "openssl-3des.pfx", "keytool.pfx"] {
        let contents = sealed::contents(&fixture(file)).unwrap();
        assert_eq!(subject(&sealed::pfx(&contents)), name, "{file}");
    }
    let content = sealed::content(&fixture("keytool.jks"));
    assert_eq!(subject(&sealed::jks(&content)), name);
}

/// The same of the archive and of requests: nothing but the making of a key is refused.
#[test]
fn requests_and_proofs_that_are_not_changed_succeed() {
    let _turn = turn();
    let crypto = Crypto::default();
    let proof = block_on(keys::prove(&proof_of(&archive()), &crypto)).unwrap();
    assert_eq!(proof.files.len(), 4, "{proof:?}");
    let answers = requests().map(|request| block_on(keys::answer(&request, &crypto, &Constant)));
    let [make, make_jks, open, assert, prove] = answers.map(|answer| answer.unwrap());
    assert!(matches!(
        KeyRequest::outcome(make.expose()),
        Err(KeyError::GenerationFailed { .. })
    ));
    assert!(JksRequest::outcome(make_jks.expose()).is_ok());
    assert!(IdentityRequest::outcome(open.expose()).is_ok());
    assert!(AssertionRequest::outcome(assert.expose()).is_ok());
    assert!(ProofRequest::outcome(prove.expose()).is_ok());
}
