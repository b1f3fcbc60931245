//! Everything that reads foreign bytes is given thousands of damaged and invented files: whatever comes, it answers. It
//! does not panic, its work has an end, and it takes no more memory than the input accounts for.
//!
//! The inputs are the same in every run. `ORACLE_INPUTS` says how many a reader is given, `ORACLE_SEED` draws others.
//! What broke a reader is kept in `corpus/`, in a folder of the reader's name, and tried first.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "these are tests; the lints know that of functions marked as tests only"
)]

mod crypto;
mod fixture;
mod hostile;
mod input;
mod reader;
mod sealed;
mod told;

use std::alloc::System;
use std::fs;
use std::panic::AssertUnwindSafe;
use std::panic::catch_unwind;
use std::path::PathBuf;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;

use proptest::test_runner::Config;
use proptest::test_runner::RngAlgorithm;
use proptest::test_runner::TestCaseError;
use proptest::test_runner::TestError;
use proptest::test_runner::TestRng;
use proptest::test_runner::TestRunner;
use stats_alloc::INSTRUMENTED_SYSTEM;
use stats_alloc::Region;
use stats_alloc::StatsAlloc;

use crypto::Crypto;
use reader::Most;
use reader::Reader;

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// Waits until no other test runs, since the allocator counts for the whole program. The turn ends with the result.
fn turn() -> MutexGuard<'static, ()> {
    static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());
    ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner)
}

/// How many inputs each reader is given, unless one is told.
const INPUTS: u32 = 4000;

/// Gives a reader its corpus, the hostile inputs, and as many drawn ones.
fn withstands(reader: &Reader) {
    let _turn = turn();
    let seeds = (reader.seeds)();
    assert!(!seeds.is_empty(), "{}: nothing to begin with", reader.name);
    for input in corpus(reader.name)
        .iter()
        .chain(&hostile::inputs())
        .chain(&seeds)
    {
        try_one(reader, input)
            .unwrap_or_else(|why| panic!("{}", told(reader, input, &why.to_string())));
    }
    let config = Config {
        cases: number("ORACLE_INPUTS").unwrap_or(INPUTS),
        failure_persistence: None,
        ..Config::default()
    };
    let mut seed = [0; 32];
    seed[..4].copy_from_slice(&number("ORACLE_SEED").unwrap_or(1).to_le_bytes());
    let drawn = TestRng::from_seed(RngAlgorithm::ChaCha, &seed);
    let outcome = TestRunner::new_with_rng(config, drawn)
        .run(&input::inputs(seeds, reader.dress), |input| {
            try_one(reader, &input)
        });
    match outcome {
        Ok(()) => {}
        Err(TestError::Fail(why, input)) => panic!("{}", told(reader, &input, &why.to_string())),
        Err(other) => panic!("{}: {other}", reader.name),
    }
}

/// Gives a reader one input, and fails if it took too much for it.
///
/// All memory that is allocated counts, also what is given back at once: that bounds the memory, and the steps of all
/// that takes some. Rounds of PBKDF2, which takes none, are counted.
fn try_one(reader: &Reader, input: &[u8]) -> Result<(), TestCaseError> {
    let crypto = Crypto::default();
    let region = Region::new(ALLOCATOR);
    let outcome = catch_unwind(AssertUnwindSafe(|| (reader.read)(input, &crypto)));
    if let Err(panic) = outcome {
        let why = panic.downcast_ref::<String>().map(String::as_str);
        let why = why.or_else(|| panic.downcast_ref::<&str>().copied());
        return Err(TestCaseError::fail(format!(
            "it panicked: {}",
            why.unwrap_or_default()
        )));
    }
    let change = region.change();
    let taken = change.bytes_allocated + usize::try_from(change.bytes_reallocated).unwrap_or(0);
    let Most {
        per_byte,
        always,
        rounds,
    } = reader.most;
    let most = always + per_byte * input.len();
    let length = input.len();
    if taken > most {
        let why = format!("{taken} bytes of memory for an input of {length}, {most} are the most");
        return Err(TestCaseError::fail(why));
    }
    if crypto.rounds() > rounds {
        let why = format!("{} rounds of key derivation", crypto.rounds());
        return Err(TestCaseError::fail(why));
    }
    Ok(())
}

/// Keeps the input that broke a reader, and tells what came of it.
fn told(reader: &Reader, input: &[u8], why: &str) -> String {
    let name = reader.name;
    let file = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}.input"));
    fs::write(&file, input).unwrap();
    let place = file.display();
    format!("{name}: {why}\nThe input is {place}; when it is mended, keep it in corpus/{name}/")
}

/// The inputs that are kept for a reader.
fn corpus(name: &str) -> Vec<Vec<u8>> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fuzz/corpus")
        .join(name);
    let Ok(entries) = fs::read_dir(folder) else {
        return Vec::new();
    };
    let read = |path: PathBuf| fs::read(path).unwrap();
    entries.map(|entry| read(entry.unwrap().path())).collect()
}

/// A number that the caller tells by a variable.
fn number(name: &str) -> Option<u32> {
    let text = std::env::var(name).ok()?;
    Some(
        text.parse()
            .unwrap_or_else(|_| panic!("{name}={text} is no number")),
    )
}

#[test]
fn certificates() {
    withstands(&reader::CERTIFICATES);
}

#[test]
fn private_keys() {
    withstands(&reader::PRIVATE_KEYS);
}

#[test]
fn encrypted_keys() {
    withstands(&reader::ENCRYPTED_KEYS);
}

#[test]
fn pfx() {
    withstands(&reader::PFX);
}

#[test]
fn pfx_without_a_password() {
    withstands(&reader::PFX_WITHOUT_PASSWORD);
}

#[test]
fn pfx_behind_a_right_mac() {
    withstands(&reader::SEALED_PFX);
}

#[test]
fn jks() {
    withstands(&reader::JKS);
}

#[test]
fn jks_behind_a_right_digest() {
    withstands(&reader::SEALED_JKS);
}

#[test]
fn files_given_back_as_proof() {
    withstands(&reader::PROOFS);
}

#[test]
fn requests_to_the_worker() {
    withstands(&reader::REQUESTS);
}

#[test]
fn replies_of_the_worker() {
    withstands(&reader::REPLIES);
}
