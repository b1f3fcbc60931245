//! Making or changing a set-up: checks, keys, plan.

use std::rc::Rc;

use provision::Desired;
use provision::Inventory;
use provision::Observed;
use provision::RunId;
use survey::ApplicationChoice;
use survey::CertificateChoice;
use survey::Check;
use survey::Verdict;
use survey::Wish;
use words::Text;

use crate::console::Console;
use crate::stage::Aim;
use crate::stage::Errand;
use crate::stage::Planned;
use crate::stage::SignedIn;
use crate::stage::Stage;
use crate::stage::Trouble;

/// Looks for what would stop the run before anything else is done; says so if there is anything, else goes on.
pub(super) async fn check(console: Console, signed_in: Rc<SignedIn>, wish: Wish) {
    console.go(Stage::Working(Text::WorkingCheck));
    match survey::preflight(&signed_in.graph, &signed_in.facts, &wish.choice).await {
        Ok(checks) if checks.iter().all(|check| check.verdict == Verdict::Pass) => {
            after_checks(console, signed_in, wish, Rc::new(checks)).await;
        }
        Ok(checks) => {
            let checks = Rc::new(checks);
            // Whoever goes back to the form finds there what the policies allow.
            console.checked(Rc::clone(&checks));
            console.go(Stage::Check(signed_in, wish, checks));
        }
        Err(error) => console.go(Stage::Trouble(
            signed_in,
            Errand::SetUp(wish),
            Trouble::of_graph(&error),
        )),
    }
}

/// Goes on after the checks: to the keys where a pair is to be made, else to the plan.
pub(crate) async fn after_checks(
    console: Console,
    signed_in: Rc<SignedIn>,
    wish: Wish,
    checks: Rc<Vec<Check>>,
) {
    let making = matches!(wish.choice.certificate, CertificateChoice::Make { .. });
    console.makes_keys(making);
    console.checked(checks);
    if making && wish.made.is_none() {
        console.go(Stage::Keys(signed_in, wish.choice, None));
    } else {
        plan(console, signed_in, wish).await;
    }
}

/// Observes and plans.
pub(crate) async fn plan(console: Console, signed_in: Rc<SignedIn>, wish: Wish) {
    console.go(Stage::Working(Text::WorkingPlan));
    match planned(console, &signed_in, &wish).await {
        Ok(Some((planned, _))) => console.go(Stage::Plan(Rc::new(planned))),
        // The form was checked before; a draft that no longer fits is chosen anew.
        Ok(None) => console.go(Stage::Choose(signed_in, Some(wish))),
        Err(trouble) => console.go(Stage::Trouble(signed_in, Errand::SetUp(wish), trouble)),
    }
}

/// Observes and plans, and gives what was observed besides; `None` where the wish no longer fits the form.
pub(super) async fn planned(
    console: Console,
    signed_in: &Rc<SignedIn>,
    wish: &Wish,
) -> Result<Option<(Planned, Observed)>, Trouble> {
    let Some(config) = console.config() else {
        return Ok(None);
    };
    let Ok(mut desired) = Desired::new(&wish.choice, &config.marks, wish.made.as_ref()) else {
        return Ok(None);
    };
    let observed = provision::observe(&signed_in.graph, &desired.marks, &desired.application)
        .await
        .map_err(|error| Trouble::of_graph(&error))?;
    // What an unfinished run added for a pair that this one replaces was never handed over.
    desired.left_over = provision::left_over(&signed_in.past.history);
    let mut wish = wish.clone();
    if let ApplicationChoice::Beside { unique_name } = &mut wish.choice.application {
        // From here on this is the key, so that a second run finds what the first one made.
        unique_name.get_or_insert(observed.free_unique_name.clone());
        desired.application = wish.choice.application.clone();
    }
    let owners = observed.set_up.as_ref().map(|it| it.owners.clone());
    let planned = Planned {
        signed_in: Rc::clone(signed_in),
        errand: Errand::SetUp(wish.clone()),
        plan: provision::plan(&desired, &observed),
        aim: Aim::SetUp(wish, desired),
        owners: owners.unwrap_or_default(),
        resumes: None::<RunId>,
        found: Some(Inventory::of(&observed)),
        checks: console.checks(),
    };
    Ok(Some((planned, observed)))
}
