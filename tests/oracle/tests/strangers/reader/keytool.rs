//! Java's keytool. It shows no key, so it is asked to sign a request with it, which openssl checks: the request carries
//! the certificate's public key and is signed by the private one.

use std::fs;

use crate::format::Format;
use crate::program::Folder;
use crate::reader::Found;
use crate::reader::openssl;

/// A Java that lives for one question needs no second thread to tidy up.
const ALONE: &str = "-J-XX:+UseSerialGC";
/// If it derives no key of many rounds, it need not compile for speed; else it may do nothing but that.
const BRIEFLY: &str = "-J-XX:TieredStopAtLevel=1";
const THOROUGHLY: &str = "-J-XX:-TieredCompilation";

pub(crate) fn ask(folder: &Folder, format: Format, password: &str) -> Result<Found, String> {
    let file = format.file_name();
    if format.is_certificate() {
        let arguments = [ALONE, BRIEFLY, "-printcert", "-rfc", "-file", file];
        let pem = folder.run("keytool", &arguments, password)?;
        fs::write(folder.path().join("read.pem"), pem).unwrap();
        return Ok(Found {
            certificate: Some(openssl::certificate_modulus(folder, "read.pem")?),
            key: None,
        });
    }
    let kind = if format.is_pfx() { "PKCS12" } else { "JKS" };
    let has_many_rounds = format == Format::PfxModern;
    let arguments = [
        ALONE,
        if has_many_rounds { THOROUGHLY } else { BRIEFLY },
        "-certreq",
        "-alias",
        "push.example.edu",
        "-storetype",
        kind,
        "-keystore",
        file,
        "-storepass:env",
        crate::program::PASSWORD,
        "-file",
        "request.pem",
    ];
    folder.run("keytool", &arguments, password)?;
    let modulus = openssl::request_modulus(folder, "request.pem")?;
    Ok(Found {
        certificate: Some(modulus.clone()),
        key: Some(modulus),
    })
}
