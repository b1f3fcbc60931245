//! The Python package `cryptography`: another parser (in Rust) and another PKCS#12 reader than the openssl command.

use crate::format::Format;
use crate::program::Folder;
use crate::program::python;
use crate::reader::Found;

const PROGRAM: &str = include_str!("cryptography.py");

pub(crate) fn ask(folder: &Folder, format: Format, password: &str) -> Result<Found, String> {
    let kind = match format {
        Format::CertificatePem => "certificate-pem",
        Format::CertificateDer => "certificate-der",
        Format::KeyPem => "key-pem",
        Format::PfxModern | Format::PfxCompatible => "pfx",
        Format::Jks => return Err("cryptography reads no JKS".to_owned()),
    };
    let printed = folder.run(
        &python(),
        &["-c", PROGRAM, kind, format.file_name()],
        password,
    )?;
    let modulus = |name: &str| {
        let mut lines = printed.lines();
        lines.find_map(|line| Some(line.strip_prefix(name)?.to_owned()))
    };
    Ok(Found {
        certificate: modulus("certificate="),
        key: modulus("key="),
    })
}
