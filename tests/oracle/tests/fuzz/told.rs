//! Of a text of several certificates everything is told: each that can be read, and how many cannot, in any order of whole
//! blocks, damaged ones and such that were cut off.

use std::collections::BTreeSet;

use keys::KeyError;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::TestRunner;

use crate::fixture::fixture;
use crate::fixture::now;
use crate::turn;

/// Three certificates.
const FILES: [&str; 3] = ["certificate.pem", "issued.pem", "ca.pem"];

/// What a block comes to.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum State {
    Whole,
    /// Its END line is missing, and more.
    CutOff,
    /// Its BEGIN line is missing, and more.
    Beheaded,
    /// A sign of it is no base64.
    Damaged,
}

type Part = (usize, State);

fn parts() -> impl Strategy<Value = Vec<Part>> {
    let state = select(vec![
        State::Whole,
        State::CutOff,
        State::Beheaded,
        State::Damaged,
    ]);
    // The begin of one and the end of the next would be a block together.
    let apart = |parts: &Vec<Part>| {
        let is_joined = |pair: &[Part]| (pair[0].1, pair[1].1) == (State::CutOff, State::Beheaded);
        !parts.windows(2).any(is_joined)
    };
    vec((0..FILES.len(), state), 1..8).prop_filter("blocks stand apart", apart)
}

fn text((file, state): &Part) -> String {
    let text = String::from_utf8(fixture(FILES[*file])).unwrap();
    match state {
        State::Whole => text,
        State::CutOff => text[..500].to_owned() + "\n",
        State::Beheaded => text[500..].to_owned(),
        State::Damaged => text.replacen("MII", "M*I", 1),
    }
}

#[test]
fn nothing_is_left_out_silently() {
    let _turn = turn();
    let outcome = TestRunner::deterministic().run(&parts(), |parts| {
        let text: String = parts.iter().map(text).collect();
        let (whole, others): (Vec<_>, Vec<_>) =
            parts.iter().partition(|(_, state)| *state == State::Whole);
        // One that came twice stands there once.
        let different: BTreeSet<_> = whole.iter().map(|(file, _)| *file).collect();
        match keys::read_certificates(text.as_bytes(), now()) {
            Ok(given) => {
                prop_assert_eq!(given.candidates.len(), different.len());
                prop_assert_eq!(given.unread.count, others.len());
            }
            Err(error) => {
                prop_assert!(whole.is_empty());
                let first = match parts[0].1 {
                    State::Damaged => KeyError::BrokenEncoding,
                    _ => KeyError::BlockTorn { position: 1 },
                };
                prop_assert_eq!(error, first);
            }
        }
        Ok(())
    });
    outcome.unwrap();
}
