//! What is left of a private key or a password in other places: looked for in bytes and in whole folders.
//!
//! A key is looked for piece by piece: a piece is long enough never to occur by chance, and short enough to lie whole
//! within one line of a wrapped text or one block of a data base.

use std::fmt;
use std::fs;
use std::io;
use std::path::Path;
use std::path::PathBuf;

use aho_corasick::AhoCorasick;
use pkcs8::PrivateKeyInfoRef;
use rsa::pkcs1::RsaPrivateKeyRef;

use crate::form::FORMS;
use crate::form::in_utf16;
use crate::form::percent_encoded;

/// Bytes in a piece of a key: 128 bits. Of a line of 64 base64 digits, 48 bytes, two pieces lie within it whole.
const PIECE: usize = 16;

/// The shortest password that is looked for; a shorter one is found by chance.
const SHORTEST_PASSWORD: usize = 12;

/// Why a search cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum TracesError {
    /// The key is not PKCS#8 with an RSA key in it.
    #[error("no private RSA key as PKCS#8, DER")]
    NotARsaKey,
    /// The password is so short that it would be found by chance.
    #[error("a password of {length} bytes; fewer than {SHORTEST_PASSWORD} occur by chance")]
    PasswordTooShort {
        /// How long it is.
        length: usize,
    },
    /// A file or folder cannot be read, so that nothing can be said of it.
    #[error("{}: {cause}", path.display())]
    Unreadable {
        /// Which.
        path: PathBuf,
        /// Why.
        cause: io::Error,
    },
    /// The search itself cannot be built.
    #[error("too much to look for: {0}")]
    TooMuch(#[from] aho_corasick::BuildError),
}

/// A secret that was found where it must not be.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Found {
    /// The file, or the name under which the bytes were given.
    pub place: String,
    /// What was found, and in which form; never the secret itself.
    pub what: String,
    /// How many bytes precede it.
    pub offset: usize,
}

impl fmt::Display for Found {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            place,
            what,
            offset,
        } = self;
        write!(formatter, "{what} in {place}, {offset} bytes in")
    }
}

/// What is looked for, by name and in every form.
#[derive(Clone, Default)]
pub struct Secrets {
    wanted: Vec<(String, Vec<u8>)>,
}

impl Secrets {
    /// Adds a private key (PKCS#8, DER): its factors, its exponents and its coefficient, each of which gives the key away.
    pub fn add_key(&mut self, pkcs8_der: &[u8]) -> Result<(), TracesError> {
        let not_one = |_| TracesError::NotARsaKey;
        let info = PrivateKeyInfoRef::try_from(pkcs8_der).map_err(not_one)?;
        let key = RsaPrivateKeyRef::try_from(info.private_key.as_bytes())
            .map_err(|_| TracesError::NotARsaKey)?;
        for (name, number) in [
            ("the factor p", key.prime1),
            ("the factor q", key.prime2),
            ("the exponent d", key.private_exponent),
            ("the exponent d mod p-1", key.exponent1),
            ("the exponent d mod q-1", key.exponent2),
            ("the coefficient", key.coefficient),
        ] {
            for piece in number.as_bytes().chunks_exact(PIECE) {
                self.add(name, piece);
            }
        }
        Ok(())
    }

    /// Adds a password; also as it stands in a form's field, in JSON and in UTF-16.
    pub fn add_password(&mut self, password: &str) -> Result<(), TracesError> {
        let length = password.len();
        if length < SHORTEST_PASSWORD {
            return Err(TracesError::PasswordTooShort { length });
        }
        let name = "the password";
        self.add(name, password.as_bytes());
        let escaped = password.replace('\\', "\\\\").replace('"', "\\\"");
        for (form, text) in [
            ("percent-encoded", percent_encoded(password)),
            ("of a form", percent_encoded(password).replace("%20", "+")),
            ("in JSON", escaped),
        ] {
            self.wanted
                .push((format!("{name}, {form}"), text.into_bytes()));
        }
        let units = password.encode_utf16().flat_map(u16::to_le_bytes);
        self.wanted
            .push((format!("{name}, UTF-16"), units.collect()));
        Ok(())
    }

    fn add(&mut self, name: &str, bytes: &[u8]) {
        for (form, write) in FORMS {
            let written = write(bytes);
            if !form.starts_with("raw") {
                let wide = in_utf16(&written);
                self.wanted.push((format!("{name}, {form}, UTF-16"), wide));
            }
            self.wanted.push((format!("{name}, {form}"), written));
        }
    }
}

/// How much is looked for, never what.
impl fmt::Debug for Secrets {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Secrets({})", self.wanted.len())
    }
}

/// Looks for traces of secrets. Made once, since that takes longer than a look.
#[derive(Clone)]
pub struct Traces {
    names: Vec<String>,
    searcher: AhoCorasick,
}

impl Traces {
    /// Looks for all of `secrets` at once.
    pub fn of(secrets: &Secrets) -> Result<Self, TracesError> {
        let (names, forms): (Vec<_>, Vec<_>) = secrets.wanted.iter().cloned().unzip();
        let searcher = AhoCorasick::new(forms)?;
        Ok(Self { names, searcher })
    }

    /// Looks in bytes, which `place` names. Each secret in each form is told once.
    pub fn in_bytes(&self, place: &str, bytes: &[u8]) -> Vec<Found> {
        let mut found: Vec<Found> = Vec::new();
        for hit in self.searcher.find_overlapping_iter(bytes) {
            let what = &self.names[hit.pattern().as_usize()];
            if found.iter().all(|known| known.what != *what) {
                found.push(Found {
                    place: place.to_owned(),
                    what: what.clone(),
                    offset: hit.start(),
                });
            }
        }
        found
    }

    /// Looks in every file of a folder and in the files' names. A file that cannot be read is an error: nothing can be
    /// said of it. Links are not followed.
    pub fn in_folder(&self, folder: &Path) -> Result<Vec<Found>, TracesError> {
        let mut found = Vec::new();
        let mut folders = vec![folder.to_path_buf()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(&folder).map_err(unreadable(&folder))? {
                let path = entry.map_err(unreadable(&folder))?.path();
                let kind = fs::symlink_metadata(&path).map_err(unreadable(&path))?;
                let place = path.display().to_string();
                found.extend(self.in_bytes(&place, place.as_bytes()));
                if kind.is_dir() {
                    folders.push(path);
                } else if kind.is_file() {
                    let bytes = fs::read(&path).map_err(unreadable(&path))?;
                    found.extend(self.in_bytes(&place, &bytes));
                }
            }
        }
        Ok(found)
    }
}

/// How much is looked for, never what.
impl fmt::Debug for Traces {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Traces({})", self.names.len())
    }
}

/// For `map_err` when a file or folder cannot be read.
fn unreadable(path: &Path) -> impl FnOnce(io::Error) -> TracesError {
    let path = path.to_path_buf();
    move |cause| TracesError::Unreadable { path, cause }
}

#[cfg(test)]
mod tests;
