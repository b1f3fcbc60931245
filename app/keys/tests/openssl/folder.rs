//! A folder in which openssl runs, and randomness that is the same in every run.

use std::cell::Cell;
use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::process::Output;

use base::Entropy;
use sha2::Digest as _;
use sha2::Sha256;

/// Bytes that look random and are the same in every run.
pub(crate) struct Repeating(pub(crate) Cell<u64>);

impl Entropy for Repeating {
    fn fill(&self, bytes: &mut [u8]) {
        for part in bytes.chunks_mut(32) {
            self.0.set(self.0.get() + 1);
            part.copy_from_slice(&Sha256::digest(self.0.get().to_le_bytes())[..part.len()]);
        }
    }
}

/// A folder of one test, in which openssl runs.
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn new(name: &str) -> Self {
        let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR"))
            .join("keys-openssl")
            .join(name);
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    pub(crate) fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        fs::write(self.0.join(name), content).unwrap();
    }

    pub(crate) fn read(&self, name: &str) -> Vec<u8> {
        fs::read(self.0.join(name)).unwrap()
    }

    /// Runs openssl; what it prints if it is content, else its complaint.
    pub(crate) fn openssl(&self, arguments: &[&str]) -> Result<String, String> {
        let output = self.output(arguments);
        let text = |bytes| String::from_utf8(bytes).unwrap();
        if output.status.success() {
            Ok(text(output.stdout))
        } else {
            Err(text(output.stderr))
        }
    }

    /// Runs openssl; all that comes of it.
    pub(crate) fn output(&self, arguments: &[&str]) -> Output {
        Command::new("openssl")
            .args(arguments)
            .current_dir(&self.0)
            .output()
            .expect("the openssl command is installed")
    }

    /// Runs openssl, which must be content.
    pub(crate) fn run(&self, line: &str) -> String {
        let arguments: Vec<&str> = line.split_ascii_whitespace().collect();
        self.openssl(&arguments)
            .unwrap_or_else(|complaint| panic!("openssl {line}: {complaint}"))
    }
}
