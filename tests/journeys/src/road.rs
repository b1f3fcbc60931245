//! The whole road at once, for tests that are about its end.

use std::cell::RefCell;

use handoff::HandOver;
use keys::KeyFiles;
use provision::Desired;
use provision::Event;
use provision::Journal;
use provision::Observed;
use provision::Plan;
use survey::CertificateChoice;
use survey::Choice;
use survey::Facts;
use survey::Wish;

use crate::Page;
use crate::Person;
use crate::Planned;
use crate::SignedIn;
use crate::saved_files;
use crate::wish;

/// Everything that came of a road that was walked to its end.
pub struct Walked {
    /// Signed in to write.
    pub signed_in: SignedIn,
    /// What was seen first.
    pub facts: Facts,
    /// The key files, where a pair was made.
    pub files: Option<KeyFiles>,
    /// What was wished, with the key of the application.
    pub wish: Wish,
    /// What that amounts to.
    pub desired: Desired,
    /// What was planned and approved.
    pub plan: Plan,
    /// What was done.
    pub journal: Journal,
    /// What was shown meanwhile.
    pub events: Vec<Event>,
    /// What was read back.
    pub observed: Observed,
    /// What was handed over.
    pub hand_over: HandOver,
}

/// Walks the road from the first sign-in to the hand-over. Key files, where they are chosen, are [`saved_files`].
///
/// # Panics
///
/// Where it does not come to its end.
pub fn walk(page: &Page, person: &Person<'_>, choice: &Choice) -> Walked {
    let first = page
        .sign_in(person)
        .unwrap_or_else(|problem| panic!("{problem:?}"));
    let first_facts = page.look(&first).expect("a look at the tenant");
    let signed_in = page
        .sign_in_to_write(&first, person)
        .unwrap_or_else(|problem| panic!("{problem:?}"));
    let facts = page.look(&signed_in).expect("a second look");
    assert_eq!(
        facts.organization, first_facts.organization,
        "still the same tenant"
    );
    let making = matches!(choice.certificate, CertificateChoice::Make { .. });
    let files = making.then(saved_files);
    let planning = page.planning(&signed_in, wish(choice.clone()));
    let planned = pollster::block_on(planning).expect("a plan");
    let Planned {
        wish,
        desired,
        plan,
        ..
    } = planned;
    let events = RefCell::new(Vec::new());
    let journal =
        page.approve_and_apply(&signed_in, &plan, |event| events.borrow_mut().push(event));
    assert_eq!(journal.stop(), None, "{:#?}", events.borrow());
    let verified = page.verify(&signed_in, &desired).expect("reading back");
    assert!(verified.plan.is_kept(), "{:#?}", verified.plan);
    let observed = verified.observed;
    let hand_over = page
        .hand_over(&facts, &desired, &observed)
        .expect("a set-up to hand over");
    Walked {
        signed_in,
        facts,
        files,
        wish,
        desired,
        plan,
        journal,
        events: events.into_inner(),
        observed,
        hand_over,
    }
}
