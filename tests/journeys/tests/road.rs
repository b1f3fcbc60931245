//! The whole road to a new set-up, in every world, for both ways to a certificate; with a slow tenant, and a second time.

#![expect(clippy::expect_used, reason = "what helps tests may fail as tests do")]

use std::rc::Rc;
use std::time::Duration;

use base::AppId;
use journeys::Microsoft;
use journeys::Page;
use journeys::Person;
use journeys::Walked;
use journeys::assert_done_as_planned;
use journeys::assert_intents_come_first;
use journeys::assert_same_rows;
use journeys::beside;
use journeys::handed_over;
use journeys::hosted;
use journeys::keep;
use journeys::on_premises;
use journeys::prove;
use journeys::saved_files;
use journeys::thumbprints;
use journeys::vendor_files;
use journeys::walk;
use journeys::with_mailbox_settings;
use provision::Action;
use survey::Choice;
use survey::SetUp;
use tenant::directory::Rows;
use tenant::faults::Fault;
use tenant::rows::Application;
use tenant::worlds::GRAPH_APP_ID;
use tenant::worlds::World;

/// Every world, and the key that a new set-up gets there. In `several` the first two are in use, and a deleted
/// application holds the third.
const KEYS: [(World, &str); World::ALL.len()] = [
    (World::University, "mytimetable-calendar-push"),
    (World::Empty, "mytimetable-calendar-push"),
    (World::Taken, "mytimetable-calendar-push"),
    (World::Manual2017, "mytimetable-calendar-push"),
    (World::Several, "mytimetable-calendar-push-4"),
];

fn both_ways() -> [Choice; 2] {
    [on_premises(), hosted(vendor_files().facts)]
}

/// Walks the road to a new set-up: beside those of ours, where there are any.
fn walk_in(microsoft: &Rc<Microsoft>, seed: u64, choice: &Choice) -> Walked {
    let choice = match microsoft.tenant().world {
        World::Several => beside(choice.clone()),
        _ => choice.clone(),
    };
    walk_once_more(microsoft, seed, &choice)
}

/// Walks the road with this very choice.
fn walk_once_more(microsoft: &Rc<Microsoft>, seed: u64, choice: &Choice) -> Walked {
    let page = Page::open(microsoft, seed);
    walk(&page, &Person::named("global.admin"), choice)
}

/// The application with the key that a new set-up gets.
fn new_one(microsoft: &Microsoft) -> Application {
    let world = microsoft.tenant().world;
    let (_, key) = KEYS
        .into_iter()
        .find(|(one, _)| *one == world)
        .expect("a world");
    let rows = microsoft.rows();
    rows.application_by_unique_name(key)
        .expect("our application")
        .clone()
}

/// Names of the roles of Microsoft Graph that our service principal holds.
fn granted(rows: &Rows, client: &AppId) -> Vec<String> {
    let graph = GRAPH_APP_ID.parse().expect("a constant");
    let graph = rows.service_principal_by_app_id(&graph).expect("Graph");
    let principal = rows
        .service_principal_by_app_id(client)
        .expect("our service principal");
    rows.assignments_of(&principal.id)
        .map(|held| {
            assert_eq!(held.resource_id, graph.id);
            let mut offered = graph.app_roles.iter();
            let role = offered.find(|role| role.id == held.app_role_id);
            role.expect("a role that is offered").value.clone()
        })
        .collect()
}

/// The rows are what was chosen, the hand-over tells them, and the record agrees with the plan.
fn assert_set_up(microsoft: &Microsoft, walked: &Walked, permissions: &[&str]) {
    let rows = microsoft.rows();
    let application = new_one(microsoft);
    assert_eq!(application.display_name, "MyTimetable calendar push");
    assert_eq!(application.sign_in_audience, "AzureADMyOrg");
    assert_eq!(application.tags, ["mytimetable-setup-console"]);
    assert_eq!(granted(&rows, &application.app_id), permissions);
    let declared: Vec<usize> = application
        .required_resource_access
        .iter()
        .map(|access| access.resource_access.len())
        .collect();
    assert_eq!(declared, [permissions.len()]);
    let handed = &walked.hand_over;
    let certificate = handed.certificate.as_ref().expect("a certificate");
    assert_eq!(
        thumbprints(&application),
        [certificate.thumbprint.to_string()]
    );
    let credential = &application.key_credentials[0];
    assert_eq!(certificate.not_after, credential.end_date_time);
    assert_eq!(handed.client_id, application.app_id);
    assert_eq!(handed.permissions, permissions);
    let tenant = microsoft.tenant();
    assert_eq!(handed.tenant_id, tenant.id);
    assert_eq!(handed.tenant_name, tenant.organization.display_name);
    let initial = handed.initial_domain.as_deref().expect("an initial domain");
    assert!(initial.ends_with(".onmicrosoft.com"), "{initial}");
}

fn assert_record(microsoft: &Microsoft, walked: &Walked) {
    assert_done_as_planned(microsoft, &walked.plan, &walked.journal, 0);
    assert_intents_come_first(microsoft);
}

#[test]
fn every_world_and_both_ways() {
    for world in World::ALL {
        for choice in both_ways() {
            let microsoft = Microsoft::begin(world, 1, &[]);
            let walked = walk_in(&microsoft, 1, &choice);
            assert_set_up(&microsoft, &walked, &["Calendars.ReadWrite"]);
            assert_record(&microsoft, &walked);
            let files = walked.files.unwrap_or_else(vendor_files);
            let key_pem = files.key_pem.expose();
            let given = handed_over(&walked.hand_over, key_pem, &files.certificate_pem);
            let mailbox = microsoft.mailbox();
            prove(&microsoft, &given, &mailbox).expect("the vendor's proof");
        }
    }
}

#[test]
fn with_colours_of_categories_too() {
    for world in World::ALL {
        let microsoft = Microsoft::begin(world, 2, &[]);
        let walked = walk_in(&microsoft, 2, &with_mailbox_settings(on_premises()));
        let permissions = ["Calendars.ReadWrite", "MailboxSettings.ReadWrite"];
        assert_set_up(&microsoft, &walked, &permissions);
        assert_record(&microsoft, &walked);
    }
}

#[test]
fn lag_and_throttling_with_several_seeds() {
    let faults: [&[Fault]; 3] = [
        &[Fault::Lag],
        &[Fault::Throttle],
        &[Fault::Lag, Fault::Throttle],
    ];
    for faults in faults {
        for (seed, world) in (1..=6).zip(World::ALL.into_iter().cycle()) {
            for choice in both_ways() {
                let microsoft = Microsoft::begin(world, seed, faults);
                let walked = walk_in(&microsoft, seed, &choice);
                assert_set_up(&microsoft, &walked, &["Calendars.ReadWrite"]);
                assert_record(&microsoft, &walked);
            }
        }
    }
}

#[test]
fn the_vendor_gets_there_through_lag_and_throttling() {
    let microsoft = Microsoft::begin(World::University, 7, &[Fault::Lag, Fault::Throttle]);
    let walked = walk_in(&microsoft, 7, &on_premises());
    let files = saved_files();
    let given = handed_over(
        &walked.hand_over,
        files.key_pem.expose(),
        &files.certificate_pem,
    );
    prove(&microsoft, &given, &microsoft.mailbox()).expect("the vendor's proof");
}

#[test]
fn a_second_run_keeps_everything_and_writes_nothing() {
    let faults: [&[Fault]; 2] = [&[], &[Fault::Lag, Fault::Throttle]];
    for world in World::ALL {
        for faults in faults {
            for again in [keep(saved_files().facts.thumbprint), on_premises()] {
                let microsoft = Microsoft::begin(world, 3, faults);
                let first = walk_in(&microsoft, 3, &on_premises());
                // The slowest copy of the directory knows everything after forty seconds.
                microsoft.clock().jump(Duration::from_secs(60));
                let rows = microsoft.rows();
                let written = microsoft.recorded_writes().len();
                let again = Choice {
                    application: first.wish.choice.application.clone(),
                    ..again.clone()
                };
                let second = walk_once_more(&microsoft, 4, &again);
                assert!(second.plan.is_kept(), "{:#?}", second.plan);
                let is_it = |one: &&SetUp| one.application.app_id == first.hand_over.client_id;
                let found = second.facts.set_ups.iter().find(is_it);
                assert!(found.is_some_and(|found| found.ours), "found again");
                assert_eq!(second.hand_over, first.hand_over);
                assert_done_as_planned(&microsoft, &second.plan, &second.journal, written);
                assert_same_rows(&microsoft.rows(), &rows, "a second run");
            }
        }
    }
}

#[test]
fn what_others_have_of_our_name_is_shown_and_left_alone() {
    for choice in both_ways() {
        let microsoft = Microsoft::begin(World::Taken, 5, &[]);
        let before = microsoft.rows();
        let walked = walk_in(&microsoft, 5, &choice);
        let theirs: Vec<_> = walked
            .facts
            .strangers()
            .map(|stranger| &stranger.application.id)
            .collect();
        let expected: Vec<_> = before.applications.iter().map(|row| &row.id).collect();
        assert_eq!(theirs, expected);
        assert!(walked.facts.ours().is_none());
        let application = &walked.plan.steps[0].action;
        assert!(
            matches!(application, Action::Create { .. }),
            "{application:?}"
        );
        let mut after = microsoft.rows();
        after.grants.clone_from(&before.grants);
        for kept in [
            after.applications.len() - before.applications.len(),
            after.service_principals.len() - before.service_principals.len(),
            after.assignments.len() - before.assignments.len(),
        ] {
            assert_eq!(kept, 1, "one of each is new");
        }
        after.applications.truncate(before.applications.len());
        after
            .service_principals
            .truncate(before.service_principals.len());
        after.assignments.truncate(before.assignments.len());
        assert_same_rows(&after, &before, "byte for byte, the keys included");
    }
}
