//! A Python of the checks' own, with pinned packages of PyPI in a folder of the cache: pkilint, which judges certificates,
//! and cryptography, which reads key files.

use crate::job;
use crate::repository;
use crate::tools::Cache;
use crate::tools::PKILINT;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;
use xtask::Problem;

/// What is installed; a test says that it names the version in `tools.rs`.
const REQUIREMENTS: &str = include_str!("../../../oracle/requirements.txt");

/// The variable that names its program to the tests.
const VARIABLE: &str = "ORACLE_PYTHON";

/// A Python with every package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Python {
    program: PathBuf,
}

impl Python {
    /// Installs what is missing. Fails where PyPI is not to be reached: without its packages the judgements would not be
    /// made.
    pub(crate) fn ensure(cache: &Cache) -> Result<Self, Problem> {
        let _lock = cache.lock("python")?;
        let folder = cache.tool("pkilint", PKILINT);
        cache.install(&folder, has_everything, |partial| fill(cache, partial))?;
        Ok(Self {
            program: program(&folder),
        })
    }

    /// Names it to the tests that `command` runs.
    pub(crate) fn name_to(&self, command: &mut Command) {
        command.env(VARIABLE, &self.program);
    }
}

/// Makes the venv and has its pip fetch the packages.
fn fill(cache: &Cache, folder: &Path) -> Result<(), Problem> {
    let mut venv = Command::new("python3");
    venv.args(["-m", "venv"]).arg(folder);
    job::logged("making a Python of its own", &mut venv, &cache.log("venv"))?;
    let mut pip = Command::new(program(folder));
    pip.args(["-m", "pip", "install", "--disable-pip-version-check"]);
    pip.args(["--no-input", "--requirement"]);
    pip.arg(repository::root().join("tests/oracle/requirements.txt"));
    let step = format!("fetching pkilint {PKILINT} and cryptography by pip");
    job::logged(&step, &mut pip, &cache.log("pip"))
}

/// Programs of a venv name its folder, which is renamed when it is complete; the Python itself does not, so everything
/// is started by it.
fn program(folder: &Path) -> PathBuf {
    folder.join("bin").join("python")
}

/// Whether every package is there in its version, and starts.
fn has_everything(folder: &Path) -> bool {
    let python = |arguments: &[&str]| {
        let mut python = Command::new(program(folder));
        python.args(arguments);
        python
    };
    let frozen = job::captured(&mut python(&["-m", "pip", "freeze", "--all"]));
    let starts = ["-c", "import pkilint.bin.lint_pkix_cert, cryptography.x509"];
    frozen.is_ok_and(|frozen| missing(&frozen).is_empty()) && job::succeeds(&mut python(&starts))
}

/// The requirements that are not among what `pip freeze` printed.
fn missing(frozen: &str) -> Vec<&'static str> {
    let packages = REQUIREMENTS
        .lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty());
    packages
        .filter(|package| !frozen.lines().any(|line| line == *package))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pkilint_is_one_version_here_and_in_the_requirements() {
        let line = format!("pkilint=={PKILINT}");
        assert!(REQUIREMENTS.lines().any(|requirement| requirement == line));
    }

    #[test]
    fn every_requirement_must_be_there_in_its_very_version() {
        let frozen: Vec<&str> = REQUIREMENTS
            .lines()
            .filter(|line| !line.starts_with('#'))
            .collect();
        assert!(frozen.len() > 5);
        assert_eq!(missing(&frozen.join("\n")), [""; 0]);
        let older = frozen.join("\n").replace(PKILINT, "0.12.0");
        assert_eq!(missing(&older), [format!("pkilint=={PKILINT}")]);
        assert_eq!(missing("").len(), frozen.len());
    }

    #[test]
    fn a_folder_without_a_python_has_nothing() {
        let name = format!("xtask-python-{}", std::process::id());
        assert!(!has_everything(&std::env::temp_dir().join(name)));
    }
}
