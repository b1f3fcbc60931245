//! Undoing a run and all since: from the journal and from what is there, a plan.

use std::rc::Rc;

use base::Key;
use base::Message;
use provision::Inventory;
use provision::Journal;
use provision::Observed;
use provision::RunId;
use survey::ApplicationChoice;
use survey::Marks;
use words::Text;

use crate::console::Console;
use crate::stage::Aim;
use crate::stage::Errand;
use crate::stage::Planned;
use crate::stage::SignedIn;
use crate::stage::Stage;
use crate::stage::Trouble;

/// Plans how to undo `first` and every run since, of this browser's journal or of one that was taken in. `resumes` is an
/// undoing that was interrupted; its plan is shown and confirmed again. Either way only what bears our mark is touched.
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
    let past = &signed_in.past;
    let claimed = past.imported.as_ref().map(|imported| imported.claimed());
    let runs = past.history.to_undo(&first, claimed);
    // Whoever looks again goes on with what was interrupted.
    let errand = resumes.clone().map_or(Errand::Undo(first), Errand::Resume);
    let which = match provision::undo_scope(&runs) {
        Some(which) => which,
        None => return console.go(Stage::Trouble(signed_in, errand, no_scope(&runs))),
    };
    match provision::observe_to_undo(&signed_in.graph, &config.marks, &which).await {
        Ok(observed) => console.go(Stage::Plan(Rc::new(Planned {
            resumes,
            ..planned(signed_in, errand, runs, which, &config.marks, observed)
        }))),
        Err(error) => {
            let trouble = Trouble::of_graph(&error);
            console.go(Stage::Trouble(signed_in, errand, trouble));
        }
    }
}

fn planned(
    signed_in: Rc<SignedIn>,
    errand: Errand,
    runs: Vec<Journal>,
    which: ApplicationChoice,
    marks: &Marks,
    observed: Observed,
) -> Planned {
    let plan = provision::undo(&runs, marks, &observed);
    let set_up = observed.set_up.as_ref();
    let name = set_up.map(|it| it.application.display_name.clone());
    let owners = set_up.map(|it| it.owners.clone());
    Planned {
        signed_in,
        errand,
        aim: Aim::Undo {
            runs: provision::undone_runs(&runs, &observed),
            which,
            name: name.unwrap_or_default(),
        },
        plan,
        owners: owners.unwrap_or_default(),
        resumes: None,
        found: Some(Inventory::of(&observed)),
        checks: Rc::default(),
    }
}

/// Why no application can be looked at: the runs are not known here, or wrote nothing.
fn no_scope(runs: &[Journal]) -> Trouble {
    let key = if runs.is_empty() {
        Key::UndoJournalMissing
    } else {
        Key::UndoDidNothing
    };
    Trouble::new(Message::new(key))
}
