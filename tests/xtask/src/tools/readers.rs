//! The readers that judge the key files and are nobody's here: Java's keytool, GnuTLS' certtool, NSS' tools and a
//! Python. What they are asked is the affair of the crates `oracle` and `browser`.

use crate::job;
use crate::tools::need::Need;
use crate::tools::on_path;
use crate::tools::version;
use std::process::Command;

/// The first Java that reads a PFX as it is written today (AES-256, SHA-256), and that still has long support.
const OLDEST_JAVA: u32 = 17;

/// The need for each of them but Python.
pub(crate) fn needs() -> [Need<'static>; 3] {
    let keytool = Need {
        what: "keytool of Java 17 or newer",
        is_there: Box::new(has_keytool),
        apt: &["default-jre-headless"],
        snap: &[],
        dnf: &["java-latest-openjdk-headless"],
        brew: &["openjdk"],
        hint: "put its folder first on PATH; Homebrew's is $(brew --prefix openjdk)/bin",
        is_optional: false,
    };
    let certtool = Need {
        what: "GnuTLS' certtool (macOS has another program of that name)",
        is_there: Box::new(has_certtool),
        apt: &["gnutls-bin"],
        snap: &[],
        dnf: &["gnutls-utils"],
        brew: &["gnutls"],
        hint: "Homebrew calls it gnutls-certtool: link it as certtool in a folder first on PATH",
        is_optional: false,
    };
    let nss = Need {
        what: "certutil and pk12util of NSS",
        is_there: Box::new(|| on_path("certutil").is_some() && on_path("pk12util").is_some()),
        apt: &["libnss3-tools"],
        snap: &[],
        dnf: &["nss-tools"],
        brew: &["nss"],
        hint: "so that both are on PATH",
        is_optional: false,
    };
    [keytool, certtool, nss]
}

/// The need for Python, which opens a saved archive, and of which the checks make one of their own.
pub(crate) fn python() -> Need<'static> {
    Need {
        what: "Python 3 that can make a venv with pip",
        is_there: Box::new(has_python),
        apt: &["python3", "python3-venv"],
        snap: &[],
        dnf: &["python3"],
        brew: &["python"],
        hint: "so that `python3 -c 'import venv, ensurepip'` ends well",
        is_optional: false,
    }
}

/// It tells no version of itself; the Java that starts it does when it is asked to. Java 8 does not know the question,
/// and macOS' stand-in for a missing Java no answer.
fn has_keytool() -> bool {
    job::captured(Command::new("keytool").arg("-J--version")).is_ok_and(|text| is_new_enough(&text))
}

/// Whether `java --version` told of a Java that will do: `openjdk 17.0.15 2025-04-15`, `openjdk 25 2025-09-16`.
fn is_new_enough(text: &str) -> bool {
    let version = text.split_whitespace().nth(1).unwrap_or_default();
    let digits = version.split(|letter: char| !letter.is_ascii_digit());
    let major = digits.take(1).find_map(|digits| digits.parse::<u32>().ok());
    major.is_some_and(|number| number >= OLDEST_JAVA)
}

fn has_certtool() -> bool {
    let version = job::captured(Command::new("certtool").arg("--version"));
    version.is_ok_and(|text| is_gnutls(&text))
}

/// Whether `certtool --version` is GnuTLS' own answer: `certtool 3.7.9`.
fn is_gnutls(text: &str) -> bool {
    text.starts_with("certtool ") && version::first_number(text).is_some()
}

fn has_python() -> bool {
    job::succeeds(Command::new("python3").args(["-c", "import venv, ensurepip"]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_java_from_17_on_will_do() {
        for (text, fits) in [
            (
                "openjdk 17.0.15 2025-04-15\nOpenJDK Runtime Environment",
                true,
            ),
            ("openjdk 25 2025-09-16\nOpenJDK Runtime Environment", true),
            ("java 21-ea 2023-09-19", true),
            ("openjdk 11.0.25 2024-10-15", false),
            ("Unable to locate a Java Runtime.", false),
            ("", false),
        ] {
            assert_eq!(is_new_enough(text), fits, "{text}");
        }
    }

    #[test]
    fn only_gnutls_has_the_certtool_that_is_meant() {
        assert!(is_gnutls(
            "certtool 3.7.9\nCopyright (C) 2000-2023 Free Software Foundation"
        ));
        assert!(!is_gnutls(
            "Usage:\n    Create a keypair and cert: certtool c"
        ));
        assert!(!is_gnutls(""));
    }

    #[test]
    fn each_has_a_package_wherever_there_is_a_manager() {
        for need in needs() {
            let what = need.what;
            assert!(!need.apt.is_empty() && !need.dnf.is_empty(), "{what}");
            assert!(!need.brew.is_empty() && !need.hint.is_empty(), "{what}");
        }
    }
}
