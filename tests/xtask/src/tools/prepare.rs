//! Makes the machine ready for what was asked: finds out first all that is missing, has rustup and apt install it in one
//! go, and tells what they cannot install in one list.

use crate::tools::Cache;
use crate::tools::Toolchain;
use crate::tools::WASM_TARGET;
use crate::tools::browser;
use crate::tools::debian_std;
use crate::tools::need;
use crate::tools::need::Need;
use crate::tools::node;
use crate::tools::openssl;
use crate::tools::readers;
use xtask::Problem;

/// What a command of the door needs.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Wants {
    /// The tools that build the page.
    pub(crate) page: bool,
    /// Clippy and rustfmt, for the host and the browser.
    pub(crate) lints: bool,
    /// The vendor's side of the tests.
    pub(crate) openssl: bool,
    /// The strangers that judge the key files, besides openssl and Python.
    pub(crate) readers: bool,
    /// The stranger that opens archives, and with packages of its own judges certificates.
    pub(crate) python: bool,
    /// A browser and its driver.
    pub(crate) browser: bool,
}

impl Wants {
    /// Whether anything is compiled for the browser.
    fn target(self) -> bool {
        self.page || self.lints
    }
}

/// Makes the machine ready, and returns the toolchain that does the work.
pub(crate) fn prepare(cache: &Cache, wants: Wants) -> Result<Toolchain, Problem> {
    // Another door may be doing the same.
    let _lock = cache.lock("prepare")?;
    let choose = || Toolchain::choose(cache, wants.target());
    let mut chosen = choose();
    if chosen.is_none() {
        Toolchain::ask_rustup(cache, &["target", "add", WASM_TARGET]);
        chosen = choose();
    }
    if let Some(chosen) = &chosen
        && wants.lints
        && !chosen.is_systems()
        && !chosen.has_lints()
    {
        Toolchain::ask_rustup(cache, &["component", "add", "clippy", "rustfmt"]);
    }
    need::ensure(cache, &needs(wants, chosen.as_ref()))?;
    if let Some(chosen) = chosen {
        return Ok(chosen);
    }
    debian_std::install(cache, &Toolchain::debian()?)?;
    choose().ok_or_else(|| {
        let what =
            format!("Debian's compiler has the library for {WASM_TARGET} but does not use it");
        Problem::Unexpected(what)
    })
}

fn needs(wants: Wants, chosen: Option<&Toolchain>) -> Vec<Need<'_>> {
    let mut needs = Vec::new();
    if wants.target() {
        needs.push(compiler(chosen));
    }
    if wants.lints {
        needs.push(lints(chosen));
    }
    if wants.page {
        needs.push(node::need());
    }
    if wants.openssl {
        needs.push(openssl::need());
    }
    if wants.readers {
        needs.extend(readers::needs());
    }
    if wants.python {
        needs.push(readers::python());
    }
    if wants.browser {
        needs.extend(browser::needs());
    }
    needs
}

/// A compiler that compiles for the browser, or that can be made to.
fn compiler(chosen: Option<&Toolchain>) -> Need<'_> {
    Need {
        what: "a Rust compiler for wasm32-unknown-unknown",
        is_there: Box::new(move || chosen.is_some() || debian_std::has_compiler()),
        apt: &debian_std::PACKAGES,
        snap: &[],
        dnf: &["rust-std-static-wasm32-unknown-unknown"],
        brew: &["rustup"],
        hint: "with rustup: rustup target add wasm32-unknown-unknown; without it, Debian 12 and newer have packages",
        is_optional: false,
    }
}

/// Clippy and rustfmt of the compiler's own version.
fn lints(chosen: Option<&Toolchain>) -> Need<'_> {
    let is_systems = chosen.is_none_or(Toolchain::is_systems);
    Need {
        what: "clippy and rustfmt of the compiler's own version",
        is_there: Box::new(move || chosen.map_or_else(debian_std::has_lints, Toolchain::has_lints)),
        apt: if is_systems {
            &debian_std::LINT_PACKAGES
        } else {
            &[]
        },
        snap: &[],
        dnf: &["clippy", "rustfmt"],
        brew: &[],
        hint: "with rustup: rustup component add clippy rustfmt",
        is_optional: false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whats(wants: Wants) -> String {
        let needs = needs(wants, None);
        let whats: Vec<_> = needs.iter().map(|need| need.what).collect();
        whats.join("; ")
    }

    #[test]
    fn the_target_is_wanted_only_where_something_is_compiled_for_the_browser() {
        let native = Wants {
            openssl: true,
            ..Wants::default()
        };
        assert!(!whats(native).contains("wasm32"));
        assert!(whats(native).contains("openssl"));
        assert!(!whats(native).contains("keytool"));
        assert_eq!(whats(Wants::default()), "");
        for wants in [
            Wants {
                page: true,
                ..Wants::default()
            },
            Wants {
                lints: true,
                ..Wants::default()
            },
        ] {
            assert!(whats(wants).contains("wasm32"), "{wants:?}");
        }
    }

    #[test]
    fn every_stranger_that_judges_is_a_need() {
        let readers = whats(Wants {
            readers: true,
            python: true,
            ..Wants::default()
        });
        for name in ["keytool", "certtool", "pk12util", "Python"] {
            assert!(readers.contains(name), "{name}: {readers}");
        }
    }
}
