//! Rows of taking a certificate off: what is sent, what is said, and what is never touched.

use serde_json::Value;
use serde_json::json;

use super::*;
use crate::Goal;
use crate::scene::LATER;
use crate::scene::NOW;
use crate::scene::certificate;
use crate::scene::complete;
use crate::scene::credential;
use crate::scene::ending;
use crate::scene::marks;
use crate::scene::nothing;
use crate::scene::object;
use crate::scene::twin;

fn observed(credentials: Vec<KeyCredential>) -> Observed {
    let mut observed = complete();
    let set_up = observed.set_up.as_mut().unwrap();
    set_up.application.key_credentials = credentials;
    observed
}

fn with_key(mut credential: KeyCredential) -> KeyCredential {
    credential.other.insert("key".to_owned(), json!("AQID"));
    credential
}

/// The removal of the certificate `number`, which is there.
fn removal(number: u8, observed: &Observed) -> Removal {
    Removal::of(observed, &credential(number).key_id).unwrap()
}

fn only_step(plan: &Plan) -> &Step {
    assert_eq!(plan.steps.len(), 1, "{plan:?}");
    &plan.steps[0]
}

fn unknown() -> KnownCertificates {
    KnownCertificates::default()
}

/// The keys of a sentence: its own, and those of its advices.
fn said(message: &Message) -> Vec<Key> {
    let mut keys = vec![message.key];
    let mut advice = message.advice.as_deref();
    while let Some(next) = advice {
        keys.push(next.key);
        advice = next.advice.as_deref();
    }
    keys
}

#[test]
fn only_the_one_goes_and_every_other_is_sent_back() {
    let observed = observed(vec![credential(7), with_key(credential(2)), ending(5, NOW)]);
    let plan = plan_removal(&removal(2, &observed), &marks(), &unknown(), &observed);
    let Action::Remove {
        write,
        before,
        goal,
    } = &only_step(&plan).action
    else {
        panic!("{plan:?}");
    };
    let body = write.body.as_ref().unwrap();
    let sent: Vec<&Value> = body["keyCredentials"].as_array().unwrap().iter().collect();
    let ids: Vec<&Value> = sent.iter().map(|entry| &entry["keyId"]).collect();
    let kept = [7, 5].map(|number| json!(credential(number).key_id));
    assert_eq!(ids, kept.iter().collect::<Vec<_>>());
    assert!(sent.iter().all(|entry| entry["key"].is_null()));
    assert_eq!(
        body.as_object().unwrap().len(),
        1,
        "nothing else is changed"
    );
    assert_eq!(before.as_array().unwrap().len(), 3);
    let Goal::Certificate {
        thumbprint,
        is: false,
        beside,
        ..
    } = goal
    else {
        panic!("{goal:?}");
    };
    assert_eq!(*thumbprint, certificate(2).thumbprint);
    assert_eq!(*beside, [7, 5].map(|number| credential(number).key_id));
}

/// What is there, which of it goes, what was added, what was handed over, what is said.
type Row<'a> = (Vec<&'a KeyCredential>, u8, &'a [u8], &'a [u8], &'a [Key]);

#[test]
fn what_will_stop_is_said_before() {
    const HANDED: Key = Key::AdviceCertificateHandedOver;
    const OTHERS: Key = Key::AdviceCertificateOthers;
    const LAST: Key = Key::AdviceCertificateLast;
    const FOR_GOOD: Key = Key::AdviceCertificateForGood;
    let (one, two, keyless) = (
        with_key(credential(1)),
        with_key(credential(2)),
        credential(1),
    );
    let over = with_key(ending(5, NOW));
    let rows: [Row<'_>; 10] = [
        (vec![&one, &two], 1, &[1, 2], &[], &[]),
        (vec![&one, &two], 1, &[1, 2], &[2], &[]),
        (vec![&one, &two], 1, &[1, 2], &[1], &[HANDED]),
        (vec![&one], 1, &[1], &[1], &[HANDED, LAST]),
        (vec![&one, &over], 1, &[1], &[], &[LAST]),
        (vec![&one, &over], 5, &[5], &[], &[FOR_GOOD]),
        (vec![&over], 5, &[], &[5], &[HANDED, FOR_GOOD]),
        (vec![&keyless, &two], 1, &[1], &[], &[FOR_GOOD]),
        (vec![&one, &two], 1, &[2], &[2], &[OTHERS]),
        (vec![&keyless], 1, &[], &[], &[OTHERS, LAST, FOR_GOOD]),
    ];
    for (there, goes, added, handed_over, advices) in rows {
        let observed = observed(there.iter().map(|one| (*one).clone()).collect());
        let numbered = |numbers: &[u8]| {
            let thumbprints = numbers.iter().map(|it| certificate(*it).thumbprint);
            thumbprints.collect()
        };
        let known = KnownCertificates {
            added: numbered(added),
            handed_over: numbered(handed_over),
        };
        let plan = plan_removal(&removal(goes, &observed), &marks(), &known, &observed);
        let said = said(&only_step(&plan).sentence);
        assert_eq!(said[0], Key::PlanCertificateRemove);
        assert_eq!(said[1..], *advices, "{goes} of {}", there.len());
    }
}

#[test]
fn gone_is_done_and_what_is_not_ours_is_left_alone() {
    let there = observed(vec![credential(1), credential(2)]);
    let removal = removal(2, &there);
    let planned = |observed: &Observed| plan_removal(&removal, &marks(), &unknown(), observed);
    for gone in [observed(vec![credential(1)]), nothing()] {
        assert!(planned(&gone).is_kept());
        let sentence = only_step(&planned(&gone)).sentence.key;
        assert_eq!(sentence, Key::PlanCertificateGone);
    }
    let mut unmarked = there.clone();
    unmarked.set_up.as_mut().unwrap().application.tags.clear();
    let mut another = there.clone();
    another.set_up.as_mut().unwrap().application.id = object('4');
    for not_ours in [unmarked, another] {
        let plan = planned(&not_ours);
        assert!(plan.clone().approve().is_err(), "{plan:?}");
        assert_eq!(plan.changes(), 0);
    }
}

#[test]
fn what_cannot_be_named_is_not_taken_off() {
    let mut unnamed = credential(1);
    unnamed.custom_key_identifier = Some("build 12".to_owned());
    let observed = observed(vec![unnamed]);
    assert_eq!(Removal::of(&observed, &credential(1).key_id), None);
    assert_eq!(Removal::of(&observed, &credential(2).key_id), None);
    assert_eq!(Removal::of(&nothing(), &credential(1).key_id), None);
}

/// What names an entry is its id: the other one of the same certificate stays, and can still sign.
#[test]
fn of_a_certificate_that_stands_there_twice_the_chosen_entry_goes() {
    let observed = observed(vec![credential(7), with_key(credential(2)), twin(2, LATER)]);
    let removal = removal(2, &observed);
    let known = KnownCertificates {
        added: vec![removal.thumbprint],
        handed_over: vec![removal.thumbprint],
    };
    let plan = plan_removal(&removal, &marks(), &known, &observed);
    let step = only_step(&plan);
    assert_eq!(
        said(&step.sentence),
        [
            Key::PlanCertificateRemoveEntry,
            Key::AdviceCertificateForGood
        ]
    );
    let Action::Remove { write, goal, .. } = &step.action else {
        panic!("{plan:?}");
    };
    let sent = &write.body.as_ref().unwrap()["keyCredentials"];
    let ids = sent.as_array().unwrap().iter().map(|it| &it["keyId"]);
    let kept = [credential(7), twin(2, LATER)].map(|it| json!(it.key_id));
    assert_eq!(ids.collect::<Vec<_>>(), kept.iter().collect::<Vec<_>>());
    let Goal::Certificate { beside, .. } = goal else {
        panic!("{goal:?}");
    };
    assert_eq!(*beside, [credential(7), twin(2, LATER)].map(|it| it.key_id));
}

/// What stands beside the entry that is to go, and what is said.
#[test]
fn another_entry_of_the_same_certificate_is_told() {
    const ENTRY: Key = Key::PlanCertificateRemoveEntry;
    const HANDED: Key = Key::AdviceCertificateHandedOver;
    const LAST: Key = Key::AdviceCertificateLast;
    const FOR_GOOD: Key = Key::AdviceCertificateForGood;
    #[rustfmt::skip]
    let rows = [
        (vec![credential(2), twin(2, LATER)],                &[ENTRY, FOR_GOOD][..]),
        (vec![credential(2), twin(2, NOW)],                  &[ENTRY, HANDED, LAST, FOR_GOOD]),
        (vec![credential(2), twin(2, NOW), credential(7)],   &[ENTRY, HANDED, FOR_GOOD]),
        (vec![ending(2, NOW), twin(2, LATER)],               &[ENTRY, FOR_GOOD]),
        (vec![twin(2, LATER)],                               &[Key::PlanCertificateEntryGone]),
    ];
    let chosen = removal(2, &observed(vec![with_key(credential(2))]));
    let known = KnownCertificates {
        added: vec![chosen.thumbprint],
        handed_over: vec![chosen.thumbprint],
    };
    for (row, (there, expected)) in rows.into_iter().enumerate() {
        let observed = observed(there);
        let plan = plan_removal(&chosen, &marks(), &known, &observed);
        assert_eq!(said(&only_step(&plan).sentence), *expected, "row {row}");
        assert!(plan.approve().is_ok(), "row {row}");
    }
}
