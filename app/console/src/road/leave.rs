//! Withdrawing this console's own consent, by deleting its service principal from the tenant.

use std::rc::Rc;

use provision::RunId;
use words::Text;

use crate::console::Console;
use crate::stage::Aim;
use crate::stage::Errand;
use crate::stage::Planned;
use crate::stage::SignedIn;
use crate::stage::Stage;
use crate::stage::Trouble;

/// Plans it. `resumes` is a withdrawal that was interrupted.
pub(super) async fn plan(console: Console, signed_in: Rc<SignedIn>, resumes: Option<RunId>) {
    let Some(config) = console.config() else {
        return;
    };
    console.go(Stage::Working(Text::WorkingPlan));
    match provision::plan_leave(&signed_in.graph, &config.client_id).await {
        Ok(plan) => console.go(Stage::Plan(Rc::new(Planned {
            signed_in,
            errand: Errand::Leave,
            aim: Aim::Leave,
            plan,
            owners: Vec::new(),
            resumes,
            found: None,
            checks: Rc::default(),
        }))),
        Err(error) => console.go(Stage::Trouble(
            signed_in,
            Errand::Leave,
            Trouble::of_graph(&error),
        )),
    }
}
