//! Tokens that cannot be fetched, and tokens that Graph does not take, in the middle of a step.

use super::*;

/// Each try looks twice: whether the step is done, and what is there.
const LOOKS: usize = 2;

fn get() -> String {
    format!("GET {KEYED}")
}

/// Nobody bears our key until a write is carried out; `before_write` happens when a try has looked.
fn looked(before_write: impl Fn(&Stage)) -> impl Fn(&str, &Stage) -> Answer {
    move |asked, stage| {
        if asked != get() {
            return done(201);
        }
        if !stage.writes().is_empty() {
            return application();
        }
        if stage.times(asked).is_multiple_of(LOOKS) {
            before_write(stage);
        }
        not_there()
    }
}

/// The message's host, and what it says became of the step.
fn no_answer(outcome: &Outcome) -> (&str, Key) {
    let problem = &outcome.journal.stop().unwrap().problem;
    assert_eq!(problem.key, Key::StoppedNoAnswer);
    let state = problem.advice.as_ref().unwrap().key;
    (problem.parameters["host"].as_str(), state)
}

#[test]
fn a_token_that_comes_late_lets_the_write_go_on() {
    let once = |stage: &Stage| {
        let is_first = stage.times(&get()) == LOOKS;
        stage.unreachable.set(usize::from(is_first));
    };
    let outcome = set_up(make_application(), looked(once));
    assert_eq!(outcome.stop(), None);
    assert_eq!(outcome.writes, [format!("PATCH {KEYED}")]);
    assert!(outcome.is_ours());
    assert_eq!(outcome.journal.requests().count(), 1, "announced once");
}

/// It is not in doubt then whether the step was done, and nothing else is tried in its place.
#[test]
fn without_a_token_nothing_was_sent() {
    let always = |stage: &Stage| stage.unreachable.set(1);
    let outcome = set_up(make_application(), looked(always));
    assert_eq!(outcome.stop(), Some((Key::StoppedNoAnswer, false)));
    assert_eq!(no_answer(&outcome), ("login.example", Key::StateNotDone));
    assert_eq!(outcome.writes, [""; 0]);
    assert_eq!(
        outcome.asked,
        REPETITIONS as usize * LOOKS,
        "every try looks"
    );
    assert!(!outcome.is_ours());
}

/// Whoever gives tokens was patient already: a busy Entra is not asked again and again, and the run can be gone on with.
#[test]
fn an_entra_that_is_busy_stops_the_run_at_once() {
    let busy = Some((Key::StoppedSignInBusy, false));
    let before = set_up(make_application(), looked(|stage| stage.is_busy.set(true)));
    assert_eq!((before.stop(), before.asked), (busy, LOOKS));
    assert_eq!(before.writes, [""; 0]);
    assert!(!before.is_ours());

    let at_the_write = set_up(make_application(), |asked, stage| {
        if asked == get() {
            return not_there();
        }
        stage.is_busy.set(true);
        token_refused()
    });
    assert_eq!(at_the_write.stop(), busy);
    assert_eq!(at_the_write.writes.len(), 1);
    assert!(!at_the_write.is_ours(), "what is refused was not done");

    let after = set_up(make_application(), |asked, stage| {
        if asked == get() {
            return not_there();
        }
        stage.is_busy.set(true);
        done(201)
    });
    assert_eq!(after.stop(), Some((Key::StoppedSignInBusy, true)));
    let problem = &after.journal.stop().unwrap().problem;
    assert!(problem.advises(Key::StateUnknown));
    assert!(after.is_ours());
}

/// What bears our key by then, no request of ours can have made.
#[test]
fn an_application_that_shows_while_no_token_came_is_not_ours() {
    let outcome = set_up(make_application(), |asked, stage| {
        assert_eq!(asked, get(), "nothing is written");
        match stage.times(asked) {
            1 => not_there(),
            LOOKS => {
                stage.unreachable.set(1);
                not_there()
            }
            _ => application(),
        }
    });
    assert_eq!(outcome.stop(), Some((Key::StoppedMadeSince, false)));
}

/// Here it is in doubt: the write before may have been carried out.
#[test]
fn a_look_without_a_token_after_a_lost_answer_leaves_the_step_in_doubt() {
    let outcome = set_up(make_application(), |asked, stage| {
        if asked == get() {
            return not_there();
        }
        stage.unreachable.set(1);
        None
    });
    assert_eq!(outcome.stop(), Some((Key::StoppedNoAnswer, true)));
    assert_eq!(no_answer(&outcome), ("login.example", Key::StateUnknown));
    assert_eq!(outcome.writes.len(), 1);
    assert!(outcome.is_ours());
}

/// The write is refused so often because of its token; the stop, the writes and the renewals.
#[test]
fn a_refused_token_is_renewed_once_for_a_write_and_then_the_person_is_asked() {
    let sign_in = Some((Key::StoppedSignIn, false));
    for (refusals, is_over, stop, writes, renewed) in [
        (1, false, None, 2, 1),
        (2, false, sign_in, 2, 1),
        (usize::MAX, false, sign_in, 2, 1),
        (1, true, sign_in, 1, 0),
    ] {
        let outcome = set_up(make_application(), |asked, stage| {
            stage.is_over.set(is_over);
            let tries = stage.writes().len();
            match asked == get() {
                true if tries == 0 => not_there(),
                true => application(),
                false if tries <= refusals => token_refused(),
                false => done(201),
            }
        });
        let case = format!("{refusals} {is_over}");
        assert_eq!(outcome.stop(), stop, "{case}");
        assert_eq!(outcome.writes.len(), writes, "{case}");
        assert_eq!(outcome.renewed, renewed, "{case}");
        assert_eq!(
            outcome.journal.requests().count(),
            1,
            "{case}: announced once"
        );
        assert_eq!(outcome.is_ours(), stop.is_none(), "{case}");
    }
}

#[test]
fn a_refused_token_is_renewed_once_for_a_look_too() {
    let outcome = set_up(make_application(), |_, _| token_refused());
    assert_eq!(outcome.stop(), Some((Key::StoppedSignIn, false)));
    assert_eq!((outcome.asked, outcome.renewed), (2, 1));
    assert_eq!(outcome.journal.requests().count(), 0, "not even an intent");
}

/// What was refused because of its token was not done, so a renewal that does not come leaves nothing in doubt either.
#[test]
fn a_renewal_that_does_not_come_leaves_nothing_in_doubt() {
    let outcome = set_up(make_application(), |asked, stage| {
        if asked == get() {
            return not_there();
        }
        stage.unreachable.set(1);
        token_refused()
    });
    assert_eq!(outcome.stop(), Some((Key::StoppedNoAnswer, false)));
    assert_eq!(no_answer(&outcome), ("login.example", Key::StateNotDone));
    let patch = format!("PATCH {KEYED}");
    assert_eq!(outcome.writes, vec![patch; REPETITIONS as usize]);
    assert!(!outcome.is_ours());
}
