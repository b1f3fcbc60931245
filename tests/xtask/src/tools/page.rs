//! The tools that build the page: trunk, wasm-bindgen and wasm-opt, each in its own folder of the cache. Each is tried
//! at every start, and installed again where it does not start any more.

use crate::job;
use crate::tools::BINARYEN;
use crate::tools::Cache;
use crate::tools::TRUNK;
use crate::tools::Toolchain;
use crate::tools::WASM_BINDGEN;
use crate::tools::node;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;
use xtask::Problem;

/// Where npm puts programs, in the folder that it installs into.
const BIN: &str = "node_modules/.bin";

/// The page's tools, all installed.
#[derive(Debug, Clone)]
pub(crate) struct PageTools {
    toolchain: Toolchain,
    /// What goes at the head of PATH.
    folders: Vec<PathBuf>,
}

/// A tool that `cargo install` builds.
struct FromCrates {
    name: &'static str,
    program: &'static str,
    version: &'static str,
    arguments: &'static [&'static str],
    environment: &'static [(&'static str, &'static str)],
}

/// Without its default features trunk neither updates itself nor serves over TLS, which we never ask of it; not
/// optimised it builds in half the time and the page it makes is the same.
const TRUNK_CRATE: FromCrates = FromCrates {
    name: "trunk",
    program: "trunk",
    version: TRUNK,
    arguments: &["--locked", "--no-default-features"],
    environment: &[
        ("CARGO_PROFILE_RELEASE_OPT_LEVEL", "0"),
        ("CARGO_PROFILE_RELEASE_LTO", "off"),
        ("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "256"),
    ],
};

/// Not `--locked`: its lock file names a crate version that is no longer served. Its default features are for the
/// test runner only.
const WASM_BINDGEN_CRATE: FromCrates = FromCrates {
    name: "wasm-bindgen-cli",
    program: "wasm-bindgen",
    version: WASM_BINDGEN,
    arguments: &["--no-default-features", "--bin", "wasm-bindgen"],
    environment: &[
        ("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1"),
        ("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "256"),
    ],
};

impl PageTools {
    /// Installs what is missing. The two that compile do so side by side: each leaves cores idle at its end.
    pub(crate) fn ensure(cache: &Cache, toolchain: &Toolchain) -> Result<Self, Problem> {
        let _lock = cache.lock("page")?;
        let (trunk, bindgen, wasm_opt) = std::thread::scope(|scope| {
            let trunk = scope.spawn(|| from_crates(cache, toolchain, &TRUNK_CRATE));
            let bindgen = scope.spawn(|| from_crates(cache, toolchain, &WASM_BINDGEN_CRATE));
            let wasm_opt = wasm_opt(cache, toolchain);
            (joined(trunk.join()), joined(bindgen.join()), wasm_opt)
        });
        let mut folders = vec![trunk?, bindgen?];
        folders.extend(wasm_opt?);
        Ok(Self {
            toolchain: toolchain.clone(),
            folders,
        })
    }

    /// Trunk, with its helpers and the chosen toolchain on PATH.
    pub(crate) fn trunk(&self) -> Command {
        let folders: Vec<&Path> = self.folders.iter().map(PathBuf::as_path).collect();
        self.toolchain.command("trunk", &folders)
    }

    /// The compiler, told so exactly that another one reads otherwise.
    pub(crate) fn compiler(&self) -> Result<String, Problem> {
        job::captured(self.toolchain.command("rustc", &[]).arg("-vV"))
    }
}

/// A panicking thread is a mistake of this program, told as one.
fn joined(result: std::thread::Result<Result<PathBuf, Problem>>) -> Result<PathBuf, Problem> {
    result.unwrap_or_else(|_| {
        Err(Problem::Unexpected(
            "an installing thread panicked".to_owned(),
        ))
    })
}

/// Builds and installs one crate's program and returns the folder that holds it.
fn from_crates(
    cache: &Cache,
    toolchain: &Toolchain,
    tool: &FromCrates,
) -> Result<PathBuf, Problem> {
    let folder = cache.tool(tool.name, tool.version);
    let starts = |folder: &Path| {
        job::succeeds(Command::new(folder.join("bin").join(tool.program)).arg("--version"))
    };
    cache.install(&folder, starts, |partial| {
        let scratch = cache.scratch(tool.name)?;
        let mut cargo = toolchain.cargo();
        cargo
            .args([
                "install",
                tool.name,
                "--version",
                &format!("={}", tool.version),
            ])
            .args(tool.arguments);
        cargo
            .arg("--root")
            .arg(partial)
            .arg("--target-dir")
            .arg(&scratch)
            .envs(tool.environment.iter().copied());
        let step = format!("building {} {}, some minutes", tool.name, tool.version);
        job::logged(&step, cargo.current_dir(&scratch), &cache.log(tool.name))?;
        std::fs::remove_dir_all(&scratch).map_err(Problem::file(&scratch))
    })?;
    Ok(folder.join("bin"))
}

/// Installs the npm package that ships wasm-opt. Returns the folder that holds it, and that of the Node.js which runs it
/// if that is not the system's own.
fn wasm_opt(cache: &Cache, toolchain: &Toolchain) -> Result<Vec<PathBuf>, Problem> {
    let node = node::ensure(cache)?;
    let folder = cache.tool("binaryen", BINARYEN);
    let starts = |folder: &Path| wasm_opt_starts(toolchain, folder, node.as_deref());
    cache.install(&folder, starts, |partial| {
        node::fetch(cache, &format!("binaryen@{BINARYEN}"), partial)
    })?;
    Ok([folder.join(BIN)].into_iter().chain(node).collect())
}

/// Whether the wasm-opt in this very folder starts, whatever else of that name is on PATH; `node` is the folder of the
/// Node.js that runs it.
fn wasm_opt_starts(toolchain: &Toolchain, folder: &Path, node: Option<&Path>) -> bool {
    let program = folder.join(BIN).join("wasm-opt");
    let folders: Vec<&Path> = node.into_iter().collect();
    job::succeeds(toolchain.command(program, &folders).arg("--version"))
}

#[cfg(unix)]
#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    fn put_wasm_opt(folder: &Path) {
        std::fs::create_dir_all(folder).unwrap();
        let program = folder.join("wasm-opt");
        std::fs::write(&program, "#!/bin/sh\n").unwrap();
        let executable = std::fs::Permissions::from_mode(0o755);
        std::fs::set_permissions(&program, executable).unwrap();
    }

    #[test]
    fn another_wasm_opt_on_path_is_not_taken_for_the_pinned_one() {
        let name = format!("xtask-wasm-opt-{}", std::process::id());
        let scratch = std::env::temp_dir().join(name);
        let (tool, elsewhere) = (scratch.join("binaryen"), scratch.join("elsewhere"));
        put_wasm_opt(&elsewhere);
        let toolchain = Toolchain::debian().unwrap();
        let starts = || wasm_opt_starts(&toolchain, &tool, Some(&elsewhere));
        assert!(!starts(), "it is not there");
        put_wasm_opt(&tool.join(BIN));
        assert!(starts());
        std::fs::remove_dir_all(scratch).unwrap();
    }
}
