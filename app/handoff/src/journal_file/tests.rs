//! The journal there and back, and what is refused of what claims to be one.

use base::Timestamp;
use graph::Field;
use provision::Action;
use provision::Plan;
use provision::Purpose;
use provision::RecordedRequest;
use provision::RunId;
use provision::Step;
use provision::StepId;
use provision::Stop;
use provision::What;
use serde_json::Value;
use survey::CertificateChoice;
use survey::Choice;
use survey::Wish;
use words::Language;

use super::*;

fn tenant(digit: char) -> TenantId {
    let digits = digit.to_string().repeat(8);
    format!("{digits}-0000-4000-8000-000000000000")
        .parse()
        .unwrap()
}

fn entry(run: &str, minute: i64, what: What) -> Entry {
    let start: Timestamp = "2026-11-21T08:00:00.25Z".parse().unwrap();
    Entry {
        tenant: tenant('1'),
        run: RunId(run.to_owned()),
        at: Timestamp::from_unix_milliseconds(start.unix_milliseconds() + minute * 60_000),
        what,
    }
}

fn began(resumes: Option<&str>) -> What {
    let certificate = CertificateChoice::Vendor { certificate: None };
    let wish = Wish {
        choice: Choice::new("Push\n\u{202e}🗓", certificate),
        made: None,
    };
    let kept = Step {
        id: StepId("application".to_owned()),
        sentence: Message::new(Key::PlanApplicationKeep).with("name", "Push"),
        action: Action::Keep,
    };
    What::Began {
        plan: Plan { steps: vec![kept] },
        purpose: Purpose::SetUp { wish },
        resumes: resumes.map(|run| RunId(run.to_owned())),
        by: Some("22222222-0000-4000-8000-000000000000".parse().unwrap()),
    }
}

/// A run that stopped, one that went on with it, and an undoing of both: every kind of line.
fn entries() -> Vec<Entry> {
    let step = || StepId("application".to_owned());
    let request = RecordedRequest {
        method: "PATCH".to_owned(),
        path: "/v1.0/applications(uniqueName='push')".to_owned(),
        headers: vec![("Prefer".to_owned(), "create-if-missing".to_owned())],
        body: Some(json!({ "displayName": "Push", "nothing": null })),
    };
    let stop = Stop {
        step: step(),
        problem: Message::new(Key::StoppedNotSeen).advised(Message::new(Key::AdviceCollision)),
        sent: true,
        request_id: Some("request".to_owned()),
        client_request_id: Some("ours".to_owned()),
        challenge: Some("{}".to_owned()),
    };
    let undo = What::Began {
        plan: Plan { steps: Vec::new() },
        purpose: Purpose::Undo {
            runs: vec![RunId("a".to_owned()), RunId("b".to_owned())],
        },
        resumes: None,
        by: None,
    };
    vec![
        entry("a", 0, began(None)),
        entry(
            "a",
            1,
            What::Intent {
                step: step(),
                request,
                client_request_id: Some("ours".to_owned()),
            },
        ),
        entry("a", 2, What::Stopped(stop)),
        entry("b", 3, began(Some("a"))),
        entry(
            "b",
            4,
            What::Done {
                step: step(),
                ids: vec![(Field::AppId, "3".to_owned())],
                request_id: None,
                found: false,
                void: false,
            },
        ),
        entry("b", 5, What::Finished),
        entry("c", 6, undo),
    ]
}

fn history() -> History {
    History::of(entries())
}

fn file() -> String {
    journal_file(&tenant('1'), &history())
}

fn read(file: &str) -> Result<ImportedHistory, JournalFileError> {
    read_journal_file(file.as_bytes(), &tenant('1'))
}

/// The file with one change to its JSON.
fn changed(change: impl FnOnce(&mut Value)) -> String {
    let mut value: Value = serde_json::from_str(&file()).unwrap();
    change(&mut value);
    value.to_string()
}

/// What comes back of the file: everything but who approved it, which nobody believes a file.
fn expected() -> History {
    let mut lines = entries();
    for line in &mut lines {
        if let What::Began { by, .. } = &mut line.what {
            *by = None;
        }
    }
    History::of(lines)
}

#[test]
fn it_comes_back_as_it_was_but_for_who_approved_it() {
    let imported = read(&file()).unwrap();
    assert_eq!(imported.claimed().runs.len(), 3);
    assert_ne!(expected(), history());
    assert_eq!(*imported.claimed(), expected());
    let again = journal_file(&tenant('1'), imported.claimed());
    assert_eq!(*read(&again).unwrap().claimed(), expected());
}

#[test]
fn a_journal_without_lines_comes_back_too() {
    let empty = journal_file(&tenant('1'), &History::default());
    assert_eq!(*read(&empty).unwrap().claimed(), History::default());
}

#[test]
fn a_file_says_its_form_and_its_tenant_for_whoever_reads_it() {
    let value: Value = serde_json::from_str(&file()).unwrap();
    assert_eq!(value["form"], 1);
    assert_eq!(value["tenant"], tenant('1').as_str());
    assert_eq!(value["entries"].as_array().unwrap().len(), entries().len());
    assert!(
        file().lines().count() > 50,
        "indented, to be read by people too"
    );
}

#[test]
fn runs_that_were_written_by_turns_come_back_in_order() {
    let mut lines = entries();
    lines.swap(2, 3);
    let by_turns = History::of(lines);
    assert_eq!(by_turns, history());
    assert_eq!(
        *read(&journal_file(&tenant('1'), &by_turns))
            .unwrap()
            .claimed(),
        expected()
    );
}

#[test]
fn anything_else_is_refused() {
    let other = JournalFileError::OtherTenant {
        found: tenant('2'),
        expected: tenant('1'),
    };
    let unreadable = || JournalFileError::Unreadable;
    for (case, file, error) in [
        ("nothing", String::new(), unreadable()),
        ("another thing", "{}".to_owned(), unreadable()),
        (
            "cut off",
            file()[..file().len() - 3].to_owned(),
            unreadable(),
        ),
        ("something behind", format!("{}{{}}", file()), unreadable()),
        (
            "deep",
            format!("{{\"form\":1,\"entries\":{}", "[".repeat(100_000)),
            unreadable(),
        ),
        (
            "no form",
            changed(|it| it["form"] = Value::Null),
            unreadable(),
        ),
        (
            "a later form",
            changed(|it| it["form"] = json!(2)),
            JournalFileError::OtherForm,
        ),
        (
            "a later form of another shape",
            r#"{"form":2,"runs":[]}"#.to_owned(),
            JournalFileError::OtherForm,
        ),
        (
            "a member too many",
            changed(|it| it["approved"] = json!(true)),
            unreadable(),
        ),
        (
            "a member twice",
            file().replacen('{', "{\"form\":1,", 1),
            unreadable(),
        ),
        (
            "no tenant",
            changed(|it| it["tenant"] = json!("contoso")),
            unreadable(),
        ),
        (
            "another tenant's",
            changed(|it| it["tenant"] = json!(tenant('2'))),
            other.clone(),
        ),
        (
            "another tenant's, wholly",
            file().replace(tenant('1').as_str(), tenant('2').as_str()),
            other,
        ),
        (
            "one line of another tenant",
            changed(|it| it["entries"][6]["tenant"] = json!(tenant('2'))),
            JournalFileError::Mixed,
        ),
        (
            "no lines",
            changed(|it| it["entries"] = Value::Null),
            unreadable(),
        ),
        (
            "a line of another kind",
            changed(|it| it["entries"][5]["what"] = json!({ "kind": "?" })),
            unreadable(),
        ),
        (
            "a line without its time",
            changed(|it| it["entries"][5]["at"] = json!("?")),
            unreadable(),
        ),
        (
            "a run without its beginning",
            changed(|it| drop(it["entries"].as_array_mut().unwrap().remove(0))),
            unreadable(),
        ),
    ] {
        assert_eq!(read(&file), Err(error), "{case}");
    }
}

#[test]
fn at_most_eight_mebibytes_are_read() {
    let most = 8 * 1024 * 1024;
    let padded = |length: usize| {
        let file = file();
        let blanks = " ".repeat(length - file.len());
        file + &blanks
    };
    assert!(read(&padded(most)).is_ok());
    assert_eq!(read(&padded(most + 1)), Err(JournalFileError::TooLarge));
}

#[test]
fn no_damage_makes_reading_fail_otherwise_than_by_an_error() {
    let whole = file().into_bytes();
    // The line break behind the JSON is none of it.
    for at in (0..whole.len() - 1).step_by(3) {
        let cut = read_journal_file(&whole[..at], &tenant('1'));
        assert_eq!(cut, Err(JournalFileError::Unreadable), "cut at {at}");
        let mut damaged = whole.clone();
        damaged[at] = [b'\0', b'"', b'}', 0xff][at % 4];
        if let Ok(read) = read_journal_file(&damaged, &tenant('1')) {
            let again = journal_file(&tenant('1'), read.claimed());
            assert_eq!(read_journal_file(again.as_bytes(), &tenant('1')), Ok(read));
        }
    }
    // All but the line break behind the JSON.
    assert!(read_journal_file(&whole[..whole.len() - 1], &tenant('1')).is_ok());
}

#[test]
fn every_error_has_a_sentence_without_a_hole() {
    for error in [
        JournalFileError::TooLarge,
        JournalFileError::Unreadable,
        JournalFileError::OtherForm,
        JournalFileError::OtherTenant {
            found: tenant('2'),
            expected: tenant('1'),
        },
        JournalFileError::Mixed,
    ] {
        for language in Language::ALL {
            let sentence = words::sentence(&error.message(), language);
            assert!(!sentence.contains(['…', '{']), "{sentence}");
        }
    }
}
