//! One step of the checks: says that it begins, runs its command, and says what came of it and how long it took.

use crate::job;
use crate::repository;
use crate::say;
use crate::screen::Screen;
use crate::screen::Showing;
use crate::summary::Reader;
use crate::summary::Summary;
use std::path::Path;
use std::process::Command;
use std::time::Instant;
use xtask::Problem;

/// A step that has begun.
pub(super) struct Step {
    name: &'static str,
    started: Instant,
    /// Where its lines go.
    pub(super) screen: Screen,
}

impl Step {
    /// Says that the step begins and, if its output is held back, where in `logs` that can be read meanwhile.
    pub(super) fn begin(showing: Showing, name: &'static str, logs: &Path) -> Self {
        let mut screen = match showing {
            Showing::AsItComes => Screen::as_it_comes(),
            Showing::WhenItEnds => {
                let log = logs.join(file_name(name));
                say::line(&format!("- {name} ... (log: {})", log.display()));
                Screen::when_it_ends(&log)
            }
        };
        screen.line(&format!("\n# {name}"));
        Self {
            name,
            started: job::now(),
            screen,
        }
    }

    /// Runs a command that is one check.
    pub(super) fn check(mut self, command: &mut Command) -> Summary {
        let outcome = job::shown(self.name, self.announced(command), &mut self.screen);
        self.end_one(outcome)
    }

    /// Runs a `cargo test`: as many checks as its programs count.
    pub(super) fn tests(mut self, cargo: &mut Command) -> Summary {
        let mut reader = Reader::default();
        let cargo = self.announced(cargo);
        let outcome = job::watched(cargo, |line| {
            self.screen.line(line);
            reader.read(line);
        });
        match outcome {
            Ok(succeeded) => {
                let summary = reader.finish(self.name, succeeded);
                self.end(&summary.count.to_string());
                summary
            }
            Err(problem) => self.end_one(Err(problem)),
        }
    }

    /// Ends a step that is one check. One that could not be made has failed, too.
    pub(super) fn end_one(mut self, outcome: Result<(), Problem>) -> Summary {
        match outcome {
            Ok(()) => {
                self.end("passed");
                Summary::passed()
            }
            Err(problem) => {
                self.screen.line(&format!("\n{problem}"));
                let name = self.name;
                self.end("failed");
                Summary::failed(name)
            }
        }
    }

    /// Shows the command as one would type it, and has it run in the repository.
    fn announced<'c>(&mut self, command: &'c mut Command) -> &'c mut Command {
        self.screen.line(&format!("$ {}", job::line_of(command)));
        command.current_dir(repository::root())
    }

    fn end(mut self, outcome: &str) {
        let time = say::duration(self.started.elapsed());
        self.screen
            .line(&format!("# {}: {outcome} in {time}", self.name));
    }
}

/// The log's name: that of the step, in letters and digits that no shell reads otherwise.
fn file_name(step: &str) -> String {
    let is_apart = |letter: char| !letter.is_ascii_alphanumeric();
    let words: Vec<&str> = step
        .split(is_apart)
        .filter(|word| !word.is_empty())
        .collect();
    format!("{}.log", words.join("-"))
}

#[cfg(unix)]
#[cfg(test)]
mod tests {
    use super::*;

    fn shell(script: &str) -> Command {
        let mut shell = Command::new("sh");
        shell.args(["-c", script]);
        shell
    }

    fn step() -> Step {
        Step::begin(Showing::AsItComes, "clippy", Path::new(""))
    }

    #[test]
    fn what_a_step_prints_lies_in_its_log_while_it_runs() {
        let logs = std::env::temp_dir().join(format!("xtask-step-{}", std::process::id()));
        let mut step = Step::begin(Showing::WhenItEnds, "the page's build", &logs);
        step.announced(&mut shell("exit 0"));
        let log = std::fs::read_to_string(logs.join("the-page-s-build.log")).unwrap();
        assert_eq!(log, "\n# the page's build\n$ sh -c exit 0\n");
        std::fs::remove_dir_all(logs).unwrap();
    }

    #[test]
    fn a_check_is_as_good_as_its_commands_end() {
        assert_eq!(step().check(&mut shell("exit 0")), Summary::passed());
        let failed = Summary::failed("clippy");
        assert_eq!(step().check(&mut shell("exit 1")), failed);
        assert_eq!(step().check(&mut Command::new("no-such-program")), failed);
    }

    #[test]
    fn tests_count_as_many_as_their_programs_say() {
        let line = "test result: ok. 3 passed; 0 failed; 0 ignored";
        let summary = step().tests(&mut shell(&format!("echo '{line}'")));
        assert_eq!(summary.to_string(), "3 passed, 0 failed");
        let killed = step().tests(&mut shell("exit 101"));
        assert_eq!(killed.count.failed, 1);
    }
}
