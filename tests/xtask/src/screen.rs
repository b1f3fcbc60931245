//! Where the output of a step goes: to the person as it comes, or held back until the step ends, so that steps that run
//! side by side do not mix their lines. What is held back lies in a log all the while, for a step that never ends.

use crate::say;
use std::fs::File;
use std::io::Write;
use std::path::Path;
use xtask::Problem;

/// When a person gets to see the output of a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Showing {
    /// Every line at once: nothing else runs beside it.
    AsItComes,
    /// All lines together when the step has ended, well or not.
    WhenItEnds,
}

/// Takes the lines of one step. What it held back is shown when it is dropped.
#[derive(Debug)]
pub(crate) struct Screen {
    held: Option<Held>,
}

/// Lines that nobody has seen yet.
#[derive(Debug)]
struct Held {
    text: String,
    /// Where they are written as they come; none where that failed.
    log: Option<File>,
}

impl Screen {
    /// A screen that shows every line at once.
    pub(crate) fn as_it_comes() -> Self {
        Self { held: None }
    }

    /// A screen that holds its lines back, and writes them into `log` as they come.
    pub(crate) fn when_it_ends(log: &Path) -> Self {
        let held = Held {
            text: String::new(),
            log: or_told(created(log)),
        };
        Self { held: Some(held) }
    }

    /// Takes one line.
    pub(crate) fn line(&mut self, text: &str) {
        match &mut self.held {
            Some(held) => held.line(text),
            None => say::line(text),
        }
    }
}

impl Held {
    fn line(&mut self, text: &str) {
        let line = format!("{text}\n");
        self.log = self.log.take().and_then(|mut log| {
            let written = log.write_all(line.as_bytes());
            or_told(written.map(|()| log).map_err(|error| {
                Problem::Unexpected(format!("a line could not be written: {error}"))
            }))
        });
        self.text.push_str(&line);
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        if let Some(held) = &self.held {
            // In one go, so that no other thread's line comes between.
            say::line(held.text.trim_end_matches('\n'));
        }
    }
}

/// A new log, with the folder that it lies in.
fn created(log: &Path) -> Result<File, Problem> {
    if let Some(folder) = log.parent() {
        std::fs::create_dir_all(folder).map_err(Problem::file(folder))?;
    }
    File::create(log).map_err(Problem::file(log))
}

/// The log, or word at once that there is none: its lines are shown in the end all the same, so the step goes on.
fn or_told(log: Result<File, Problem>) -> Option<File> {
    log.map_err(|problem| say::line(&format!("  going on without this log: {problem}")))
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn held(screen: &Screen) -> Option<&str> {
        screen.held.as_ref().map(|held| held.text.as_str())
    }

    #[test]
    fn lines_are_held_back_in_their_order_and_lie_in_the_log_before_the_step_ends() {
        let folder = std::env::temp_dir().join(format!("xtask-screen-{}", std::process::id()));
        let log = folder.join("logs/clippy.log");
        let mut screen = Screen::when_it_ends(&log);
        for (line, so_far) in [("one", "one\n"), ("", "one\n\n"), ("two", "one\n\ntwo\n")] {
            screen.line(line);
            assert_eq!(std::fs::read_to_string(&log).unwrap(), so_far);
            assert_eq!(held(&screen), Some(so_far));
        }
        let mut again = Screen::when_it_ends(&log);
        again.line("three");
        assert_eq!(
            std::fs::read_to_string(&log).unwrap(),
            "three\n",
            "the log of a former run is in the way"
        );
        std::fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn nothing_is_held_back_where_nothing_runs_beside_it() {
        let mut screen = Screen::as_it_comes();
        screen.line("one");
        assert_eq!(held(&screen), None);
    }

    #[test]
    fn a_step_without_a_log_keeps_its_lines() {
        let file = std::env::temp_dir().join(format!("xtask-no-folder-{}", std::process::id()));
        std::fs::write(&file, "").unwrap();
        let mut screen = Screen::when_it_ends(&file.join("clippy.log"));
        screen.line("one");
        assert_eq!(held(&screen), Some("one\n"));
        std::fs::remove_file(file).unwrap();
    }
}
