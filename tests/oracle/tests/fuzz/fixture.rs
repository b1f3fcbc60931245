//! The files that strangers made, which the fuzzer begins with.

use std::fs;
use std::path::Path;
use std::path::PathBuf;

use base::Timestamp;

/// Within the validity of the fixtures.
pub(crate) fn now() -> Timestamp {
    "2050-01-01T00:00:00Z".parse().unwrap()
}

pub(crate) fn fixture(name: &str) -> Vec<u8> {
    fs::read(folder().join(name)).unwrap()
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures")
}

/// The fixtures whose names the function chooses. Those that are there for their many rounds would take hours, and so would
/// those of certtool, whose MAC has 600,000.
pub(crate) fn fixtures(choose: fn(&str) -> bool) -> Vec<Vec<u8>> {
    let names = fs::read_dir(folder()).unwrap();
    let mut names: Vec<String> = names
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.file_type().unwrap().is_file())
        .map(|entry| entry.file_name().into_string().unwrap())
        .filter(|name| {
            choose(name) && !name.contains("many-rounds") && !name.starts_with("certtool")
        })
        .collect();
    names.sort();
    names.iter().map(|name| fixture(name)).collect()
}
