//! What came of the checks: how many held, and the names of those that did not.
//!
//! Reads what cargo and the test programs print; it starts none of them.

use crate::count::Count;
use std::fmt;

/// What came of some checks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Summary {
    pub(crate) count: Count,
    /// Names of what failed, in the order in which it did.
    failed: Vec<String>,
}

impl Summary {
    /// One check of this name that held.
    pub(crate) fn passed() -> Self {
        Self {
            count: Count::PASSED,
            failed: Vec::new(),
        }
    }

    /// One that did not, or could not be made.
    pub(crate) fn failed(name: &str) -> Self {
        Self {
            count: Count::FAILED,
            failed: vec![name.to_owned()],
        }
    }

    /// Takes in other checks.
    pub(crate) fn add(&mut self, other: Self) {
        self.count += other.count;
        self.failed.extend(other.failed);
    }
}

/// The names of what failed, and as the last line `N passed, N failed`.
impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.failed.is_empty() {
            writeln!(f, "Failed:")?;
            for name in &self.failed {
                writeln!(f, "  {name}")?;
            }
            writeln!(f)?;
        }
        write!(f, "{}", self.count)
    }
}

/// Reads the output of `cargo test`, line by line.
#[derive(Debug, Default)]
pub(crate) struct Reader {
    summary: Summary,
    /// The test program that is running, as cargo named it last.
    program: String,
}

impl Reader {
    /// Takes in the next line.
    pub(crate) fn read(&mut self, line: &str) {
        if let Some(program) = program_of(line) {
            self.program = program.to_owned();
        }
        if let Some(test) = failed_test_of(line) {
            self.summary
                .failed
                .push(format!("{}: {test}", self.program));
        }
        self.summary.count += Count::of_line(line);
    }

    /// The outcome of the whole step called `name`. If it ended badly without a test saying so (something did not
    /// compile, or a test program was killed), that is one failed check.
    pub(crate) fn finish(mut self, name: &str, succeeded: bool) -> Summary {
        if !succeeded && self.summary.count.failed == 0 {
            let end = if self.program.is_empty() {
                format!("{name}: did not run")
            } else {
                format!(
                    "{name}: did not end well, the last program was {}",
                    self.program
                )
            };
            self.summary.add(Summary::failed(&end));
        }
        self.summary
    }
}

/// The program that cargo says it starts: `Running tests/road.rs (target/debug/deps/road-0123abcd)`, `Doc-tests base`.
fn program_of(line: &str) -> Option<&str> {
    let line = line.trim_start();
    if let Some(name) = line.strip_prefix("Doc-tests ") {
        return Some(name);
    }
    let path = line.strip_prefix("Running ")?.rsplit_once('(')?.1;
    let file = path.trim_end_matches(')').rsplit(['/', '\\']).next()?;
    Some(file.rsplit_once('-').map_or(file, |(name, _)| name))
}

/// The test that failed: `test rules::no_mod_files ... FAILED`.
fn failed_test_of(line: &str) -> Option<&str> {
    let test = line.strip_prefix("test ")?.strip_suffix(" ... FAILED")?;
    Some(test.trim_end_matches(" - should panic"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(output: &str, succeeded: bool) -> Summary {
        let mut reader = Reader::default();
        output.lines().for_each(|line| reader.read(line));
        reader.finish("native tests", succeeded)
    }

    #[test]
    fn failed_tests_are_named_with_their_program() {
        let summary = read(
            "     Running unittests src/lib.rs (target/debug/deps/base-0123456789abcdef)\n\
             test id::ids_are_read ... ok\n\
             test result: ok. 1 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out\n\
             \x20    Running tests/some_road.rs (target/debug/deps/some_road-0123456789abcdef)\n\
             test whole ... FAILED\n\
             test result: FAILED. 2 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out\n\
             \x20  Doc-tests base\n\
             test app/base/src/id.rs - id (line 3) ... FAILED\n\
             test result: FAILED. 0 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out\n",
            false,
        );
        assert_eq!(
            summary.to_string(),
            "Failed:\n  some_road: whole\n  base: app/base/src/id.rs - id (line 3)\n\n3 passed, 2 failed"
        );
    }

    #[test]
    fn what_does_not_compile_or_is_killed_is_one_failed_check() {
        let summary = read("error: could not compile `base`", false);
        assert_eq!(
            summary.to_string(),
            "Failed:\n  native tests: did not run\n\n0 passed, 1 failed"
        );
        let summary = read(
            "     Running tests/road.rs (target/debug/deps/road-01)",
            false,
        );
        assert!(summary.to_string().contains("the last program was road"));
    }

    #[test]
    fn summaries_add_up() {
        let mut all = Summary::passed();
        all.add(read("test result: ok. 4 passed; 0 failed; 0 ignored", true));
        assert_eq!(all.to_string(), "5 passed, 0 failed");
        all.add(Summary::failed("clippy"));
        assert_eq!(all.to_string(), "Failed:\n  clippy\n\n5 passed, 1 failed");
    }
}
