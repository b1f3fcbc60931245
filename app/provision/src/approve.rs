//! The only door to writing.

use graph::Field;
use graph::Known;
use graph::Reference;
use graph::Template;

use crate::Action;
use crate::Goal;
use crate::Observed;
use crate::Plan;
use crate::Step;
use crate::StepId;
use crate::resource::APPLICATION;
use crate::resource::SERVICE_PRINCIPAL;

/// A plan that a person saw and approved. Only [`Plan::approve`] and [`Plan::approve_within`] make one.
#[derive(Clone, Debug, PartialEq)]
pub struct Approved(Plan);

/// Why a plan cannot be approved.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum NotApprovable {
    /// A step cannot be done, so none is begun.
    #[error("a step is blocked: {0}")]
    Blocked(StepId),
    /// A step is not on the plan that was approved, or is another one there: the person has to see it.
    #[error("a step was not approved: {0}")]
    NotWithin(StepId),
}

impl Plan {
    /// Approves the plan as it is shown.
    ///
    /// # Errors
    ///
    /// [`NotApprovable::Blocked`] names the first step that cannot be done.
    pub fn approve(self) -> Result<Approved, NotApprovable> {
        match self
            .steps
            .iter()
            .find(|step| matches!(step.action, Action::Blocked { .. }))
        {
            Some(step) => Err(NotApprovable::Blocked(step.id.clone())),
            None => Ok(Approved(self)),
        }
    }

    /// Approves the plan because all of it was approved before, on `approved`, whose run was interrupted: each step is
    /// done, or sends the very request that was shown, now with the ids that were still to come.
    ///
    /// `approved` must come from this browser's own ledger, and so must `announced`, the keys that its unfinished runs
    /// announced ([`crate::announced_keys`]). What was imported is a claim, and never passed here. An application that is
    /// there, though nobody announced that it would be made, is somebody else's: the person has to see it.
    ///
    /// # Errors
    ///
    /// [`NotApprovable`] names the first step that the person has not seen so, or that is blocked.
    pub fn approve_within(
        self,
        approved: &Plan,
        observed: &Observed,
        announced: &[String],
    ) -> Result<Approved, NotApprovable> {
        if let (Some(made), Some(_)) = (made(approved), &observed.set_up)
            && !announced.contains(made)
        {
            return Err(NotApprovable::NotWithin(StepId(APPLICATION.to_owned())));
        }
        let known = known(approved, observed);
        let was_approved =
            |step: &&Step| matches!(step.action, Action::Keep) || is_within(step, approved, &known);
        let first = self.steps.iter().find(|step| !was_approved(step));
        match first {
            Some(step) => Err(NotApprovable::NotWithin(step.id.clone())),
            None => self.approve(),
        }
    }
}

/// The key of the application that a plan makes.
fn made(plan: &Plan) -> Option<&String> {
    let mut goals = plan.steps.iter().filter_map(|step| step.action.goal());
    goals.find_map(|goal| match goal {
        Goal::Application { unique_name, .. } => Some(unique_name),
        _ => None,
    })
}

/// The ids that the approved plan's references stand for, as far as what bears them is there by now.
fn known(approved: &Plan, observed: &Observed) -> Known {
    let made = made(approved);
    let mut known = Known::new();
    // Without a key of the plan's own, the application was there before: its ids stand on the plan as they are.
    let made = observed
        .set_up
        .as_ref()
        .filter(|set_up| made.is_none() || set_up.application.unique_name.as_ref() == made);
    if let Some(set_up) = made {
        let application = &set_up.application;
        let mut add = |step, field, id: String| known.insert(Reference::new(step, field), id);
        add(APPLICATION, Field::Id, application.id.to_string());
        add(APPLICATION, Field::AppId, application.app_id.to_string());
        if let Some(principal) = &set_up.service_principal {
            add(SERVICE_PRINCIPAL, Field::Id, principal.id.to_string());
        }
    }
    known
}

fn is_within(step: &Step, approved: &Plan, known: &Known) -> bool {
    let mut same = approved.steps.iter().filter(|one| one.id == step.id);
    same.any(|one| match (one.action.write(), step.action.write()) {
        (Some(shown), Some(now)) => is_same(shown, now, known),
        (None, None) => is_by_hand_alike(&one.action, &step.action),
        _ => false,
    })
}

/// Whether both are done by a person in the same way. Nothing is sent for it; by what one sees that it is done may name an
/// id by now.
fn is_by_hand_alike(shown: &Action, now: &Action) -> bool {
    matches!(
        (shown, now),
        (Action::ByHand { how: shown, .. }, Action::ByHand { how: now, .. }) if shown == now
    )
}

/// Whether `now` is the request that was `shown`: the same template, or the same once the ids are filled in.
fn is_same(shown: &Template, now: &Template, known: &Known) -> bool {
    shown == now
        || matches!(
            (shown.fill(known), now.fill(known)),
            (Ok(shown), Ok(now)) if shown == now
        )
}

impl Approved {
    /// The plan that was approved.
    pub fn plan(&self) -> &Plan {
        &self.0
    }
}

#[cfg(test)]
mod tests;
