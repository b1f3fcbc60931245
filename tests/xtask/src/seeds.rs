//! `cargo xtask seeds`: as many runs as one likes of the tests that draw world, faults and interruption from a seed, or
//! one run again.

use crate::job;
use crate::repository;
use crate::say;
use crate::screen::Screen;
use crate::summary::Reader;
use crate::summary::Summary;
use crate::tools::Toolchain;
use xtask::Problem;

/// Which seeds are run, one after the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Seeds {
    first: u64,
    count: u64,
}

impl Seeds {
    /// Reads `N`, `N --seed S` or `--seed S`, in any order: N seeds from S on; from 1 on, where none is named; only S,
    /// where nobody says how many.
    pub(crate) fn read(arguments: &[String]) -> Result<Self, Problem> {
        let (mut first, mut count) = (None, None);
        let mut words = arguments.iter();
        while let Some(word) = words.next() {
            let is_first = word == "--seed";
            let (place, text) = if is_first {
                (&mut first, words.next())
            } else {
                (&mut count, Some(word))
            };
            if place.is_some() {
                return Err(Problem::Usage(format!("seeds: '{word}' is one too many")));
            }
            *place = Some(number(text)?);
        }
        match (first, count) {
            (None, None) => Err(Problem::Usage(
                "seeds: say how many, or which one by --seed S".to_owned(),
            )),
            (_, Some(0)) => Err(Problem::Usage("seeds: 0 runs prove nothing".to_owned())),
            _ => Ok(Self {
                first: first.unwrap_or(1),
                count: count.unwrap_or(1),
            }),
        }
    }
}

fn number(text: Option<&String>) -> Result<u64, Problem> {
    let text = text.ok_or_else(|| Problem::Usage("seeds: --seed wants a number".to_owned()))?;
    let number = text.parse();
    number.map_err(|_| Problem::Usage(format!("seeds: '{text}' is not a number")))
}

/// Runs the seeds, and says what came of it. Returns how many tests failed.
pub(crate) fn run(toolchain: &Toolchain, seeds: Seeds) -> Result<u64, Problem> {
    let mut cargo = toolchain.cargo();
    // The same choice of crates as all native tests, so that the crates they share are built once.
    cargo
        .args(["test", "--workspace", "--exclude", "browser"])
        .args(["--test", "seeds", "--", "--nocapture"])
        .env("JOURNEYS_SEEDS", seeds.count.to_string())
        .env("JOURNEYS_FIRST_SEED", seeds.first.to_string())
        .current_dir(repository::root());
    let started = job::now();
    let mut screen = Screen::as_it_comes();
    let mut reader = Reader::default();
    let succeeded = job::watched(&mut cargo, |line| {
        screen.line(line);
        reader.read(line);
    })?;
    let summary = outcome(reader.finish("seeds", succeeded));
    let time = say::duration(started.elapsed());
    say::line(&format!("\n# {} seeds in {time}\n{summary}", seeds.count));
    Ok(summary.count.failed)
}

/// A run without any test has not shown anything.
fn outcome(summary: Summary) -> Summary {
    if summary.count.passed + summary.count.failed == 0 {
        return Summary::failed("seeds: there was no test to run");
    }
    summary
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Result<(u64, u64), Problem> {
        let words: Vec<String> = line.split_whitespace().map(str::to_owned).collect();
        Seeds::read(&words).map(|seeds| (seeds.first, seeds.count))
    }

    #[test]
    fn how_many_and_from_which_on() {
        for (line, first, count) in [
            ("2000", 1, 2000),
            ("--seed 77", 77, 1),
            ("20 --seed 77", 77, 20),
            ("--seed 0 20", 0, 20),
        ] {
            assert_eq!(read(line), Ok((first, count)), "{line}");
        }
    }

    #[test]
    fn what_makes_no_sense_is_refused() {
        for line in [
            "",
            "0",
            "many",
            "-3",
            "5 6",
            "--seed",
            "--seed x",
            "--seed 1 --seed 2",
        ] {
            assert!(matches!(read(line), Err(Problem::Usage(_))), "{line}");
        }
    }

    #[test]
    fn a_run_without_tests_has_failed() {
        assert_eq!(outcome(Summary::default()).count.failed, 1);
        assert_eq!(outcome(Summary::passed()), Summary::passed());
    }
}
