//! Where things lie in the repository.

use std::path::Path;
use std::path::PathBuf;

/// The repository's folder.
pub(crate) fn root() -> PathBuf {
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    own.ancestors().nth(2).unwrap_or(own).to_path_buf()
}

/// The built page.
pub(crate) fn dist() -> PathBuf {
    root().join("dist")
}

/// What the build leaves that need not be kept.
pub(crate) fn target() -> PathBuf {
    root().join("target")
}

/// Where the output of the checks' steps lies while they run.
pub(crate) fn logs() -> PathBuf {
    target().join("logs")
}
