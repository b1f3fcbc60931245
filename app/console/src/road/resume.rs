//! Going on with a run that was interrupted: observe, plan, and carry out what was approved then; or show what differs.

use std::rc::Rc;

use provision::Journal;
use provision::Purpose;
use provision::RunId;
use survey::Wish;
use words::Text;

use super::leave;
use super::removal;
use super::set_up;
use super::undo;
use crate::console::Console;
use crate::stage::Errand;
use crate::stage::Planned;
use crate::stage::SignedIn;
use crate::stage::Stage;

/// Goes on with `run` of this browser's own journal. Where a key pair was made for it, the person is asked first whether its
/// file and password are still there.
pub(super) async fn resume(console: Console, signed_in: Rc<SignedIn>, run: RunId) {
    let beginning = signed_in
        .past
        .history
        .run(&run)
        .and_then(Journal::beginning);
    let purpose = beginning.map(|beginning| beginning.purpose);
    match purpose {
        Some(Purpose::SetUp { wish }) if wish.made.is_some() => {
            console.go(Stage::Resume(signed_in, run));
        }
        _ => resume_with_keys(console, signed_in, run).await,
    }
}

/// Goes on with `run`, whose key pair, if one was made for it, is at hand: it was made in this very tab, or the person said
/// that its file and password are there.
pub(crate) async fn resume_with_keys(console: Console, signed_in: Rc<SignedIn>, run: RunId) {
    let beginning = signed_in
        .past
        .history
        .run(&run)
        .and_then(Journal::beginning);
    match beginning.map(|beginning| beginning.purpose.clone()) {
        Some(Purpose::SetUp { wish }) => resume_set_up(console, signed_in, run, wish).await,
        Some(Purpose::Undo { runs }) => match runs.first().cloned() {
            Some(first) => undo::plan(console, signed_in, first, Some(run)).await,
            None => console.go(Stage::Tenant(signed_in)),
        },
        Some(Purpose::RemoveCertificate { removal }) => {
            removal::resume(console, signed_in, run, removal).await;
        }
        Some(Purpose::Leave) => leave::plan(console, signed_in, Some(run)).await,
        // Forgotten meanwhile: what is there tells what is left to do.
        None => console.go(Stage::Tenant(signed_in)),
    }
}

async fn resume_set_up(console: Console, signed_in: Rc<SignedIn>, run: RunId, wish: Wish) {
    console.go(Stage::Working(Text::WorkingPlan));
    // What another person approved is shown, to be approved by whose rights carry it out.
    let is_mine = signed_in.approved(&run);
    let approved = signed_in
        .past
        .history
        .run(&run)
        .and_then(Journal::beginning);
    let approved = approved.filter(|_| is_mine).map(|it| it.plan.clone());
    let (planned, observed) = match set_up::planned(console, &signed_in, &wish).await {
        Ok(Some(found)) => found,
        Ok(None) => return console.go(Stage::Choose(signed_in, Some(wish))),
        Err(trouble) => {
            return console.go(Stage::Trouble(signed_in, Errand::Resume(run), trouble));
        }
    };
    let planned = Rc::new(Planned {
        resumes: Some(run),
        ..planned
    });
    let within = approved.and_then(|approved| {
        let plan = planned.plan.clone();
        let announced = provision::announced_keys(&signed_in.past.history);
        plan.approve_within(&approved, &observed, &announced).ok()
    });
    match within {
        Some(approved) => console.go(Stage::Apply(planned, approved)),
        None => console.go(Stage::Plan(planned)),
    }
}
