//! How many checks passed and how many failed.

use std::fmt;
use std::ops::AddAssign;

/// What came of some checks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Count {
    /// Checks that held.
    pub(crate) passed: u64,
    /// Checks that did not, or could not be made.
    pub(crate) failed: u64,
}

impl Count {
    /// One check that held.
    pub(crate) const PASSED: Self = Self {
        passed: 1,
        failed: 0,
    };
    /// One that did not.
    pub(crate) const FAILED: Self = Self {
        passed: 0,
        failed: 1,
    };

    /// Reads the line in which a test program sums itself up:
    /// `test result: ok. 12 passed; 0 failed; 0 ignored; ...`. Other lines count nothing.
    pub(crate) fn of_line(line: &str) -> Self {
        let Some(result) = line.strip_prefix("test result: ") else {
            return Self::default();
        };
        let number = |name: &str| {
            let part = result
                .split([';', '.'])
                .map(str::trim)
                .find_map(|part| part.strip_suffix(name));
            part.and_then(|number| number.trim().parse().ok())
                .unwrap_or(0)
        };
        Self {
            passed: number(" passed"),
            failed: number(" failed"),
        }
    }
}

impl AddAssign for Count {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_of_a_test_program_is_counted_and_no_other() {
        for (line, passed, failed) in [
            (
                "test result: ok. 12 passed; 0 failed; 0 ignored; 0 measured; 3 filtered out; finished in 0.01s",
                12,
                0,
            ),
            (
                "test result: FAILED. 1 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out; finished in 1.5s",
                1,
                2,
            ),
            ("test counts::result ... ok", 0, 0),
            ("5 passed; 6 failed", 0, 0),
        ] {
            assert_eq!(Count::of_line(line), Count { passed, failed }, "{line}");
        }
    }

    #[test]
    fn counts_add_up_and_read_as_one_line() {
        let mut all = Count::PASSED;
        all += Count {
            passed: 4,
            failed: 2,
        };
        all += Count::FAILED;
        assert_eq!(all.to_string(), "5 passed, 3 failed");
    }
}
