//! What counts as changed where certificates were taken off since the last set-up.

use super::*;
use crate::Action;
use crate::DesiredCertificate;
use crate::ObservedSetUp;
use crate::RunId;
use crate::StepId;
use crate::scene::LATER;
use crate::scene::certificate;
use crate::scene::credential;
use crate::scene::desired;
use crate::scene::nothing;
use crate::scene::story::ByOthers;
use crate::scene::story::Fate;
use crate::scene::story::Story;
use crate::scene::twin;

/// A set-up with the certificate 1, which is then taken off by this console and fares as said; then others do something.
fn since(fates: Option<&[(&str, Fate)]>, by_others: ByOthers) -> Option<Drift> {
    let mut story = Story::begin(nothing());
    let first = Desired {
        certificate: DesiredCertificate::Add(certificate(1)),
        ..desired()
    };
    story.run(&first);
    if let Some(fates) = fates {
        story.removed(1, fates);
    }
    story.then(by_others);
    let standing = Desired {
        certificate: DesiredCertificate::Keep(certificate(1).thumbprint),
        ..first
    };
    let runs = story.runs.clone();
    drift(&History { runs }, &standing, &story.observed)
}

/// The steps that differ.
fn changed(fates: Option<&[(&str, Fate)]>, by_others: ByOthers) -> Vec<StepId> {
    steps(since(fates, by_others))
}

fn steps(drift: Option<Drift>) -> Vec<StepId> {
    let steps = drift.map_or_else(Vec::new, |drift| drift.plan.steps);
    let changed = steps.into_iter().filter(|step| step.action != Action::Keep);
    changed.map(|step| step.id).collect()
}

fn take_off(set_up: &mut ObservedSetUp) {
    set_up.application.key_credentials.clear();
}

fn rename(set_up: &mut ObservedSetUp) {
    set_up.application.display_name = "Theirs".to_owned();
}

fn put_back(set_up: &mut ObservedSetUp) {
    set_up.application.key_credentials.push(credential(1));
}

#[test]
fn what_this_console_took_off_is_not_missed_and_all_else_is() {
    const LOST: &[(&str, Fate)] = &[(
        "certificate-0101010101010101010101010101010101010101",
        Fate::Lost,
    )];
    /// What is said, what became of our own plan to take it off, what others did, and the steps of drift.
    type Row = (
        &'static str,
        Option<&'static [(&'static str, Fate)]>,
        ByOthers,
        &'static [&'static str],
    );
    #[rustfmt::skip]
    let rows: &[Row] = &[
        ("nothing happened",                None,       |_| {},   &[]),
        ("others took it off",              None,       take_off, &["certificate"]),
        ("it was taken off here",           Some(&[]),  |_| {},   &[]),
        ("that was interrupted, and others did it", Some(LOST), take_off, &["certificate"]),
        ("taken off here, and put back",    Some(&[]),  put_back, &[]),
    ];
    for (name, fates, by_others, expected) in rows {
        let changed = changed(*fates, *by_others);
        let changed: Vec<&str> = changed.iter().map(|step| step.0.as_str()).collect();
        assert_eq!(changed, *expected, "{name}");
    }
    let renamed = changed(Some(&[]), rename);
    assert_eq!(renamed, changed(None, rename), "the name is missed as ever");
    assert_eq!(renamed.len(), 1);
}

/// The fates of the writes, where this console took the certificate off.
type TakenOffHere = Option<&'static [(&'static str, Fate)]>;

/// Whoever sets right what has changed cannot do without a certificate.
#[test]
fn without_its_certificate_a_set_up_is_set_right_by_the_choice_of_another() {
    #[rustfmt::skip]
    let rows: &[(&str, TakenOffHere, ByOthers, Option<bool>)] = &[
        ("renamed",                          None,      rename,                             Some(false)),
        ("others took it off",               None,      take_off,                           Some(true)),
        ("taken off here",                   Some(&[]), |_| {},                             None),
        ("taken off here, and renamed",      Some(&[]), rename,                             Some(true)),
        ("taken off, put back, and renamed", Some(&[]), |it| { put_back(it); rename(it) },  Some(false)),
    ];
    for (name, fates, by_others, expected) in rows {
        let drift = since(*fates, *by_others);
        assert_eq!(drift.map(|it| it.needs_certificate), *expected, "{name}");
    }
}

/// The set-up stands as it did before, and what is missed is missed again.
#[test]
fn a_taking_off_that_was_undone_is_as_if_it_never_was() {
    let mut story = Story::begin(nothing());
    let first = Desired {
        certificate: DesiredCertificate::Add(certificate(1)),
        ..desired()
    };
    story.run(&first).then(|it| {
        let key = serde_json::json!("AQID");
        let credentials = &mut it.application.key_credentials;
        credentials[0].other.insert("key".to_owned(), key);
    });
    story
        .removed(1, &[])
        .undone_since(&RunId("run-2".to_owned()));
    let standing = Desired {
        certificate: DesiredCertificate::Keep(certificate(1).thumbprint),
        ..first
    };
    let seen = |story: &Story| {
        let runs = story.runs.clone();
        steps(drift(&History { runs }, &standing, &story.observed))
    };
    assert_eq!(seen(&story), []);
    let history = History {
        runs: story.runs.clone(),
    };
    assert!(history.last_wish().is_some(), "the set-up stands");
    story.then(take_off);
    assert_eq!(seen(&story), [StepId("certificate".to_owned())]);
}

/// One of two entries of the certificate goes here, the other one by others.
#[test]
fn an_entry_that_was_taken_off_is_not_the_certificate() {
    let mut story = Story::begin(nothing());
    let first = Desired {
        certificate: DesiredCertificate::Add(certificate(1)),
        ..desired()
    };
    let again = twin(1, LATER);
    story.run(&first).then(|it| {
        it.application.key_credentials.push(twin(1, LATER));
    });
    story.removed_entry(&again.key_id, &[]);
    let standing = Desired {
        certificate: DesiredCertificate::Keep(certificate(1).thumbprint),
        ..first
    };
    let seen = |story: &Story| {
        let runs = story.runs.clone();
        steps(drift(&History { runs }, &standing, &story.observed))
    };
    assert_eq!(seen(&story), []);
    story.then(take_off);
    assert_eq!(seen(&story), [StepId("certificate".to_owned())]);
}
