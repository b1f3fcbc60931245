//! GnuTLS' certtool. It shows a PFX's key as it lies in there, still encrypted, and is then asked to open that, too.

use std::fs;

use crate::format::Format;
use crate::program::Folder;
use crate::reader::Found;
use crate::reader::between;
use crate::reader::openssl;

pub(crate) fn ask(folder: &Folder, format: Format, password: &str) -> Result<Found, String> {
    let file = format.file_name();
    match format {
        Format::CertificatePem => certificate(folder, &["--infile", file]),
        Format::CertificateDer => certificate(folder, &["--inder", "--infile", file]),
        Format::KeyPem => Ok(Found {
            certificate: None,
            key: Some(key_modulus(folder, file, password)?),
        }),
        Format::PfxModern | Format::PfxCompatible => pfx(folder, file, password),
        Format::Jks => Err("certtool reads no JKS".to_owned()),
    }
}

fn certificate(folder: &Folder, input: &[&str]) -> Result<Found, String> {
    let arguments = [&["--certificate-info"], input].concat();
    let printed = folder.run("certtool", &arguments, "")?;
    Ok(Found {
        certificate: Some(number(&printed, "Modulus (bits ")?),
        key: None,
    })
}

fn pfx(folder: &Folder, file: &str, password: &str) -> Result<Found, String> {
    let secret = format!("--password={password}");
    let arguments = ["--p12-info", "--inder", "--infile", file, &secret];
    let printed = folder.run("certtool", &arguments, "")?;
    let part = |label: &str, name: &str| {
        let (begin, end) = (
            format!("-----BEGIN {label}-----"),
            format!("-----END {label}-----"),
        );
        let part = between(&printed, &begin, &end)?;
        fs::write(folder.path().join(name), part).map_err(|error| error.to_string())
    };
    part("CERTIFICATE", "certificate.pem")?;
    part("ENCRYPTED PRIVATE KEY", "encrypted.pem")?;
    Ok(Found {
        certificate: Some(openssl::certificate_modulus(folder, "certificate.pem")?),
        key: Some(key_modulus(folder, "encrypted.pem", password)?),
    })
}

fn key_modulus(folder: &Folder, file: &str, password: &str) -> Result<String, String> {
    let secret = format!("--password={password}");
    let arguments = ["--key-info", "--infile", file, &secret];
    number(&folder.run("certtool", &arguments, "")?, "modulus:")
}

/// The number that certtool prints below the line that begins with `name`: indented lines of bytes and colons.
fn number(printed: &str, name: &str) -> Result<String, String> {
    let mut lines = printed.lines();
    lines
        .find(|line| line.trim_start().starts_with(name))
        .ok_or_else(|| format!("no {name} in {printed}"))?;
    let is_bytes = |line: &&str| {
        let mut letters = line.trim().chars();
        line.starts_with('\t') && letters.all(|letter| letter == ':' || letter.is_ascii_hexdigit())
    };
    let digits: String = lines.take_while(is_bytes).collect();
    let digits: String = digits.chars().filter(char::is_ascii_hexdigit).collect();
    // A leading zero says that the number is not negative.
    Ok(digits.trim_start_matches("00").to_uppercase())
}
