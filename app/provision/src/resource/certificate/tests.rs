//! Rows of certificates as they are seen: each entry by its id.

use super::*;
use crate::plan;
use crate::scene::LATER;
use crate::scene::changes::Case;
use crate::scene::complete;
use crate::scene::credential;
use crate::scene::twin;

fn bearing(credentials: Vec<KeyCredential>) -> Application {
    Application {
        key_credentials: credentials,
        ..complete().set_up.unwrap().application
    }
}

/// What is there, whether the certificate 1 is to be there, the entries beside it, and whether that is so.
#[test]
fn a_goal_is_seen_by_the_entries_that_stay() {
    let (one, two, again) = (credential(1), credential(2), twin(1, LATER));
    #[rustfmt::skip]
    let rows: &[(&[&KeyCredential], bool, &[&KeyCredential], bool)] = &[
        (&[&one],               true,  &[],            true),
        (&[&one, &two],         true,  &[&two],        true),
        (&[&one],               true,  &[&two],        false),
        (&[&two],               true,  &[&two],        false),
        (&[],                   false, &[],            true),
        (&[&two],               false, &[&two],        true),
        (&[&one, &two],         false, &[&two],        false),
        (&[],                   false, &[&two],        false),
        // Another entry of the same certificate, which was there before, stays.
        (&[&again],             false, &[&again],      true),
        (&[&one, &again],       false, &[&again],      false),
        (&[],                   false, &[&again],      false),
        // One that came since is not what was left.
        (&[&again],             false, &[],            false),
        (&[&again, &two],       false, &[&two],        false),
    ];
    for (row, (there, is, beside, expected)) in rows.iter().enumerate() {
        let application = bearing(there.iter().map(|one| (*one).clone()).collect());
        let beside: Vec<KeyId> = beside.iter().map(|one| one.key_id.clone()).collect();
        let thumbprint = one.thumbprint().unwrap();
        let seen = is_borne(&application, &thumbprint, *is, &beside);
        assert_eq!(seen, *expected, "row {row}");
    }
}

/// Somebody takes an entry off and puts the same certificate on again: what a plan would send back is not there any more.
#[test]
fn another_entry_of_the_same_certificate_is_a_change() {
    let before = bearing(vec![credential(5), credential(1)]);
    let replaced = bearing(vec![twin(5, LATER), credential(1)]);
    assert_ne!(current(&before), current(&replaced));
    let same = bearing(vec![credential(5), credential(1)]);
    assert_eq!(current(&before), current(&same));
}

/// Which of several entries an unfinished run added is not known.
#[test]
fn what_is_left_over_twice_is_blocked() {
    let mut case = Case::complete();
    case.application().key_credentials = vec![credential(5), twin(5, LATER), credential(1)];
    case.desired.left_over = vec![Thumbprint::from_bytes([5; 20])];
    let plan = plan(&case.desired, &case.observed);
    let unblock = Message::new(Key::UnblockCertificateTwice).with("count", 2);
    let blocked = Action::Blocked { unblock };
    assert!(plan.steps.iter().any(|step| step.action == blocked));
}
