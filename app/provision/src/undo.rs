//! Undoing runs: a plan, made from what the journal says was done and from what is there now.
//!
//! What the runs made goes, what they changed becomes what it was, in the reverse order; what others changed since stays
//! as it is. An application that the runs made is deleted where everything on it is theirs, and kept with what others put
//! on it where not. Whatever is on the plan is looked at anew before it is done, as on every plan.

mod claimed;
mod effects;
mod others;
mod steps;
mod unreachable;

use base::ObjectId;
use graph::Field;
use graph::Slot;
use survey::ApplicationChoice;
use survey::Marks;

use self::effects::Effects;
pub(crate) use self::effects::flat;
use crate::Goal;
use crate::Journal;
use crate::Observed;
use crate::ObservedSetUp;
use crate::Plan;
use crate::Purpose;
use crate::What;
use crate::resource::APPLICATION;

/// The application by which `runs` are undone, which is the one that the first of them is about that still stands; `None`
/// where they did nothing.
pub fn undo_scope(runs: &[Journal]) -> Option<ApplicationChoice> {
    let scope = |run: &Journal| Effects::of([run]).scope();
    let standing = standing(runs).into_iter().find_map(scope);
    standing.or_else(|| runs.iter().find_map(scope))
}

/// Plans how to undo those of `runs` that are about the application that is `observed`, and tells what of them is found
/// elsewhere or out of reach. Pure.
///
/// The plan is empty where nothing of what they did is left.
pub fn undo(runs: &[Journal], marks: &Marks, observed: &Observed) -> Plan {
    let parts = Parts::of(runs, observed);
    let restored = observed.set_up.as_ref().filter(|set_up| {
        let id = &set_up.application.id;
        parts
            .here
            .iter()
            .any(|run| gone_by(run).any(|gone| gone == id))
    });
    // What was taken from another application must not be given to this one.
    let here = parts.here.iter().map(|run| match &observed.set_up {
        Some(set_up) => claimed::believed(run, marks, &set_up.application),
        None => (*run).clone(),
    });
    let here: Vec<Journal> = here.collect();
    let mut effects = Effects::of(&here);
    // Only what has a key of our form was made by this console, whatever a journal says.
    effects.made = effects.made.filter(|key| marks.number_of(key).is_some());
    let mut steps = match &observed.set_up {
        Some(set_up) if marks.are_on(&set_up.application) => {
            steps::plan(&effects, set_up, &observed.microsoft_graph, observed.at)
        }
        Some(set_up) => {
            let api = &observed.microsoft_graph;
            let told = unreachable::out_of_our_hands(&effects, set_up, api);
            told.into_iter().collect()
        }
        None => Vec::new(),
    };
    if steps.is_empty() {
        steps.extend(restored.map(unreachable::restored));
    }
    let is_gone = !parts.gone.is_empty();
    steps.extend(unreachable::elsewhere(is_gone, parts.elsewhere.len()));
    Plan { steps }
}

/// Those of `runs` that [`undo`] undoes by what is observed: without the ones about another application, which are left for
/// another undoing.
pub fn undone_runs(runs: &[Journal], observed: &Observed) -> Vec<Journal> {
    let elsewhere = Parts::of(runs, observed).elsewhere;
    let here = runs.iter().filter(|run| !elsewhere.contains(run));
    here.cloned().collect()
}

/// Runs whose application is not known to be deleted by one of them, by what is observed.
struct Parts<'a> {
    /// About the application that is observed.
    here: Vec<&'a Journal>,
    /// Did something to the application that was looked for, which is not there.
    gone: Vec<&'a Journal>,
    /// Did something to another one.
    elsewhere: Vec<&'a Journal>,
}

impl<'a> Parts<'a> {
    fn of(runs: &'a [Journal], observed: &Observed) -> Self {
        let set_up = observed.set_up.as_ref();
        let is_here = |run: &&Journal| set_up.is_some_and(|set_up| is_about(run, set_up));
        let scope = |run: &Journal| Effects::of([run]).scope();
        let which = undo_scope(runs);
        let (here, others): (Vec<_>, Vec<_>) = standing(runs).into_iter().partition(is_here);
        let others: Vec<_> = others
            .into_iter()
            .filter(|run| scope(run).is_some())
            .collect();
        let of_which = |run: &&&Journal| scope(run) == which;
        let ids = others.iter().filter(of_which).filter_map(|run| made(run));
        let ids: Vec<ObjectId> = ids.filter_map(|id| id.parse().ok()).collect();
        let is_gone =
            |run: &&Journal| scope(run) == which || ids.iter().any(|id| may_be_about(run, id));
        let (gone, elsewhere) = others.into_iter().partition(is_gone);
        Self {
            here,
            gone,
            elsewhere,
        }
    }
}

/// The runs whose application was not deleted by a later one of them, and all undoings. An application that was restored
/// since was restored by others, with all that is on it.
fn standing(runs: &[Journal]) -> Vec<&Journal> {
    let later = |at: usize| &runs[at + 1..];
    let stands = |(at, run): &(usize, &Journal)| !later(*at).iter().any(|it| deleted(it, run));
    let runs = runs.iter().enumerate();
    runs.filter(stands).map(|(_, run)| run).collect()
}

/// Whether `undoing` deleted the application that `run` is about.
fn deleted(undoing: &Journal, run: &Journal) -> bool {
    let Some(Purpose::Undo { runs }) = undoing.beginning().map(|it| it.purpose) else {
        return false;
    };
    let undone = run.beginning().is_some_and(|it| {
        runs.contains(it.run)
            && matches!(
                it.purpose,
                Purpose::SetUp { .. } | Purpose::RemoveCertificate { .. }
            )
    });
    undone && gone_by(undoing).any(|application| may_be_about(run, application))
}

/// The applications that a run deleted.
fn gone_by(run: &Journal) -> impl Iterator<Item = &ObjectId> {
    effects::done_steps(run).filter_map(|step| match step.action.goal() {
        Some(Goal::ApplicationGone { application }) => Some(application),
        _ => None,
    })
}

/// Whether the run is about the application with this object id, as far as it says.
fn may_be_about(run: &Journal, application: &ObjectId) -> bool {
    let effects = Effects::of([run]);
    match (made(run), &effects.application, &effects.wished) {
        (Some(id), _, _) => id == application.as_str(),
        (None, Some(id), _) => id == application,
        (None, None, Some(ApplicationChoice::Existing { id })) => id == application,
        (None, None, _) => true,
    }
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
