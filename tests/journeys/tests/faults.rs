//! The road under faults that pass: whatever goes wrong on the way, it ends at the same rows, and nothing is made twice.

#![expect(clippy::unwrap_used, reason = "what helps tests may fail as tests do")]

use std::collections::BTreeSet;

use journeys::Microsoft;
use journeys::Page;
use journeys::Person;
use journeys::hosted;
use journeys::vendor_files;
use journeys::walk;
use tenant::faults::Fault;
use tenant::worlds::World;

/// Faults that pass by themselves, and so may end no run.
const PASSING: [Fault; 7] = [
    Fault::BatchThrottle,
    Fault::GatewayTimeout,
    Fault::LostAfter,
    Fault::LostBefore,
    Fault::StaleReads,
    Fault::Throttle,
    Fault::Unavailable,
];

/// Walks the whole road and looks whether everything is there, once. Returns the statuses that were met on the way.
fn ends_well(world: World, seed: u64, faults: &[Fault]) -> BTreeSet<u16> {
    let microsoft = Microsoft::begin(world, seed, faults);
    let strangers = microsoft.rows().applications.len();
    let page = Page::open(&microsoft, seed);
    walk(
        &page,
        &Person::named("global.admin"),
        &hosted(vendor_files().facts),
    );
    let rows = microsoft.rows();
    let case = format!("{world:?}, seed {seed}, {faults:?}");
    assert_eq!(rows.applications.len(), strangers + 1, "{case}");
    let application = rows
        .application_by_unique_name("mytimetable-calendar-push")
        .unwrap();
    assert_eq!(application.key_credentials.len(), 1, "{case}");
    let principals = rows
        .service_principals
        .iter()
        .filter(|one| one.app_id == application.app_id);
    let principals: Vec<_> = principals.collect();
    assert_eq!(principals.len(), 1, "{case}");
    assert_eq!(rows.assignments_of(&principals[0].id).count(), 1, "{case}");
    microsoft
        .exchanges()
        .iter()
        .map(|exchange| exchange.status)
        .collect()
}

#[test]
fn one_fault_at_a_time() {
    for fault in PASSING {
        for seed in 1..=6 {
            ends_well(World::University, seed, &[fault]);
        }
    }
}

#[test]
fn all_of_them_together() {
    let mut met = BTreeSet::new();
    for seed in 1..=12 {
        met.extend(ends_well(World::Taken, seed, &PASSING));
    }
    assert!(
        met.is_superset(&BTreeSet::from([429, 503, 504])),
        "the faults never struck: {met:?}"
    );
}

#[test]
fn where_the_header_of_the_upsert_does_not_get_through_the_other_request_makes_the_application() {
    let microsoft = Microsoft::begin(World::University, 1, &[Fault::PreferRefused]);
    let page = Page::open(&microsoft, 1);
    walk(
        &page,
        &Person::named("global.admin"),
        &hosted(vendor_files().facts),
    );
    let writes = microsoft.recorded_writes();
    assert_eq!(
        (writes[0].method.as_str(), writes[0].path.as_str()),
        ("POST", "/v1.0/applications")
    );
    assert_eq!(writes[0].body["uniqueName"], "mytimetable-calendar-push");
    assert_eq!(microsoft.rows().applications.len(), 1);
}
