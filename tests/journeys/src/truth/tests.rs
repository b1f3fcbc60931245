//! Lines that are true, and what is told where one of them is not.

use base::Key;
use base::Message;
use base::ObjectId;
use provision::Stop;
use provision::What;
use serde_json::json;
use tenant::directory::Change;
use tenant::rows::Application;
use tenant::worlds::World;

use super::*;
use crate::Scene;
use crate::put;

fn ours(rows: &Rows) -> Application {
    let found = rows.application_by_unique_name("mytimetable-calendar-push");
    found.unwrap().clone()
}

/// What is untrue after somebody changed the tenant without a line of the journal.
fn untrue_after(change: impl FnOnce(&Rows) -> Change) -> Vec<String> {
    let scene = Scene::with_set_up(World::Empty);
    let history = scene.story.history();
    assert_eq!(untruths(&scene.microsoft, &history), Vec::<String>::new());
    scene.somebody(change(&scene.microsoft.rows()));
    untruths(&scene.microsoft, &history)
}

#[test]
fn a_done_line_that_the_rows_do_not_bear_out_is_untrue() {
    type Changed = fn(&Rows) -> Change;
    let changed: [(&str, Changed); 5] = [
        ("certificate", |rows| {
            let key_credentials = Vec::new();
            put(Application {
                key_credentials,
                ..ours(rows)
            })
        }),
        ("declared", |rows| {
            let required_resource_access = Vec::new();
            put(Application {
                required_resource_access,
                ..ours(rows)
            })
        }),
        ("role", |rows| {
            Change::RemoveAssignment(rows.assignments.last().unwrap().id.clone())
        }),
        ("made", |rows| {
            let unique_name = None;
            put(Application {
                unique_name,
                ..ours(rows)
            })
        }),
        ("service principal", |rows| {
            let client = ours(rows).app_id;
            let principal = rows.service_principal_by_app_id(&client).unwrap();
            let now = crate::START.parse().unwrap();
            Change::DeleteServicePrincipal(principal.id.clone(), now)
        }),
    ];
    for (what, change) in changed {
        let untrue = untrue_after(change);
        assert!(
            untrue.iter().any(|one| one.contains(what)),
            "{what}: {untrue:?}"
        );
    }
}

#[test]
fn what_was_undone_is_no_untruth_unless_it_is_there_again() {
    let scene = Scene::with_set_up(World::Empty);
    let id = ours(&scene.microsoft.rows()).id;
    scene.undo();
    let history = scene.story.history();
    assert_eq!(untruths(&scene.microsoft, &history), Vec::<String>::new());
    scene.somebody(Change::Restore(id));
    let untrue = untruths(&scene.microsoft, &history);
    assert!(untrue.iter().any(|one| one.contains("gone")), "{untrue:?}");
}

/// A line too many, and one too few.
#[test]
fn lines_that_do_not_fit_what_was_sent_are_untrue() {
    let scene = Scene::with_set_up(World::Empty);
    let history = scene.story.history();
    let lines = &history.runs[0].entries;
    for at in 0..lines.len() {
        let mut tampered = history.clone();
        let removed = tampered.runs[0].entries.remove(at);
        if matches!(removed.what, What::Done { .. }) {
            let untrue = untruths(&scene.microsoft, &tampered);
            assert!(
                untrue.iter().any(|one| one.contains("announced")),
                "{removed:?}: {untrue:?}"
            );
        }
    }
}

/// A run whose first request was carried out, and whose next line says that it stopped there.
#[test]
fn an_effect_that_no_line_admits_is_untrue() {
    let scene = Scene::with_set_up(World::Empty);
    let mut history = scene.story.history();
    let lines = &mut history.runs[0].entries;
    let is_intent = |line: &Entry| matches!(line.what, What::Intent { .. });
    let first = lines.iter().position(is_intent).unwrap();
    lines.truncate(first + 1);
    let line = lines[first].clone();
    let What::Intent { step, .. } = &line.what else {
        panic!("no intent");
    };
    for (sent, is_untrue) in [(true, false), (false, true)] {
        let stop = Stop {
            step: step.clone(),
            problem: Message::new(Key::StoppedNotKept),
            sent,
            request_id: None,
            client_request_id: None,
            challenge: None,
        };
        let mut told = history.clone();
        told.runs[0].entries.push(Entry {
            what: What::Stopped(stop),
            ..line.clone()
        });
        let untrue = untruths(&scene.microsoft, &told);
        let unsaid = untrue.iter().any(|one| one.contains("took effect"));
        assert_eq!(unsaid, is_untrue, "{untrue:?}");
    }
}

#[test]
fn owners_labels_and_certificates_are_looked_up_in_the_rows() {
    let scene = Scene::with_set_up(World::Empty);
    let before = scene.microsoft.rows();
    let person = before.users[0].id.clone();
    let stranger = before.service_principals[0].id.clone();
    scene.somebody(put(Application {
        owners: vec![person.clone()],
        ..ours(&before)
    }));
    let rows = scene.microsoft.rows();
    let application = ours(&rows);
    let certificate = application.key_credentials.first().unwrap();
    let label = "mytimetable-setup-console";
    let owner = |owner: &ObjectId, is| Fact::Owner {
        owner: owner.to_string(),
        is,
    };
    let labels = |before: &[&str], after: &[&str]| Fact::Property {
        name: "tags".to_owned(),
        before: json!(before),
        after: json!(after),
    };
    let entry = |is, beside: &[String]| Fact::Certificate {
        thumbprint: certificate.custom_key_identifier.clone(),
        is,
        beside: beside.to_vec(),
    };
    for (fact, is_so) in [
        (owner(&person, true), true),
        (owner(&person, false), false),
        (owner(&stranger, true), false),
        (owner(&stranger, false), true),
        (labels(&[], &[label]), true),
        (labels(&[], &[label, "another"]), false),
        (labels(&[label], &[]), false),
        (labels(&["another"], &[]), true),
        (entry(true, &[]), true),
        // It was taken off, and is there again; or it was of two entries of it the other one that went.
        (entry(false, &[]), false),
        (entry(false, &[certificate.key_id.to_string()]), true),
    ] {
        let found = holds(application.id.as_str(), &fact, &rows, &[]);
        assert_eq!(found, is_so, "{fact:?}");
    }
}
