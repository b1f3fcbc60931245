//! Undoing: what our runs did is gone again, and of what others did since, nothing is.

#![expect(clippy::unwrap_used, reason = "what helps tests may fail as tests do")]

mod claimed;
mod deeds;
mod drift;
mod gone;
mod handed_on;
mod others;
mod paused;

use base::Key;
use base::ObjectId;
use journeys::Errand;
use journeys::Mended;
use journeys::Microsoft;
use journeys::Page;
use journeys::Person;
use journeys::Scene;
use journeys::Story;
use journeys::Trouble;
use journeys::assert_same_rows;
use journeys::behind_our_back;
use journeys::beside;
use journeys::canonical;
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
use provision::Plan;
use tenant::directory::Change;
use tenant::directory::Rows;
use tenant::rows::Application;
use tenant::rows::ResourceAccess;
use tenant::worlds::World;

const ADMINISTRATOR: &str = "global.admin";
/// The label and the first key of this console.
const TAG: &str = "mytimetable-setup-console";
const KEY: &str = "mytimetable-calendar-push";
/// Application role `MailboxSettings.ReadWrite` of Microsoft Graph.
const MAILBOX_SETTINGS: &str = "6931bccd-447a-43d1-b442-00a195474933";

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
        scene.assert_undone_for_good();
        assert_eq!(scene.told(), [Key::UndoRestored], "{world:?}");
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
