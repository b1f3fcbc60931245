//! The tools that the door needs beyond cargo itself, their versions, and where they are kept.
//!
//! Every version is pinned here and nowhere else. Tools live in a cache folder of the user; nothing is expected on
//! PATH beforehand except what an operating system or rustup put there. What they are used for is told elsewhere.

mod apt;
mod browser;
mod cache;
mod debian_std;
mod need;
mod node;
mod openssl;
mod page;
mod prepare;
mod python;
mod readers;
mod root;
mod snap;
mod system;
mod toolchain;
mod version;

pub(crate) use browser::Browser;
pub(crate) use cache::Cache;
pub(crate) use page::PageTools;
pub(crate) use prepare::Wants;
pub(crate) use prepare::prepare;
pub(crate) use python::Python;
pub(crate) use toolchain::Toolchain;

use std::path::PathBuf;

/// Builds the page from `index.html`. 0.22 needs a newer compiler than Debian has.
pub(crate) const TRUNK: &str = "0.21.14";
/// Must equal the crate's version in `Cargo.lock`; a test says so.
pub(crate) const WASM_BINDGEN: &str = "0.2.130";
/// Judges certificates. Fetched with `tests/oracle/requirements.txt`, which names the same version.
pub(crate) const PKILINT: &str = "0.13.3";
/// The npm package that ships `wasm-opt`.
pub(crate) const BINARYEN: &str = "132.0.0";
/// The oldest Node.js that runs this wasm-opt; tried, with the same page as the outcome.
pub(crate) const OLDEST_NODE: u32 = 18;
/// The Node.js that is fetched where the system's is older.
pub(crate) const NODE: &str = "22.22.0";
/// What the page is compiled for.
pub(crate) const WASM_TARGET: &str = "wasm32-unknown-unknown";

/// A program on PATH; a name with a folder in it is looked for there.
pub(crate) fn on_path(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path)
        .map(|folder| folder.join(program))
        .find(|file| file.is_file())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wasm_bindgen_is_one_version_as_a_tool_and_as_a_crate() {
        let lock = include_str!("../../../Cargo.lock");
        let entry = format!("name = \"wasm-bindgen\"\nversion = \"{WASM_BINDGEN}\"\n");
        assert!(
            lock.contains(&entry),
            "tools.rs says wasm-bindgen {WASM_BINDGEN}, Cargo.lock says another one"
        );
    }
}
