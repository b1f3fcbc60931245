//! What a command needs of the operating system: looked for, installed where apt or snapd can, else told in one list.

use crate::say;
use crate::tools::Cache;
use crate::tools::apt;
use crate::tools::on_path;
use crate::tools::snap;
use xtask::Problem;

/// Something of the operating system that is needed.
pub(crate) struct Need<'a> {
    /// What it is, for a person.
    pub(crate) what: &'static str,
    /// Whether it is there, now.
    pub(crate) is_there: Box<dyn Fn() -> bool + 'a>,
    /// Its packages on Debian and Ubuntu; none if they have none that works.
    pub(crate) apt: &'static [&'static str],
    /// Its snaps, where it comes by no package and snapd is there.
    pub(crate) snap: &'static [&'static str],
    /// Its packages on Fedora.
    pub(crate) dnf: &'static [&'static str],
    /// Its packages in Homebrew.
    pub(crate) brew: &'static [&'static str],
    /// What to know or do where the packages do not suffice.
    pub(crate) hint: &'static str,
    /// Whether all is done without it too, only slower: it is installed where that works, and never asked of a person.
    pub(crate) is_optional: bool,
}

/// A program that installs packages.
struct Manager {
    program: &'static str,
    /// What is typed before the packages' names.
    command: &'static str,
    packages: fn(&Need<'_>) -> &'static [&'static str],
    /// Whether it may have a package of this name; one that it has not would make the whole command fail.
    may_have: fn(&str) -> bool,
}

const MANAGERS: [Manager; 4] = [
    Manager {
        program: "apt-get",
        command: "sudo apt-get update; sudo apt-get install --no-install-recommends",
        packages: |need| need.apt,
        may_have: apt::may_have,
    },
    Manager {
        program: "snap",
        command: "sudo snap install",
        packages: |need| need.snap,
        may_have: |_| true,
    },
    Manager {
        program: "dnf",
        command: "sudo dnf install",
        packages: |need| need.dnf,
        may_have: |_| true,
    },
    Manager {
        program: "brew",
        command: "brew install",
        packages: |need| need.brew,
        may_have: |_| true,
    },
];

/// Installs what of `needs` is missing if apt or snapd can; what is missing then is one problem, told with what to do.
pub(crate) fn ensure(cache: &Cache, needs: &[Need<'_>]) -> Result<(), Problem> {
    let mut missing = missing(needs.iter());
    let packages = |is_optional| -> Vec<_> {
        let chosen = missing
            .iter()
            .filter(|need| need.is_optional == is_optional);
        let packages = chosen.map(|need| need.apt);
        packages.filter(|packages| !packages.is_empty()).collect()
    };
    let (needed, optional) = (packages(false), packages(true));
    if !(needed.is_empty() && optional.is_empty()) && apt::is_here() {
        apt::read_lists(cache);
        apt::install(cache, &needed)?;
        if let Err(problem) = apt::install(cache, &optional) {
            say::line(&format!("  that went wrong, going on without: {problem}"));
        }
        missing = self::missing(missing.into_iter());
    }
    missing.retain(|need| !need.is_optional);
    let snaps: Vec<&str> = missing.iter().flat_map(|need| need.snap).copied().collect();
    if !snaps.is_empty() {
        snap::install(cache, &snaps);
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

/// The list for a person: what is missing, and the command of every package manager that is here, for what it may have
/// every package of. Without any manager, the commands of all, so that the person sees the packages' names at least.
fn told(missing: &[&Need<'_>], here: &[&Manager]) -> Problem {
    let mut lines: Vec<String> = missing
        .iter()
        .map(|need| format!("- {}: {}", need.what, need.hint))
        .collect();
    let all: Vec<&Manager> = MANAGERS.iter().collect();
    for manager in if here.is_empty() { &all } else { here } {
        let may_have = |package: &&str| here.is_empty() || (manager.may_have)(package);
        let packages: Vec<&str> = missing
            .iter()
            .map(|need| (manager.packages)(need))
            .filter(|packages| packages.iter().all(may_have))
            .flatten()
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
            snap: &["s"],
            dnf: &["d", "e"],
            brew: &[],
            hint: "any will do",
            is_optional: false,
        }
    }

    fn lines(missing: &[&Need<'_>], here: &[&Manager]) -> String {
        match told(missing, here) {
            Problem::Missing(lines) => lines.join("\n"),
            other => panic!("{other}"),
        }
    }

    /// apt, as it is where it knows these packages.
    fn apt_with(may_have: fn(&str) -> bool) -> Manager {
        let [apt, ..] = MANAGERS;
        Manager { may_have, ..apt }
    }

    #[test]
    fn a_command_names_no_package_that_its_manager_does_not_know_nor_half_of_what_belongs_together()
    {
        let spoon = need("spoon", || false);
        let compiler = Need {
            apt: &["rustc-web", "lld"],
            ..need("compiler", || false)
        };
        let missing = [&compiler, &spoon];
        let whats = "- compiler: any will do\n- spoon: any will do";
        let of_ubuntu = apt_with(|package| package != "rustc-web");
        let install = "sudo apt-get update; sudo apt-get install --no-install-recommends a";
        assert_eq!(
            lines(&missing, &[&of_ubuntu]),
            format!("{whats}\n{install}")
        );
        assert_eq!(lines(&missing, &[&apt_with(|_| false)]), whats);
    }

    #[test]
    fn everything_missing_is_one_list_with_one_command_for_each_manager() {
        let (spoon, fork) = (need("spoon", || false), need("fork", || false));
        let lines = |here: &[&Manager]| lines(&[&spoon, &fork], here);
        let whats = "- spoon: any will do\n- fork: any will do";
        let (apt, snap, dnf) = (
            "sudo apt-get update; sudo apt-get install --no-install-recommends a a",
            "sudo snap install s s",
            "sudo dnf install d e d e",
        );
        assert_eq!(lines(&[&apt_with(|_| true)]), format!("{whats}\n{apt}"));
        assert_eq!(lines(&[&MANAGERS[1]]), format!("{whats}\n{snap}"));
        assert_eq!(lines(&[&MANAGERS[2]]), format!("{whats}\n{dnf}"));
        assert_eq!(lines(&[&MANAGERS[3]]), whats, "Homebrew has none of them");
        assert_eq!(lines(&[]), format!("{whats}\n{apt}\n{snap}\n{dnf}"));
    }

    #[test]
    fn what_could_be_done_without_is_never_asked_of_a_person() {
        let folder = std::env::temp_dir().join(format!("xtask-need-{}", std::process::id()));
        let cache = Cache::at(folder).unwrap();
        // Nothing that could be installed, so that nothing is tried.
        let spoon = |is_optional| Need {
            apt: &[],
            snap: &[],
            is_optional,
            ..need("spoon", || false)
        };
        assert!(ensure(&cache, &[spoon(true)]).is_ok());
        assert!(ensure(&cache, &[spoon(false)]).is_err());
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
