//! Withdrawing the console's own consent: the sign-in ends with it, which is the sign that it is done, and no reason to ask
//! for a sign-in that would give the consent once more.

use super::*;

/// The step that deletes the console's own service principal.
fn leave() -> Step {
    let principal = json!({ "id": guid('3'), "appId": guid('2') });
    let microsoft = Microsoft {
        script: |_: &str, _: &Stage| Some((200, principal.clone())),
        stage: Stage::default(),
    };
    let clock = Jumping(Cell::new(crate::scene::now()));
    let graph = Graph::new(
        "https://graph.example",
        &microsoft,
        &microsoft,
        &clock,
        Even::default(),
    );
    let console = guid('2').parse().unwrap();
    let plan = pollster::block_on(crate::plan_leave(&graph, &console));
    plan.unwrap().steps.remove(0)
}

/// What comes of it for `purpose`, where the deletion is `answered` so, and every look after it `then`.
fn left(purpose: Purpose, answered: Answer, then: Answer) -> Outcome {
    carry_out(leave(), purpose, &[], |asked, stage| {
        if !asked.starts_with("GET ") {
            // Whoever is not consented to gets no token any more.
            stage.is_over.set(true);
            return answered.clone();
        }
        match stage.writes().len() {
            0 => Some((200, json!({ "id": guid('3'), "appId": guid('2') }))),
            _ => then.clone(),
        }
    })
}

#[test]
fn the_end_of_the_sign_in_is_the_end_of_leaving_and_of_nothing_else() {
    let undoing = Purpose::Undo { runs: Vec::new() };
    let denied = refused(403, "Authorization_RequestDenied", "No.");
    let sign_in = |sent| Some((Key::StoppedSignIn, sent));
    #[rustfmt::skip]
    let rows = [
        ("answered",                 Purpose::Leave, done(204),       token_refused(), None),
        ("answered, and shown gone", Purpose::Leave, done(204),       not_there(),     None),
        ("not answered",             Purpose::Leave, None,            token_refused(), sign_in(true)),
        ("refused",                  Purpose::Leave, token_refused(), token_refused(), sign_in(false)),
        ("another error",            Purpose::Leave, done(204),       denied,          Some((Key::StoppedReading, true))),
        ("another purpose",          undoing,        done(204),       token_refused(), sign_in(true)),
    ];
    for (case, purpose, answered, then, stop) in rows {
        let outcome = left(purpose, answered, then);
        assert_eq!(outcome.stop(), stop, "{case}");
        assert_eq!(outcome.journal.is_finished(), stop.is_none(), "{case}");
        let path = format!("DELETE /v1.0/servicePrincipals/{}", guid('3'));
        assert_eq!(outcome.writes, [path], "{case}");
    }
}

/// It was seen gone once, by a copy that may know more or less than the others; the rest is for the next visit to look at.
#[test]
fn the_end_of_the_sign_in_ends_no_leaving_that_was_not_answered() {
    let get = format!("GET /v1.0/servicePrincipals/{}", guid('3'));
    let outcome = carry_out(leave(), Purpose::Leave, &[], |asked, stage| {
        if asked != get {
            stage.is_over.set(true);
            return None;
        }
        match stage.times(asked) {
            1 => Some((200, json!({ "id": guid('3'), "appId": guid('2') }))),
            2 => not_there(),
            _ => token_refused(),
        }
    });
    assert_eq!(outcome.stop(), Some((Key::StoppedSignIn, true)));
}
