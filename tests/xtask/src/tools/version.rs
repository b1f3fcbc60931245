//! Versions as programs print them.

use crate::job;
use std::path::Path;
use std::process::Command;

/// The first number of the version that a program prints, if it starts and ends well. Ubuntu's stand-ins for snaps that
/// are not installed do not, and so are as good as missing.
pub(crate) fn major(program: &Path, argument: &str) -> Option<u32> {
    let text = job::captured(Command::new(program).arg(argument)).ok()?;
    first_number(&text)
}

/// The first number of the first word that looks like a version: `v18.20.4`, `156.0.7300.2`.
pub(crate) fn first_number(text: &str) -> Option<u32> {
    text.split_whitespace().find_map(|word| {
        let (number, _) = word.trim_start_matches('v').split_once('.')?;
        number.parse().ok()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read_as_programs_print_them() {
        for (text, number) in [
            ("v18.20.4\n", Some(18)),
            (
                "Chromium 156.0.7300.2 built on Debian GNU/Linux 12",
                Some(156),
            ),
            ("Google Chrome 131.0.6778.85 ", Some(131)),
            (
                "ChromeDriver 156.0.7300.2 (abc-refs/branch-heads/1@{#2})",
                Some(156),
            ),
            (
                "OpenSSL 3.0.19 27 Jan 2026 (Library: OpenSSL 3.0.19)",
                Some(3),
            ),
            ("Command requires the chromium snap to be installed.", None),
            ("", None),
        ] {
            assert_eq!(first_number(text), number, "{text}");
        }
    }

    #[test]
    fn a_program_that_is_not_there_or_fails_has_no_version() {
        for program in ["no-such-program", "false"] {
            assert_eq!(major(Path::new(program), "--version"), None, "{program}");
        }
    }
}
