//! Which cargo and rustc do the work: one pair for the host and the browser, so that shared crates build once.
//!
//! Taken is the first of these that compiles for the browser: the one on PATH; Debian's in `/usr/bin`. Nothing needs to be
//! remembered: once a machine is prepared, one of the two does. Where nothing is compiled for the browser and neither
//! could, the one on PATH will do.

use crate::job;
use crate::say;
use crate::tools::Cache;
use crate::tools::WASM_TARGET;
use crate::tools::on_path;
use std::ffi::OsString;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;
use std::process::Stdio;
use xtask::Problem;

/// What a cargo that started us leaves in the environment; it speaks of that cargo's compiler and of this program.
const INHERITED: [&str; 6] = [
    "CARGO",
    "RUSTC",
    "RUSTDOC",
    "RUSTUP_TOOLCHAIN",
    "RUSTC_WRAPPER",
    "LD_LIBRARY_PATH",
];

/// A cargo and a rustc that belong together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Toolchain {
    /// PATH for everything that is started with this toolchain.
    path: OsString,
    /// Whether it is rustup's choice on PATH rather than Debian's own pair.
    is_from_path: bool,
}

impl Toolchain {
    /// The toolchain for the work, if there is one.
    pub(crate) fn choose(cache: &Cache, for_browser: bool) -> Option<Self> {
        let on_path = Self::on_path();
        let both = [Some(on_path.clone()), Self::debian().ok()];
        let mut both = both.into_iter().flatten();
        let compiling = both.find(|toolchain| toolchain.compiles_for_browser(cache));
        compiling.or_else(|| (!for_browser).then_some(on_path))
    }

    fn on_path() -> Self {
        Self {
            path: std::env::var_os("PATH").unwrap_or_default(),
            is_from_path: true,
        }
    }

    /// Debian's own, even where rustup's stands before it on PATH.
    pub(crate) fn debian() -> Result<Self, Problem> {
        Ok(Self {
            path: ahead(&[Path::new("/usr/bin")], &Self::on_path().path)?,
            is_from_path: false,
        })
    }

    /// Asks rustup to add something to the toolchain on PATH. Where rustup is missing or cannot download, that is no
    /// problem yet.
    pub(crate) fn ask_rustup(cache: &Cache, arguments: &[&str]) {
        if on_path("rustup").is_none() {
            return;
        }
        let mut rustup = Self::on_path().command("rustup", &[]);
        rustup.args(arguments).stdin(Stdio::null());
        let step = format!("rustup {}", arguments.join(" "));
        if job::logged(&step, &mut rustup, &cache.log("rustup")).is_err() {
            say::line("  rustup cannot; looking for the system's packages instead");
        }
    }

    /// Whether the compiler is the operating system's rather than rustup's.
    pub(crate) fn is_systems(&self) -> bool {
        let mut rustc = self.command("rustc", &[]);
        job::captured(rustc.args(["--print", "sysroot"])).is_ok_and(|root| root.trim() == "/usr")
    }

    /// Cargo of this toolchain, to be run in the current folder.
    pub(crate) fn cargo(&self) -> Command {
        self.command("cargo", &[])
    }

    /// A program that may start cargo or rustc, with more folders at the head of PATH. One that is named by its whole
    /// path is that very file.
    pub(crate) fn command(&self, program: impl AsRef<Path>, folders: &[&Path]) -> Command {
        let program = program.as_ref();
        let path = ahead(folders, &self.path).unwrap_or_else(|_| self.path.clone());
        let found = std::env::split_paths(&path)
            .map(|folder| folder.join(program))
            .find(|file| file.is_file());
        let mut command = Command::new(found.unwrap_or_else(|| PathBuf::from(program)));
        command.env("PATH", path);
        for (name, _) in std::env::vars_os() {
            let is_of_cargo = name.to_str().is_some_and(|name| {
                INHERITED.contains(&name)
                    || name.starts_with("CARGO_PKG_")
                    || name.starts_with("CARGO_MANIFEST_")
            });
            if is_of_cargo && !(self.is_from_path && name == "RUSTUP_TOOLCHAIN") {
                command.env_remove(name);
            }
        }
        command
    }

    /// Whether clippy is there and built on this very compiler (it cannot read what another one compiled), and rustfmt.
    pub(crate) fn has_lints(&self) -> bool {
        let version = |mut command: Command| {
            job::captured(&mut command)
                .ok()
                .and_then(|text| Some(text.split_whitespace().nth(1)?.to_owned()))
        };
        let mut of_clippy = self.command("clippy-driver", &[]);
        of_clippy.args(["--rustc", "--version"]);
        let mut of_rustc = self.command("rustc", &[]);
        of_rustc.arg("--version");
        let fits = version(of_rustc).is_some_and(|rustc| version(of_clippy) == Some(rustc));
        let mut format = self.command("cargo-fmt", &[]);
        fits && job::succeeds(format.args(["fmt", "--version"]))
    }

    /// Whether an empty library compiles and links for the browser. Really tried, since a target may be there in a
    /// version that does not fit the compiler.
    fn compiles_for_browser(&self, cache: &Cache) -> bool {
        let output = cache.log("probe").with_extension("wasm");
        let mut rustc = self.command("rustc", &[]);
        rustc
            .args([
                "--target",
                WASM_TARGET,
                "--crate-type=cdylib",
                "--crate-name=probe",
                "-",
                "-o",
            ])
            .arg(output);
        job::succeeds(&mut rustc)
    }
}

/// `path` with `folders` at its head.
fn ahead(folders: &[&Path], path: &OsString) -> Result<OsString, Problem> {
    let all = folders
        .iter()
        .map(|folder| folder.to_path_buf())
        .chain(std::env::split_paths(path));
    std::env::join_paths(all)
        .map_err(|error| Problem::Unexpected(format!("PATH cannot be extended: {error}")))
}
