//! Rows of journals: what is taken for ours of what is there, and what is not.

use super::*;
use crate::Desired;
use crate::DesiredCertificate;
use crate::Entry;
use crate::Plan;
use crate::RunId;
use crate::What;
use crate::plan;
use crate::scene::by_hand;
use crate::scene::certificate;
use crate::scene::desired;
use crate::scene::nothing;
use crate::scene::story;
use crate::scene::story::Fate;
use crate::scene::story::Story;

/// What is desired with the key pair number `byte`.
fn with_pair(byte: u8) -> Desired {
    Desired {
        certificate: DesiredCertificate::Add(certificate(byte)),
        ..desired()
    }
}

/// The history of a story whose runs each made the key pair of this number.
fn history(story: &Story, pairs: &[u8]) -> History {
    let mut runs = story.runs.clone();
    for (run, byte) in runs.iter_mut().zip(pairs) {
        let Some(What::Began {
            purpose: Purpose::SetUp { wish },
            ..
        }) = run.entries.first_mut().map(|entry| &mut entry.what)
        else {
            continue;
        };
        wish.choice.certificate = CertificateChoice::Vendor { certificate: None };
        wish.made = Some(certificate(*byte));
    }
    History { runs }
}

fn thumbprints(bytes: &[u8]) -> Vec<Thumbprint> {
    let thumbprint = |byte: &u8| Thumbprint::from_bytes([*byte; 20]);
    bytes.iter().map(thumbprint).collect()
}

#[test]
fn a_key_is_announced_until_a_run_comes_to_its_end() {
    for (fates, expected) in [
        (vec![("application", Fate::Closed)], vec!["push"]),
        (vec![("application", Fate::Unanswered)], vec!["push"]),
        (vec![("certificate", Fate::Refused)], vec!["push"]),
        // Refused, or found made by somebody else: not ours.
        (vec![("application", Fate::Refused)], vec![]),
        (
            vec![("application", Fate::Found), ("certificate", Fate::Closed)],
            vec![],
        ),
        (vec![], vec![]),
    ] {
        let mut story = Story::begin(nothing());
        story.run_with(&desired(), &fates);
        let announced = announced_keys(&history(&story, &[]));
        assert_eq!(announced, expected, "{fates:?}");
    }
    assert!(announced_keys(&History::default()).is_empty());
}

#[test]
fn what_was_announced_before_an_interruption_is_known_after_several() {
    let mut story = Story::begin(nothing());
    story.run_with(&desired(), &[("application", Fate::ClosedAfter)]);
    story.run_with(&desired(), &[("declared-permissions", Fate::Closed)]);
    assert_eq!(announced_keys(&history(&story, &[])), ["push"]);
    let leave = What::Began {
        plan: Plan { steps: Vec::new() },
        purpose: Purpose::Leave,
        resumes: None,
        by: None,
    };
    let mut history = history(&story, &[]);
    history.runs.push(run("left", vec![leave, What::Finished]));
    assert_eq!(announced_keys(&history), ["push"], "a withdrawal between");
}

fn run(name: &str, lines: Vec<What>) -> Journal {
    let run = RunId(name.to_owned());
    let entries: Vec<Entry> = lines.into_iter().map(|it| story::entry(&run, it)).collect();
    Journal { entries }
}

#[test]
fn the_certificate_of_an_unfinished_run_is_left_over() {
    for (fates, expected) in [
        (
            vec![("consent-Calendars.ReadWrite", Fate::Refused)],
            vec![1],
        ),
        (vec![("certificate", Fate::ClosedAfter)], vec![1]),
        // It may be there: whether it is, is observed.
        (vec![("certificate", Fate::Lost)], vec![1]),
        (vec![("certificate", Fate::Refused)], vec![]),
        (vec![("application", Fate::Closed)], vec![]),
        // Handed over.
        (vec![], vec![]),
    ] {
        let mut story = Story::begin(nothing());
        story.run_with(&with_pair(1), &fates);
        let left = left_over(&history(&story, &[1]));
        assert_eq!(left, thumbprints(&expected), "{fates:?}");
    }
}

#[test]
fn what_the_run_did_not_make_is_not_left_over() {
    let mut story = Story::begin(by_hand());
    let stops = [("consent-Calendars.ReadWrite", Fate::Closed)];
    story.run_with(&crate::scene::adopting(), &stops);
    // The vendor's: the vendor holds its key.
    assert_eq!(left_over(&history(&story, &[])), []);
    // Another pair was made than the one that the plan added.
    assert_eq!(left_over(&history(&story, &[9])), []);
}

#[test]
fn several_unfinished_runs_leave_several_and_a_finished_one_hands_its_own_over() {
    let stops = [("consent-Calendars.ReadWrite", Fate::Closed)];
    let mut story = Story::begin(nothing());
    story.run_with(&with_pair(1), &stops);
    story.run_with(&with_pair(2), &stops);
    let all = history(&story, &[1, 2]);
    assert_eq!(left_over(&all), thumbprints(&[2, 1]), "the last one first");

    story.run(&with_pair(2));
    story.run_with(&with_pair(3), &[("certificate", Fate::ClosedAfter)]);
    let all = history(&story, &[1, 2, 2, 3]);
    assert_eq!(left_over(&all), thumbprints(&[3]));
}

/// What is left over goes before the new one comes, and everything else stays; what is to be kept is never left over.
#[test]
fn what_is_left_over_is_taken_off_by_the_next_plan() {
    let mut story = Story::begin(by_hand());
    let adopting = |byte| Desired {
        left_over: thumbprints(&[1, 4]),
        ..Desired {
            certificate: DesiredCertificate::Add(certificate(byte)),
            ..crate::scene::adopting()
        }
    };
    let first = Desired {
        left_over: Vec::new(),
        ..adopting(1)
    };
    let stops = [("consent-Calendars.ReadWrite", Fate::Closed)];
    story.run_with(&first, &stops);
    let same = plan(&adopting(1), &story.observed);
    let goes = |plan: &Plan| {
        let steps = plan.steps.iter().map(|step| step.id.0.clone());
        let steps: Vec<String> = steps.filter(|id| id.starts_with("certificate-")).collect();
        steps
    };
    assert_eq!(goes(&same), Vec::<String>::new(), "it is the one desired");
    let other = plan(&adopting(2), &story.observed);
    assert_eq!(goes(&other), [format!("certificate-{}", "01".repeat(20))]);

    story.run(&adopting(2));
    let there = &story.observed.set_up.as_ref().unwrap().application;
    let there = there.key_credentials.iter();
    let there: Vec<_> = there.filter_map(|one| one.thumbprint()).collect();
    assert_eq!(there, thumbprints(&[5, 6, 2]));
    assert!(plan(&adopting(2), &story.observed).is_kept());
    // Undone, nothing of either run is left.
    let undone = story.undone().observed.clone();
    let there = undone.set_up.unwrap().application.key_credentials;
    assert_eq!(there, by_hand().set_up.unwrap().application.key_credentials);
}

/// The last line could not be kept, or the page was closed before it: the person may have seen the hand-over.
#[test]
fn what_may_have_been_handed_over_is_not_left_over() {
    let mut story = Story::begin(nothing());
    story.run(&with_pair(1));
    let mut all = history(&story, &[1]);
    let last = all.runs[0].entries.pop().map(|entry| entry.what);
    assert_eq!(last, Some(What::Finished));
    assert_eq!(left_over(&all), []);
}
