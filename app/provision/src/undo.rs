//! Undoing runs: a plan, made from what the journal says was done and from what is there now.
//!
//! What the runs made goes, what they changed becomes what it was, in the reverse order; what others changed since stays
//! as it is. An application that the runs made is deleted where everything on it is theirs, and kept with what others put
//! on it where not. Whatever is on the plan is looked at anew before it is done, as on every plan.

mod claimed;
mod effects;
mod steps;

use graph::Field;
use graph::Slot;
use survey::ApplicationChoice;
use survey::Marks;

use self::effects::Effects;
use crate::Goal;
use crate::Journal;
use crate::Observed;
use crate::ObservedSetUp;
use crate::Plan;
use crate::What;
use crate::resource::APPLICATION;

/// The application by which `runs` are undone, which is the one that the first of them is about; `None` where they did
/// nothing.
pub fn undo_scope(runs: &[Journal]) -> Option<ApplicationChoice> {
    runs.iter().find_map(|run| Effects::of([run]).scope())
}

/// Plans how to undo those of `runs` that are about the application that is `observed`. Pure.
///
/// The plan is empty where nothing of what they did is left, or where the application does not bear our mark: it is then
/// another one, or was taken out of our hands.
pub fn undo(runs: &[Journal], marks: &Marks, observed: &Observed) -> Plan {
    let steps = match &observed.set_up {
        Some(set_up) if marks.are_on(&set_up.application) => {
            // What was taken from another application must not be given to this one.
            let runs = runs.iter().filter(|run| is_about(run, set_up));
            let mut effects = Effects::of(runs);
            // Only what has a key of our form was made by this console, whatever a journal says.
            effects.made = effects.made.filter(|key| marks.number_of(key).is_some());
            steps::plan(&effects, set_up, &observed.microsoft_graph)
        }
        _ => Vec::new(),
    };
    Plan { steps }
}

/// Whether anything on the run's plan names the application of `set_up`, or its service principal. A key that became free
/// may have come to another application than the one that the run made.
fn is_about(run: &Journal, set_up: &ObservedSetUp) -> bool {
    if made(run).is_some_and(|id| id != set_up.application.id.as_str()) {
        return false;
    }
    let steps = run.beginning().map(|it| it.plan.steps.as_slice());
    let mut goals = steps
        .unwrap_or_default()
        .iter()
        .filter_map(|step| step.action.goal());
    goals.any(|goal| names(goal, set_up))
}

/// Object id of the application that the run made, once the tenant showed it.
fn made(run: &Journal) -> Option<&str> {
    let ids = run.entries.iter().filter_map(|entry| match &entry.what {
        What::Done { step, ids, .. } if step.0 == APPLICATION => Some(ids),
        _ => None,
    });
    let mut ids = ids.flatten();
    let id = ids.find(|(field, _)| *field == Field::Id);
    id.map(|(_, id)| id.as_str())
}

fn names(goal: &Goal, set_up: &ObservedSetUp) -> bool {
    let application = &set_up.application;
    let principal = set_up.service_principal.as_ref();
    match goal {
        Goal::Application { unique_name, .. } => {
            application.unique_name.as_ref() == Some(unique_name)
        }
        Goal::Properties {
            application: id, ..
        }
        | Goal::Declared {
            application: id, ..
        }
        | Goal::Certificate {
            application: id, ..
        } => *id == Slot::text(&application.id),
        Goal::ApplicationGone { application: id }
        | Goal::Owner {
            application: id, ..
        } => *id == application.id,
        Goal::ServicePrincipal { app_id } => *app_id == Slot::text(&application.app_id),
        Goal::ServicePrincipalGone { principal: id } => {
            principal.is_some_and(|principal| *id == principal.id)
        }
        Goal::Granted { principal: id, .. } => {
            principal.is_some_and(|principal| *id == Slot::text(&principal.id))
        }
    }
}

#[cfg(test)]
mod tests;
