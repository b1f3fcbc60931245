//! Certificates and keys as other people make them: by openssl, in a folder of the visit.

#![expect(
    clippy::unwrap_used,
    reason = "outside test functions too, a test fails by panicking"
)]

use std::path::Path;
use std::path::PathBuf;
use std::process::Command;
use std::process::Output;

use browser::Page;

/// The password of every file that is made here with one.
pub(crate) const PASSWORD: &str = "purple monkey dishwasher";

/// A new folder of the visit for files that somebody else made.
pub(crate) fn folder(page: &Page, name: &str) -> PathBuf {
    let folder = page.site().join(name);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

/// Makes `NAME.key` and `NAME.cer`, a certificate that issues itself, and returns the latter.
pub(crate) fn self_signed(folder: &Path, name: &str, subject: &str) -> PathBuf {
    run(
        folder,
        &format!(
            "req -x509 -newkey rsa:2048 -nodes -days 30 -subj {subject} -keyout {name}.key -out {name}.cer"
        ),
    );
    folder.join(format!("{name}.cer"))
}

/// Of `NAME.key` and `NAME.cer` makes `NAME.pfx`.
pub(crate) fn pfx(folder: &Path, name: &str) -> PathBuf {
    run(
        folder,
        &format!(
            "pkcs12 -export -inkey {name}.key -in {name}.cer -passout env:PASSWORD -out {name}.pfx"
        ),
    );
    folder.join(format!("{name}.pfx"))
}

/// Of `NAME.key` makes `NAME.encrypted.key`.
pub(crate) fn encrypted(folder: &Path, name: &str, password: &str) -> PathBuf {
    let line = format!(
        "pkcs8 -topk8 -v2 aes-256-cbc -passout env:PASSWORD -in {name}.key -out {name}.encrypted.key"
    );
    printed(openssl(folder, &line).env("PASSWORD", password));
    folder.join(format!("{name}.encrypted.key"))
}

/// The private key in `file` (PKCS#8, DER).
pub(crate) fn opened(file: &Path, password: &str) -> Vec<u8> {
    let mut pkcs8 = Command::new("openssl");
    pkcs8.args(["pkcs8", "-topk8", "-nocrypt", "-outform", "DER"]);
    pkcs8.args(["-passin", "env:PASSWORD", "-in"]).arg(file);
    printed(pkcs8.env("PASSWORD", password))
}

/// The SHA-1 thumbprint of a certificate, as Entra shows it.
pub(crate) fn thumbprint(folder: &Path, certificate: &str) -> String {
    fingerprint(folder, certificate, "sha1")
}

/// The digest of a certificate by the algorithm that openssl calls `digest`, in hexadecimal digits.
pub(crate) fn fingerprint(folder: &Path, certificate: &str, digest: &str) -> String {
    let line = format!("x509 -noout -fingerprint -{digest} -in {certificate}");
    let told = String::from_utf8(run(folder, &line)).unwrap();
    let (_, digits) = told.trim().split_once('=').unwrap();
    digits.replace(':', "")
}

/// Runs openssl in `folder` with the words of `line`, and returns what it printed.
pub(crate) fn run(folder: &Path, line: &str) -> Vec<u8> {
    printed(openssl(folder, line).env("PASSWORD", PASSWORD))
}

fn openssl(folder: &Path, line: &str) -> Command {
    let mut openssl = Command::new("openssl");
    openssl.args(line.split_whitespace()).current_dir(folder);
    openssl
}

/// What openssl printed; it must be content.
pub(crate) fn printed(openssl: &mut Command) -> Vec<u8> {
    let Output {
        status,
        stdout,
        stderr,
    } = openssl.output().unwrap();
    assert!(status.success(), "{}", String::from_utf8_lossy(&stderr));
    stdout
}
