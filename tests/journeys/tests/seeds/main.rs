//! Thousands of runs of which everything is drawn from a seed: world, way, faults, and one interruption. Whatever was
//! drawn, each comes to the same rows as a run with nothing in its way, and undoing it to the rows of before.
//!
//! `JOURNEYS_SEEDS` says how many, `JOURNEYS_FIRST_SEED` from which on. The same seed is the same run.

#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "what helps tests may fail as tests do"
)]

mod baseline;
mod drawn;
mod tale;

use std::cell::Cell;
use std::cell::RefCell;
use std::panic::AssertUnwindSafe;
use std::panic::catch_unwind;
use std::sync::Mutex;
use std::sync::Once;
use std::sync::PoisonError;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering;

use drawn::Drawn;
use tale::Met;

/// How many runs there are, unless one is told.
const SEEDS: u64 = 2_000;
/// From how many runs on their mixture is looked at as well.
const ENOUGH: usize = 100;

thread_local! {
    /// Whether this thread is playing a run, whose panic is kept.
    static IS_PLAYING: Cell<bool> = Cell::default();
    /// Where and why the run of this thread panicked.
    static PANIC: RefCell<String> = RefCell::default();
}

#[test]
fn every_seed_comes_to_the_same_end() {
    let first = told("JOURNEYS_FIRST_SEED").unwrap_or(1);
    let count = told("JOURNEYS_SEEDS").unwrap_or(SEEDS);
    assert!(count > 0, "no run proves nothing");
    keep_panics_of_runs();
    let ran = run(first, first.saturating_add(count));
    let failed: Vec<&str> = ran
        .iter()
        .filter_map(|one| one.as_ref().err())
        .map(String::as_str)
        .collect();
    let lines = failed.join("\n");
    assert!(
        failed.is_empty(),
        "{} of {count} failed\n{lines}",
        failed.len()
    );
    let closed = ran.iter().flatten().filter(|met| met.closed).count();
    let troubled = ran.iter().flatten().filter(|met| met.troubles > 0).count();
    let blocked = ran.iter().flatten().filter(|met| met.blocked).count();
    let most = ran.len();
    if most >= ENOUGH {
        assert!(closed > most / 3, "{closed} of {most} were interrupted");
        assert!(troubled > most / 10, "{troubled} of {most} met a trouble");
        assert!(blocked > 0, "none of {most} stayed blocked");
    }
}

#[test]
fn the_same_seed_is_the_same_run() {
    for seed in 1..=3 {
        let drawn = Drawn::of(seed);
        assert_eq!(tale::tell(&drawn), tale::tell(&drawn), "seed {seed}");
    }
}

#[test]
fn only_the_panic_of_a_run_is_kept() {
    keep_panics_of_runs();
    let kept = caught(|| panic!("in a run"));
    assert!(kept.is_err_and(|text| text.contains("in a run")));
    let elsewhere = catch_unwind(|| panic!("elsewhere, on purpose: not kept but shown"));
    assert!(elsewhere.is_err());
    assert_eq!(PANIC.take(), "");
}

/// From now on the panics of runs are kept instead of shown. The hook is the process's: all other threads, of the other tests
/// and of the harness, show theirs as before.
fn keep_panics_of_runs() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let show = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            if IS_PLAYING.get() {
                PANIC.set(panic.to_string());
            } else {
                show(panic);
            }
        }));
    });
}

/// Plays a run; where it panics, the text of that.
fn caught(play: impl FnOnce() -> Result<Met, String>) -> Result<Met, String> {
    IS_PLAYING.set(true);
    let told = catch_unwind(AssertUnwindSafe(play));
    IS_PLAYING.set(false);
    told.unwrap_or_else(|_| Err(PANIC.take()))
}

/// A number from the environment.
fn told(name: &str) -> Option<u64> {
    let text = std::env::var(name).ok()?;
    Some(
        text.parse()
            .unwrap_or_else(|_| panic!("{name} is '{text}'")),
    )
}

/// Runs the seeds from `first` to before `end` on all processors: what each met, or the line that says how it failed.
fn run(first: u64, end: u64) -> Vec<Result<Met, String>> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let next = AtomicU64::new(first);
    let ran = Mutex::new(Vec::new());
    let work = || {
        loop {
            let seed = next.fetch_add(1, Ordering::Relaxed);
            if seed >= end {
                return;
            }
            let outcome = outcome(seed);
            let mut ran = ran.lock().unwrap_or_else(PoisonError::into_inner);
            ran.push((seed, outcome));
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(work);
        }
    });
    let mut ran = ran.into_inner().unwrap_or_else(PoisonError::into_inner);
    ran.sort_by_key(|(seed, _)| *seed);
    ran.into_iter().map(|(_, outcome)| outcome).collect()
}

/// What one run met; or what was drawn, what failed, and how to see it again.
fn outcome(seed: u64) -> Result<Met, String> {
    let drawn = Drawn::of(seed);
    caught(|| tale::tell(&drawn)).map_err(|problem| {
        let problem = problem.replace('\n', "; ");
        format!("seed {seed}: {drawn}: {problem} (cargo xtask seeds --seed {seed})")
    })
}
