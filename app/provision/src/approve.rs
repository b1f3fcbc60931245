//! The only door to writing.

use crate::Action;
use crate::Plan;
use crate::StepId;

/// A plan that a person saw and approved. Only [`Plan::approve`] makes one.
#[derive(Clone, Debug, PartialEq)]
pub struct Approved(Plan);

/// Why a plan cannot be approved.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum NotApprovable {
    /// A step cannot be done, so none is begun.
    #[error("a step is blocked: {0}")]
    Blocked(StepId),
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
}

impl Approved {
    /// The plan that was approved.
    pub fn plan(&self) -> &Plan {
        &self.0
    }
}
