//! No browser below `console`: what an app crate brings along on wasm32 reaches neither the browser's interfaces nor
//! another world outside the ports. `worker` and `rehearsal` run in the browser themselves.
//!
//! One exception by name: `oauth2` brings js-sys, wasm-bindgen and getrandom's browser feature on wasm32, of which
//! `signin` uses nothing. What `signin` brings on any other way is an offence like everywhere else.

use crate::Offence;

/// App crates that are the browser's side.
pub const BROWSER_SIDE: [&str; 3] = ["console", "rehearsal", "worker"];

/// The crate whose own dependencies are excepted for `signin` and what needs it.
pub const EXCEPTED: &str = "oauth2";

const FORBIDDEN: [&str; 5] = ["js-sys", "tokio", "web-sys", "web-time", "wasm-streams"];
const FORBIDDEN_FAMILIES: [&str; 3] = ["gloo", "leptos", "wasm-bindgen"];

/// The offences in the output of [`crate::cargo::wasm_tree`] for `member`.
pub fn offences(member: &str, tree: &str) -> Vec<Offence> {
    let offence = |line| Offence {
        place: member.to_owned(),
        line: 0,
        what: format!("brings {line} on wasm32"),
    };
    // A crate that was shown before comes again with a mark behind it.
    let crates = tree.lines().map(|line| line.trim_end_matches(" (*)"));
    let mut offences: Vec<_> = crates
        .filter(|line| is_forbidden(line))
        .map(offence)
        .collect();
    offences.sort();
    offences.dedup();
    offences
}

/// Whether a line `name version features` is a crate of the browser.
fn is_forbidden(line: &str) -> bool {
    let mut words = line.split_whitespace();
    let name = words.next().unwrap_or_default();
    let mut features = words.flat_map(|word| word.split(','));
    let is_family = |family: &&str| {
        let rest = name.strip_prefix(*family);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['-', '_']))
    };
    FORBIDDEN.contains(&name)
        || FORBIDDEN_FAMILIES.iter().any(is_family)
        || (name == "getrandom" && features.any(|feature| matches!(feature, "js" | "wasm_js")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browser_crates_are_found_and_others_are_not() {
        let tree = "graph v0.1.0 (/somewhere)\nhttp v1.5.0 default,std\ngetrandom v0.4.0 sys_rng\n\
                    wasm-encoder v1.0.0\nglooscap v1.0.0\n";
        assert_eq!(offences("graph", tree), []);
        for line in [
            "js-sys v0.3.107 default,std (*)",
            "web-sys v0.3.107",
            "wasm-bindgen v0.2.130 default",
            "wasm-bindgen-futures v0.4.80",
            "gloo v0.11.0",
            "gloo-net v0.6.0 http",
            "leptos v0.8.23 csr",
            "leptos_dom v0.8.1",
            "tokio v1.50.0",
            "getrandom v0.2.17 js,js-sys,std",
            "getrandom v0.4.0 wasm_js",
        ] {
            assert_eq!(
                offences("graph", &format!("{tree}{line}\n")).len(),
                1,
                "{line}"
            );
        }
    }
}
