//! OpenSSL's command; version 3 reads the compatible PFX with its legacy provider only.

use crate::format::Format;
use crate::program::Folder;
use crate::reader::Found;

/// Within the validity of the certificates that are made here: 1 December 2026.
const DURING: &str = "1796083200";

pub(crate) fn ask(folder: &Folder, format: Format, password: &str) -> Result<Found, String> {
    let file = format.file_name();
    let (mut certificate, mut key) = (None, None);
    match format {
        Format::CertificatePem => {
            let verify = "verify -x509_strict -check_ss_sig -purpose sslclient -attime";
            run(
                folder,
                &format!("{verify} {DURING} -CAfile {file} {file}"),
                password,
            )?;
            certificate = Some(certificate_modulus(folder, file)?);
        }
        Format::CertificateDer => certificate = Some(certificate_modulus(folder, file)?),
        Format::KeyPem => key = Some(key_modulus(folder, file, password)?),
        Format::PfxModern | Format::PfxCompatible => {
            let legacy = if format == Format::PfxCompatible {
                "-legacy"
            } else {
                ""
            };
            let line =
                format!("pkcs12 -in {file} -passin env:PASSWORD -noenc {legacy} -out opened");
            run(folder, &line, password)?;
            certificate = Some(certificate_modulus(folder, "opened")?);
            key = Some(key_modulus(folder, "opened", password)?);
        }
        Format::Jks => return Err("openssl reads no JKS".to_owned()),
    }
    Ok(Found { certificate, key })
}

/// The modulus of a certificate's key, PEM or DER; also for readers that hand over a certificate as PEM.
pub(crate) fn certificate_modulus(folder: &Folder, file: &str) -> Result<String, String> {
    modulus(run(
        folder,
        &format!("x509 -in {file} -noout -modulus"),
        "",
    )?)
}

/// The modulus of a private key that signs what its public key verifies: a request. (`rsa -check` takes
/// longer than all else; whether the numbers fit each other is seen by `cryptography`, which reads the same files.)
pub(crate) fn key_modulus(folder: &Folder, file: &str, password: &str) -> Result<String, String> {
    verified(
        folder,
        &format!("-new -key {file} -passin env:PASSWORD -subj /CN=key"),
        password,
    )
}

/// The modulus of a request whose signature is right.
pub(crate) fn request_modulus(folder: &Folder, file: &str) -> Result<String, String> {
    verified(folder, &format!("-in {file}"), "")
}

/// The modulus of the request that openssl takes or makes. It ends as if content where the signature is wrong, and says so
/// beside its output.
fn verified(folder: &Folder, request: &str, password: &str) -> Result<String, String> {
    let line = format!("req {request} -verify -noout -modulus");
    let printed = folder.run_with_remarks("openssl", &words(&line), password)?;
    if !printed.remarks.contains("verify OK") {
        return Err(printed.remarks);
    }
    modulus(printed.output)
}

fn modulus(printed: String) -> Result<String, String> {
    let line = printed
        .lines()
        .find_map(|line| line.strip_prefix("Modulus="));
    line.map(str::to_owned).ok_or(printed)
}

pub(crate) fn run(folder: &Folder, line: &str, password: &str) -> Result<String, String> {
    folder.run("openssl", &words(line), password)
}

fn words(line: &str) -> Vec<&str> {
    line.split_ascii_whitespace().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn a_request_with_another_signature_is_refused() {
        let folder = Folder::new("openssl-request");
        let make = "genrsa -out key.pem 2048";
        run(&folder, make, "").unwrap();
        let ask = "req -new -key key.pem -subj /CN=key -outform DER -out request.der";
        run(&folder, ask, "").unwrap();
        let mut request = fs::read(folder.path().join("request.der")).unwrap();
        assert!(verified(&folder, "-inform DER -in request.der", "").is_ok());
        // The signature comes last.
        *request.last_mut().unwrap() ^= 1;
        fs::write(folder.path().join("request.der"), request).unwrap();
        assert!(verified(&folder, "-inform DER -in request.der", "").is_err());
    }
}
