//! What comes before what: no write before approval, no write before its intent is durable, and no write without.

#![expect(clippy::unwrap_used, reason = "what helps tests may fail as tests do")]

use std::rc::Rc;

use base::Key;
use journeys::Microsoft;
use journeys::Page;
use journeys::Person;
use journeys::Sender;
use journeys::SignedIn;
use journeys::assert_done_as_planned;
use journeys::assert_intents_come_first;
use journeys::on_premises;
use journeys::saved_files;
use provision::Desired;
use provision::Journal;
use provision::Plan;
use provision::What;
use tenant::faults::Fault;
use tenant::worlds::World;

/// The page with a plan before it.
struct Planned {
    microsoft: Rc<Microsoft>,
    page: Page,
    signed_in: SignedIn,
    plan: Plan,
}

fn planned(seed: u64, faults: &[Fault]) -> Planned {
    let microsoft = Microsoft::begin(World::University, seed, faults);
    let page = Page::open(&microsoft, seed);
    let person = Person::named("setup.admin");
    let first = page.sign_in(&person).unwrap();
    let signed_in = page.sign_in_to_write(&first, &person).unwrap();
    let desired = Desired::new(&on_premises(), &page.marks, Some(&saved_files().facts)).unwrap();
    let plan = page.plan(&signed_in, &desired).unwrap();
    Planned {
        microsoft,
        page,
        signed_in,
        plan,
    }
}

impl Planned {
    fn apply(&self) -> Journal {
        self.page
            .approve_and_apply(&self.signed_in, &self.plan, |_| {})
    }
}

#[test]
fn nothing_is_written_before_approval() {
    let planned = planned(1, &[]);
    assert_eq!(planned.plan.changes(), 5);
    assert_eq!(planned.microsoft.recorded_writes(), []);
    assert_eq!(planned.page.ledger.entries(), []);
    let rows = planned.microsoft.rows();
    assert_eq!(rows.applications, []);
    planned.apply();
    assert_eq!(planned.microsoft.rows().applications.len(), 1);
}

#[test]
fn every_intent_is_durable_before_its_request() {
    for faults in [&[][..], &[Fault::Lag, Fault::Throttle]] {
        for seed in 1..=5 {
            let planned = planned(seed, faults);
            let journal = planned.apply();
            assert_done_as_planned(&planned.microsoft, &planned.plan, &journal, 0);
            assert_intents_come_first(&planned.microsoft);
            assert_eq!(planned.page.ledger.entries(), journal.entries);
        }
    }
}

#[test]
fn a_request_that_must_be_repeated_has_one_intent() {
    let mut repeated = 0;
    for seed in 1..=10 {
        let planned = planned(seed, &[Fault::Throttle]);
        let journal = planned.apply();
        let attempts = planned.microsoft.recorded_writes();
        repeated += attempts.iter().filter(|write| write.status == 429).count();
        assert_eq!(journal.requests().count(), 5);
    }
    assert!(repeated > 0, "no write was ever throttled");
}

#[test]
fn who_is_asked_to_wait_waits_as_long_as_that_and_no_longer() {
    let mut waits = 0;
    for seed in 1..=8 {
        let planned = planned(seed, &[Fault::Throttle]);
        planned.apply();
        let mut exchanges = planned.microsoft.exchanges();
        exchanges.retain(|exchange| exchange.sender == Sender::Page);
        for pair in exchanges.windows(2).filter(|pair| pair[0].status == 429) {
            // Decimals, dates and silence are tested where they are read.
            let told = pair[0].answer_headers.get("retry-after");
            let Some(told) = told.and_then(|told| told.to_str().ok()?.parse::<u64>().ok()) else {
                continue;
            };
            let waited = pair[1].at.since(pair[0].at).as_secs();
            if pair[1].url == pair[0].url {
                assert_eq!(waited, told);
            } else {
                // Before a write is repeated one looks, which is a new request and keeps the pace.
                assert!(waited >= told, "{waited} of {told} seconds");
            }
            waits += 1;
        }
    }
    assert!(waits > 3, "hardly anything was throttled");
}

#[test]
fn a_full_storage_stops_the_run_before_the_write() {
    // Began, then an intent and an outcome for each of five steps, then the end.
    let steps = [
        "application",
        "service-principal",
        "declared-permissions",
        "certificate",
        "consent-Calendars.ReadWrite",
    ];
    for room in 0..11 {
        let planned = planned(1, &[]);
        planned.page.ledger.leave_room_for(room);
        let journal = planned.apply();
        assert_eq!(planned.page.ledger.entries().len(), room);
        assert!(!journal.is_finished());
        let stop = journal.stop().unwrap();
        // An intent that cannot be kept stops the write; an outcome that cannot, comes too late for that.
        let key = match room {
            2.. if room % 2 == 0 => Key::StoppedUnrecorded,
            _ => Key::StoppedLedger,
        };
        assert_eq!(stop.problem.key, key, "{room} lines");
        assert_eq!(
            stop.step.0,
            steps[room.saturating_sub(1) / 2],
            "{room} lines"
        );
        let written = planned.microsoft.recorded_writes().len();
        assert_eq!(written, room / 2, "{room} lines");
        assert_intents_come_first(&planned.microsoft);
        let kept = &journal.entries[..room];
        assert_eq!(kept, planned.page.ledger.entries());
    }
}

#[test]
fn without_its_last_line_a_run_is_finished_all_the_same() {
    let planned = planned(1, &[]);
    planned.page.ledger.leave_room_for(11);
    let journal = planned.apply();
    assert!(journal.is_finished());
    assert_eq!(planned.page.ledger.entries().len(), 11);
    let last = planned.page.ledger.entries().pop().unwrap();
    assert!(matches!(last.what, What::Done { .. }), "{last:?}");
}
