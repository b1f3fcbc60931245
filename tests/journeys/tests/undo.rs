//! Undoing: what our runs did is gone again, and of what others did since, nothing is.

#![expect(clippy::unwrap_used, reason = "what helps tests may fail as tests do")]

use std::rc::Rc;
use std::time::Duration;

use base::Clock;
use base::Key;
use base::KeyId;
use base::ObjectId;
use base::Timestamp;
use journeys::Errand;
use journeys::Mended;
use journeys::Microsoft;
use journeys::Page;
use journeys::Person;
use journeys::SignedIn;
use journeys::Story;
use journeys::Trouble;
use journeys::adopting;
use journeys::assert_intents_come_first;
use journeys::assert_same_rows;
use journeys::beside;
use journeys::differences;
use journeys::duplicates;
use journeys::hosted;
use journeys::keep;
use journeys::on_premises;
use journeys::saved_files;
use journeys::vendor_files;
use journeys::walk;
use journeys::wish;
use journeys::with_mailbox_settings;
use provision::Action;
use provision::History;
use provision::Journal;
use provision::Plan;
use provision::Purpose;
use provision::RunId;
use serde_json::Value;
use survey::Choice;
use tenant::directory::Change;
use tenant::directory::Rows;
use tenant::rows::AppRoleAssignment;
use tenant::rows::Application;
use tenant::rows::PasswordCredential;
use tenant::rows::ResourceAccess;
use tenant::rows::Row;
use tenant::worlds::GRAPH_APP_ID;
use tenant::worlds::World;

const ADMINISTRATOR: &str = "global.admin";
/// The label and the first key of this console.
const TAG: &str = "mytimetable-setup-console";
const KEY: &str = "mytimetable-calendar-push";
/// Delegated scope `Calendars.ReadWrite` of Microsoft Graph.
const DELEGATED_CALENDARS: &str = "1ec239c2-d7c9-4623-a91a-a9775856bb36";
/// Application role `MailboxSettings.ReadWrite` of Microsoft Graph.
const MAILBOX_SETTINGS: &str = "6931bccd-447a-43d1-b442-00a195474933";

/// A tenant in which the console has its consent, and a person who comes with errands.
struct Scene {
    microsoft: Rc<Microsoft>,
    story: Story<'static>,
    start: Value,
}

impl Scene {
    fn begin(world: World) -> Self {
        let microsoft = Microsoft::begin(world, 1, &[]);
        let story = Story::begin(&microsoft, Person::named(ADMINISTRATOR));
        story.play_undisturbed(&Errand::Arrive);
        let start = canonical(&microsoft);
        Self {
            microsoft,
            story,
            start,
        }
    }

    /// Begins with a new set-up of ours.
    fn with_set_up(world: World) -> Self {
        let scene = Self::begin(world);
        scene.set_up(on_premises());
        scene
    }

    fn set_up(&self, choice: Choice) {
        self.story.play_undisturbed(&Errand::SetUp(wish(choice)));
    }

    fn undo(&self) {
        self.undo_since(self.story.first_run());
    }

    fn undo_since(&self, first: RunId) {
        self.story.play_undisturbed(&Errand::Undo(first));
        assert_intents_come_first(&self.microsoft);
    }

    /// Undoes once more what is undone: nothing is written.
    fn assert_undone_for_good(&self) {
        let written = self.written();
        self.undo();
        assert_eq!(self.written(), written);
    }

    fn written(&self) -> usize {
        self.microsoft.recorded_writes().len()
    }

    fn last_run(&self) -> Journal {
        self.story.history().runs.pop().unwrap()
    }

    fn assert_start(&self, case: &str) {
        let found = differences(&self.start, &canonical(&self.microsoft));
        assert!(found.is_empty(), "{case}\n{}", found.join("\n"));
    }

    fn somebody(&self, change: Change) {
        behind_our_back(&self.microsoft, |_| change);
    }
}

fn canonical(microsoft: &Microsoft) -> Value {
    tenant::canonical(&microsoft.tenant())
}

/// Somebody changes the tenant behind everybody's back; a minute later everybody knows.
fn behind_our_back(microsoft: &Microsoft, change: impl FnOnce(Timestamp) -> Change) {
    let clock = microsoft.clock();
    let now = clock.now();
    let change = change(now);
    microsoft.tenant().directory.write(now, change);
    clock.jump(Duration::from_secs(60));
}

fn put(row: Application) -> Change {
    Change::Put(Row::Application(row))
}

fn ours(rows: &Rows) -> &Application {
    rows.application_by_unique_name(KEY).unwrap()
}

/// The application that was made by hand, or is somebody else's for another reason.
fn stranger(rows: &Rows) -> &Application {
    let mut applications = rows.applications.iter();
    applications.find(|row| row.unique_name.is_none()).unwrap()
}

/// The names of the steps of a plan that send something.
fn writes(plan: &Plan) -> Vec<&str> {
    let steps = plan.steps.iter();
    let writes = steps.filter(|step| step.action.write().is_some());
    writes.map(|step| step.id.0.as_str()).collect()
}

/// The certificate of ours and the permission that we declared, taken off.
fn without_ours(row: &mut Application) {
    let thumbprint = saved_files().facts.thumbprint.to_string();
    row.key_credentials
        .retain(|one| one.custom_key_identifier != thumbprint);
    let calendars = graph::well_known::CALENDARS_READ_WRITE;
    for api in &mut row.required_resource_access {
        let ours = |one: &ResourceAccess| one.id.as_str() == calendars && one.kind == "Role";
        api.resource_access.retain(|one| !ours(one));
    }
    row.required_resource_access
        .retain(|api| !api.resource_access.is_empty());
}

#[test]
fn a_new_set_up_is_gone_and_can_be_restored_from_the_recycle_bin() {
    for world in World::ALL {
        let scene = Scene::begin(world);
        let deleted = scene.microsoft.rows().deleted.len();
        let choice = match world {
            World::Several => beside(on_premises()),
            _ => on_premises(),
        };
        scene.set_up(choice);
        let made = scene.microsoft.rows().applications.pop().unwrap();
        scene.undo();
        scene.assert_start(world.name());
        let run = scene.last_run();
        let run = run.beginning().unwrap();
        assert_eq!(writes(run.plan), ["application"], "one write takes it all");
        let bin = scene.microsoft.rows().deleted;
        assert_eq!(bin.len(), deleted + 1, "{world:?}");
        assert_eq!(bin[deleted].id, made.id);
        scene.assert_undone_for_good();

        scene.somebody(Change::Restore(made.id.clone()));
        let rows = scene.microsoft.rows();
        assert!(*rows.application(&made.id).unwrap() == made, "as it was");
        let principal = rows.service_principal_by_app_id(&made.app_id);
        assert!(principal.is_some(), "with its service principal");
    }
}

/// Name of the deed that makes somebody an owner.
const OWNER: &str = "an owner";

/// What somebody does to our set-up after us.
struct Deed {
    name: &'static str,
    done: fn(&mut Application, &Rows),
}

/// Everything that can be put on an application, and shows there.
const DEEDS: [Deed; 9] = [
    Deed {
        name: "a certificate",
        done: |row, rows| {
            let others = rows.applications.iter();
            let mut credentials = others.flat_map(|one| &one.key_credentials);
            row.key_credentials
                .push(credentials.next().unwrap().clone());
        },
    },
    Deed {
        name: "a certificate before ours",
        done: |row, rows| {
            let others = rows.applications.iter();
            let mut credentials = others.flat_map(|one| &one.key_credentials);
            row.key_credentials
                .insert(0, credentials.next().unwrap().clone());
        },
    },
    Deed {
        name: "a client secret",
        done: |row, _| {
            let start: Timestamp = "2026-11-24T00:00:00Z".parse().unwrap();
            row.password_credentials.push(PasswordCredential {
                display_name: Some("for a try".to_owned()),
                end_date_time: start.plus(Duration::from_secs(86_400)).into(),
                hint: Some("x7Q".to_owned()),
                key_id: KeyId::from_random([7; 16]),
                start_date_time: start.into(),
            });
        },
    },
    Deed {
        name: "a declared permission",
        done: |row, _| {
            let declared = &mut row.required_resource_access[0].resource_access;
            declared.push(ResourceAccess {
                id: DELEGATED_CALENDARS.parse().unwrap(),
                kind: "Scope".to_owned(),
            });
        },
    },
    Deed {
        name: "a label",
        done: |row, _| row.tags.push("timetabling-team".to_owned()),
    },
    Deed {
        name: OWNER,
        done: |row, rows| row.owners.push(rows.users.last().unwrap().id.clone()),
    },
    Deed {
        name: "an address for a server",
        done: |row, _| {
            let address = "https://timetables.example/signed-in";
            row.web_redirect_uris.push(address.to_owned());
        },
    },
    Deed {
        name: "an address for a page",
        done: |row, _| {
            let address = "https://timetables.example/";
            row.spa_redirect_uris.push(address.to_owned());
        },
    },
    Deed {
        name: "another name",
        done: |row, _| row.display_name = "Do not delete".to_owned(),
    },
];

#[test]
fn what_others_put_on_our_application_stays_and_ours_goes() {
    for Deed { name, done } in DEEDS {
        let scene = Scene::with_set_up(World::Taken);
        let mut rows = scene.microsoft.rows();
        let mut row = ours(&rows).clone();
        done(&mut row, &rows);
        scene.somebody(put(row.clone()));
        without_ours(&mut row);
        let principal = rows.service_principal_by_app_id(&row.app_id).unwrap();
        let holder = principal.id.clone();
        rows.assignments.retain(|one| one.principal_id != holder);
        for one in rows.applications.iter_mut().filter(|one| one.id == row.id) {
            one.clone_from(&row);
        }
        scene.undo();
        assert_same_rows(&scene.microsoft.rows(), &rows, name);
        let run = scene.last_run();
        let steps = &run.beginning().unwrap().plan.steps;
        let last = steps.last().unwrap();
        assert_eq!(last.sentence.key, Key::UndoApplicationStays, "{name}");
        assert_eq!(last.action, Action::Keep, "{name}");
        scene.assert_undone_for_good();
    }
}

#[test]
fn a_role_that_somebody_gave_our_service_principal_stays() {
    let scene = Scene::with_set_up(World::University);
    let rows = scene.microsoft.rows();
    let application = ours(&rows);
    let principal = rows.service_principal_by_app_id(&application.app_id);
    let graph = rows.service_principal_by_app_id(&GRAPH_APP_ID.parse().unwrap());
    let theirs = AppRoleAssignment {
        id: "what-somebody-gave".to_owned(),
        app_role_id: MAILBOX_SETTINGS.parse().unwrap(),
        created_date_time: scene.microsoft.clock().now(),
        principal_id: principal.unwrap().id.clone(),
        resource_id: graph.unwrap().id.clone(),
    };
    scene.somebody(Change::Put(Row::AppRoleAssignment(theirs.clone())));
    scene.undo();
    let after = scene.microsoft.rows();
    let held = after.assignments_of(&theirs.principal_id);
    assert_eq!(held.collect::<Vec<_>>(), [&theirs]);
    let mut expected = application.clone();
    without_ours(&mut expected);
    assert!(*ours(&after) == expected);
    scene.assert_undone_for_good();
}

#[test]
fn what_somebody_took_out_of_our_hands_is_left_alone() {
    type Taking = fn(&Application, Timestamp) -> Change;
    let deeds: [(&str, Taking); 2] = [
        ("our label is gone", |row, _| {
            put(Application {
                tags: Vec::new(),
                ..row.clone()
            })
        }),
        ("it is deleted", |row, now| {
            Change::DeleteApplication(row.id.clone(), now)
        }),
    ];
    for (name, deed) in deeds {
        let scene = Scene::with_set_up(World::University);
        let row = ours(&scene.microsoft.rows()).clone();
        behind_our_back(&scene.microsoft, |now| deed(&row, now));
        let rows = scene.microsoft.rows();
        let written = scene.written();
        scene.undo();
        assert_eq!(scene.written(), written, "{name}");
        assert_same_rows(&scene.microsoft.rows(), &rows, name);
    }
}

#[test]
fn what_others_changed_on_an_adopted_application_stays() {
    for (name, done) in [
        (
            "another label",
            (|row| row.tags.push("timetabling-team".to_owned())) as fn(&mut Application),
        ),
        ("another name", |row| {
            row.display_name = "Rooster".to_owned()
        }),
        ("an older certificate taken away", |row| {
            row.key_credentials.remove(0);
        }),
        ("no lock any more", |row| {
            let lock = row.service_principal_lock_configuration.as_mut();
            lock.unwrap().is_enabled = false;
        }),
    ] {
        let scene = Scene::begin(World::Manual2017);
        let before = scene.microsoft.rows();
        let theirs = stranger(&before).clone();
        scene.set_up(adopting(theirs.id.clone(), on_premises()));
        let mut adopted = scene
            .microsoft
            .rows()
            .application(&theirs.id)
            .unwrap()
            .clone();
        done(&mut adopted);
        scene.somebody(put(adopted.clone()));
        scene.undo();

        let after = scene.microsoft.rows();
        let after = after.application(&theirs.id).unwrap();
        // The same done to the application as it was before us; a lock that somebody opened is not closed, nor removed.
        let mut expected = adopted;
        expected.tags.retain(|tag| tag != TAG);
        let thumbprint = saved_files().facts.thumbprint.to_string();
        expected
            .key_credentials
            .retain(|one| one.custom_key_identifier != thumbprint);
        if name != "no lock any more" {
            expected.service_principal_lock_configuration = None;
        }
        let differing = differences(
            &serde_json::to_value(&expected).unwrap(),
            &serde_json::to_value(after).unwrap(),
        );
        assert_eq!(differing, Vec::<String>::new(), "{name}");
        scene.assert_undone_for_good();
    }
}

#[test]
fn only_the_later_run_is_undone_where_only_that_is_asked() {
    let scene = Scene::with_set_up(World::Taken);
    let first = canonical(&scene.microsoft);
    let more = with_mailbox_settings(hosted(vendor_files().facts));
    scene.set_up(more.clone());
    let second = scene.last_run().beginning().unwrap().run.clone();
    scene.undo_since(second);
    let found = differences(&first, &canonical(&scene.microsoft));
    assert!(found.is_empty(), "as after the first\n{}", found.join("\n"));

    scene.set_up(more);
    scene.undo();
    scene.assert_start("all of it");
}

#[test]
fn what_was_begun_without_the_role_to_end_it_is_undone_without_that_role() {
    let microsoft = Microsoft::begin(World::University, 1, &[]);
    let story = Story::begin(&microsoft, Person::named("cloud.app.admin"));
    story.play_undisturbed(&Errand::Arrive);
    let start = canonical(&microsoft);
    let set_up = Errand::SetUp(wish(on_premises()));
    let trouble = story.play(&set_up, None, |_| Mended::No).unwrap_err();
    let Trouble::Stopped(stop) = trouble else {
        panic!("{trouble}");
    };
    assert_eq!(stop.step.0, "consent-Calendars.ReadWrite");
    story.play_undisturbed(&Errand::Undo(story.first_run()));
    let found = differences(&start, &canonical(&microsoft));
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn after_an_undo_the_next_set_up_has_another_key_and_is_undone_by_itself() {
    let scene = Scene::with_set_up(World::University);
    scene.undo();
    scene.set_up(on_premises());
    let rows = scene.microsoft.rows();
    let keys = rows
        .applications
        .iter()
        .map(|row| row.unique_name.as_deref());
    // The recycle bin holds the first, and whether Entra frees it is not known.
    assert_eq!(
        keys.collect::<Vec<_>>(),
        [Some("mytimetable-calendar-push-2")]
    );
    let runs = scene.story.history().runs;
    let third = runs[2].beginning().unwrap().run.clone();
    scene.undo_since(third);
    scene.assert_start("both are undone");
    let bin = scene.microsoft.rows().deleted;
    assert_eq!(bin.len(), 2);
}

/// A page with a set-up of ours, and its undoing planned and not yet approved.
struct Pause {
    microsoft: Rc<Microsoft>,
    page: Page,
    signed_in: SignedIn,
}

impl Pause {
    fn begin(world: World) -> Self {
        let microsoft = Microsoft::begin(world, 1, &[]);
        let page = Page::open(&microsoft, 1);
        let walked = walk(&page, &Person::named(ADMINISTRATOR), &on_premises());
        Self {
            microsoft,
            page,
            signed_in: walked.signed_in,
        }
    }

    fn plan(&self) -> Plan {
        let runs = History::of(self.page.ledger.entries()).runs;
        let which = provision::undo_scope(&runs).unwrap();
        let observed = self.page.observe(&self.signed_in, &which).unwrap();
        provision::undo(&runs, &self.page.marks, &observed)
    }

    fn apply(&self, plan: &Plan) -> Journal {
        let approved = plan.clone().approve().unwrap();
        let runs = History::of(self.page.ledger.entries()).runs;
        let names = runs.iter().filter_map(Journal::beginning);
        let purpose = Purpose::Undo {
            runs: names.map(|it| it.run.clone()).collect(),
        };
        let run = self.page.run(&self.signed_in, purpose, None);
        pollster::block_on(self.page.apply(&self.signed_in, approved, run, |_| {}))
    }
}

#[test]
fn what_somebody_puts_there_while_the_undoing_is_on_the_screen_stops_it() {
    // Owners are not of the application itself: they are looked at when the undoing is planned, and not once more.
    let shown = DEEDS.into_iter().filter(|deed| deed.name != OWNER);
    for Deed { name, done } in shown {
        let pause = Pause::begin(World::Taken);
        let plan = pause.plan();
        assert_eq!(writes(&plan), ["application"]);
        let rows = pause.microsoft.rows();
        let mut row = ours(&rows).clone();
        done(&mut row, &rows);
        behind_our_back(&pause.microsoft, |_| put(row));
        let rows = pause.microsoft.rows();
        let journal = pause.apply(&plan);
        let problem = journal.stop().map(|stop| stop.problem.key);
        assert_eq!(problem, Some(Key::StoppedChangedSince), "{name}");
        assert_eq!(journal.requests().count(), 0, "{name}: not even an intent");
        assert_same_rows(&pause.microsoft.rows(), &rows, name);

        let journal = pause.apply(&pause.plan());
        assert!(journal.is_finished(), "{name}: {:?}", journal.stop());
        assert!(
            pause
                .microsoft
                .rows()
                .application(&ours(&rows).id)
                .is_some()
        );
    }
}

#[test]
fn what_a_colleague_deletes_while_the_undoing_is_on_the_screen_is_undone() {
    let pause = Pause::begin(World::University);
    let plan = pause.plan();
    let id = ours(&pause.microsoft.rows()).id.clone();
    behind_our_back(&pause.microsoft, |now| Change::DeleteApplication(id, now));
    let rows = pause.microsoft.rows();
    let journal = pause.apply(&plan);
    assert!(journal.is_finished(), "{:?}", journal.stop());
    assert_eq!(journal.requests().count(), 0, "not even an intent");
    assert_same_rows(&pause.microsoft.rows(), &rows, "gone once");
}

/// Our application is deleted for good, and a colleague's console makes another one, which gets the key that is free.
fn replaced_by_a_colleagues(scene: &Scene) -> ObjectId {
    let id = ours(&scene.microsoft.rows()).id.clone();
    let deleted = id.clone();
    behind_our_back(&scene.microsoft, |now| {
        Change::DeleteApplication(deleted, now)
    });
    scene.somebody(Change::Purge(id));
    let page = Page::open(&scene.microsoft, 9);
    let theirs = hosted(vendor_files().facts);
    walk(&page, &Person::named("setup.admin"), &theirs);
    ours(&scene.microsoft.rows()).id.clone()
}

#[test]
fn another_application_that_came_to_bear_our_key_is_not_ours_to_undo() {
    let scene = Scene::with_set_up(World::University);
    replaced_by_a_colleagues(&scene);
    let rows = scene.microsoft.rows();
    assert_eq!(duplicates(&rows), Vec::<String>::new());
    let written = scene.written();
    scene.undo();
    assert_eq!(scene.written(), written);
    assert_same_rows(&scene.microsoft.rows(), &rows, "a colleague's");
}

#[test]
fn a_certificate_that_stays_is_not_taken_when_the_run_that_kept_it_is_undone() {
    let scene = Scene::with_set_up(World::University);
    let after_first = canonical(&scene.microsoft);
    scene.set_up(with_mailbox_settings(keep(saved_files().facts.thumbprint)));
    let second = scene.last_run().beginning().unwrap().run.clone();
    scene.undo_since(second);
    let found = differences(&after_first, &canonical(&scene.microsoft));
    assert!(found.is_empty(), "{}", found.join("\n"));
}
