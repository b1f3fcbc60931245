//! What cargo says about the workspace: its members and their arrows, and the tree of one member for the browser.

use std::path::Path;
use std::process::Command;

use serde::Deserialize;

/// One crate of the workspace.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Member {
    /// Its name.
    pub name: String,
    /// Whether it is part of the page: its manifest lies below `app/`.
    pub is_app: bool,
    /// Crates of the workspace that it needs, for any target.
    pub normal: Vec<String>,
    /// Crates of the workspace that only its tests or build script need.
    pub other: Vec<String>,
}

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
    workspace_root: String,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    manifest_path: String,
    dependencies: Vec<Dependency>,
}

#[derive(Deserialize)]
struct Dependency {
    name: String,
    kind: Option<String>,
    path: Option<String>,
}

/// The members of the workspace at `root`.
pub fn members(root: &Path) -> Result<Vec<Member>, String> {
    let json = run(root, &["metadata", "--format-version", "1", "--no-deps"])?;
    members_in(&json).map_err(|error| error.to_string())
}

/// Reads the output of `cargo metadata --no-deps`.
pub fn members_in(json: &str) -> Result<Vec<Member>, serde_json::Error> {
    let metadata: Metadata = serde_json::from_str(json)?;
    let app = format!("{}/app/", metadata.workspace_root);
    let member = |package: Package| {
        let ours = |normal: bool| {
            let wanted =
                |needed: &&Dependency| needed.path.is_some() && needed.kind.is_none() == normal;
            package
                .dependencies
                .iter()
                .filter(wanted)
                .map(|needed| needed.name.clone())
                .collect()
        };
        Member {
            is_app: package.manifest_path.starts_with(&app),
            normal: ours(true),
            other: ours(false),
            name: package.name,
        }
    };
    Ok(metadata.packages.into_iter().map(member).collect())
}

/// The normal dependencies of `member` for wasm32, one `name version features` a line. `pruned` is looked at, but what
/// it brings is left out.
pub fn wasm_tree(root: &Path, member: &str, pruned: Option<&str>) -> Result<String, String> {
    let mut arguments = vec![
        "tree",
        "--package",
        member,
        "--edges",
        "normal",
        "--target",
        "wasm32-unknown-unknown",
        "--prefix",
        "none",
        "--format",
        "{p} {f}",
    ];
    if let Some(pruned) = pruned {
        arguments.extend(["--prune", pruned]);
    }
    run(root, &arguments)
}

/// Runs cargo without the network, and with it only if that fails: crates for the browser may not be there yet.
fn run(root: &Path, arguments: &[&str]) -> Result<String, String> {
    let once = |extra: &[&str]| {
        let mut command = Command::new(env!("CARGO"));
        command.args(arguments).args(extra).current_dir(root);
        let output = command.output().map_err(|error| error.to_string())?;
        if output.status.success() {
            Ok(String::from_utf8_lossy(&output.stdout).into_owned())
        } else {
            Err(String::from_utf8_lossy(&output.stderr).into_owned())
        }
    };
    once(&["--offline"]).or_else(|_| once(&[]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_are_read_with_their_arrows_of_every_target() {
        let json = r#"{"workspace_root": "/r", "packages": [
            {"name": "worker", "manifest_path": "/r/app/worker/Cargo.toml", "dependencies": [
                {"name": "keys", "kind": null, "target": "cfg(target_arch = \"wasm32\")", "path": "/r/app/keys"},
                {"name": "http", "kind": null, "target": null},
                {"name": "tenant", "kind": "dev", "target": null, "path": "/r/tests/tenant"}]},
            {"name": "tidy", "manifest_path": "/r/tests/tidy/Cargo.toml", "dependencies": []}]}"#;
        let members = members_in(json).unwrap();
        let worker = Member {
            name: "worker".to_owned(),
            is_app: true,
            normal: vec!["keys".to_owned()],
            other: vec!["tenant".to_owned()],
        };
        assert_eq!(members[0], worker);
        assert!(!members[1].is_app);
    }
}
