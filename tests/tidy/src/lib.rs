//! The rules of the house, as functions that return offences. `tests/house.rs` holds the repository to them; the tests
//! beside each rule show that it bites.
//!
//! A rule about text looks at one file at a time ([`Rule`]); [`arrows`] and [`browser`] look at what cargo says about
//! the workspace. Formatting and everything that rustc or clippy can check is theirs, not here. Words that a rule
//! forbids are put together by `concat!`, so that this crate keeps the rules itself.

use std::fmt;

pub mod arrows;
pub mod base_only;
pub mod browser;
pub mod cargo;
pub mod hosts;
pub mod machine;
pub mod page;
pub mod rust;
pub mod source;
pub mod style;

pub use source::Source;

/// One breach of one rule.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Offence {
    /// File, relative to the repository; or a crate.
    pub place: String,
    /// Line in the file, from one; zero where it is about the whole.
    pub line: usize,
    /// What is wrong.
    pub what: String,
}

impl fmt::Display for Offence {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}:{}: {}", self.place, self.line, self.what)
    }
}

/// A rule about the text of single files.
pub struct Rule {
    /// Which files it is about. A rule that finds none fails: it would hold whatever the house looks like.
    pub looks_at: fn(&Source) -> bool,
    /// The offences in one file.
    pub check: fn(&Source) -> Vec<Offence>,
}

impl Rule {
    /// Every offence in `sources`, or `None` if there was nothing to look at.
    pub fn offences(&self, sources: &[Source]) -> Option<Vec<Offence>> {
        let mut seen = sources
            .iter()
            .filter(|source| (self.looks_at)(source))
            .peekable();
        seen.peek()?;
        Some(seen.flat_map(self.check).collect())
    }
}

/// The lines of `text` that `wrong` finds something in, as offences of the file at `path`.
pub(crate) fn lines_with(
    path: &str,
    text: &str,
    wrong: impl Fn(&str) -> Option<String>,
) -> Vec<Offence> {
    let offence = |(number, line): (usize, &str)| {
        Some(Offence {
            place: path.to_owned(),
            line: number + 1,
            what: wrong(line)?,
        })
    };
    text.lines().enumerate().filter_map(offence).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_with_nothing_to_look_at_does_not_hold() {
        let rule = Rule {
            looks_at: |source| source.path.ends_with(".css"),
            check: |_| Vec::new(),
        };
        assert_eq!(rule.offences(&[Source::new("a.rs", "")]), None);
        assert_eq!(rule.offences(&[Source::new("a.css", "")]), Some(Vec::new()));
    }
}
