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
    /// Whether it has not summed itself up yet.
    is_open: bool,
    /// Programs that ended without having summed themselves up.
    broken_off: Vec<String>,
}

impl Reader {
    /// Takes in the next line.
    pub(crate) fn read(&mut self, line: &str) {
        if let Some(program) = program_of(line) {
            self.close();
            self.program = program.to_owned();
            self.is_open = true;
        }
        if is_result(line) {
            self.is_open = false;
        }
        if let Some(test) = failed_test_of(line) {
            self.summary
                .failed
                .push(format!("{}: {test}", self.program));
        }
        self.summary.count += Count::of_line(line);
    }

    /// The program of before has ended, since another one begins or cargo does.
    fn close(&mut self) {
        if std::mem::take(&mut self.is_open) {
            self.broken_off.push(std::mem::take(&mut self.program));
        }
    }

    /// The outcome of the whole step called `name`. If it ended badly, each program that was killed or aborted is one
    /// failed check; if nothing says why (something did not compile), so is the step.
    pub(crate) fn finish(mut self, name: &str, succeeded: bool) -> Summary {
        if succeeded {
            // A test program of another kind, which counts nothing, may end well without a word.
            return self.summary;
        }
        self.close();
        for program in std::mem::take(&mut self.broken_off) {
            let end = format!("{program}: was killed or aborted before all its tests had ended");
            self.summary.add(Summary::failed(&end));
        }
        if self.summary.count.failed == 0 {
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
/// Cargo's own words end in the twelfth column; what a test says of anything that runs most likely does not.
fn program_of(line: &str) -> Option<&str> {
    if let Some(name) = line.strip_prefix("   Doc-tests ") {
        return Some(name);
    }
    let path = line.strip_prefix("     Running ")?.rsplit_once('(')?.1;
    let file = path.trim_end_matches(')').rsplit(['/', '\\']).next()?;
    Some(file.rsplit_once('-').map_or(file, |(name, _)| name))
}

/// Whether the line is the one in which a test program sums itself up.
fn is_result(line: &str) -> bool {
    line.starts_with("test result: ")
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
    fn a_killed_program_is_named_even_if_others_ran_after_it_and_failed() {
        let summary = read(
            "     Running tests/first.rs (target/debug/deps/first-0123456789abcdef)\n\
             test result: ok. 1 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out\n\
             \x20    Running tests/road.rs (target/debug/deps/road-0123456789abcdef)\n\
             test begins ... ok\n\
             \x20    Running tests/other.rs (target/debug/deps/other-0123456789abcdef)\n\
             test whole ... FAILED\n\
             test result: FAILED. 2 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out\n\
             \x20    Running tests/last.rs (target/debug/deps/last-0123456789abcdef)\n",
            false,
        );
        let end = "was killed or aborted before all its tests had ended";
        assert_eq!(
            summary.to_string(),
            format!("Failed:\n  other: whole\n  road: {end}\n  last: {end}\n\n3 passed, 3 failed")
        );
    }

    #[test]
    fn a_program_that_counts_nothing_and_ends_well_has_not_failed() {
        let running = "     Running tests/own.rs (target/debug/deps/own-01)";
        assert_eq!(read(running, true), Summary::default());
    }

    #[test]
    fn what_does_not_compile_or_goes_wrong_after_its_tests_is_one_failed_check() {
        let summary = read("error: could not compile `base`", false);
        assert_eq!(
            summary.to_string(),
            "Failed:\n  native tests: did not run\n\n0 passed, 1 failed"
        );
        let summary = read(
            "     Running tests/road.rs (target/debug/deps/road-01)\n\
             test result: ok. 1 passed; 0 failed; 0 ignored",
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
