//! Every form is found, wherever it lies, and nothing is found where nothing is.

use std::sync::LazyLock;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use rsa::pkcs1::RsaPrivateKeyRef;

use super::*;

/// A key of tests only, made by openssl.
const KEY: &[u8] = include_bytes!("../../fixtures/key-pkcs8.der");
const PASSWORD: &str = "correct horse+\"battery\\staple";

static TRACES: LazyLock<Traces> = LazyLock::new(|| {
    let mut secrets = Secrets::default();
    secrets.add_key(KEY).unwrap();
    secrets.add_password(PASSWORD).unwrap();
    Traces::of(&secrets).unwrap()
});

/// The names of what is found, each once.
fn found(bytes: &[u8]) -> Vec<String> {
    let found = TRACES.in_bytes("here", bytes);
    found.into_iter().map(|found| found.what).collect()
}

fn factor() -> Vec<u8> {
    let info = PrivateKeyInfoRef::try_from(KEY).unwrap();
    let key = RsaPrivateKeyRef::try_from(info.private_key.as_bytes()).unwrap();
    key.prime1.as_bytes().to_vec()
}

/// The bytes, with others around them.
fn amid(bytes: &[u8]) -> Vec<u8> {
    [b"\0\xffbefore", bytes, b"after\xff\0"].concat()
}

/// A text as PEM wraps it.
fn wrapped(text: &str) -> String {
    let lines: Vec<&str> = text
        .as_bytes()
        .chunks(64)
        .map(|line| std::str::from_utf8(line).unwrap())
        .collect();
    lines.join("\n")
}

#[test]
fn a_whole_key_is_found_in_every_form() {
    for (form, write) in FORMS {
        let names = found(&amid(&write(KEY)));
        let of_this_form = |name: &&String| name.contains(&format!(", {form}"));
        let kind = form.split(' ').next().unwrap();
        assert!(
            names.iter().any(|name| name.contains(kind)),
            "{form}: {names:?}"
        );
        if !kind.starts_with("base64") {
            assert_eq!(names.iter().filter(of_this_form).count(), 6, "{names:?}");
        }
    }
}

#[test]
fn base64_is_found_at_every_alignment_also_over_lines_and_in_utf16() {
    for before in 0..3 {
        let stream = [&vec![b'x'; before][..], &factor(), b"yz"].concat();
        let text = BASE64_STANDARD.encode(stream);
        for bytes in [
            text.clone().into_bytes(),
            wrapped(&text).into_bytes(),
            text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        ] {
            let names = found(&amid(&bytes));
            assert!(
                names
                    .iter()
                    .any(|name| name.starts_with("the factor p, base64")),
                "{before}: {names:?}"
            );
        }
    }
}

#[test]
fn a_piece_of_a_key_is_enough() {
    // Any 31 bytes hold a whole piece.
    for begin in 0..16 {
        let names = found(&amid(&factor()[begin..begin + 31]));
        assert_eq!(names, ["the factor p, raw"], "from {begin} on");
    }
}

#[test]
fn a_password_is_found_as_browsers_and_servers_write_it() {
    for (bytes, form) in [
        (PASSWORD.as_bytes().to_vec(), "raw"),
        (
            b"correct%20horse%2B%22battery%5Cstaple".to_vec(),
            "percent-encoded",
        ),
        (b"correct+horse%2B%22battery%5Cstaple".to_vec(), "of a form"),
        (br#"correct horse+\"battery\\staple"#.to_vec(), "in JSON"),
        (hex::encode_upper(PASSWORD).into_bytes(), "HEXADECIMAL"),
        (BASE64_STANDARD.encode(PASSWORD).into_bytes(), "base64"),
        (
            PASSWORD.encode_utf16().flat_map(u16::to_le_bytes).collect(),
            "UTF-16",
        ),
    ] {
        let found = found(&amid(&bytes));
        assert!(
            found.contains(&format!("the password, {form}")),
            "{form}: {found:?}"
        );
    }
}

#[test]
fn nothing_is_found_in_what_is_public() {
    let info = PrivateKeyInfoRef::try_from(KEY).unwrap();
    let key = RsaPrivateKeyRef::try_from(info.private_key.as_bytes()).unwrap();
    for bytes in [
        key.modulus.as_bytes().to_vec(),
        hex::encode(key.modulus.as_bytes()).into_bytes(),
        PASSWORD.as_bytes()[..PASSWORD.len() - 1].to_vec(),
        Vec::new(),
    ] {
        assert_eq!(found(&amid(&bytes)), [""; 0]);
    }
}

#[test]
fn folders_are_searched_to_the_ground_names_included() {
    let folder = std::env::temp_dir().join(format!("oracle-traces-{}", std::process::id()));
    let deep = folder.join("a").join("b");
    fs::create_dir_all(&deep).unwrap();
    fs::write(deep.join("store.log"), amid(&factor())).unwrap();
    fs::write(folder.join(hex::encode(PASSWORD)), "nothing").unwrap();
    fs::write(folder.join("innocent"), "nothing").unwrap();
    let mut found = TRACES.in_folder(&folder).unwrap();
    found.sort_by(|one, other| one.what.cmp(&other.what));
    let told: Vec<_> = found.iter().map(|found| found.what.as_str()).collect();
    assert_eq!(told, ["the factor p, raw", "the password, hexadecimal"]);
    let place = deep.join("store.log").display().to_string();
    assert_eq!(
        found[0].to_string(),
        format!("the factor p, raw in {place}, 8 bytes in")
    );
    fs::remove_dir_all(&folder).unwrap();
    assert!(matches!(
        TRACES.in_folder(&folder),
        Err(TracesError::Unreadable { .. })
    ));
}

#[test]
fn a_search_that_would_say_nothing_is_refused() {
    let mut secrets = Secrets::default();
    assert!(matches!(
        secrets.add_password("s3cret-Pass"),
        Err(TracesError::PasswordTooShort { length: 11 })
    ));
    assert!(matches!(
        secrets.add_key(b"\x30\x00"),
        Err(TracesError::NotARsaKey)
    ));
}
