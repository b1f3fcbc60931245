//! Draws inputs: mostly files that are valid but for a few changes, some of pure chance, some that are DER throughout but
//! make no sense.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;
use proptest::sample::select;

/// The most changes of one file: more of them are noise to any reader.
const MOST_CHANGES: usize = 6;

/// One change of a file.
#[derive(Clone, Debug)]
enum Change {
    /// Another byte.
    Set(Index, u8),
    /// One bit turned.
    Flip(Index, u8),
    /// A number turned into one at the edge of what its size holds.
    Edge(Index, u8),
    /// Everything behind is cut off.
    Cut(Index),
    /// A part is taken away.
    Remove(Index, u8),
    /// A part is repeated elsewhere.
    Copy(Index, u8, Index),
    /// Bytes are put in.
    Insert(Index, Vec<u8>),
}

/// Values at which lengths and counts are mistaken: nothing, signs, and DER's indefinite length.
const EDGES: [&[u8]; 8] = [
    &[0],
    &[0x7f],
    &[0x80],
    &[0xff],
    &[0x84, 0x7f, 0xff, 0xff, 0xff],
    &[0x84, 0xff, 0xff, 0xff, 0xff],
    &[0xff, 0xff, 0xff, 0xff],
    &[0x7f, 0xff, 0xff, 0xff],
];

/// Inputs for a reader; each is dressed as the reader wants it, e.g. as PEM.
pub(crate) fn inputs(
    seeds: Vec<Vec<u8>>,
    dress: fn(Vec<u8>) -> Vec<u8>,
) -> impl Strategy<Value = Vec<u8>> {
    let changed = (select(seeds), vec(change(), 1..MOST_CHANGES))
        .prop_map(|(file, changes)| changes.iter().fold(file, apply))
        .boxed();
    let chance = vec(any::<u8>(), 0..600);
    prop_oneof![
        8 => changed.clone(),
        2 => changed.prop_map(dress),
        1 => chance,
        1 => der().prop_map(dress),
    ]
}

fn change() -> impl Strategy<Value = Change> {
    let at = any::<Index>;
    prop_oneof![
        (at(), any::<u8>()).prop_map(|(at, byte)| Change::Set(at, byte)),
        (at(), 0..8u8).prop_map(|(at, bit)| Change::Flip(at, bit)),
        (at(), any::<u8>()).prop_map(|(at, which)| Change::Edge(at, which)),
        at().prop_map(Change::Cut),
        (at(), any::<u8>()).prop_map(|(at, length)| Change::Remove(at, length)),
        (at(), any::<u8>(), at()).prop_map(|(from, length, to)| Change::Copy(from, length, to)),
        (at(), vec(any::<u8>(), 1..16)).prop_map(|(at, bytes)| Change::Insert(at, bytes)),
    ]
}

fn apply(mut file: Vec<u8>, change: &Change) -> Vec<u8> {
    if file.is_empty() {
        return file;
    }
    let length = file.len();
    let end = |from: usize, count: u8| length.min(from + usize::from(count));
    match change {
        Change::Set(at, byte) => *at.get_mut(&mut file) = *byte,
        Change::Flip(at, bit) => *at.get_mut(&mut file) ^= 1 << bit,
        Change::Edge(at, which) => {
            let at = at.index(length);
            let edge = EDGES[usize::from(*which) % EDGES.len()];
            file.splice(at..length.min(at + edge.len()), edge.iter().copied());
        }
        Change::Cut(at) => file.truncate(at.index(length)),
        Change::Remove(at, count) => {
            let from = at.index(length);
            file.drain(from..end(from, *count));
        }
        Change::Copy(from, count, to) => {
            let from = from.index(length);
            let part = file[from..end(from, *count)].to_vec();
            let to = to.index(length);
            file.splice(to..to, part);
        }
        Change::Insert(at, bytes) => {
            let at = at.index(length);
            file.splice(at..at, bytes.iter().copied());
        }
    }
    file
}

/// Elements within elements with tags that occur in keys and certificates, every length right.
fn der() -> impl Strategy<Value = Vec<u8>> {
    let tags = || {
        select(vec![
            0x02u8, 0x03, 0x04, 0x05, 0x06, 0x0c, 0x13, 0x17, 0x1e, 0x80,
        ])
    };
    let leaf = (tags(), vec(any::<u8>(), 0..24)).prop_map(|(tag, content)| element(tag, &content));
    let inner = || select(vec![0x30u8, 0x31, 0x24, 0xa0, 0xa1, 0xa3]);
    leaf.prop_recursive(6, 40, 5, move |part| {
        (inner(), vec(part, 0..5)).prop_map(|(tag, parts)| element(tag, &parts.concat()))
    })
}

/// One element: tag, length, content (X.690, section 8.1).
pub(crate) fn element(tag: u8, content: &[u8]) -> Vec<u8> {
    let length = content.len().to_be_bytes();
    let digits: Vec<u8> = length.into_iter().skip_while(|digit| *digit == 0).collect();
    let mut bytes = vec![tag];
    match digits.as_slice() {
        [] => bytes.push(0),
        [short @ 0..0x80] => bytes.push(*short),
        // Eight bytes at most.
        long => {
            bytes.push(0x80 | long.len() as u8);
            bytes.extend(long);
        }
    }
    bytes.extend(content);
    bytes
}
