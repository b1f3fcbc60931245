//! `cargo xtask test`: every check there is, or one group of them.
//!
//! A check that fails does not keep the others from being made, and whatever happens, the last line says how many held.
//! On a new machine the page's tools compile while the checks that do not need them are already running.

use crate::job;
use crate::page;
use crate::repository;
use crate::say;
use crate::summary::Reader;
use crate::summary::Summary;
use crate::tools;
use crate::tools::Browser;
use crate::tools::Cache;
use crate::tools::PageTools;
use crate::tools::Toolchain;
use crate::tools::WASM_TARGET;
use crate::tools::Wants;
use std::process::Command;
use xtask::Problem;

/// Which checks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Group {
    /// All of them.
    Everything,
    /// Format, clippy, documentation.
    Lint,
    /// Tests that need no browser.
    Native,
    /// The page's build and the tests in a browser.
    Browser,
}

impl Group {
    /// The group of the command line's name; none is everything.
    pub(crate) fn named(name: Option<&str>) -> Option<Self> {
        match name {
            None => Some(Self::Everything),
            Some("lint") => Some(Self::Lint),
            Some("native") => Some(Self::Native),
            Some("browser") => Some(Self::Browser),
            Some(_) => None,
        }
    }

    fn has(self, group: Self) -> bool {
        self == group || self == Self::Everything
    }

    fn wants(self) -> Wants {
        Wants {
            page: self.has(Self::Browser),
            lints: self.has(Self::Lint),
            openssl: self.has(Self::Native) || self.has(Self::Browser),
            browser: self.has(Self::Browser),
        }
    }
}

/// Makes the checks of `group` and sums them up in the last line. Returns how many failed.
pub(crate) fn run(group: Group) -> u64 {
    let prepared = || {
        let cache = Cache::open()?;
        let toolchain = tools::prepare(&cache, group.wants())?;
        Ok((cache, toolchain))
    };
    say::line("# looking for what the checks need");
    summed_up(prepared(), |(cache, toolchain)| {
        make(&cache, &toolchain, group)
    })
}

/// Makes checks with what is prepared. A machine that could not be made ready is a failed check, too.
fn summed_up<T>(prepared: Result<T, Problem>, checks: impl FnOnce(T) -> Summary) -> u64 {
    let all = prepared.map_or_else(|problem| told("the machine", &problem), checks);
    say::line(&format!("\n{all}"));
    all.count.failed
}

fn make(cache: &Cache, toolchain: &Toolchain, group: Group) -> Summary {
    std::thread::scope(|scope| {
        let page_tools = group
            .has(Group::Browser)
            .then(|| scope.spawn(|| PageTools::ensure(cache, toolchain)));
        let mut all = Summary::default();
        if group.has(Group::Native) {
            all.add(acceptance(toolchain));
        }
        if group.has(Group::Lint) {
            all.add(lint(toolchain));
        }
        if group.has(Group::Native) {
            all.add(native(toolchain));
        }
        if let Some(page_tools) = page_tools {
            all.add(browser_tests(toolchain, joined(page_tools.join())));
        }
        all
    })
}

/// A check that could not be made has failed.
fn told(name: &str, problem: &Problem) -> Summary {
    say::problem(&problem.to_string());
    Summary::failed(name)
}

/// The arguments of a command line without quotes.
fn words(line: &str) -> impl Iterator<Item = &str> {
    line.split_whitespace()
}

/// A panicking thread is a mistake of this program, told as one.
fn joined<T>(result: std::thread::Result<Result<T, Problem>>) -> Result<T, Problem> {
    result.unwrap_or_else(|_| {
        Err(Problem::Unexpected(
            "an installing thread panicked".to_owned(),
        ))
    })
}

/// The acceptance test of the whole product, before everything else: with nothing but what was handed over, the vendor's
/// side writes a calendar event. Counted as one check here, since its tests are counted among the native ones as well.
fn acceptance(toolchain: &Toolchain) -> Summary {
    let mut cargo = toolchain.cargo();
    // The same choice of crates as all native tests, so that the crates they share are built once.
    cargo.args(words("test --workspace --exclude browser --test vendor"));
    check("the vendor's side with what was handed over", &mut cargo)
}

/// Format, clippy on the host and for the browser, the tenant for the browser, documentation: one check each.
fn lint(toolchain: &Toolchain) -> Summary {
    let mut format = toolchain.command("cargo-fmt", &[]);
    format.args(words("fmt --all --check"));
    let mut host = toolchain.command("cargo-clippy", &[]);
    host.args(words("clippy --workspace --all-targets -- --deny warnings"));
    let mut browser = toolchain.command("cargo-clippy", &[]);
    browser.args(words("clippy --package console --package worker --target"));
    browser.args([WASM_TARGET, "--", "--deny", "warnings"]);
    // Its pure part is to run in a page one day.
    let mut tenant = toolchain.cargo();
    tenant
        .args(words(
            "check --package tenant --no-default-features --target",
        ))
        .arg(WASM_TARGET);
    let mut documentation = toolchain.cargo();
    documentation
        .args(words("doc --workspace --no-deps"))
        .env("RUSTDOCFLAGS", "--deny warnings");

    let mut all = Summary::default();
    for (name, command) in [
        ("format", &mut format),
        ("clippy", &mut host),
        ("clippy for the browser", &mut browser),
        ("the tenant for the browser", &mut tenant),
        ("documentation", &mut documentation),
    ] {
        all.add(check(name, command));
    }
    all
}

fn native(toolchain: &Toolchain) -> Summary {
    let mut cargo = toolchain.cargo();
    cargo.args(words("test --workspace --exclude browser --no-fail-fast"));
    tests("native tests", &mut cargo)
}

/// Builds the page, one check, and then tests it.
fn browser_tests(toolchain: &Toolchain, page_tools: Result<PageTools, Problem>) -> Summary {
    let name = "the page's build";
    say::line(&format!("\n# {name}"));
    if let Err(problem) = page_tools.and_then(|tools| page::build(&tools)) {
        return told(name, &problem);
    }
    let mut all = Summary::passed();
    let name = "browser tests";
    let Some(browser) = Browser::find() else {
        let problem = Problem::Unexpected("Chromium or ChromeDriver is gone".to_owned());
        all.add(told(name, &problem));
        return all;
    };
    let mut cargo = toolchain.cargo();
    cargo.args(words("test --package browser --no-fail-fast"));
    cargo
        .env("CHROMIUM", browser.chromium)
        .env("CHROMEDRIVER", browser.driver);
    all.add(tests(name, &mut cargo));
    all
}

/// Says which step begins, with its command.
fn announced<'c>(name: &str, command: &'c mut Command) -> &'c mut Command {
    say::line(&format!("\n# {name}\n$ {}", job::line_of(command)));
    command.current_dir(repository::root())
}

/// One command that is one check.
fn check(name: &str, command: &mut Command) -> Summary {
    let started = job::now();
    match job::shown(name, announced(name, command)) {
        Ok(()) => {
            let time = say::duration(started.elapsed());
            say::line(&format!("# {name}: passed in {time}"));
            Summary::passed()
        }
        Err(problem) => told(name, &problem),
    }
}

/// A `cargo test`: as many checks as its programs count.
fn tests(name: &str, cargo: &mut Command) -> Summary {
    let started = job::now();
    let mut reader = Reader::default();
    match job::watched(announced(name, cargo), |line| reader.read(line)) {
        Ok(succeeded) => {
            let summary = reader.finish(name, succeeded);
            let time = say::duration(started.elapsed());
            say::line(&format!("# {name}: {} in {time}", summary.count));
            summary
        }
        Err(problem) => told(name, &problem),
    }
}

#[cfg(test)]
mod tests_of_groups {
    use super::*;

    #[test]
    fn groups_have_names_and_everything_has_all_of_them() {
        assert_eq!(Group::named(Some("lint")), Some(Group::Lint));
        assert_eq!(Group::named(Some("fast")), None);
        assert!(Group::Everything.has(Group::Browser));
        assert!(!Group::Lint.has(Group::Native));
    }

    #[test]
    fn a_group_wants_what_its_checks_use_and_no_more() {
        let native = Group::Native.wants();
        assert!(native.openssl && !native.page && !native.lints && !native.browser);
        let lint = Group::Lint.wants();
        assert!(lint.lints && !lint.page && !lint.openssl && !lint.browser);
        let browser = Group::Browser.wants();
        assert!(browser.page && browser.openssl && browser.browser && !browser.lints);
        let all = Group::Everything.wants();
        assert!(all.page && all.openssl && all.browser && all.lints);
    }

    #[test]
    fn a_machine_that_cannot_be_made_ready_is_a_failed_check() {
        let missing = Err(Problem::Missing(vec!["- openssl".to_owned()]));
        assert_eq!(summed_up(missing, |()| Summary::passed()), 1);
        assert_eq!(summed_up(Ok(()), |()| Summary::passed()), 0);
        assert_eq!(summed_up(Ok(()), |()| Summary::failed("clippy")), 1);
    }
}
