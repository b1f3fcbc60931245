//! Rules about Rust files: how they are named, documented and sized, what must not be in them, and that every look at
//! a secret is explained.

use crate::Offence;
use crate::Rule;
use crate::Source;
use crate::lines_with;

/// Most lines of a source file; half of that is already long.
const LINES: usize = 400;

/// How far above a look at a secret its reason may stand.
const REASON_WITHIN: usize = 3;

/// A look at a secret.
const LOOK: &str = concat!(".exp", "ose()");

/// What no file may have. Each would be a promise that nobody keeps, or a test that says nothing.
const FORBIDDEN: [(&str, &str); 10] = [
    (concat!("#[ig", "nore"), "a test that is skipped"),
    (concat!(", ig", "nore)"), "a test that is skipped at times"),
    (concat!(", ig", "nore ="), "a test that is skipped at times"),
    (concat!("thread::", "sleep"), SLEEP),
    (concat!("time::", "sleep"), SLEEP),
    (concat!("to", "do!("), "something left undone"),
    (concat!("unimpl", "emented!("), "something left undone"),
    (concat!("TO", "DO"), "something left undone"),
    (concat!("FIX", "ME"), "something left undone"),
    (
        concat!("#[should_", "panic"),
        "a panic expected somewhere, whichever it is: assert on the error",
    ),
];

const SLEEP: &str = "a sleep: wait for what is awaited, by the port Clock or with a deadline";

/// The one file that may sleep, and how: the simulated tenant's server answers as much later as it was asked to.
const MAY_SLEEP: (&str, &str) = (
    "tests/tenant/src/server.rs",
    concat!("tokio::time::", "sleep(latency).await;"),
);

/// Modules are `foo.rs` beside `foo/`.
pub const NO_MOD_FILES: Rule = Rule {
    looks_at: Source::is_rust,
    check: |source| {
        let is_mod = source.path.ends_with("/mod.rs");
        offence_if(
            is_mod,
            source,
            "name it after the module, beside its folder",
        )
    },
};

/// Every file says first what it does.
pub const MODULE_DOCS: Rule = Rule {
    looks_at: Source::is_rust,
    check: |source| {
        let opens = source.text.starts_with("//! ");
        offence_if(
            !opens,
            source,
            "does not open with //! and what the module does",
        )
    },
};

/// Nothing is left undone, skipped or slept over.
pub const NOTHING_LEFT: Rule = Rule {
    looks_at: Source::is_rust,
    check: |source| {
        lines_with(&source.path, &source.text, |line| {
            let (needle, why) = FORBIDDEN.iter().find(|(needle, _)| line.contains(needle))?;
            let is_excepted = (source.path.as_str(), line.trim()) == MAY_SLEEP;
            (!is_excepted).then(|| format!("{needle}: {why}"))
        })
    },
};

/// The one table of keys, to which `words` holds the sentences.
const KEYS: &str = "app/base/src/message/key.rs";

/// No file is longer than a person reads. Tests, the tables of `words` and that of their keys may be.
pub const SIZES: Rule = Rule {
    looks_at: |source| {
        let is_code = [".rs", ".js", ".css"]
            .iter()
            .any(|ending| source.path.ends_with(ending));
        let is_table = source.path.starts_with("app/words/") || source.path == KEYS;
        is_code && !source.is_test && !is_table
    },
    check: |source| {
        let lines = source.text.lines().count();
        let what = format!("has {lines} lines; {LINES} are the limit");
        offence_if(lines > LINES, source, &what)
    },
};

/// Every look at a secret outside tests says why.
pub const EXPOSE: Rule = Rule {
    looks_at: |source| source.production().contains(LOOK),
    check: |source| {
        let lines: Vec<&str> = source.production().lines().collect();
        let unexplained = |at: &usize| {
            let is_look = lines[*at].contains(LOOK) && !lines[*at].trim_start().starts_with("//");
            let reason = &lines[at.saturating_sub(REASON_WITHIN)..=*at];
            is_look && !reason.iter().any(|line| line.contains("// EXPOSE: "))
        };
        let offence = |at: usize| Offence {
            place: source.path.clone(),
            line: at + 1,
            what: "looks at a secret without an EXPOSE comment that says why".to_owned(),
        };
        (0..lines.len()).filter(unexplained).map(offence).collect()
    },
};

fn offence_if(wrong: bool, source: &Source, what: &str) -> Vec<Offence> {
    let offence = Offence {
        place: source.path.clone(),
        line: 0,
        what: what.to_owned(),
    };
    wrong.then_some(offence).into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(rule: &Rule, path: &str, text: &str) -> usize {
        let source = Source::new(path, text);
        assert!((rule.looks_at)(&source), "{path}");
        (rule.check)(&source).len()
    }

    #[test]
    fn names_and_first_lines() {
        assert_eq!(count(&NO_MOD_FILES, "app/a/src/b.rs", ""), 0);
        assert_eq!(count(&NO_MOD_FILES, "app/a/src/b/mod.rs", ""), 1);
        assert_eq!(count(&MODULE_DOCS, "app/a/src/b.rs", "//! Does b.\n"), 0);
        assert_eq!(
            count(&MODULE_DOCS, "app/a/src/b.rs", "use std::fmt;\n//! Late.\n"),
            1
        );
        assert_eq!(count(&MODULE_DOCS, "app/a/src/b.rs", ""), 1);
    }

    #[test]
    fn each_forbidden_thing_is_found() {
        for (needle, _) in FORBIDDEN {
            assert_eq!(
                count(&NOTHING_LEFT, "app/a/src/b.rs", &format!("x\n  {needle}\n")),
                1,
                "{needle}"
            );
        }
        assert_eq!(
            count(
                &NOTHING_LEFT,
                "app/a/src/b.rs",
                "clock.sleep(d).await; ignore; todos"
            ),
            0
        );
    }

    #[test]
    fn one_sleep_in_one_file_is_excepted_and_no_other() {
        let (path, line) = MAY_SLEEP;
        assert_eq!(count(&NOTHING_LEFT, path, &format!("    {line}\n")), 0);
        assert_eq!(count(&NOTHING_LEFT, "tests/tenant/src/graph.rs", line), 1);
        let longer = line.replace("latency", "latency * 2");
        assert_eq!(count(&NOTHING_LEFT, path, &longer), 1);
    }

    #[test]
    fn a_test_that_is_skipped_at_times_is_found() {
        for line in [
            concat!("#[cfg_attr(windows, ig", "nore)]"),
            concat!("#[cfg_attr(windows, ig", "nore = \"slow\")]"),
        ] {
            assert_eq!(count(&NOTHING_LEFT, "app/a/tests/b.rs", line), 1, "{line}");
        }
    }

    #[test]
    fn long_files_are_found_unless_tests_or_words() {
        let long = "x\n".repeat(LINES + 1);
        assert_eq!(count(&SIZES, "app/a/src/b.rs", &long), 1);
        assert_eq!(count(&SIZES, "app/a/src/b.rs", &long[2..]), 0);
        assert_eq!(count(&SIZES, "style/parts.css", &long), 1);
        for path in [
            "app/words/src/dutch.rs",
            KEYS,
            "app/a/tests/b.rs",
            "README.md",
        ] {
            assert!(!(SIZES.looks_at)(&Source::new(path, &long)), "{path}");
        }
    }

    #[test]
    fn a_look_needs_a_reason_close_by() {
        for (text, offences) in [
            ("let a = b.expose();", 1),
            ("let a = b.expose(); // EXPOSE: it is sent to Entra.", 0),
            ("// EXPOSE: it is sent.\nlet a = b\n  .c()\n  .expose();", 0),
            ("// EXPOSE: it is sent.\n\n\n\nlet a = b.expose();", 1),
            ("// EXPOSE\nlet a = b.expose();", 1),
            ("/// See `.expose()`.", 0),
            ("a.expose();\n// EXPOSE: b.\nb.expose();", 1),
            (
                "x\n#[cfg(test)]\nmod tests {\n  a.expose();\n}\n// EXPOSE: .expose()",
                0,
            ),
        ] {
            let source = Source::new("app/a/src/b.rs", text);
            assert_eq!((EXPOSE.check)(&source).len(), offences, "{text}");
        }
    }
}
