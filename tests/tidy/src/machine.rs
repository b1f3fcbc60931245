//! Nothing of one machine: no path of a home or work folder, and no package registry but the public one that cargo
//! itself names.

use crate::Rule;
use crate::Source;
use crate::lines_with;

const FOLDERS: [&str; 3] = [
    concat!("/ro", "ot"),
    concat!("/ho", "me"),
    concat!("/wo", "rk"),
];

/// Hosts of registries and their mirrors, in part.
const REGISTRIES: [&str; 7] = [
    concat!("arti", "factory"),
    concat!("index.", "crates.io"),
    concat!("jfr", "og"),
    concat!("proxy.", "golang.org"),
    concat!("py", "pi.org"),
    concat!("registry.", "npmjs.org"),
    concat!("static.", "crates.io"),
];

/// What Cargo.lock calls the public registry, wherever the crates really came from.
const PUBLIC: &str = concat!("registry+https://", "github.com/rust-lang/crates.io-index");

/// No path of a machine.
pub const PATHS: Rule = Rule {
    looks_at: |_| true,
    check: |source| {
        lines_with(&source.path, &source.text, |line| {
            let folder = FOLDERS.iter().find(|folder| names_folder(line, folder))?;
            Some(format!("names the machine's folder {folder}"))
        })
    },
};

/// No registry.
pub const REGISTRY: Rule = Rule {
    looks_at: |_| true,
    check: |source| {
        lines_with(&source.path, &source.text, |line| {
            let host = REGISTRIES.iter().find(|host| line.contains(*host)).copied();
            host.or_else(|| wrong_lock(source, line))
                .map(|what| format!("names the registry {what}"))
        })
    },
};

/// Whether `folder` stands in the line as the beginning of a path: `/x/a` and `"/x"`, but not `a/x`, `/xyz` or `/x-y`.
fn names_folder(line: &str, folder: &str) -> bool {
    let is_name =
        |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '-' | '.' | '}' | ')');
    line.match_indices(folder).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        let after = line[at + folder.len()..].chars().next();
        !before.is_some_and(is_name)
            && !after.is_some_and(|letter| letter.is_alphanumeric() || matches!(letter, '_' | '-'))
    })
}

/// A source in a lock file, or a registry chosen in a settings file, that is not the public one.
fn wrong_lock<'a>(source: &Source, line: &'a str) -> Option<&'a str> {
    let name = source.path.rsplit('/').next()?;
    let line = line.trim();
    let wrong = match name {
        "Cargo.lock" => {
            line.starts_with("source = ")
                && line.trim_matches(|letter| letter != '"') != format!("\"{PUBLIC}\"")
        }
        "package-lock.json" => line.starts_with("\"resolved\""),
        ".npmrc" => line.contains("registry"),
        "config.toml" => {
            line.starts_with("[source")
                || line.starts_with("[registr")
                || line.starts_with("registry")
        }
        _ => false,
    };
    wrong.then_some(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(rule: &Rule, path: &str, line: &str) -> usize {
        (rule.check)(&Source::new(path, line)).len()
    }

    #[test]
    fn paths_of_a_machine_are_found_and_other_paths_are_not() {
        for folder in FOLDERS {
            for line in [
                format!("cd {folder}/main"),
                format!("\"{folder}\""),
                format!("file://{folder}/a"),
                folder.into(),
            ] {
                assert_eq!(count(&PATHS, "README.md", &line), 1, "{line}");
            }
            for line in [
                format!("a{folder}/b"),
                format!("{folder}s/b"),
                format!("{{cache}}{folder}"),
                format!("{folder}-a"),
            ] {
                assert_eq!(count(&PATHS, "README.md", &line), 0, "{line}");
            }
        }
    }

    #[test]
    fn registries_are_found_in_any_file() {
        for host in REGISTRIES {
            assert_eq!(
                count(&REGISTRY, "README.md", &format!("from https://{host}/x")),
                1,
                "{host}"
            );
        }
        assert_eq!(count(&REGISTRY, "README.md", "a crate of crates.io"), 0);
    }

    #[test]
    fn locks_and_settings_name_the_public_registry_or_none() {
        let public = format!("source = \"{PUBLIC}\"");
        for (path, line, offences) in [
            ("Cargo.lock", public.as_str(), 0),
            (
                "Cargo.lock",
                "source = \"registry+https://mirror.example/index\"",
                1,
            ),
            ("Cargo.lock", "source = \"git+https://mirror.example/a\"", 1),
            (
                "tests/a/package-lock.json",
                "  \"resolved\": \"https://mirror.example/a.tgz\",",
                1,
            ),
            (".npmrc", "registry=https://mirror.example", 1),
            (".cargo/config.toml", "[source.crates-io]", 1),
            (".cargo/config.toml", "xtask = \"run\"", 0),
        ] {
            assert_eq!(count(&REGISTRY, path, line), offences, "{path}: {line}");
        }
    }
}
