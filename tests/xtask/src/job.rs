//! Runs other programs: with their output in a log file, on the screen, or in a string.
//!
//! Nothing here knows what the programs are for. None of them can ask anybody anything: a question that nobody sees would
//! be waited for without end.

use crate::say;
use crate::screen::Screen;
use std::fs::File;
use std::io::BufRead;
use std::io::BufReader;
use std::io::Write;
use std::path::Path;
use std::process::Command;
use std::process::Stdio;
use std::time::Instant;
use xtask::Problem;

/// How many lines of a failed command's output are shown.
const TAIL: usize = 25;

/// Runs `command` with all its output in `log`, and says how long `step` took.
pub(crate) fn logged(step: &str, command: &mut Command, log: &Path) -> Result<(), Problem> {
    say::line(&format!("- {step} ... (log: {})", log.display()));
    let started = now();
    quiet(step, command, log)?;
    say::line(&format!(
        "- {step}: done in {}",
        say::duration(started.elapsed())
    ));
    Ok(())
}

/// Runs `command` with all its output in `log`. The log is shown only if it fails.
pub(crate) fn quiet(step: &str, command: &mut Command, log: &Path) -> Result<(), Problem> {
    let output = log_file(command, log)?;
    let errors = output.try_clone().map_err(Problem::file(log))?;
    let status = command
        .stdin(Stdio::null())
        .stdout(output)
        .stderr(errors)
        .status()
        .map_err(not_started(command))?;
    if status.success() {
        return Ok(());
    }
    Err(Problem::Failed {
        step: step.to_owned(),
        log: Some(log.to_path_buf()),
        tail: tail(log),
    })
}

/// Runs `command` with its output on `screen`.
pub(crate) fn shown(step: &str, command: &mut Command, screen: &mut Screen) -> Result<(), Problem> {
    if watched(command, |line| screen.line(line))? {
        return Ok(());
    }
    Err(Problem::Failed {
        step: step.to_owned(),
        log: None,
        tail: String::new(),
    })
}

/// Runs `command` in place of this program where the system can do that, so that ending the one ends the other.
#[cfg(unix)]
pub(crate) fn become_it(command: &mut Command) -> Result<(), Problem> {
    use std::os::unix::process::CommandExt;
    // Comes back only if it could not start.
    let error = command.exec();
    Err(not_started(command)(error))
}

/// Runs `command` until it ends: this system has no way to put one program in another's place.
#[cfg(not(unix))]
pub(crate) fn become_it(command: &mut Command) -> Result<(), Problem> {
    shown("the program", command, &mut Screen::as_it_comes())
}

/// Runs `command` quietly and says whether it ended well. A command that is not there did not.
pub(crate) fn succeeds(command: &mut Command) -> bool {
    let quiet = command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    quiet.status().is_ok_and(|status| status.success())
}

/// Runs `command` and returns what it printed.
pub(crate) fn captured(command: &mut Command) -> Result<String, Problem> {
    let output = command
        .stdin(Stdio::null())
        .output()
        .map_err(not_started(command))?;
    if !output.status.success() {
        let tail = String::from_utf8_lossy(&output.stderr).into_owned();
        return Err(Problem::Failed {
            step: format!("{}\n{tail}", line_of(command)),
            log: None,
            tail: String::new(),
        });
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// The time, for telling how long a step took.
#[expect(
    clippy::disallowed_methods,
    reason = "the door measures its own steps; nothing depends on it"
)]
pub(crate) fn now() -> Instant {
    Instant::now()
}

/// For `map_err` when a command does not start.
pub(crate) fn not_started(command: &Command) -> impl FnOnce(std::io::Error) -> Problem {
    let command = line_of(command);
    move |error| Problem::NotStarted {
        command,
        detail: error.to_string(),
    }
}

/// A new log file that begins with the command.
fn log_file(command: &Command, log: &Path) -> Result<File, Problem> {
    let mut file = File::create(log).map_err(Problem::file(log))?;
    writeln!(file, "$ {}", line_of(command)).map_err(Problem::file(log))?;
    Ok(file)
}

/// The last lines of a log.
fn tail(log: &Path) -> String {
    let bytes = match std::fs::read(log) {
        Ok(bytes) => bytes,
        Err(error) => return format!("(the log cannot be read: {error})"),
    };
    let text = String::from_utf8_lossy(&bytes);
    let lines: Vec<&str> = text.lines().collect();
    lines[lines.len().saturating_sub(TAIL)..].join("\n")
}

/// Runs `command` and hands every line of its output to `look`: what it says as it goes along and what it complains of,
/// in the order in which it came. Says whether the command ended well.
pub(crate) fn watched(command: &mut Command, mut look: impl FnMut(&str)) -> Result<bool, Problem> {
    let unreadable =
        |error: std::io::Error| Problem::Unexpected(format!("the output cannot be read: {error}"));
    let (output, writer) = std::io::pipe().map_err(unreadable)?;
    let errors = writer.try_clone().map_err(unreadable)?;
    let child = command
        .stdin(Stdio::null())
        .stdout(writer)
        .stderr(errors)
        .spawn();
    // The command keeps its ends of the pipe as long as it has them, and the pipe would never end.
    command.stdout(Stdio::inherit()).stderr(Stdio::inherit());
    let mut child = child.map_err(not_started(command))?;
    for line in BufReader::new(output).split(b'\n') {
        let line = String::from_utf8_lossy(&line.map_err(unreadable)?).into_owned();
        look(&line);
    }
    Ok(child.wait().map_err(unreadable)?.success())
}

/// The command as one would type it.
pub(crate) fn line_of(command: &Command) -> String {
    let program = Path::new(command.get_program());
    let mut words = vec![program.to_string_lossy()];
    words.extend(
        command
            .get_args()
            .map(|argument| argument.to_string_lossy()),
    );
    words.join(" ")
}

#[cfg(unix)]
#[cfg(test)]
mod tests {
    use super::*;

    /// A shell that ends well only if somebody answers it, and an answer that waits for it.
    fn asking() -> Command {
        let (answers, mut hand) = std::io::pipe().unwrap();
        hand.write_all(b"yes\n").unwrap();
        let mut shell = Command::new("sh");
        shell.args(["-c", "read answer"]).stdin(answers);
        shell
    }

    #[test]
    fn nothing_that_is_run_can_ask_anything() {
        let log = std::env::temp_dir().join(format!("xtask-asking-{}", std::process::id()));
        let outcome = quiet("asking", &mut asking(), &log);
        assert!(
            matches!(outcome, Err(Problem::Failed { .. })),
            "{outcome:?}"
        );
        std::fs::remove_file(log).unwrap();
        assert_eq!(watched(&mut asking(), |_| ()), Ok(false));
    }

    #[test]
    fn both_outputs_are_watched_in_their_order_and_the_end_is_told() {
        let mut lines = Vec::new();
        let mut shell = Command::new("sh");
        shell.args(["-c", "echo one; echo two >&2; echo three; exit 1"]);
        let succeeded = watched(&mut shell, |line| lines.push(line.to_owned())).unwrap();
        assert_eq!(lines, ["one", "two", "three"]);
        assert!(!succeeded);
    }
}
