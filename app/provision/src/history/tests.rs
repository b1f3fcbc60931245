//! Rows of histories, each line of a ledger as one word.

use base::Key;
use base::Message;

use super::*;
use crate::Plan;
use crate::StepId;
use crate::Stop;
use crate::What;
use crate::scene::desired;
use crate::scene::story;

/// A ledger in short. Of the run `a`: `a+` a set-up began, `a>b` one that goes on with `b`, `a~` an undoing, `a^` the
/// console's own consent; `a=` a step done, `a!` stopped, `a.` finished.
fn ledger(short: &str) -> Vec<Entry> {
    short.split_whitespace().map(line).collect()
}

fn line(word: &str) -> Entry {
    let (run, what) = word.split_at(1);
    let step = StepId("application".to_owned());
    let what = match what {
        "=" => What::Done {
            step,
            ids: Vec::new(),
            request_id: None,
        },
        "!" => What::Stopped(Stop {
            step,
            problem: Message::new(Key::StoppedNotSeen),
            sent: true,
            request_id: None,
            challenge: None,
        }),
        "." => What::Finished,
        "~" => began(Purpose::Undo { runs: Vec::new() }, None),
        "^" => began(Purpose::Leave, None),
        set_up => began(wished(run), set_up.strip_prefix('>')),
    };
    story::entry(&id(run), what)
}

fn began(purpose: Purpose, resumes: Option<&str>) -> What {
    What::Began {
        plan: Plan { steps: Vec::new() },
        purpose,
        resumes: resumes.map(id),
        by: None,
    }
}

fn id(run: &str) -> RunId {
    RunId(run.to_owned())
}

/// A wish that tells by its name for which run it was.
fn wished(run: &str) -> Purpose {
    let mut wish = story::wish(&desired());
    wish.choice.application_name = run.to_owned();
    Purpose::SetUp { wish }
}

fn name(run: &Journal) -> String {
    run.beginning().unwrap().run.0.clone()
}

fn names(runs: &[Journal]) -> String {
    runs.iter().map(name).collect()
}

/// Runs, the one that can be gone on with, the one whose wish stands, and the undertakings, each by its letter.
#[test]
fn a_ledger_is_read_as_runs() {
    #[rustfmt::skip]
    let rows = [
        // Lines                        runs   unfinished wish  undertakings
        ("",                            "",    "",        "",   ""),
        ("a+",                          "a",   "a",       "",   "a"),
        ("a+ a=",                       "a",   "a",       "",   "a"),
        ("a+ a= a!",                    "a",   "a",       "",   "a"),
        ("a+ a= a.",                    "a",   "",        "a",  "a"),
        ("a+ a. b+",                    "ab",  "b",       "",   "ab"),
        ("a+ a. b+ b!",                 "ab",  "b",       "",   "ab"),
        ("a+ a. b+ b.",                 "ab",  "",        "b",  "ab"),
        // What went on with another run is part of its undertaking.
        ("a+ a! b>a",                   "ab",  "b",       "",   "a"),
        ("a+ a! b>a b.",                "ab",  "",        "b",  "a"),
        ("a+ a! b>a b! c>b c.",         "abc", "",        "c",  "a"),
        ("a+ a! b>a b. c+ c.",          "abc", "",        "c",  "ac"),
        // An older run that never ended is past once a later one did.
        ("a+ b+ b.",                    "ab",  "",        "b",  "ab"),
        ("a+ a! b+ b.",                 "ab",  "",        "b",  "ab"),
        // Nothing stands after an undoing, whether it ended or not.
        ("a+ a. b~ b.",                 "ab",  "",        "",   "ab"),
        ("a+ a. b~ b!",                 "ab",  "b",       "",   "ab"),
        ("a+ a. b~",                    "ab",  "b",       "",   "ab"),
        ("a+ a. b~ b. c+ c.",           "abc", "",        "c",  "abc"),
        ("a+ a. b^ b.",                 "ab",  "",        "a",  "ab"),
        ("a^ a!",                       "a",   "a",       "",   "a"),
        // Two tabs, or two computers' journals in one: each line goes to its run, runs in the order of their beginnings.
        ("a+ b+ a= b= a. b.",           "ab",  "",        "b",  "ab"),
        ("a+ b+ b= b. a= a.",           "ab",  "",        "b",  "ab"),
        ("a+ b+ a. b=",                 "ab",  "b",       "",   "ab"),
        ("a+ b+ c+ c. a! b.",           "abc", "",        "c",  "abc"),
        // A run without its beginning is left out.
        ("a= a.",                       "",    "",        "",   ""),
        ("a= b+ b. a.",                 "b",   "",        "b",  "b"),
        ("a= a+ b+",                    "b",   "b",       "",   "b"),
    ];
    for (short, runs, unfinished, wish, undertakings) in rows {
        let history = History::of(ledger(short));
        assert_eq!(names(&history.runs), runs, "{short}");
        let found = history.unfinished().map(name).unwrap_or_default();
        assert_eq!(found, unfinished, "{short}: unfinished");
        let found = history.last_wish().map(|(beginning, wish)| {
            let name = wish.choice.application_name.clone();
            assert_eq!(beginning.run.0, name, "{short}: whose wish it is");
            name
        });
        assert_eq!(found.unwrap_or_default(), wish, "{short}: wish");
        let found = history.undertakings();
        let found: String = found.iter().map(|it| it.run.0.as_str()).collect();
        assert_eq!(found, undertakings, "{short}: undertakings");
    }
}

#[test]
fn every_line_is_in_its_run_and_in_order() {
    let lines = ledger("a+ b+ a= b= c+ a! b. c.");
    let history = History::of(lines.clone());
    for (run, expected) in history.runs.iter().zip(["a+ a= a!", "b+ b= b.", "c+ c."]) {
        assert_eq!(run.entries, ledger(expected));
    }
    let kept: usize = history.runs.iter().map(|run| run.entries.len()).sum();
    assert_eq!(kept, lines.len());
}

#[test]
fn undoing_a_run_means_it_and_all_since() {
    let history = History::of(ledger("a+ a. b+ b! c>b c. d~ d."));
    for (first, expected) in [
        ("a", "abcd"),
        ("b", "bcd"),
        ("c", "cd"),
        ("d", "d"),
        ("e", ""),
    ] {
        assert_eq!(names(history.since(&id(first))), expected, "{first}");
    }
    assert_eq!(History::default().since(&id("a")), []);
}
