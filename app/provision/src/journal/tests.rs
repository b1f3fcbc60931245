//! What a journal says of its steps, and that it is read again as it was written.

use base::Key;
use graph::Known;
use serde_json::json;

use super::*;
use crate::scene::adopting;
use crate::scene::by_hand;
use crate::scene::desired;
use crate::scene::nothing;
use crate::scene::object;
use crate::scene::story;
use crate::scene::story::Fate;
use crate::scene::story::Story;

fn step(name: &str) -> StepId {
    StepId(name.to_owned())
}

fn journal(lines: Vec<What>) -> Journal {
    let run = RunId("run".to_owned());
    let entries = lines.into_iter().map(|what| story::entry(&run, what));
    Journal {
        entries: entries.collect(),
    }
}

fn intent(name: &str) -> What {
    What::Intent {
        step: step(name),
        request: RecordedRequest {
            method: "PATCH".to_owned(),
            path: format!("/v1.0/{name}"),
            headers: Vec::new(),
            body: None,
        },
        client_request_id: Some("ours".to_owned()),
    }
}

fn done(name: &str) -> What {
    What::Done {
        step: step(name),
        ids: vec![(Field::Id, "id".to_owned())],
        request_id: Some("request".to_owned()),
        found: false,
        void: false,
    }
}

fn found(name: &str) -> What {
    What::Done {
        step: step(name),
        ids: vec![(Field::Id, "id".to_owned())],
        request_id: None,
        found: true,
        void: false,
    }
}

fn stopped(name: &str, sent: bool) -> What {
    What::Stopped(Stop {
        step: step(name),
        problem: Message::new(Key::StoppedNotSeen).with("reason", "x"),
        sent,
        request_id: None,
        client_request_id: None,
        challenge: Some("{}".to_owned()),
    })
}

/// What was announced for a step, what came of it, and whether the run did it or may have.
#[test]
fn a_run_did_what_it_announced_unless_it_is_known_to_be_in_vain() {
    #[rustfmt::skip]
    let rows = [
        ("nothing",                        vec![],                                                    false),
        ("found done",                     vec![done("a")],                                           false),
        ("announced",                      vec![intent("a")],                                         true),
        ("announced and done",             vec![intent("a"), done("a")],                              true),
        ("announced twice and done",       vec![intent("a"), intent("a"), done("a")],                 true),
        ("refused",                        vec![intent("a"), stopped("a", false)],                    false),
        ("found done after a refusal",     vec![intent("a"), found("a")],                             false),
        ("found so, then another refused", vec![intent("a"), found("a"), intent("b"), stopped("b", false)], false),
        ("another found so",               vec![intent("a"), done("a"), intent("b"), found("b")],     true),
        ("refused, the first unanswered",  vec![intent("a"), intent("a"), stopped("a", true)],        true),
        ("no answer",                      vec![intent("a"), stopped("a", true)],                     true),
        ("stopped before it",              vec![stopped("a", false)],                                 false),
        ("not announced, perhaps sent",    vec![stopped("a", true)],                                  false),
        ("another announced",              vec![intent("b")],                                         false),
        ("done, then another refused",     vec![intent("a"), done("a"), intent("b"), stopped("b", false)], true),
        ("announced, then another refused", vec![intent("a"), intent("b"), stopped("b", false)],      true),
        ("found, then another refused",    vec![done("a"), intent("b"), stopped("b", false)],         false),
        ("all done",                       vec![intent("a"), done("a"), What::Finished],              true),
    ];
    for (name, lines, expected) in rows {
        assert_eq!(journal(lines).may_have_done(&step("a")), expected, "{name}");
    }
}

/// How a run ended, by its last lines.
#[test]
fn a_run_is_finished_stopped_or_neither() {
    #[rustfmt::skip]
    let rows = [
        ("nothing",  vec![],                                           false, None),
        ("midway",   vec![intent("a"), done("a")],                     false, None),
        ("finished", vec![intent("a"), done("a"), What::Finished],     true,  None),
        ("stopped",  vec![intent("a"), done("a"), stopped("b", true)], false, Some("b")),
    ];
    for (name, lines, finished, stop) in rows {
        let journal = journal(lines);
        assert_eq!(journal.is_finished(), finished, "{name}");
        let at = journal.stop().map(|stop| stop.step.clone());
        assert_eq!(at, stop.map(step), "{name}");
    }
}

#[test]
fn requests_are_told_in_the_order_in_which_they_were_sent() {
    let lines = vec![
        intent("a"),
        intent("a"),
        done("a"),
        intent("b"),
        stopped("b", false),
    ];
    let paths: Vec<String> = journal(lines)
        .requests()
        .map(|it| it.path.clone())
        .collect();
    assert_eq!(paths, ["/v1.0/a", "/v1.0/a", "/v1.0/b"]);
    assert_eq!(journal(Vec::new()).requests().count(), 0);
}

#[test]
fn a_run_begins_with_its_plan() {
    let mut story = Story::begin(nothing());
    story.run(&desired());
    let beginning = story.runs[0].beginning().unwrap();
    assert_eq!(*beginning.plan, crate::plan(&desired(), &nothing()));
    assert_eq!(beginning.by, Some(&object('a')));
    assert_eq!(beginning.resumes, None);
    assert_eq!(beginning.at, crate::scene::now());

    assert!(journal(Vec::new()).beginning().is_none());
    assert!(journal(vec![intent("a"), done("a")]).beginning().is_none());
}

/// As a whole, and line by line, which is how a ledger keeps it.
#[test]
fn a_journal_survives_storage() {
    let mut story = Story::begin(by_hand());
    story.run_with(&adopting(), &[("certificate", Fate::Lost)]);
    story.run(&adopting()).undone();
    story.runs.push(journal(vec![
        What::Began {
            plan: Plan { steps: Vec::new() },
            purpose: Purpose::Leave,
            resumes: Some(RunId("run".to_owned())),
            by: None,
        },
        intent("a"),
        done("a"),
        found("b"),
        stopped("b", true),
        What::Finished,
    ]));
    let text = serde_json::to_string(&story.runs).unwrap();
    assert_eq!(
        serde_json::from_str::<Vec<Journal>>(&text).unwrap(),
        story.runs
    );
    for entry in story.runs.iter().flat_map(|run| &run.entries) {
        let text = serde_json::to_string(entry).unwrap();
        assert_eq!(serde_json::from_str::<Entry>(&text).unwrap(), *entry);
    }
}

/// Lines of a browser's ledger outlive the page that wrote them: their form is given.
#[test]
fn the_form_of_a_line_is_given() {
    let line = |what: serde_json::Value| {
        json!({
            "tenant": "00000000-0000-4000-8000-000000000000",
            "run": "run",
            "at": "2026-11-21T08:00:00Z",
            "what": what,
        })
    };
    let problem = json!({ "key": "stopped-not-seen", "parameters": { "reason": "x" } });
    for (what, form) in [
        (
            intent("a"),
            json!({ "kind": "intent", "step": "a", "request": { "method": "PATCH", "path": "/v1.0/a", "body": null }, "client_request_id": "ours" }),
        ),
        (
            done("a"),
            json!({ "kind": "done", "step": "a", "ids": [["id", "id"]], "request_id": "request" }),
        ),
        (
            found("a"),
            json!({ "kind": "done", "step": "a", "ids": [["id", "id"]], "request_id": null, "found": true }),
        ),
        (
            stopped("a", true),
            json!({ "kind": "stopped", "step": "a", "problem": problem, "sent": true, "request_id": null, "challenge": "{}" }),
        ),
        (What::Finished, json!({ "kind": "finished" })),
    ] {
        let entry = &journal(vec![what]).entries[0];
        assert_eq!(serde_json::to_value(entry).unwrap(), line(form.clone()));
        assert_eq!(serde_json::from_value::<Entry>(line(form)).unwrap(), *entry);
    }
    let before = json!({ "kind": "intent", "step": "a", "request": { "method": "PATCH", "path": "/v1.0/a", "body": null } });
    let read: Entry = serde_json::from_value(line(before)).unwrap();
    let unnamed = match intent("a") {
        What::Intent { step, request, .. } => What::Intent {
            step,
            request,
            client_request_id: None,
        },
        other => other,
    };
    assert_eq!(read.what, unnamed, "a line of before there were ids");
    // What a line leaves out is as if it were not so.
    let short = json!({ "kind": "stopped", "step": "a", "problem": problem, "request_id": null });
    let read: Entry = serde_json::from_value(line(short)).unwrap();
    let What::Stopped(stop) = read.what else {
        panic!("{read:?}");
    };
    assert_eq!((stop.sent, stop.challenge), (false, None));
}

/// What is recorded of a request is all of it but the host and the token, which it never holds.
#[test]
fn a_request_is_recorded_as_it_is_sent() {
    let plan = crate::plan(&desired(), &nothing());
    let write = plan.steps[0].action.write().unwrap();
    let request = write.fill(&Known::new()).unwrap();
    let recorded = RecordedRequest::from(&request);
    assert_eq!(recorded.method, "PATCH");
    assert_eq!(recorded.path, "/v1.0/applications(uniqueName='push')");
    let prefer = ("Prefer".to_owned(), "create-if-missing".to_owned());
    assert_eq!(recorded.headers, [prefer]);
    assert_eq!(recorded.body, write.body);
}
