//! What a command needs of the operating system: looked for, installed where apt can, else told in one list.

use crate::tools::Cache;
use crate::tools::apt;
use crate::tools::on_path;
use xtask::Problem;

/// Something of the operating system that is needed.
pub(crate) struct Need<'a> {
    /// What it is, for a person.
    pub(crate) what: &'static str,
    /// Whether it is there, now.
    pub(crate) is_there: Box<dyn Fn() -> bool + 'a>,
    /// Its packages on Debian and Ubuntu; none if they have none that works.
    pub(crate) apt: &'static [&'static str],
    /// Its packages on Fedora.
    pub(crate) dnf: &'static [&'static str],
    /// Its packages in Homebrew.
    pub(crate) brew: &'static [&'static str],
    /// What to know or do where the packages do not suffice.
    pub(crate) hint: &'static str,
}

/// A program that installs packages.
struct Manager {
    program: &'static str,
    /// What is typed before the packages' names.
    command: &'static str,
    packages: fn(&Need<'_>) -> &'static [&'static str],
}

const MANAGERS: [Manager; 3] = [
    Manager {
        program: "apt-get",
        command: "sudo apt-get update; sudo apt-get install --no-install-recommends",
        packages: |need| need.apt,
    },
    Manager {
        program: "dnf",
        command: "sudo dnf install",
        packages: |need| need.dnf,
    },
    Manager {
        program: "brew",
        command: "brew install",
        packages: |need| need.brew,
    },
];

/// Installs what of `needs` is missing if apt can; what is missing then is one problem, told with what to do.
pub(crate) fn ensure(cache: &Cache, needs: &[Need<'_>]) -> Result<(), Problem> {
    let mut missing = missing(needs.iter());
    if !missing.is_empty() && apt::is_here() {
        let packages: Vec<_> = missing.iter().map(|need| need.apt).collect();
        apt::install(cache, &packages)?;
        missing = self::missing(missing.into_iter());
    }
    if missing.is_empty() {
        return Ok(());
    }
    let here = |manager: &&Manager| on_path(manager.program).is_some();
    Err(told(
        &missing,
        &MANAGERS.iter().filter(here).collect::<Vec<_>>(),
    ))
}

fn missing<'n, 'a>(needs: impl Iterator<Item = &'n Need<'a>>) -> Vec<&'n Need<'a>> {
    needs.filter(|need| !(need.is_there)()).collect()
}

/// The list for a person: what is missing, and the command of every package manager that is here. Without any, those of
/// all, so that the person sees the packages' names at least.
fn told(missing: &[&Need<'_>], here: &[&Manager]) -> Problem {
    let mut lines: Vec<String> = missing
        .iter()
        .map(|need| format!("- {}: {}", need.what, need.hint))
        .collect();
    let all: Vec<&Manager> = MANAGERS.iter().collect();
    for manager in if here.is_empty() { &all } else { here } {
        let packages: Vec<&str> = missing
            .iter()
            .flat_map(|need| (manager.packages)(need))
            .copied()
            .collect();
        if !packages.is_empty() {
            lines.push(format!("{} {}", manager.command, packages.join(" ")));
        }
    }
    Problem::Missing(lines)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::Cell;

    fn need<'a>(what: &'static str, is_there: impl Fn() -> bool + 'a) -> Need<'a> {
        Need {
            what,
            is_there: Box::new(is_there),
            apt: &["a"],
            dnf: &["d", "e"],
            brew: &[],
            hint: "any will do",
        }
    }

    #[test]
    fn everything_missing_is_one_list_with_one_command_for_each_manager() {
        let (spoon, fork) = (need("spoon", || false), need("fork", || false));
        let missing = [&spoon, &fork];
        let lines = |here: &[&Manager]| match told(&missing, here) {
            Problem::Missing(lines) => lines.join("\n"),
            other => panic!("{other}"),
        };
        let whats = "- spoon: any will do\n- fork: any will do";
        let (apt, dnf) = (
            "sudo apt-get update; sudo apt-get install --no-install-recommends a a",
            "sudo dnf install d e d e",
        );
        assert_eq!(lines(&[&MANAGERS[0]]), format!("{whats}\n{apt}"));
        assert_eq!(lines(&[&MANAGERS[1]]), format!("{whats}\n{dnf}"));
        assert_eq!(lines(&[&MANAGERS[2]]), whats, "Homebrew has none of them");
        assert_eq!(lines(&[]), format!("{whats}\n{apt}\n{dnf}"));
    }

    #[test]
    fn what_is_there_is_not_missing_and_is_looked_at_anew_each_time() {
        let has_spoon = Cell::new(false);
        let needs = [need("spoon", || has_spoon.get()), need("fork", || true)];
        let names = || -> Vec<_> { missing(needs.iter()).iter().map(|need| need.what).collect() };
        assert_eq!(names(), ["spoon"]);
        has_spoon.set(true);
        assert_eq!(names(), [""; 0]);
    }
}
