//! Runs a reader's program in a folder of its own.

use std::fs;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;
use std::process::Stdio;

/// Under which name a program finds the password in its environment.
pub(crate) const PASSWORD: &str = "PASSWORD";

/// The Python with the packages of `requirements.txt`. The door names it; by hand it is the one on PATH.
pub(crate) fn python() -> String {
    std::env::var("ORACLE_PYTHON").unwrap_or_else(|_| "python3".to_owned())
}

/// What a program printed.
pub(crate) struct Printed {
    /// Its output.
    pub(crate) output: String,
    /// What it said on its error output.
    pub(crate) remarks: String,
}

/// An empty folder of one judgement.
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn new(name: &str) -> Self {
        let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR"))
            .join("strangers")
            .join(name);
        if path.exists() {
            fs::remove_dir_all(&path).unwrap();
        }
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }

    /// Runs a program, with the password in its environment. What it prints if it is content, else its complaint.
    pub(crate) fn run(
        &self,
        program: &str,
        arguments: &[&str],
        password: &str,
    ) -> Result<String, String> {
        let printed = self.run_with_remarks(program, arguments, password)?;
        Ok(printed.output)
    }

    /// The same, with what the program remarks beside it.
    pub(crate) fn run_with_remarks(
        &self,
        program: &str,
        arguments: &[&str],
        password: &str,
    ) -> Result<Printed, String> {
        let output = Command::new(program)
            .args(arguments)
            .env(PASSWORD, password)
            .env("LC_ALL", "C.UTF-8")
            .stdin(Stdio::null())
            .current_dir(&self.0)
            .output()
            .unwrap_or_else(|error| {
                panic!("{program}: {error}. `cargo xtask test native` installs what is missing.")
            });
        let printed = Printed {
            output: String::from_utf8_lossy(&output.stdout).into_owned(),
            remarks: String::from_utf8_lossy(&output.stderr).into_owned(),
        };
        if output.status.success() {
            return Ok(printed);
        }
        let Printed { output, remarks } = printed;
        Err(format!("{program} {arguments:?}: {output}{remarks}"))
    }
}
