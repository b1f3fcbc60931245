//! Applications that are there already: one is adopted, or one of several is chosen, and nothing else is touched.
//!
//! What somebody made by hand keeps its name and its certificates; undone, it is as it was.

#![expect(clippy::unwrap_used, reason = "what helps tests may fail as tests do")]

use std::rc::Rc;
use std::str::FromStr;
use std::time::Duration;

use base::Clock;
use base::Key;
use base::Message;
use base::ObjectId;
use base::Timestamp;
use journeys::Errand;
use journeys::Interruption;
use journeys::Loss;
use journeys::Mended;
use journeys::Microsoft;
use journeys::Page;
use journeys::Person;
use journeys::Scene;
use journeys::SignedIn;
use journeys::Trouble;
use journeys::adopting;
use journeys::assert_intents_come_first;
use journeys::assert_same_rows;
use journeys::behind_our_back;
use journeys::beside;
use journeys::canonical;
use journeys::hosted;
use journeys::keep;
use journeys::on_premises;
use journeys::put;
use journeys::saved_files;
use journeys::thumbprints;
use journeys::vendor_files;
use journeys::wish;
use provision::Action;
use provision::Event;
use provision::History;
use provision::NotApprovable;
use provision::Plan;
use provision::StepId;
use serde_json::Value;
use survey::Choice;
use tenant::directory::Change;
use tenant::directory::Rows;
use tenant::faults::Fault;
use tenant::rows::Application;
use tenant::rows::Row;
use tenant::worlds::EXCHANGE_APP_ID;
use tenant::worlds::GRAPH_APP_ID;
use tenant::worlds::World;

const PERSON: &str = "global.admin";
/// The name that the page proposes, and the one made by hand bears.
const NAME: &str = "MyTimetable calendar push";
/// The label and the first key of this console.
const TAG: &str = "mytimetable-setup-console";
const KEY: &str = "mytimetable-calendar-push";
/// Application role `Calendars.ReadWrite` of Microsoft Graph, and of the Exchange API under another name.
const CALENDARS: &str = "ef54d2bf-783f-4e0f-bca1-3210c0444d99";

fn deletion(id: &ObjectId) -> impl FnOnce(Timestamp) -> Change + use<> {
    let id = id.clone();
    |now| Change::DeleteApplication(id, now)
}

/// The application of this name; of several, the first.
fn named<'a>(rows: &'a Rows, name: &str) -> &'a Application {
    let mut applications = rows.applications.iter();
    applications.find(|row| row.display_name == name).unwrap()
}

fn keyed<'a>(rows: &'a Rows, key: &str) -> &'a Application {
    rows.application_by_unique_name(key).unwrap()
}

/// Of our name, and neither with our key nor with our label.
fn stranger(rows: &Rows) -> &Application {
    let mut applications = rows.applications.iter();
    let is_it = |row: &&Application| row.display_name == NAME && row.tags.is_empty();
    applications.find(is_it).unwrap()
}

/// The application made by hand after the manual of 2017.
fn made_by_hand(microsoft: &Microsoft) -> Application {
    stranger(&microsoft.rows()).clone()
}

fn user(rows: &Rows, name: &str) -> ObjectId {
    let name = format!("{name}@voorbeeld.example");
    rows.user_by_name(&name).unwrap().id.clone()
}

fn is_locked(row: &Application) -> bool {
    let lock = row.service_principal_lock_configuration.as_ref();
    lock.is_some_and(|lock| lock.is_enabled && lock.all_properties == Some(true))
}

/// What an application declares: client id of the API, id, and `Role` or `Scope`.
fn declared(row: &Application) -> Vec<(&str, &str, &str)> {
    let apis = row.required_resource_access.iter();
    apis.flat_map(|api| {
        let permissions = api.resource_access.iter();
        permissions.map(|one| {
            let api = api.resource_app_id.as_str();
            (api, one.id.as_str(), one.kind.as_str())
        })
    })
    .collect()
}

/// The roles that the service principal of an application holds: client id of the API, and id.
fn held(rows: &Rows, row: &Application) -> Vec<(String, String)> {
    let principal = rows.service_principal_by_app_id(&row.app_id).unwrap();
    let assignments = rows.assignments_of(&principal.id);
    assignments
        .map(|held| {
            let api = rows.service_principal(&held.resource_id).unwrap();
            (api.app_id.to_string(), held.app_role_id.to_string())
        })
        .collect()
}

fn role_of(api: &str) -> (String, String) {
    (api.to_owned(), CALENDARS.to_owned())
}

/// The same choice, and what is no longer needed goes.
fn without_obsolete(choice: Choice) -> Choice {
    Choice {
        remove_obsolete: true,
        ..choice
    }
}

#[test]
fn adopting_adds_certificate_label_and_lock_and_leaves_all_else_as_it_is() {
    for world in [World::Manual2017, World::Taken] {
        adopt_and_undo(world);
    }
}

fn adopt_and_undo(world: World) {
    let scene = Scene::begin_with(world, |microsoft| {
        let mut row = made_by_hand(microsoft);
        row.sign_in_audience = "AzureADMultipleOrgs".to_owned();
        behind_our_back(microsoft, |_| put(row));
    });
    let theirs = stranger(&scene.before).clone();
    let choice = Choice {
        application_name: "Another name".to_owned(),
        ..adopting(theirs.id.clone(), on_premises())
    };
    scene.set_up(choice);

    let after = scene.now(&theirs.id);
    assert_eq!(after.tags, [TAG]);
    assert!(is_locked(&after));
    let (new, kept) = after.key_credentials.split_last().unwrap();
    assert!(new.key == saved_files().facts.der, "the new certificate");
    assert!(kept == theirs.key_credentials, "theirs, unchanged");
    let mut expected = scene.before.clone();
    let rows = expected.applications.iter_mut();
    for row in rows.filter(|row| row.id == theirs.id) {
        row.tags.clone_from(&after.tags);
        row.key_credentials.clone_from(&after.key_credentials);
        row.service_principal_lock_configuration
            .clone_from(&after.service_principal_lock_configuration);
    }
    // Name, audience, owners, addresses, what is declared, what is granted: and every other application.
    assert_same_rows(&scene.microsoft.rows(), &expected, "adopted");
    let writes = scene.writes();
    let path = format!("/v1.0/applications/{}", theirs.id);
    let patched = |(method, to, status): &(String, String, u16)| {
        method == "PATCH" && *to == path && *status == 204
    };
    assert!(
        writes.len() == 2 && writes.iter().all(patched),
        "{writes:?}"
    );

    scene.undo();
    assert_same_rows(&scene.microsoft.rows(), &scene.before, "undone");
}

#[test]
fn what_is_no_longer_needed_goes_and_comes_back_when_undone() {
    let scene = Scene::begin(World::Manual2017);
    let theirs = stranger(&scene.before).clone();
    let exchange = role_of(EXCHANGE_APP_ID);
    let graph = role_of(GRAPH_APP_ID);
    assert_eq!(
        held(&scene.before, &theirs),
        [exchange.clone(), graph.clone()]
    );
    let expected = canonical(&scene.microsoft);
    scene.set_up(without_obsolete(adopting(theirs.id.clone(), on_premises())));

    let after = scene.now(&theirs.id);
    assert_eq!(declared(&after), [(GRAPH_APP_ID, CALENDARS, "Role")]);
    let rows = scene.microsoft.rows();
    assert_eq!(held(&rows, &after), [role_of(GRAPH_APP_ID)]);
    assert!(rows.grants == scene.before.grants, "others' consents stay");

    scene.undo();
    let rows = scene.microsoft.rows();
    assert_eq!(held(&rows, &theirs), [graph, exchange]);
    // The role was granted anew, so it is another assignment that says the same: Graph draws its id.
    let new = rows.assignments.last().unwrap();
    let former = scene.before.assignments.iter();
    let mut former = former.filter(|one| {
        (&one.principal_id, &one.resource_id) == (&new.principal_id, &new.resource_id)
    });
    let former = former.next().unwrap();
    let mut expected = expected;
    let assignments = expected["appRoleAssignments"].as_array_mut().unwrap();
    let is_it = |one: &&mut Value| one["id"] == former.id.as_str();
    let renewed = assignments.iter_mut().find(is_it).unwrap();
    let renewed = renewed.as_object_mut().unwrap();
    renewed.remove("id");
    renewed.remove("createdDateTime");
    scene.assert_canonical(&expected, "undone");
}

#[test]
fn of_several_the_chosen_one_is_used_and_the_others_stay_as_they_are() {
    let scene = Scene::begin(World::Several);
    let second = keyed(&scene.before, "mytimetable-calendar-push-2").clone();
    let of_it = |choice| Choice {
        application_name: second.display_name.clone(),
        ..adopting(second.id.clone(), choice)
    };
    let theirs = thumbprints(&second)[0].parse().unwrap();
    scene.set_up(of_it(keep(theirs)));
    assert_eq!(scene.writes(), [], "it is as it should be");

    scene.set_up(of_it(hosted(vendor_files().facts)));
    let path = format!("/v1.0/applications/{}", second.id);
    assert_eq!(scene.writes(), [("PATCH".to_owned(), path, 204)]);
    let after = scene.now(&second.id);
    let (new, kept) = after.key_credentials.split_last().unwrap();
    assert!(new.key == vendor_files().facts.der && kept == second.key_credentials);
    let mut expected = scene.before.clone();
    let rows = expected.applications.iter_mut();
    for row in rows.filter(|row| row.id == second.id) {
        row.key_credentials.clone_from(&after.key_credentials);
    }
    assert_same_rows(&scene.microsoft.rows(), &expected, "a certificate is new");

    scene.undo();
    assert_same_rows(&scene.microsoft.rows(), &scene.before, "undone");
}

#[test]
fn a_copy_that_only_bears_our_label_keeps_its_name_and_gets_the_rest() {
    let scene = Scene::begin(World::Several);
    let copy = named(&scene.before, "Copy of MyTimetable calendar push").clone();
    let start = canonical(&scene.microsoft);
    scene.set_up(adopting(copy.id.clone(), on_premises()));
    let after = scene.now(&copy.id);
    assert_eq!(after.display_name, copy.display_name);
    assert_eq!(after.unique_name, None, "a key is set once and for all");
    assert_eq!(after.tags, [TAG]);
    assert!(is_locked(&after));
    let rows = scene.microsoft.rows();
    assert_eq!(held(&rows, &after), [role_of(GRAPH_APP_ID)]);
    let others = |rows: &Rows| -> Vec<Application> {
        let others = rows.applications.iter().filter(|row| row.id != copy.id);
        others.cloned().collect()
    };
    assert!(others(&rows) == others(&scene.before), "the other four");

    scene.undo();
    scene.assert_canonical(&start, "undone, and the service principal is gone again");
}

#[test]
fn a_new_one_beside_passes_by_the_deleted_one_that_holds_the_next_key() {
    let scene = Scene::begin(World::Several);
    let bin = scene.before.deleted.clone();
    assert_eq!(
        bin[0].unique_name.as_deref(),
        Some("mytimetable-calendar-push-3")
    );
    scene.set_up(beside(on_premises()));
    let rows = scene.microsoft.rows();
    assert!(rows.deleted == bin, "it stays deleted, and keeps its key");
    let (new, others) = rows.applications.split_last().unwrap();
    assert!(others == scene.before.applications);
    assert_eq!(
        new.unique_name.as_deref(),
        Some("mytimetable-calendar-push-4")
    );
}

#[test]
fn owners_go_and_are_made_owners_again_by_hand() {
    let scene = Scene::begin(World::Several);
    let theirs = stranger(&scene.before).clone();
    let (stays, goes) = (
        user(&scene.before, "a.bakker"),
        user(&scene.before, "p.smith"),
    );
    assert_eq!(theirs.owners, [stays.clone(), goes.clone()]);
    let start = canonical(&scene.microsoft);
    scene.set_up(Choice {
        remove_owners: vec![goes.clone()],
        ..adopting(theirs.id.clone(), on_premises())
    });
    assert_eq!(scene.now(&theirs.id).owners, theirs.owners[..1]);

    let undo = Errand::Undo(scene.story.first_run());
    let told = scene.story.play_undisturbed(&undo).told;
    assert_eq!(
        told.left,
        [StepId(format!("owner-{goes}"))],
        "still to be done by a person"
    );
    let mut row = scene.now(&theirs.id);
    assert_eq!(row.owners, [stays]);
    row.owners.push(goes);
    scene.somebody(put(row));
    scene.assert_canonical(&start, "once a person did it");
}

/// That the owner is one again is looked at, and not taken on trust: neither when it is done nor when it is not. By then the
/// application bears no label of ours any more.
#[test]
fn what_a_person_did_by_hand_is_read_back() {
    let begin = || {
        let scene = Scene::begin(World::Several);
        let theirs = stranger(&scene.before).clone();
        scene.set_up(Choice {
            remove_owners: vec![theirs.owners[1].clone()],
            ..adopting(theirs.id.clone(), on_premises())
        });
        let undo = Errand::Undo(scene.story.first_run());
        (scene, theirs, undo)
    };
    let (plain, _, undo) = begin();
    let requests = plain.story.play_undisturbed(&undo).requests;
    for (by_hand, expected) in [(true, 0), (false, 1)] {
        let (scene, theirs, undo) = begin();
        let last = Interruption {
            loses: Loss::Tab,
            after: requests - 1,
            carried_out: true,
        };
        let meanwhile = |_: Option<&Trouble>| {
            let mut row = scene.now(&theirs.id);
            if by_hand {
                row.owners.push(theirs.owners[1].clone());
            }
            scene.somebody(put(row));
            Mended::Yes
        };
        let done = scene.story.play(&undo, Some(last), meanwhile).unwrap();
        assert_eq!(done.visits, 2);
        assert_eq!(done.told.left.len(), expected, "{:?}", done.told);
    }
}

#[test]
fn the_last_owner_is_not_taken_away_and_the_plan_says_so() {
    let scene = Scene::begin(World::Several);
    let theirs = stranger(&scene.before).clone();
    let [stays, last] = theirs.owners.as_slice() else {
        panic!("{:?}", theirs.owners);
    };
    let leaving = |owners: &[ObjectId]| Choice {
        remove_owners: owners.to_vec(),
        ..adopting(theirs.id.clone(), on_premises())
    };
    let set_up = Errand::SetUp(wish(leaving(&theirs.owners)));
    let trouble = scene.story.play(&set_up, None, |_| Mended::No).unwrap_err();
    let Trouble::Blocked(step) = trouble else {
        panic!("{trouble}");
    };
    assert_eq!(step.0, format!("owner-{last}"));
    assert_eq!(scene.writes(), [], "nothing is begun");
    assert_same_rows(&scene.microsoft.rows(), &scene.before, "blocked");

    // What unblocks it: one is kept; or somebody else becomes an owner first.
    let mut row = theirs.clone();
    row.owners.push(user(&scene.before, "global.admin"));
    scene.somebody(put(row));
    scene.set_up(leaving(&theirs.owners));
    let now = scene.now(&theirs.id).owners;
    assert_eq!(now, [user(&scene.before, "global.admin")]);
    assert!(!now.contains(stays));
}

/// A page on which somebody is signed in to write, so that the tenant can be changed between two stages.
struct Pause {
    microsoft: Rc<Microsoft>,
    page: Page,
    signed_in: SignedIn,
}

impl Pause {
    fn begin(world: World) -> Self {
        Self::begin_with(world, &[])
    }

    fn begin_with(world: World, faults: &[Fault]) -> Self {
        let microsoft = Microsoft::begin(world, 1, faults);
        let page = Page::open(&microsoft, 1);
        let person = Person::named(PERSON);
        let first = page.sign_in(&person).unwrap();
        let signed_in = page.sign_in_to_write(&first, &person).unwrap();
        Self {
            microsoft,
            page,
            signed_in,
        }
    }

    fn plan(&self, choice: Choice) -> Plan {
        let planning = self.page.planning(&self.signed_in, wish(choice));
        pollster::block_on(planning).unwrap().plan
    }

    /// Carries out a plan that comes to a stop; says where, why, and how long that took.
    fn stops(&self, plan: &Plan, tell: impl Fn(Event)) -> (StepId, Message, Duration) {
        let began = self.microsoft.clock().now();
        let journal = self.page.approve_and_apply(&self.signed_in, plan, tell);
        assert_intents_come_first(&self.microsoft);
        let stop = journal.stop().unwrap();
        let took = self.microsoft.clock().now().since(began);
        (stop.step.clone(), stop.problem.clone(), took)
    }
}

/// The sentences of a message, one after another.
fn sentences(message: &Message) -> Vec<Key> {
    let advice = message.advice.as_deref();
    let rest = advice.map(sentences).unwrap_or_default();
    [vec![message.key], rest].concat()
}

/// What a run says that was refused because what it is about is not there.
const GONE: [Key; 3] = [Key::StoppedRefused, Key::StateNotDone, Key::AdviceGone];
/// "Within a minute": the pauses grow to five seconds, so the last try may be so much later.
const A_MINUTE: Duration = Duration::from_secs(66);

#[test]
fn an_application_that_was_deleted_since_the_plan_ends_the_run_within_a_minute() {
    let pause = Pause::begin(World::Manual2017);
    let theirs = made_by_hand(&pause.microsoft);
    let plan = pause.plan(adopting(theirs.id.clone(), on_premises()));
    behind_our_back(&pause.microsoft, deletion(&theirs.id));
    let rows = pause.microsoft.rows();
    let (step, problem, took) = pause.stops(&plan, |_| {});
    assert_eq!(step.0, "application");
    assert_eq!(sentences(&problem), GONE);
    assert!(took <= A_MINUTE, "{took:?}");
    assert_same_rows(&pause.microsoft.rows(), &rows, "nothing was done");
    let again = pause.plan(adopting(theirs.id, on_premises()));
    assert!(
        matches!(again.steps[0].action, Action::Blocked { .. }),
        "{:?}",
        again.steps[0]
    );
}

#[test]
fn an_application_that_is_deleted_in_the_middle_ends_the_run_within_a_minute() {
    let pause = Pause::begin(World::Manual2017);
    let theirs = made_by_hand(&pause.microsoft);
    let plan = pause.plan(adopting(theirs.id.clone(), on_premises()));
    let deleted = StepId("application".to_owned());
    let tell = |event| {
        if event == Event::Done(deleted.clone()) {
            behind_our_back(&pause.microsoft, deletion(&theirs.id));
        }
    };
    let (step, problem, took) = pause.stops(&plan, tell);
    assert_eq!(step.0, "certificate");
    assert_eq!(sentences(&problem), GONE);
    // The minute in which everybody came to know of it is not the run's.
    assert!(took <= A_MINUTE + Duration::from_secs(60 + 10), "{took:?}");
    let rows = pause.microsoft.rows();
    let deleted = rows.deleted.iter().find(|row| row.id == theirs.id).unwrap();
    assert_eq!(deleted.tags, [TAG], "what was done before is done");
    assert!(deleted.key_credentials == theirs.key_credentials);
}

/// A colleague makes an application with our key; the rest is `change`.
fn colleagues(microsoft: &Microsoft, change: impl FnOnce(&mut Application)) -> Application {
    let id = "c0113a90-0000-4000-8000-000000000001".parse().unwrap();
    let app_id = "c0113a90-0000-4000-8000-000000000002".parse().unwrap();
    let mut row = Application::new(id, app_id, NAME, microsoft.clock().now());
    row.unique_name = Some(KEY.to_owned());
    change(&mut row);
    behind_our_back(microsoft, |_| put(row.clone()));
    row
}

#[test]
fn what_a_colleague_made_with_our_key_since_the_plan_is_not_overwritten() {
    for name in [NAME, "Rooster"] {
        let pause = Pause::begin(World::University);
        let plan = pause.plan(on_premises());
        colleagues(&pause.microsoft, |row| row.display_name = name.to_owned());
        let rows = pause.microsoft.rows();
        let (step, problem, _) = pause.stops(&plan, |_| {});
        let stopped = (step.0.as_str(), problem.key);
        assert_eq!(stopped, ("application", Key::StoppedChangedSince), "{name}");
        assert_eq!(pause.microsoft.recorded_writes(), [], "{name}");
        assert_same_rows(&pause.microsoft.rows(), &rows, "not overwritten");

        // Without our label it is a stranger's, and the next plan makes another one, with another key.
        let again = pause.plan(on_premises());
        let created = matches!(again.steps[0].action, Action::Create { .. });
        assert!(created, "{:?}", again.steps[0]);
    }
}

/// Our key and our label are for anybody to give: what bears both and was never announced in this browser's journal stops the
/// run, is shown, and is used only once the person has approved that.
#[test]
fn what_a_colleague_made_with_our_key_and_label_since_the_plan_is_shown_first() {
    for name in [NAME, "Rooster"] {
        let pause = Pause::begin(World::University);
        let plan = pause.plan(on_premises());
        let theirs = colleagues(&pause.microsoft, |row| {
            row.tags = vec![TAG.to_owned()];
            row.display_name = name.to_owned();
        });
        let rows = pause.microsoft.rows();
        let (step, problem, _) = pause.stops(&plan, |_| {});
        let stopped = (step.0.as_str(), problem.key);
        assert_eq!(stopped, ("application", Key::StoppedMadeSince), "{name}");
        assert_eq!(pause.microsoft.recorded_writes(), [], "{name}");
        assert_same_rows(&pause.microsoft.rows(), &rows, "not touched");

        // Whoever goes on with the run is asked before it is used.
        let desired = wish(Choice {
            application_name: name.to_owned(),
            ..on_premises()
        });
        let planning = pause.page.planning(&pause.signed_in, desired);
        let again = pollster::block_on(planning).unwrap();
        let history = History::of(pause.page.ledger.entries());
        let announced = provision::announced_keys(&history);
        let within = again.plan.clone();
        let within = within.approve_within(&plan, &again.observed, &announced);
        let asked = NotApprovable::NotWithin(StepId("application".to_owned()));
        assert_eq!(within.err(), Some(asked), "{name}");
        let journal = pause
            .page
            .approve_and_apply(&pause.signed_in, &again.plan, |_| {});
        assert!(journal.is_finished(), "{:?}", journal.stop());
        let rows = pause.microsoft.rows();
        let mine = rows.applications.iter();
        let mine: Vec<_> = mine.map(|row| &row.id).collect();
        assert_eq!(mine, [&theirs.id], "no other one is made");
    }
}

/// A copy of the directory that lags behind does not show what a colleague has just made; the answer to the write does.
#[test]
fn what_a_colleague_made_unseen_is_not_taken_for_ours() {
    let pause = Pause::begin_with(World::University, &[Fault::Lag]);
    let plan = pause.plan(on_premises());
    let id = ObjectId::from_str("c0113a90-0000-4000-8000-000000000001").unwrap();
    let colleague = |event| {
        if matches!(event, Event::Began(step) if step.0 == "application") {
            let app_id = "c0113a90-0000-4000-8000-000000000002".parse().unwrap();
            let now = pause.microsoft.clock().now();
            let mut row = Application::new(id.clone(), app_id, "Rooster", now);
            row.unique_name = Some(KEY.to_owned());
            row.tags = vec!["theirs".to_owned()];
            pause
                .microsoft
                .tenant()
                .directory
                .write(now, Change::Put(Row::Application(row)));
        }
    };
    let (step, problem, _) = pause.stops(&plan, colleague);
    let stopped = (step.0.as_str(), problem.key);
    assert_eq!(stopped, ("application", Key::StoppedWrittenOver));
    assert_eq!(pause.microsoft.recorded_writes().len(), 1);

    // No later run of this journal takes it for its own, nor deletes it.
    let history = History::of(pause.page.ledger.entries());
    assert_eq!(provision::announced_keys(&history), [] as [String; 0]);
    assert_eq!(provision::undo_scope(&history.runs), None);
}
