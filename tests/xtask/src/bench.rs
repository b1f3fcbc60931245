//! `cargo xtask bench keys`: how long a person waits for a key pair in the built page.

use crate::job;
use crate::page;
use crate::repository;
use crate::screen::Screen;
use crate::tools::Browser;
use crate::tools::Cache;
use crate::tools::PageTools;
use crate::tools::Toolchain;
use crate::tools::Wants;
use xtask::Problem;

/// What the benches use.
pub(crate) const WANTS: Wants = Wants {
    page: true,
    lints: false,
    openssl: true,
    readers: false,
    python: false,
    browser: true,
};

/// The bench that the words after `bench` name: as yet there is one.
pub(crate) fn named(words: &[String]) -> Option<&'static str> {
    match words {
        [name] if name == "keys" => Some("keys"),
        _ => None,
    }
}

/// Builds the page and runs the bench of this name. Ends badly if a figure is above its limit.
pub(crate) fn run(cache: &Cache, toolchain: &Toolchain, name: &str) -> Result<(), Problem> {
    let mut screen = Screen::as_it_comes();
    page::build(&PageTools::ensure(cache, toolchain)?, &mut screen)?;
    let browser = Browser::find()
        .ok_or_else(|| Problem::Unexpected("Chromium or ChromeDriver is gone".to_owned()))?;
    let mut cargo = toolchain.cargo();
    // What is measured is the built page; the program that measures it needs no optimised build.
    cargo
        .args([
            "bench",
            "--profile",
            "dev",
            "--package",
            "browser",
            "--bench",
            name,
        ])
        .current_dir(repository::root());
    browser.name_to(&mut cargo);
    job::shown(&format!("the bench of {name}"), &mut cargo, &mut screen)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bench_is_named_alone() {
        let named = |line: &str| {
            let words: Vec<String> = line.split_whitespace().map(str::to_owned).collect();
            named(&words)
        };
        assert_eq!(named("keys"), Some("keys"));
        for line in ["", "locks", "keys keys"] {
            assert_eq!(named(line), None, "{line}");
        }
    }
}
