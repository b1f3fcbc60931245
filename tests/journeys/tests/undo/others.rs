//! What others did since our runs: it stays, and is told.

use base::Key;
use base::Timestamp;
use journeys::Scene;
use journeys::adopting;
use journeys::assert_same_rows;
use journeys::behind_our_back;
use journeys::differences;
use journeys::hosted;
use journeys::on_premises;
use journeys::put;
use journeys::saved_files;
use journeys::vendor_files;
use journeys::with_mailbox_settings;
use provision::Goal;
use tenant::directory::Change;
use tenant::rows::AppRoleAssignment;
use tenant::rows::Application;
use tenant::worlds::GRAPH_APP_ID;
use tenant::worlds::World;

use super::MAILBOX_SETTINGS;
use super::TAG;
use super::deeds::DEEDS;
use super::deeds::assign;
use super::ours;
use super::stranger;
use super::without_ours;

#[test]
fn what_others_put_there_stays_and_ours_goes() {
    for deed in DEEDS {
        let name = deed.name;
        let scene = Scene::with_set_up(World::Taken);
        let before = scene.microsoft.rows();
        scene.somebody(deed.change(&before));
        let mut rows = scene.microsoft.rows();
        let mut row = ours(&rows).clone();
        without_ours(&mut row);
        let principal = rows.service_principal_by_app_id(&row.app_id).unwrap();
        let holder = principal.id.clone();
        let is_ours = |one: &AppRoleAssignment| {
            one.principal_id == holder && before.assignments.contains(one)
        };
        rows.assignments.retain(|one| !is_ours(one));
        for one in rows.applications.iter_mut().filter(|one| one.id == row.id) {
            one.clone_from(&row);
        }
        scene.undo();
        assert_same_rows(&scene.microsoft.rows(), &rows, name);
        let told = scene.told();
        assert_eq!(told, [deed.told, Key::UndoApplicationStays], "{name}");
        scene.assert_undone_for_good();
    }
}

/// A second undoing of a run does not take what a colleague gave after the first.
#[test]
fn what_was_given_again_after_an_undoing_stays() {
    let scene = Scene::with_set_up(World::Taken);
    scene.set_up(with_mailbox_settings(hosted(vendor_files().facts)));
    let second = scene.last_run().beginning().unwrap().run.clone();
    scene.undo_since(second.clone());
    let rows = scene.microsoft.rows();
    let principal = rows.service_principal_by_app_id(&ours(&rows).app_id);
    let graph = rows.service_principal_by_app_id(&GRAPH_APP_ID.parse().unwrap());
    let (principal, graph) = (&principal.unwrap().id, &graph.unwrap().id);
    scene.somebody(assign("a-colleagues", principal, MAILBOX_SETTINGS, graph));
    let rows = scene.microsoft.rows();
    let written = scene.written();
    scene.undo_since(second);
    assert_eq!(scene.written(), written);
    assert_same_rows(&scene.microsoft.rows(), &rows, "a colleague's consent");
}

/// The old role of Exchange's API is told by its name when it is given back.
#[test]
fn what_is_given_back_is_named() {
    let scene = Scene::begin(World::Manual2017);
    let id = stranger(&scene.microsoft.rows()).id.clone();
    let mut choice = adopting(id, on_premises());
    choice.remove_obsolete = true;
    scene.set_up(choice);
    scene.undo();
    let run = scene.last_run();
    let steps = run.beginning().unwrap().plan.steps.iter();
    let given = steps.filter(|step| {
        let goal = step.action.goal();
        matches!(goal, Some(Goal::Granted { is: true, .. }))
    });
    let names = given.map(|step| step.sentence.parameters["permission"].as_str());
    assert_eq!(names.collect::<Vec<_>>(), ["Calendars.ReadWrite.All"]);
}

#[test]
fn what_somebody_took_out_of_our_hands_is_left_alone() {
    type Taking = fn(&Application, Timestamp) -> Change;
    let deeds: [(&str, Taking, Key); 2] = [
        (
            "our label is gone",
            |row, _| {
                put(Application {
                    tags: Vec::new(),
                    ..row.clone()
                })
            },
            Key::UndoNotOurs,
        ),
        (
            "it is deleted",
            |row, now| Change::DeleteApplication(row.id.clone(), now),
            Key::UndoGone,
        ),
    ];
    for (name, deed, told) in deeds {
        let scene = Scene::with_set_up(World::University);
        let row = ours(&scene.microsoft.rows()).clone();
        behind_our_back(&scene.microsoft, |now| deed(&row, now));
        let rows = scene.microsoft.rows();
        let written = scene.written();
        scene.undo();
        assert_eq!(scene.written(), written, "{name}");
        assert_same_rows(&scene.microsoft.rows(), &rows, name);
        assert_eq!(scene.told(), [told], "{name}");
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
