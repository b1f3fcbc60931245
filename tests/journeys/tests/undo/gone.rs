//! Undoing what was put on an application that somebody deletes meanwhile, and restores later.

use base::Clock;
use journeys::Page;
use journeys::Person;
use journeys::Scene;
use journeys::adopting;
use journeys::on_premises;
use provision::History;
use provision::Journal;
use provision::Plan;
use provision::Purpose;
use provision::What;
use tenant::directory::Change;
use tenant::worlds::World;

use super::ADMINISTRATOR;
use super::stranger;

/// The steps of a plan that send something.
fn writes(plan: &Plan) -> Vec<&str> {
    let writes = plan
        .steps
        .iter()
        .filter(|step| step.action.write().is_some());
    writes.map(|step| step.id.0.as_str()).collect()
}

#[test]
fn what_is_not_taken_back_of_a_deleted_application_is_taken_back_once_it_is_restored() {
    let scene = Scene::begin(World::Several);
    let theirs = stranger(&scene.before).id.clone();
    scene.set_up(adopting(theirs.clone(), on_premises()));
    let page = Page::open(&scene.microsoft, 9);
    let person = Person::named(ADMINISTRATOR);
    let first = page.sign_in(&person).unwrap();
    let signed_in = page.sign_in_to_write(&first, &person).unwrap();
    let plan_of = |runs: &[Journal]| {
        let which = provision::undo_scope(runs).unwrap();
        let observed = page.observe(&signed_in, &which).unwrap();
        provision::undo(runs, &page.marks, &observed)
    };
    let History { mut runs } = scene.story.history();
    let plan = plan_of(&runs);
    assert!(writes(&plan).len() > 2, "{plan:?}");

    let now = scene.microsoft.clock().now();
    scene.somebody(Change::DeleteApplication(theirs.clone(), now));
    let names = runs.iter().filter_map(Journal::beginning);
    let purpose = Purpose::Undo {
        runs: names.map(|it| it.run.clone()).collect(),
    };
    let run = page.run(&signed_in, purpose, None);
    let approved = plan.clone().approve().unwrap();
    let journal = pollster::block_on(page.apply(&signed_in, approved, run, |_| {}));
    assert!(journal.is_finished(), "{:?}", journal.stop());
    for entry in &journal.entries {
        if let What::Done { step, void, .. } = &entry.what {
            assert!(void, "{step}");
        }
    }
    runs.push(journal);

    scene.somebody(Change::Restore(theirs));
    let mut expected = writes(&plan);
    // What a service principal holds goes with it, and does not come back with it.
    expected.retain(|step| !step.starts_with("consent-"));
    assert_eq!(writes(&plan_of(&runs)), expected);
}
