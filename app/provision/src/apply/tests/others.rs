//! What somebody else made between the plan and the write, or at the moment of the write: it is not taken for ours.

use graph::well_known::CALENDARS_READ_WRITE;

use super::*;

fn throttled() -> Answer {
    refused(429, "TooManyRequests", "Slowly.")
}

fn collision() -> Answer {
    let message = "Another write is under way.";
    refused(409, "Directory_ConcurrencyViolation", message)
}

/// Nobody bears our key until the first write, which is answered so; then a colleague's application bears it, and our label.
fn colleagues(answer: Answer) -> impl Fn(&str, &Stage) -> Answer {
    move |asked, stage| match asked.split(' ').next() {
        Some("GET") if stage.writes().is_empty() => not_there(),
        Some("GET") => application(),
        _ if stage.writes().len() == 1 => answer.clone(),
        _ => done(204),
    }
}

fn assert_not_taken(answer: Answer) {
    let case = format!("{answer:?}");
    let outcome = set_up(make_application(), colleagues(answer));
    assert_eq!(
        outcome.stop(),
        Some((Key::StoppedMadeSince, false)),
        "{case}"
    );
    assert_eq!(outcome.writes, [format!("PATCH {KEYED}")], "{case}");
    // Whoever goes on is asked, and no undoing deletes it.
    let history = outcome.history();
    assert_eq!(crate::announced_keys(&history), [""; 0], "{case}");
    assert_eq!(crate::undo_scope(&history.runs), None, "{case}");
}

#[test]
fn an_application_that_shows_after_a_wait_is_not_taken_for_ours() {
    for answer in [throttled(), collision()] {
        assert_not_taken(answer);
    }
}

#[test]
fn an_application_that_a_refusal_tells_of_is_not_taken_for_ours() {
    let taken = "Another object with the same value for property uniqueName already exists.";
    for answer in [
        refused(400, "Request_BadRequest", taken),
        refused(
            409,
            "Request_MultipleObjectsWithSameKeyValue",
            "ObjectConflict",
        ),
    ] {
        assert_not_taken(answer);
    }
}

/// Of a key that this browser announced, what bears it is what an earlier run made.
#[test]
fn an_application_that_an_earlier_run_announced_is_found() {
    let wish = story::wish(&desired());
    let purpose = Purpose::SetUp { wish };
    let outcome = carry_out(
        make_application(),
        purpose,
        &["push"],
        colleagues(throttled()),
    );
    assert_eq!(outcome.stop(), None);
    assert!(outcome.journal.is_finished());
    assert!(
        !outcome.is_ours(),
        "the earlier run's journal tells that it is"
    );
}

/// Where no answer came, the request may have made it.
#[test]
fn an_application_that_shows_after_a_lost_answer_is_ours() {
    for answer in [None, refused(503, "ServiceUnavailable", "Later.")] {
        let outcome = set_up(make_application(), colleagues(answer));
        assert_eq!(outcome.stop(), None);
        assert!(outcome.is_ours());
        assert_eq!(
            outcome.writes.len(),
            1,
            "it is looked at before a repetition"
        );
    }
}

fn assignments(are_shown: bool) -> Answer {
    let held = json!({ "id": "held", "appRoleId": CALENDARS_READ_WRITE, "resourceId": guid('9') });
    let held = if are_shown { vec![held] } else { Vec::new() };
    Some((200, json!({ "value": held })))
}

/// A consent that somebody else gave is one all the same, so the run goes on; but no undoing takes it back.
#[test]
fn a_consent_that_somebody_else_gave_is_not_counted_as_ours() {
    let exists = "Permission being assigned already exists on the object";
    let rows = [
        ("there before the write", true, done(201), 0, false),
        ("there after a wait", false, throttled(), 1, false),
        (
            "told by a refusal",
            false,
            refused(400, "Request_BadRequest", exists),
            1,
            false,
        ),
        ("given by us", false, done(201), 1, true),
        ("perhaps given by us", false, None, 1, true),
    ];
    for (case, at_first, answer, writes, is_ours) in rows {
        let outcome = set_up(consent(), |asked, stage| match asked.split(' ').next() {
            Some("GET") => assignments(at_first || !stage.writes().is_empty()),
            _ => answer.clone(),
        });
        assert_eq!(outcome.stop(), None, "{case}");
        assert!(outcome.journal.has_done(&outcome.step), "{case}");
        assert_eq!(outcome.writes.len(), writes, "{case}");
        assert_eq!(outcome.is_ours(), is_ours, "{case}");
    }
}
