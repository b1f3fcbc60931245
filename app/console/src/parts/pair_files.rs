//! The files of a key pair that somebody has: read, and told apart, before the keys worker opens them.

mod sorted;

use base::Clock;
use keys::IdentityFiles;
use keys::KeyError;

use crate::browser::clock::BrowserClock;
use crate::parts::entry::Wrong;
use crate::parts::file_field::ChosenFiles;

/// Endings of files with key pairs.
pub(crate) const ACCEPTED: &str = ".pfx,.p12,.jks,.pem,.key,.cer,.crt,.der,.p7b,.p8";
/// The most of a file that is loaded: as much as `keys` reads, which refuses anything larger.
pub(crate) const MOST_BYTES: i32 = 64 * 1024;

/// Why a pair could not be opened, and at which field that is said.
pub(crate) enum Refusal {
    /// At the files.
    Files(Wrong),
    /// At the password.
    Password(KeyError),
}

impl From<KeyError> for Refusal {
    fn from(error: KeyError) -> Self {
        match error {
            KeyError::PasswordWrong | KeyError::EntryPasswordDiffers => Self::Password(error),
            _ => Self::Files(error.into()),
        }
    }
}

/// Reads the chosen files, and tells which of them is which.
pub(crate) async fn read(files: ChosenFiles) -> Result<IdentityFiles, Refusal> {
    let contents = files.read(MOST_BYTES).await.map_err(Refusal::Files)?;
    sorted::sorted(contents, BrowserClock.now()).map_err(Refusal::Files)
}
