//! The readers, which have nothing in common with the page's own code nor with each other.

mod certtool;
mod cryptography;
mod keytool;
mod nss;
mod openssl;

use crate::format::Format;
use crate::program::Folder;

/// The moduli that a reader found in a file, in upper-case hexadecimal.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Found {
    /// Of the certificate's public key.
    pub(crate) certificate: Option<String>,
    /// Of the private key, which the reader has decrypted.
    pub(crate) key: Option<String>,
}

/// A reader.
pub(crate) struct Reader {
    pub(crate) name: &'static str,
    /// Whether it reads such a file at all.
    pub(crate) reads: fn(Format) -> bool,
    /// What it finds in the file of that name in the folder; its complaint if it does not open it.
    pub(crate) ask: fn(&Folder, Format, &str) -> Result<Found, String>,
}

pub(crate) const READERS: [Reader; 5] = [
    Reader {
        name: "openssl",
        reads: |format| format != Format::Jks,
        ask: openssl::ask,
    },
    Reader {
        name: "keytool",
        reads: |format| format != Format::KeyPem,
        ask: keytool::ask,
    },
    Reader {
        name: "cryptography",
        reads: |format| format != Format::Jks,
        ask: cryptography::ask,
    },
    Reader {
        name: "certtool",
        reads: |format| format != Format::Jks,
        ask: certtool::ask,
    },
    Reader {
        name: "nss",
        reads: Format::is_pfx,
        ask: nss::ask,
    },
];

/// The part of a text from the line of `begin` to that of `end`, both with it.
fn between<'text>(text: &'text str, begin: &str, end: &str) -> Result<&'text str, String> {
    let missing = || format!("no {begin} in {text}");
    let from = text.find(begin).ok_or_else(missing)?;
    let to = text[from..].find(end).ok_or_else(missing)?;
    Ok(&text[from..from + to + end.len()])
}
