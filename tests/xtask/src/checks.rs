//! `cargo xtask test`: every check there is, or one group of them.
//!
//! A check that fails does not keep the others from being made, and whatever happens, the last line says how many held.
//! Where all checks are made, two of them run at any time, and the output of each is shown when it has ended; until then
//! it can be read in a log.

mod step;

use crate::page;
use crate::repository;
use crate::say;
use crate::screen::Showing;
use crate::summary::Summary;
use crate::tools;
use crate::tools::Browser;
use crate::tools::Cache;
use crate::tools::PageTools;
use crate::tools::Python;
use crate::tools::Toolchain;
use crate::tools::WASM_TARGET;
use crate::tools::Wants;
use std::num::NonZero;
use step::Step;
use xtask::Problem;

const PAGE: &str = "the page's build";
const BROWSER_TESTS: &str = "browser tests";
/// A visit takes a few hundred megabytes.
const MOST_VISITS: usize = 8;

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
    /// The part that the command line names.
    pub(crate) fn named(name: &str) -> Option<Self> {
        match name {
            "lint" => Some(Self::Lint),
            "native" => Some(Self::Native),
            "browser" => Some(Self::Browser),
            _ => None,
        }
    }

    /// Checks that run side by side hold their output back.
    fn showing(self) -> Showing {
        if self == Self::Everything {
            Showing::WhenItEnds
        } else {
            Showing::AsItComes
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
            readers: self.has(Self::Native),
            python: self.has(Self::Native) || self.has(Self::Browser),
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
        Checks {
            cache: &cache,
            toolchain: &toolchain,
            showing: group.showing(),
        }
        .make(group)
    })
}

/// Makes checks with what is prepared. A machine that could not be made ready is a failed check, too.
fn summed_up<T>(prepared: Result<T, Problem>, checks: impl FnOnce(T) -> Summary) -> u64 {
    let all = prepared.map_or_else(
        |problem| {
            say::problem(&problem.to_string());
            Summary::failed("the machine")
        },
        checks,
    );
    say::line(&format!("\n{all}"));
    all.count.failed
}

/// What the checks are made with.
#[derive(Clone, Copy)]
struct Checks<'a> {
    cache: &'a Cache,
    toolchain: &'a Toolchain,
    showing: Showing,
}

impl Checks<'_> {
    /// Makes the checks of a group in two rows side by side. One builds the page and tries it in a browser: a compiler
    /// that keeps one core busy, then tests that mostly wait. The other lints and runs the native tests. Before any
    /// other test comes the acceptance test.
    fn make(self, group: Group) -> Summary {
        std::thread::scope(|scope| {
            let page = group
                .has(Group::Browser)
                .then(|| scope.spawn(move || self.page()));
            let mut all = Summary::default();
            if group.has(Group::Native) {
                all.add(self.acceptance());
            }
            let browser = page.map(|page| {
                scope.spawn(move || {
                    let page = joined(PAGE, page.join());
                    with_page(page, || self.browser_tests())
                })
            });
            if group.has(Group::Lint) {
                all.add(self.lint());
            }
            if group.has(Group::Native) {
                all.add(self.native());
            }
            if let Some(browser) = browser {
                all.add(joined(BROWSER_TESTS, browser.join()));
            }
            all
        })
    }

    fn begin(self, name: &'static str) -> Step {
        Step::begin(self.showing, name, &repository::logs())
    }

    /// The acceptance test of the whole product: with nothing but what was handed over, the vendor's side writes a
    /// calendar event. Counted as one check here, since its tests are counted among the native ones as well.
    fn acceptance(self) -> Summary {
        let mut cargo = self.toolchain.cargo();
        // Always the whole workspace, so that what the crates share is built once, with one choice of features.
        cargo.args(words("test --workspace --test vendor"));
        self.begin("the vendor's side with what was handed over")
            .check(&mut cargo)
    }

    /// Format, clippy on the host and for the browser, the tenant for the browser, documentation: one check each.
    fn lint(self) -> Summary {
        let clippy = || self.toolchain.command("cargo-clippy", &[]);
        let mut format = self.toolchain.command("cargo-fmt", &[]);
        format.args(words("fmt --all --check"));
        let mut host = clippy();
        host.args(words(
            "clippy --workspace --all-targets --test visits -- --deny warnings",
        ));
        let mut browser = clippy();
        browser.args(words("clippy --package console --package worker --target"));
        browser.args([WASM_TARGET, "--", "--deny", "warnings"]);
        // Its pure part is to run in a page one day.
        let mut tenant = self.toolchain.cargo();
        tenant.args(words(
            "check --package tenant --no-default-features --target",
        ));
        tenant.arg(WASM_TARGET);
        let mut documentation = self.toolchain.cargo();
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
            all.add(self.begin(name).check(command));
        }
        all
    }

    fn native(self) -> Summary {
        // Installing it says itself what it does.
        let python = Python::ensure(self.cache);
        let step = self.begin("native tests");
        let python = match python {
            Ok(python) => python,
            Err(problem) => return step.end_one(Err(problem)),
        };
        let mut cargo = self.toolchain.cargo();
        // Without those in a browser, whose manifest says that they are run by name only.
        cargo.args(words("test --workspace --no-fail-fast"));
        python.name_to(&mut cargo);
        step.tests(&mut cargo)
    }

    /// Installs what builds the page, and builds it: one check.
    fn page(self) -> Summary {
        // Its tools may take minutes, and say so themselves.
        let tools = PageTools::ensure(self.cache, self.toolchain);
        let mut step = self.begin(PAGE);
        let outcome = tools.and_then(|tools| page::build(&tools, &mut step.screen));
        step.end_one(outcome)
    }

    fn browser_tests(self) -> Summary {
        let step = self.begin(BROWSER_TESTS);
        let Some(browser) = Browser::find() else {
            let gone = "Chromium or ChromeDriver is gone".to_owned();
            return step.end_one(Err(Problem::Unexpected(gone)));
        };
        let mut cargo = self.toolchain.cargo();
        cargo
            .args(words(
                "test --workspace --test visits --no-fail-fast -- --test-threads",
            ))
            .arg(visits_at_once().to_string());
        browser.name_to(&mut cargo);
        step.tests(&mut cargo)
    }
}

/// The page's build and, if there is a page, its tests.
fn with_page(page: Summary, tests: impl FnOnce() -> Summary) -> Summary {
    let mut all = page;
    if all.count.failed == 0 {
        all.add(tests());
    }
    all
}

/// How many visits are made at the same time: more than there are cores, since a visit also waits for the tenant to
/// settle; not more than a small machine has memory for.
fn visits_at_once() -> usize {
    let cores = std::thread::available_parallelism().map_or(1, NonZero::get);
    (2 * cores).min(MOST_VISITS)
}

/// The arguments of a command line without quotes.
fn words(line: &str) -> impl Iterator<Item = &str> {
    line.split_whitespace()
}

/// A panicking thread is a mistake of this program, told as a failed check.
fn joined(name: &str, result: std::thread::Result<Summary>) -> Summary {
    result.unwrap_or_else(|_| Summary::failed(&format!("{name}: the door itself panicked")))
}

#[cfg(test)]
mod tests_of_groups {
    use super::*;

    #[test]
    fn groups_have_names_and_everything_has_all_of_them() {
        assert_eq!(Group::named("lint"), Some(Group::Lint));
        assert_eq!(Group::named("fast"), None);
        assert!(Group::Everything.has(Group::Browser));
        assert!(!Group::Lint.has(Group::Native));
    }

    #[test]
    fn a_group_wants_what_its_checks_use_and_no_more() {
        let native = Group::Native.wants();
        assert!(
            native.openssl && native.readers && !native.page && !native.lints && !native.browser
        );
        assert!(native.python);
        let lint = Group::Lint.wants();
        assert!(lint.lints && !lint.page && !lint.openssl && !lint.readers && !lint.browser);
        assert!(!lint.python);
        let browser = Group::Browser.wants();
        assert!(browser.page && browser.openssl && browser.browser && !browser.lints);
        assert!(browser.python && !browser.readers);
        let all = Group::Everything.wants();
        assert!(all.page && all.openssl && all.readers && all.browser && all.lints);
    }

    #[test]
    fn without_a_page_there_are_no_tests_of_it() {
        let failed = Summary::failed(PAGE);
        assert_eq!(with_page(failed.clone(), Summary::passed), failed);
        let both = with_page(Summary::passed(), || Summary::failed("opens: folder"));
        assert_eq!(
            both.to_string(),
            "Failed:\n  opens: folder\n\n1 passed, 1 failed"
        );
    }

    #[test]
    fn a_machine_that_cannot_be_made_ready_is_a_failed_check() {
        let missing = Err(Problem::Missing(vec!["- openssl".to_owned()]));
        assert_eq!(summed_up(missing, |()| Summary::passed()), 1);
        assert_eq!(summed_up(Ok(()), |()| Summary::passed()), 0);
        assert_eq!(summed_up(Ok(()), |()| Summary::failed("clippy")), 1);
    }
}
