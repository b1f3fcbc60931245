//! Taking one certificate off an application: a plan of its own, and reading back that it is gone.

use std::rc::Rc;

use base::Key;
use base::KeyId;
use base::Message;
use base::ObjectId;
use provision::History;
use provision::Inventory;
use provision::Observed;
use provision::Removal;
use provision::RunId;
use provision::Seen;
use survey::ApplicationChoice;
use survey::Marks;
use words::Text;

use super::carry_out::done;
use crate::console::Console;
use crate::stage::Aim;
use crate::stage::Errand;
use crate::stage::Planned;
use crate::stage::SignedIn;
use crate::stage::Stage;
use crate::stage::Trouble;

/// Plans to take the certificate `key_id` off `application`.
pub(super) async fn plan(
    console: Console,
    signed_in: Rc<SignedIn>,
    application: ObjectId,
    key_id: KeyId,
) {
    let errand = Errand::RemoveCertificate {
        application: application.clone(),
        key_id: key_id.clone(),
    };
    let find = |observed: &Observed| Removal::of(observed, &key_id);
    show(console, signed_in, errand, application, None, find).await;
}

/// Goes on with the run `run`, which was to do it and was interrupted. Its plan is shown and confirmed again.
pub(super) async fn resume(
    console: Console,
    signed_in: Rc<SignedIn>,
    run: RunId,
    removal: Removal,
) {
    let application = removal.application.clone();
    let errand = Errand::Resume(run.clone());
    let same = |_: &Observed| Some(removal);
    show(console, signed_in, errand, application, Some(run), same).await;
}

/// Observes the application and shows the plan for what `find` finds there to be taken off.
async fn show(
    console: Console,
    signed_in: Rc<SignedIn>,
    errand: Errand,
    application: ObjectId,
    resumes: Option<RunId>,
    find: impl FnOnce(&Observed) -> Option<Removal>,
) {
    let Some(config) = console.config() else {
        return;
    };
    console.go(Stage::Working(Text::WorkingPlan));
    let which = ApplicationChoice::Existing { id: application };
    let observed = provision::observe(&signed_in.graph, &config.marks, &which).await;
    let planned = match &observed {
        Ok(observed) => find(observed)
            .map(|removal| (removal, observed))
            .ok_or_else(|| Trouble::new(Message::new(Key::StoppedCertificateGone))),
        Err(error) => Err(Trouble::of_graph(error)),
    };
    match planned {
        Ok((removal, observed)) => {
            let known = signed_in.past.history.known_certificates();
            let plan = provision::plan_removal(&removal, &config.marks, &known, observed);
            console.go(Stage::Plan(Rc::new(Planned {
                signed_in,
                errand,
                aim: Aim::RemoveCertificate(removal),
                plan,
                owners: Vec::new(),
                resumes,
                found: Some(Inventory::of(observed)),
                checks: Rc::default(),
            })));
        }
        Err(trouble) => console.go(Stage::Trouble(signed_in, errand, trouble)),
    }
}

/// Reads back that the certificate is gone.
pub(super) async fn read_back(
    signed_in: &Rc<SignedIn>,
    removal: &Removal,
    marks: &Marks,
    history: &History,
    verifying: impl Fn(Seen),
) -> Result<Stage, Trouble> {
    let graph = &signed_in.graph;
    let verified = provision::verify_removal(graph, removal, marks, history, verifying).await;
    let verified = done(verified.map_err(|error| Trouble::of_graph(&error))?)?;
    let removal = Rc::new(removal.clone());
    let gone = Rc::new(verified.gone);
    Ok(Stage::Removed(Rc::clone(signed_in), removal, gone))
}
