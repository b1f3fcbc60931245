//! Undoing a run and all since: from the journal and from what is there, a plan.

use std::rc::Rc;

use provision::Journal;
use provision::RunId;
use words::Text;

use crate::console::Console;
use crate::stage::Aim;
use crate::stage::Errand;
use crate::stage::Planned;
use crate::stage::SignedIn;
use crate::stage::Stage;
use crate::stage::Trouble;

/// Plans how to undo `first` and every run since, of this browser's journal or of one that was taken in. `resumes` is an
/// undoing that was interrupted; its plan is shown and confirmed again.
pub(super) async fn plan(
    console: Console,
    signed_in: Rc<SignedIn>,
    first: RunId,
    resumes: Option<RunId>,
) {
    let Some(config) = console.config() else {
        return;
    };
    console.go(Stage::Working(Text::WorkingPlan));
    let runs = runs_since(&signed_in, &first);
    let Some(which) = provision::undo_scope(&runs) else {
        return console.go(Stage::Tenant(signed_in));
    };
    match provision::observe(&signed_in.graph, &config.marks, &which).await {
        Ok(observed) => {
            let plan = provision::undo(&runs, &config.marks, &observed);
            let application = observed.set_up.as_ref().map(|it| &it.application);
            let name = application.map(|it| it.display_name.clone());
            let owners = observed.set_up.as_ref().map(|it| it.owners.clone());
            console.go(Stage::Plan(Rc::new(Planned {
                signed_in,
                errand: Errand::Undo(first),
                aim: Aim::Undo {
                    runs,
                    which,
                    name: name.unwrap_or_default(),
                },
                plan,
                owners: owners.unwrap_or_default(),
                resumes,
                checks: Rc::default(),
            })));
        }
        Err(error) => console.go(Stage::Trouble(
            signed_in,
            Errand::Undo(first),
            Trouble::of_graph(&error),
        )),
    }
}

/// The runs to undo: of this browser's journal, else of the one that was taken in. Either way only what bears our mark is
/// touched, and the plan is shown and confirmed.
fn runs_since(signed_in: &SignedIn, first: &RunId) -> Vec<Journal> {
    let own = signed_in.past.history.since(first);
    let imported = signed_in.past.imported.as_ref();
    let runs = if own.is_empty() {
        imported.map_or(&[][..], |imported| imported.claimed().since(first))
    } else {
        own
    };
    runs.to_vec()
}
