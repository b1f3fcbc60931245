//! The standard library for the browser where rustup cannot download it: built once from Debian's own sources.
//!
//! Debian's `rustc-web` is the compiler that Debian builds its browsers with. It comes with the library's source, and
//! `-Zbuild-std` compiles that; the rlibs are then put where the compiler looks for them, so that nothing else here
//! has to know. They carry bitcode (`-Cembed-bitcode`), without which link-time optimisation fails.

use crate::job;
use crate::tools::Cache;
use crate::tools::Toolchain;
use crate::tools::WASM_TARGET;
use crate::tools::apt;
use crate::tools::root;
use std::path::Path;
use std::path::PathBuf;
use xtask::Problem;

/// Debian's packages for the compiler, cargo, the library's source, and the linker with the name rustc calls it by.
pub(crate) const PACKAGES: [&str; 5] = [
    "rustc-web",
    "cargo-web",
    "rust-web-src",
    "rust-web-llvm",
    "lld-22",
];
/// Debian's packages for clippy and rustfmt of the same version.
pub(crate) const LINT_PACKAGES: [&str; 2] = ["rust-web-clippy", "rustfmt-web"];
/// The empty crate whose build brings the library along.
const CRATE: &str = "empty";

/// Whether Debian's compiler is installed.
pub(crate) fn has_compiler() -> bool {
    PACKAGES.iter().all(|package| apt::has(package))
}

/// Whether its clippy and rustfmt are.
pub(crate) fn has_lints() -> bool {
    LINT_PACKAGES.iter().all(|package| apt::has(package))
}

/// Builds the library for the browser with Debian's compiler, and puts it where that looks for it.
pub(crate) fn install(cache: &Cache, debian: &Toolchain) -> Result<(), Problem> {
    let rlibs = build(cache, debian)?;
    put(cache, debian, &rlibs)
}

/// Builds the library and returns its files.
fn build(cache: &Cache, debian: &Toolchain) -> Result<Vec<PathBuf>, Problem> {
    let folder = cache.scratch("wasm-std")?;
    let target = folder.join("target");
    // Files of an earlier compiler version must not be mixed in.
    if target.exists() {
        std::fs::remove_dir_all(&target).map_err(Problem::file(&target))?;
    }
    write(
        &folder.join("Cargo.toml"),
        &format!("[package]\nname = \"{CRATE}\"\nedition = \"2024\"\n[workspace]\n"),
    )?;
    let source = folder.join("src");
    std::fs::create_dir_all(&source).map_err(Problem::file(&source))?;
    write(&source.join("lib.rs"), "#![no_std]\n")?;

    let mut cargo = debian.cargo();
    cargo
        .current_dir(&folder)
        .args(["build", "--release", "-Zbuild-std", "--target", WASM_TARGET]);
    cargo.arg("--target-dir").arg(&target);
    // The nightly flag is needed for this one build only, never for the project.
    cargo
        .env("RUSTC_BOOTSTRAP", "1")
        .env("RUSTFLAGS", "-Cembed-bitcode=yes");
    job::logged(
        "building the standard library for the browser",
        &mut cargo,
        &cache.log("wasm-std"),
    )?;
    rlibs(&target.join(WASM_TARGET).join("release/deps"))
}

/// The library's files in the build's folder: all but the empty crate's own.
fn rlibs(folder: &Path) -> Result<Vec<PathBuf>, Problem> {
    let own = format!("lib{CRATE}-");
    let entries = std::fs::read_dir(folder).map_err(Problem::file(folder))?;
    let mut rlibs = Vec::new();
    for entry in entries {
        let path = entry.map_err(Problem::file(folder))?.path();
        let is_own = path
            .file_name()
            .is_some_and(|name| name.to_string_lossy().starts_with(&own));
        if path
            .extension()
            .is_some_and(|extension| extension == "rlib")
            && !is_own
        {
            rlibs.push(path);
        }
    }
    Ok(rlibs)
}

/// Puts the files where the compiler looks for them. They are copied beside first and renamed last, so that an
/// interrupted copy is never taken for a library.
fn put(cache: &Cache, debian: &Toolchain, rlibs: &[PathBuf]) -> Result<(), Problem> {
    let sysroot = job::captured(debian.command("rustc", &[]).args(["--print", "sysroot"]))?;
    let home = Path::new(sysroot.trim())
        .join("lib/rustlib")
        .join(WASM_TARGET);
    let partial = home.with_extension("partial");
    let log = cache.log("wasm-std-copy");
    let lib = partial.join("lib");
    let mut files: Vec<&Path> = rlibs.iter().map(PathBuf::as_path).collect();
    files.push(&lib);
    let steps: [(&str, &[&Path]); 4] = [
        ("rm", &[Path::new("-rf"), &home, &partial]),
        ("mkdir", &[Path::new("-p"), &lib]),
        ("cp", &files),
        ("mv", &[&partial, &home]),
    ];
    for (program, arguments) in steps {
        let mut command = root::command(program).ok_or_else(|| by_hand(&home, rlibs))?;
        job::quiet(
            "putting the library into place",
            command.args(arguments),
            &log,
        )?;
    }
    Ok(())
}

/// What a person without root's rights at the door types elsewhere.
fn by_hand(home: &Path, rlibs: &[PathBuf]) -> Problem {
    let lib = home.join("lib").display().to_string();
    let folder = rlibs.first().and_then(|rlib| rlib.parent());
    let from = folder.unwrap_or(Path::new("")).display();
    Problem::Missing(vec![
        "- the standard library for the browser, which is built but lies where root may write only"
            .to_owned(),
        format!(
            "sudo mkdir -p {lib}; sudo cp {from}/*.rlib {lib}; sudo rm {lib}/lib{CRATE}-*.rlib"
        ),
    ])
}

/// Writes a small file.
fn write(path: &Path, text: &str) -> Result<(), Problem> {
    std::fs::write(path, text).map_err(Problem::file(path))
}
