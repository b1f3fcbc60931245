//! Undoing on another computer, by the file of the journal: what only a file says of a person is not believed.

use base::Key;
use base::ObjectId;
use handoff::ImportedHistory;
use journeys::Page;
use journeys::Person;
use journeys::Scene;
use journeys::put;
use provision::Action;
use provision::History;
use provision::Journal;
use provision::Plan;
use provision::Purpose;
use tenant::rows::Application;
use tenant::worlds::World;

use super::ADMINISTRATOR;
use super::ours;
use super::without_ours;

/// A new set-up, of which whoever made it became the owner.
fn owned_by_its_maker() -> Scene {
    let scene = Scene::with_set_up(World::University);
    let run = scene.last_run();
    let maker: ObjectId = run.beginning().unwrap().by.unwrap().clone();
    let row = ours(&scene.microsoft.rows()).clone();
    scene.somebody(put(Application {
        owners: vec![maker],
        ..row
    }));
    scene
}

/// The journal, saved as a file and taken in elsewhere.
fn taken_in(scene: &Scene) -> ImportedHistory {
    let tenant = scene.last_run().entries[0].tenant.clone();
    let file = handoff::journal_file(&tenant, &scene.story.history());
    handoff::read_journal_file(file.as_bytes(), &tenant).unwrap()
}

/// The same person undoes it all on a computer that has nothing but the file.
fn undo_elsewhere(scene: &Scene) -> Plan {
    let imported = taken_in(scene);
    let runs = History::default().to_undo(&scene.story.first_run(), Some(imported.claimed()));
    let page = Page::open(&scene.microsoft, 9);
    let person = Person::named(ADMINISTRATOR);
    let first = page.sign_in(&person).unwrap();
    let signed_in = page.sign_in_to_write(&first, &person).unwrap();
    let which = provision::undo_scope(&runs).unwrap();
    let observed = page.observe(&signed_in, &which).unwrap();
    let plan = provision::undo(&runs, &page.marks, &observed);
    let names = runs.iter().filter_map(Journal::beginning);
    let purpose = Purpose::Undo {
        runs: names.map(|it| it.run.clone()).collect(),
    };
    let run = page.run(&signed_in, purpose, None);
    let approved = plan.clone().approve().unwrap();
    let journal = pollster::block_on(page.apply(&signed_in, approved, run, |_| {}));
    assert!(journal.is_finished(), "{:?}", journal.stop());
    plan
}

#[test]
fn what_its_maker_owns_goes_by_the_journal_of_the_browser_and_stays_by_a_file() {
    let scene = owned_by_its_maker();
    scene.undo();
    scene.assert_start("by the browser's own journal");

    let scene = owned_by_its_maker();
    let mut expected = ours(&scene.microsoft.rows()).clone();
    let plan = undo_elsewhere(&scene);
    let told = plan.steps.iter().filter(|it| it.action == Action::Keep);
    let told: Vec<Key> = told.map(|step| step.sentence.key).collect();
    assert_eq!(told, [Key::UndoOwnersUnclear, Key::UndoApplicationStays]);
    without_ours(&mut expected);
    let rows = scene.microsoft.rows();
    let row = ours(&rows);
    assert!(*row == expected, "all that was put on it goes");
    let principal = rows.service_principal_by_app_id(&row.app_id).unwrap();
    assert_eq!(rows.assignments_of(&principal.id).count(), 0);
}

/// Without an owner there is nobody whose it might be.
#[test]
fn what_nobody_owns_goes_by_a_file_too() {
    let scene = Scene::with_set_up(World::University);
    undo_elsewhere(&scene);
    scene.assert_start("by a file");
}
