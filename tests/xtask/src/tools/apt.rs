//! apt, on Debian and Ubuntu. Which packages are wanted is said elsewhere.

use crate::job;
use crate::say;
use crate::tools::Cache;
use crate::tools::on_path;
use crate::tools::root;
use std::process::Command;
use xtask::Problem;

/// Another apt that is running (a new machine updates itself) is waited for, in seconds.
const WAIT: &str = "DPkg::Lock::Timeout=300";

/// Whether this system installs by apt.
pub(crate) fn is_here() -> bool {
    on_path("apt-get").is_some()
}

/// Reads the package lists anew. Does nothing where the rights are missing.
pub(crate) fn read_lists(cache: &Cache) {
    let Some(mut update) = root::command("apt-get") else {
        return;
    };
    update.args(["update", "--quiet", "-o", WAIT]);
    let log = cache.log("apt-update");
    if let Err(problem) = job::logged("reading apt's package lists", &mut update, &log) {
        // Most often one source of many is not to be reached, and seldom the one that is needed.
        say::line(&format!("  that went wrong, going on: {problem}"));
    }
}

/// Installs those of `groups` that apt knows every package of. Never removes one to make room, since the machine is not
/// ours. Does nothing where the rights are missing.
pub(crate) fn install(cache: &Cache, groups: &[&[&str]]) -> Result<(), Problem> {
    let packages: Vec<&str> = groups
        .iter()
        .filter(|packages| packages.iter().all(|package| knows(package)))
        .flat_map(|packages| packages.iter().copied())
        .collect();
    let Some(mut install) = root::command("apt-get").filter(|_| !packages.is_empty()) else {
        return Ok(());
    };
    install
        .args(["install", "--yes", "--quiet", "--no-remove"])
        .args(["--no-install-recommends", "-o", WAIT])
        .args(&packages);
    let step = format!("installing {}", packages.join(", "));
    job::logged(&step, &mut install, &cache.log("apt-install"))
}

/// Whether it makes sense to tell somebody to install this package: apt knows it, or has never read any list, as in a
/// new container, and so knows none.
pub(crate) fn may_have(package: &str) -> bool {
    knows(package) || !has_lists()
}

/// Whether apt has read the list of any source.
fn has_lists() -> bool {
    let is_list =
        |entry: std::fs::DirEntry| entry.file_name().to_string_lossy().contains("_Packages");
    let entries = std::fs::read_dir("/var/lib/apt/lists");
    entries.is_ok_and(|entries| entries.flatten().any(is_list))
}

/// Whether apt can install a package of this name.
fn knows(package: &str) -> bool {
    let mut policy = Command::new("apt-cache");
    let policy = job::captured(policy.args(["policy", package]).env("LC_ALL", "C"));
    policy.is_ok_and(|text| text.contains("Candidate: ") && !text.contains("Candidate: (none)"))
}

/// Whether dpkg says that a package is installed.
pub(crate) fn has(package: &str) -> bool {
    let mut dpkg = Command::new("dpkg-query");
    let status = job::captured(dpkg.args(["--show", "--showformat=${db:Status-Status}", package]));
    status.is_ok_and(|status| status == "installed")
}
