//! A fresh folder that only this user may enter, removed in the end.

use std::fs;
use std::io;
use std::path::Path;
use std::path::PathBuf;
use std::sync::atomic::AtomicU32;
use std::sync::atomic::Ordering;

use crate::VendorError;

/// The folder. Dropping it removes it with everything in it.
pub(crate) struct PrivateFolder(PathBuf);

impl PrivateFolder {
    /// Makes a folder that did not exist before.
    pub(crate) fn new() -> Result<Self, VendorError> {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        loop {
            let number = COUNT.fetch_add(1, Ordering::Relaxed);
            let path = std::env::temp_dir().join(format!("vendor-{}-{number}", std::process::id()));
            match make(&path) {
                Ok(()) => return Ok(Self(path)),
                // Left behind by a process that had this number before.
                Err(problem) if problem.kind() == io::ErrorKind::AlreadyExists => {}
                Err(problem) => return Err(failed(&problem)),
            }
        }
    }

    /// Writes a file and returns its path.
    pub(crate) fn write(&self, name: &str, content: &str) -> Result<PathBuf, VendorError> {
        let path = self.0.join(name);
        fs::write(&path, content).map_err(|problem| failed(&problem))?;
        Ok(path)
    }
}

impl Drop for PrivateFolder {
    fn drop(&mut self) {
        // Nobody is left to tell; what stays is encrypted, in a folder that nobody else may enter.
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn make(path: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

fn failed(problem: &io::Error) -> VendorError {
    VendorError::Folder {
        text: problem.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_folder_is_private_and_goes_away() {
        let folder = PrivateFolder::new().unwrap();
        let file = folder.write("file", "content").unwrap();
        assert_eq!(fs::read_to_string(&file).unwrap(), "content");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = fs::metadata(&folder.0).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o700);
        }
        let path = folder.0.clone();
        drop(folder);
        assert!(!path.exists());
    }
}
