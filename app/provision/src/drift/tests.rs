//! What counts as changed where certificates were taken off since the last set-up.

use super::*;
use crate::Action;
use crate::DesiredCertificate;
use crate::ObservedSetUp;
use crate::StepId;
use crate::scene::certificate;
use crate::scene::credential;
use crate::scene::desired;
use crate::scene::nothing;
use crate::scene::story::ByOthers;
use crate::scene::story::Fate;
use crate::scene::story::Story;

/// A set-up with the certificate 1, which is then taken off by this console and fares as said; then others do something.
/// The steps that differ.
fn changed(fates: Option<&[(&str, Fate)]>, by_others: ByOthers) -> Vec<StepId> {
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
    let plan = drift(&History { runs }, &standing, &story.observed);
    let steps = plan.map_or_else(Vec::new, |plan| plan.steps);
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
