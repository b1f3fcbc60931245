//! Rows of certificates that a person had taken off: put back with their public key, or told where that is not possible.

use base::Key;
use base::Message;
use serde_json::json;

use super::in_short;
use crate::Action;
use crate::Goal;
use crate::History;
use crate::Observed;
use crate::RunId;
use crate::scene::LATER;
use crate::scene::NOW;
use crate::scene::complete;
use crate::scene::credential;
use crate::scene::desired;
use crate::scene::ending;
use crate::scene::marks;
use crate::scene::story::Fate;
use crate::scene::story::Story;
use crate::scene::twin;
use crate::undo;

/// Our application with the certificates 1, 2 and 3, of which Graph shows the public keys.
fn with_three() -> Observed {
    let mut observed = complete();
    let credentials = [1, 2, 3].map(|number| {
        let mut one = credential(number);
        one.other.insert("key".to_owned(), json!("AQID"));
        one
    });
    set(&mut observed, credentials.to_vec());
    observed
}

fn set(observed: &mut Observed, credentials: Vec<graph::key_credential::KeyCredential>) {
    let set_up = observed.set_up.as_mut().unwrap();
    set_up.application.key_credentials = credentials;
}

/// The same as Graph shows it once something was written: here without the keys.
fn without_keys(mut observed: Observed) -> Observed {
    set(&mut observed, [1, 2, 3].map(credential).to_vec());
    observed
}

/// The step of a run that takes the certificate 2 off.
const SECOND: &str = "certificate-0202020202020202020202020202020202020202";

/// A story in which the certificate 2 is taken off: seen with its key, written to without.
fn second_removed(fates: &[(&str, Fate)]) -> Story {
    let mut story = Story::begin(with_three());
    let seen = story.observed.clone();
    story.observed = without_keys(seen);
    story.removed(2, fates);
    // The journal has it as it was seen when it was planned.
    if let Some(entry) = story.runs[0].entries.first_mut()
        && let crate::What::Began { purpose, .. } = &mut entry.what
        && let crate::Purpose::RemoveCertificate { removal } = purpose
    {
        removal
            .credential
            .other
            .insert("key".to_owned(), json!("AQID"));
    }
    story
}

#[test]
fn what_was_taken_off_is_put_back_beside_what_is_there() {
    let mut story = second_removed(&[]);
    let plan = story.undo();
    assert_eq!(in_short(&plan), "put-back(2)");
    let Action::Update { write, goal, .. } = &plan.steps[0].action else {
        panic!("{plan:?}");
    };
    let sent = &write.body.as_ref().unwrap()["keyCredentials"];
    let keys: Vec<_> = sent
        .as_array()
        .unwrap()
        .iter()
        .map(|it| &it["key"])
        .collect();
    assert_eq!(keys, [&json!(null), &json!(null), &json!("AQID")]);
    let Goal::Certificate { is, beside, .. } = goal else {
        panic!("{goal:?}");
    };
    assert!(is);
    assert_eq!(*beside, [1, 3].map(|number| credential(number).key_id));
    story.undone();
    let set_up = story.observed.set_up.as_ref().unwrap();
    let there = &set_up.application.key_credentials;
    assert_eq!(*there, [1, 3, 2].map(credential));
    assert_eq!(in_short(&story.undo()), "", "undone once, and not twice");
}

#[test]
fn what_cannot_be_put_back_is_told() {
    // Graph did not show the key.
    let mut story = Story::begin(without_keys(complete()));
    story.removed(2, &[]);
    assert_eq!(in_short(&story.undo()), "lost");
    assert!(story.undo().is_kept(), "nothing is written");
    // It has ended: Graph refuses it.
    let mut story = second_removed(&[]);
    if let Some(entry) = story.runs[0].entries.first_mut()
        && let crate::What::Began { purpose, .. } = &mut entry.what
        && let crate::Purpose::RemoveCertificate { removal } = purpose
    {
        removal.credential.end_date_time = ending(2, NOW).end_date_time;
    }
    assert_eq!(in_short(&story.undo()), "lost");
}

#[test]
fn nothing_is_put_back_that_was_not_taken_off_or_is_there() {
    #[rustfmt::skip]
    let rows = [
        (Fate::Done,        "put-back(2)"),
        (Fate::Unanswered,  "put-back(2)"),
        (Fate::ClosedAfter, "put-back(2)"),
        // Whoever did it is not undone.
        (Fate::Found,       ""),
        (Fate::Refused,     ""),
        // It is there: nothing came of the request.
        (Fate::Lost,        ""),
        (Fate::Closed,      ""),
    ];
    for (fate, expected) in rows {
        let story = second_removed(&[(SECOND, fate)]);
        assert_eq!(in_short(&story.undo()), expected, "{fate:?}");
    }
}

#[test]
fn with_the_run_that_added_it_undone_too_it_stays_off() {
    let mut story = Story::begin(without_keys(complete()));
    set(&mut story.observed, vec![credential(3)]);
    story.run(&desired());
    story.removed(1, &[]);
    assert_eq!(in_short(&story.undo()), "");
}

#[test]
fn two_are_put_back_one_after_the_other() {
    let mut story = second_removed(&[]);
    story.removed(3, &[]);
    if let Some(entry) = story.runs[1].entries.first_mut()
        && let crate::What::Began { purpose, .. } = &mut entry.what
        && let crate::Purpose::RemoveCertificate { removal } = purpose
    {
        removal
            .credential
            .other
            .insert("key".to_owned(), json!("AQID"));
    }
    assert_eq!(in_short(&story.undo()), "put-back(2) put-back(3)");
}

#[test]
fn a_claim_puts_no_certificate_onto_an_application() {
    let story = second_removed(&[]);
    let claimed = History {
        runs: story.runs.clone(),
    };
    let runs = claimed
        .only_taking()
        .to_undo(&RunId("run-1".to_owned()), None);
    assert_eq!(runs.len(), 1);
    let plan = undo(&runs, &marks(), &story.observed);
    assert!(plan.is_kept(), "{plan:?}");
}

/// Of two entries of one certificate one was taken off: the certificate itself did not go.
#[test]
fn an_entry_stays_off_while_another_one_of_its_certificate_is_there() {
    let mut begin = with_three();
    let set_up = begin.set_up.as_mut().unwrap();
    set_up.application.key_credentials.push(twin(2, LATER));
    set_up
        .application
        .key_credentials
        .iter_mut()
        .for_each(|it| {
            it.other.remove("key");
        });
    let mut story = Story::begin(begin);
    story.removed(2, &[]);
    let plan = story.undo();
    assert_eq!(in_short(&plan), "entry-lost");
    assert!(plan.is_kept(), "nothing is written");
    // Once the other one is gone as well, there is nothing that it would be told beside.
    story.then(|it| {
        it.application
            .key_credentials
            .retain(|one| one.key_id != twin(2, LATER).key_id)
    });
    assert_eq!(in_short(&story.undo()), "");
}

/// Which of both came by the run, the journal does not tell.
#[test]
fn a_certificate_that_came_and_stands_there_twice_blocks_its_undoing() {
    let mut begin = complete();
    set(&mut begin, vec![credential(3)]);
    let mut story = Story::begin(begin);
    story.run(&desired());
    story.then(|it| it.application.key_credentials.push(twin(1, LATER)));
    let plan = story.undo();
    let unblock = Message::new(Key::UnblockCertificateTwice).with("count", 2);
    let steps: Vec<_> = plan.steps.iter().map(|step| &step.action).collect();
    assert_eq!(steps, [&Action::Blocked { unblock }]);
}
