//! How many rounds the password derivations of the files have, as the files themselves say.

use std::path::Path;
use std::process::Command;

use browser::Page;
use browser::Trouble;

use crate::making::PASSWORD;

/// Rounds of each derivation. Those of the compatible PFX are few and not counted: they stay in what is left.
#[derive(Debug, Default)]
pub(crate) struct Rounds {
    /// The encryption of `key.pem`.
    key_pem: u32,
    /// The encryption of `cert.pfx`.
    pfx: u32,
    /// The MAC of `cert.pfx`.
    mac: u32,
}

impl Rounds {
    /// Saves the files on the page and has openssl read them.
    pub(crate) async fn of_saved_files(page: &Page) -> Result<Self, Trouble> {
        page.press("#save-key").await?;
        page.press("#save-pfx").await?;
        let key_pem = openssl(&["asn1parse", "-in"], &page.downloaded("key.pem").await?)?;
        let pfx = openssl(
            &[
                "pkcs12",
                "-info",
                "-noout",
                "-passin",
                "env:PASSWORD",
                "-in",
            ],
            &page.downloaded("cert.pfx").await?,
        )?;
        let read = || {
            Some(Self {
                key_pem: of_asn1(&key_pem)?,
                pfx: of_line(&pfx, "PKCS7 Encrypted data:")?,
                mac: of_line(&pfx, "MAC:")?,
            })
        };
        read().ok_or_else(|| Trouble::Computer(format!("openssl told no rounds:\n{key_pem}{pfx}")))
    }

    /// All rounds that are made for one pair: each derivation is made when its file is written, and remembered for when that
    /// is opened to be compared.
    pub(crate) fn sum(&self) -> u32 {
        self.key_pem + self.pfx + self.mac
    }

    /// What they are, in words.
    pub(crate) fn told(&self) -> String {
        let Self { key_pem, pfx, mac } = self;
        let sum = self.sum();
        format!(
            "\nRounds of the password derivations: key.pem {key_pem}, cert.pfx {pfx} and its MAC {mac}: {sum}"
        )
    }
}

/// What openssl says of a file, on either output.
fn openssl(arguments: &[&str], file: &Path) -> Result<String, Trouble> {
    let mut openssl = Command::new("openssl");
    openssl.args(arguments).arg(file).env("PASSWORD", PASSWORD);
    let output = openssl.output()?;
    let told = [output.stdout, output.stderr].concat();
    Ok(String::from_utf8_lossy(&told).into_owned())
}

/// The only whole number of an encrypted key (RFC 8018, appendix A.2: PBKDF2-params), which asn1parse shows in
/// hexadecimal.
fn of_asn1(told: &str) -> Option<u32> {
    let (_, number) = told
        .lines()
        .find(|line| line.contains("INTEGER"))?
        .rsplit_once(':')?;
    u32::from_str_radix(number.trim(), 16).ok()
}

/// The number after `Iteration` in the line that begins with `what`.
fn of_line(told: &str, what: &str) -> Option<u32> {
    let line = told.lines().find(|line| line.starts_with(what))?;
    let (_, number) = line.split_once("Iteration ")?;
    let digits = number.split(|letter: char| !letter.is_ascii_digit());
    digits.into_iter().next()?.parse().ok()
}
