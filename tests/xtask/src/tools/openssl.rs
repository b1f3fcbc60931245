//! The `openssl` command, with which the vendor's side of the tests reads keys: another library than the page's own.

use crate::job;
use crate::tools::need::Need;
use crate::tools::version;
use std::process::Command;

/// The first version whose `pkey` checks keys and whose defaults read what the page writes.
const OLDEST: u32 = 3;

/// The need for it.
pub(crate) fn need() -> Need<'static> {
    Need {
        what: "the openssl command, OpenSSL 3 or newer (LibreSSL is another program)",
        is_there: Box::new(is_there),
        apt: &["openssl"],
        snap: &[],
        dnf: &["openssl"],
        brew: &["openssl@3"],
        hint: "put it first on PATH; Homebrew's lies in $(brew --prefix openssl@3)/bin",
        is_optional: false,
    }
}

fn is_there() -> bool {
    job::captured(Command::new("openssl").arg("version")).is_ok_and(|text| fits(&text))
}

/// Whether `openssl version` printed a version that will do.
fn fits(text: &str) -> bool {
    text.starts_with("OpenSSL ")
        && version::first_number(text).is_some_and(|number| number >= OLDEST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_openssl_from_version_3_fits() {
        assert!(fits(
            "OpenSSL 3.0.19 27 Jan 2026 (Library: OpenSSL 3.0.19 27 Jan 2026)"
        ));
        assert!(!fits("OpenSSL 1.1.1w  11 Sep 2023"));
        assert!(!fits("LibreSSL 3.3.6"));
        assert!(!fits(""));
    }
}
