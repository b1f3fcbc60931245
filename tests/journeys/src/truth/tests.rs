//! Lines that are true, and what is told where one of them is not.

use provision::What;
use tenant::directory::Change;
use tenant::rows::Application;
use tenant::worlds::World;

use super::*;
use crate::Scene;
use crate::put;

fn ours(rows: &Rows) -> Application {
    let found = rows.application_by_unique_name("mytimetable-calendar-push");
    found.unwrap().clone()
}

/// What is untrue after somebody changed the tenant without a line of the journal.
fn untrue_after(change: impl FnOnce(&Rows) -> Change) -> Vec<String> {
    let scene = Scene::with_set_up(World::Empty);
    let history = scene.story.history();
    assert_eq!(untruths(&scene.microsoft, &history), Vec::<String>::new());
    scene.somebody(change(&scene.microsoft.rows()));
    untruths(&scene.microsoft, &history)
}

#[test]
fn a_done_line_that_the_rows_do_not_bear_out_is_untrue() {
    type Changed = fn(&Rows) -> Change;
    let changed: [(&str, Changed); 5] = [
        ("certificate", |rows| {
            let key_credentials = Vec::new();
            put(Application {
                key_credentials,
                ..ours(rows)
            })
        }),
        ("declared", |rows| {
            let required_resource_access = Vec::new();
            put(Application {
                required_resource_access,
                ..ours(rows)
            })
        }),
        ("role", |rows| {
            Change::RemoveAssignment(rows.assignments.last().unwrap().id.clone())
        }),
        ("made", |rows| {
            let unique_name = None;
            put(Application {
                unique_name,
                ..ours(rows)
            })
        }),
        ("service principal", |rows| {
            let client = ours(rows).app_id;
            let principal = rows.service_principal_by_app_id(&client).unwrap();
            let now = crate::START.parse().unwrap();
            Change::DeleteServicePrincipal(principal.id.clone(), now)
        }),
    ];
    for (what, change) in changed {
        let untrue = untrue_after(change);
        assert!(
            untrue.iter().any(|one| one.contains(what)),
            "{what}: {untrue:?}"
        );
    }
}

#[test]
fn what_was_undone_is_no_untruth_unless_it_is_there_again() {
    let scene = Scene::with_set_up(World::Empty);
    let id = ours(&scene.microsoft.rows()).id;
    scene.undo();
    let history = scene.story.history();
    assert_eq!(untruths(&scene.microsoft, &history), Vec::<String>::new());
    scene.somebody(Change::Restore(id));
    let untrue = untruths(&scene.microsoft, &history);
    assert!(untrue.iter().any(|one| one.contains("gone")), "{untrue:?}");
}

/// A line too many, and one too few.
#[test]
fn lines_that_do_not_fit_what_was_sent_are_untrue() {
    let scene = Scene::with_set_up(World::Empty);
    let history = scene.story.history();
    let lines = &history.runs[0].entries;
    for at in 0..lines.len() {
        let mut tampered = history.clone();
        let removed = tampered.runs[0].entries.remove(at);
        if matches!(removed.what, What::Done { .. }) {
            let untrue = untruths(&scene.microsoft, &tampered);
            assert!(
                untrue.iter().any(|one| one.contains("announced")),
                "{removed:?}: {untrue:?}"
            );
        }
    }
}
