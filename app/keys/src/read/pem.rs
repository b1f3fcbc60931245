//! The blocks of PEM text (RFC 7468), those that were cut off too.

use zeroize::Zeroizing;

use super::armour;
use crate::KeyError;

pub(super) const BEGIN: &str = "-----BEGIN ";
pub(super) const END: &str = "-----END ";
const DASHES: &str = "-----";

/// One block of PEM text.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct PemBlock<'text> {
    /// Which it is in its text, counted from 1.
    pub(crate) position: usize,
    /// What stands behind BEGIN, or behind END where that line is alone; as much as is there.
    pub(crate) label: &'text str,
    /// What stands between the two lines; `None` where one of them is missing or cut off, or both are of different labels.
    pub(crate) body: Option<&'text str>,
}

impl PemBlock<'_> {
    /// The bytes that it stands for.
    pub(crate) fn bytes(&self) -> Result<Zeroizing<Vec<u8>>, KeyError> {
        let position = self.position;
        let body = self.body.ok_or(KeyError::BlockTorn { position })?;
        armour::decode(body).ok_or(KeyError::BrokenEncoding)
    }
}

/// The blocks of a text; what stands before, between and behind them is commentary.
pub(crate) fn pem_blocks(text: &str) -> impl Iterator<Item = PemBlock<'_>> {
    let mut rest = text;
    let mut position = 0;
    std::iter::from_fn(move || {
        let first = next_line(rest)?;
        position += 1;
        let (body, behind) = if first.is_begin {
            body_of(&first)
        } else {
            (None, first.behind)
        };
        rest = behind;
        Some(PemBlock {
            position,
            label: first.label,
            body,
        })
    })
}

/// What stands behind a BEGIN line up to its END line, and what follows that. Where the next line is another BEGIN, the block
/// was cut off, and that one follows.
fn body_of<'text>(begin: &Line<'text>) -> (Option<&'text str>, &'text str) {
    match next_line(begin.behind) {
        None => (None, ""),
        Some(next) if next.is_begin => (None, next.whole),
        Some(end) => {
            let is_its_own = begin.is_closed && end.is_closed && begin.label == end.label;
            (is_its_own.then_some(end.before), end.behind)
        }
    }
}

/// A line that begins or ends a block.
struct Line<'text> {
    is_begin: bool,
    label: &'text str,
    /// Whether the dashes behind the label are there.
    is_closed: bool,
    /// What stands before it in the text.
    before: &'text str,
    /// The text from it on.
    whole: &'text str,
    /// What follows it.
    behind: &'text str,
}

fn next_line(text: &str) -> Option<Line<'_>> {
    let mut searched = 0;
    loop {
        let at = searched + text[searched..].find(DASHES)?;
        let (before, whole) = text.split_at(at);
        let (is_begin, after) = match (whole.strip_prefix(BEGIN), whole.strip_prefix(END)) {
            (Some(after), _) => (true, after),
            (None, Some(after)) => (false, after),
            (None, None) => {
                // A longer row of dashes ends with these.
                searched = at + 1;
                continue;
            }
        };
        let length = after.find(['-', '\r', '\n']).unwrap_or(after.len());
        let (label, rest) = after.split_at(length);
        let closed = rest.strip_prefix(DASHES);
        return Some(Line {
            is_begin,
            label,
            is_closed: closed.is_some(),
            before,
            whole,
            behind: closed.unwrap_or(rest),
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> Vec<(usize, &str, Option<&str>)> {
        pem_blocks(text)
            .map(|block| (block.position, block.label, block.body))
            .collect()
    }

    #[test]
    fn whole_blocks_stand_among_commentary() {
        let text = "a\n-----BEGIN A B-----\none\n-----END A B-----\n- b -\n------BEGIN C-----two-----END C-----";
        let expected = [(1, "A B", Some("\none\n")), (2, "C", Some("two"))];
        assert_eq!(told(text), expected);
        for nothing in ["", "-----", "----- BEGIN A-----", "BEGIN A"] {
            assert_eq!(told(nothing), [], "{nothing:?}");
        }
    }

    #[test]
    fn a_block_that_is_cut_off_does_not_hide_the_others() {
        let whole = "-----BEGIN A-----\n1\n-----END A-----\n";
        for (torn, label) in [
            ("-----BEGIN A-----\n1\n", "A"),
            ("-----BEGIN A", "A"),
            ("-----BEGIN ", ""),
            ("1\n-----END A-----\n", "A"),
            ("-----BEGIN A-----\n1\n-----END A\n", "A"),
            ("-----BEGIN A-----\n1\n-----END B-----\n", "A"),
            ("-----BEGIN A\n1\n-----END A-----\n", "A"),
        ] {
            let text = format!("{whole}{torn}");
            let expected = [(1, "A", Some("\n1\n")), (2, label, None)];
            assert_eq!(told(&text), expected, "{torn:?}");
            let text = format!("{torn}\n{whole}");
            let expected = [(1, label, None), (2, "A", Some("\n1\n"))];
            assert_eq!(told(&text), expected, "{torn:?}");
        }
    }

    #[test]
    fn only_whole_blocks_have_bytes() {
        let bytes = |text: &str| {
            let bytes = pem_blocks(text).map(|block| block.bytes());
            bytes.last().unwrap().map(|bytes| bytes.to_vec())
        };
        let whole = "-----BEGIN A-----\nAQID\n-----END A-----\n";
        assert_eq!(bytes(whole), Ok(vec![1, 2, 3]));
        assert_eq!(
            bytes(&whole.replace("AQID", "A*ID")),
            Err(KeyError::BrokenEncoding)
        );
        let torn = format!("{whole}-----BEGIN A-----\nAQ");
        assert_eq!(bytes(&torn), Err(KeyError::BlockTorn { position: 2 }));
    }
}
