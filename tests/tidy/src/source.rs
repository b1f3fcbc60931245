//! The files of the repository as the rules see them. What is not text is left out.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::Path;

/// What holds nothing of ours: folders; `.git` is a file in a second working tree.
const NOT_OURS: [&str; 4] = [".git", "dist", "node_modules", "target"];

/// One text file.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Source {
    /// Path relative to the repository, with `/` between the parts.
    pub path: String,
    /// What is in it.
    pub text: String,
    /// Whether the whole file is there for tests only.
    pub is_test: bool,
}

impl Source {
    /// A file that is no test, unless its path says so.
    pub fn new(path: &str, text: &str) -> Self {
        Self {
            path: path.to_owned(),
            text: text.to_owned(),
            is_test: is_integration_test(path),
        }
    }

    /// Whether it is a Rust file.
    pub fn is_rust(&self) -> bool {
        self.path.ends_with(".rs")
    }

    /// The part of the text that is not for tests: everything before an inline test module, which stands last.
    pub fn production(&self) -> &str {
        if self.is_test {
            return "";
        }
        let mut end = 0;
        let mut lines = self.text.split_inclusive('\n').peekable();
        while let Some(line) = lines.next() {
            let opens_tests = line.trim() == "#[cfg(test)]"
                && lines
                    .peek()
                    .is_some_and(|next| next.starts_with("mod ") && next.trim_end().ends_with('{'));
            if opens_tests {
                break;
            }
            end += line.len();
        }
        &self.text[..end]
    }
}

/// Whether the file lies in the `tests` folder of a crate, as in `app/graph/tests/wire.rs`.
fn is_integration_test(path: &str) -> bool {
    let mut parts = path.split('/');
    matches!(parts.next(), Some("app" | "tests")) && parts.nth(1) == Some("tests")
}

/// Every text file below `root`.
pub fn read_all(root: &Path) -> io::Result<Vec<Source>> {
    let mut sources = Vec::new();
    read_folder(root, "", &mut sources)?;
    mark_test_modules(&mut sources);
    Ok(sources)
}

fn read_folder(folder: &Path, prefix: &str, sources: &mut Vec<Source>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if NOT_OURS.contains(&name.as_str()) {
            continue;
        }
        let path = format!("{prefix}{name}");
        let kind = entry.file_type()?;
        if kind.is_dir() {
            read_folder(&entry.path(), &format!("{path}/"), sources)?;
        } else if kind.is_file()
            && let Ok(text) = String::from_utf8(fs::read(entry.path())?)
        {
            sources.push(Source::new(&path, &text));
        }
    }
    Ok(())
}

/// Marks the files of modules that are declared `#[cfg(test)] mod name;`.
fn mark_test_modules(sources: &mut [Source]) {
    let tests: BTreeSet<String> = sources.iter().flat_map(test_modules).collect();
    for source in sources {
        let inside = |test: &String| {
            source
                .path
                .strip_prefix(test)
                .is_some_and(|rest| rest == ".rs" || rest.starts_with('/'))
        };
        source.is_test |= tests.iter().any(inside);
    }
}

/// The paths, without `.rs`, of the test modules that a file declares.
fn test_modules(source: &Source) -> Vec<String> {
    let Some(stem) = source.path.strip_suffix(".rs") else {
        return Vec::new();
    };
    let folder = match stem.rsplit_once('/') {
        Some((folder, "lib" | "main")) => folder,
        _ => stem,
    };
    let lines: Vec<&str> = source.text.lines().map(str::trim).collect();
    let declared = |pair: &[&str]| {
        let name = pair[1].strip_prefix("mod ")?.strip_suffix(';')?;
        (pair[0] == "#[cfg(test)]").then(|| format!("{folder}/{name}"))
    };
    lines.windows(2).filter_map(declared).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn test_files_are_told_apart() {
        let mut sources = [
            Source::new("app/a/src/lib.rs", "mod b;\n#[cfg(test)]\nmod fixture;\n"),
            Source::new("app/a/src/fixture.rs", ""),
            Source::new("app/a/src/fixture/rows.rs", ""),
            Source::new("app/a/src/fixtures.rs", ""),
            Source::new("app/a/src/b.rs", "#[cfg(test)]\nmod tests;\n"),
            Source::new("app/a/src/b/tests.rs", ""),
            Source::new("app/a/tests/wire.rs", ""),
            Source::new("tests/tenant/src/rows.rs", ""),
            Source::new("tests/tenant/tests/rows.rs", ""),
        ];
        mark_test_modules(&mut sources);
        let tests = sources.map(|source| source.is_test);
        assert_eq!(
            tests,
            [false, true, true, false, false, true, true, false, true]
        );
    }

    #[test]
    fn production_ends_where_the_inline_tests_begin() {
        let source = Source::new(
            "app/a/src/b.rs",
            "one\n#[cfg(test)]\nfn two() {}\n#[cfg(test)]\nmod tests {\nthree\n}\n",
        );
        assert_eq!(source.production(), "one\n#[cfg(test)]\nfn two() {}\n");
        let source = Source::new("app/a/src/b.rs", "one\n#[cfg(test)]\nmod tests;\n");
        assert_eq!(source.production(), source.text);
        assert_eq!(Source::new("app/a/tests/b.rs", "one\n").production(), "");
    }
}
