//! The plan: what will be done, in order, each step with the sentence and the request for it. Pure.

use std::fmt;

use base::Message;
use graph::Template;
use serde::Deserialize;
use serde::Serialize;
use serde_json::Value;

use crate::Desired;
use crate::Goal;
use crate::Observed;
use crate::resource;

/// Name of a step; ids that it will bear are referred to by it.
#[derive(Clone, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(transparent)]
pub struct StepId(pub String);

impl fmt::Display for StepId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// What a step does.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum Action {
    /// Nothing: it is as desired.
    Keep,
    /// Makes something new.
    Create {
        /// The request.
        write: Template,
        /// What is sent if no answer comes to that and nothing was made.
        otherwise: Option<Template>,
        /// By what one sees that it is done.
        goal: Goal,
    },
    /// Changes something that is there.
    Update {
        /// The request.
        write: Template,
        /// The part that changes, as it was observed.
        before: Value,
        /// The part that changes, as it will be.
        after: Value,
        /// By what one sees that it is done.
        goal: Goal,
    },
    /// Takes something away.
    Remove {
        /// The request.
        write: Template,
        /// What is there, as far as it was looked at; if it is another by then, it is left alone. Null where its id says all.
        before: Value,
        /// By what one sees that it is done.
        goal: Goal,
    },
    /// Is done by a person elsewhere; here it is only looked at.
    ByHand {
        /// What to do.
        how: Message,
        /// By what one sees that it is done.
        goal: Goal,
    },
    /// Cannot be done, and with it the whole plan.
    Blocked {
        /// What would unblock it.
        unblock: Message,
    },
}

impl Action {
    /// The request that this action sends, if it sends one.
    pub fn write(&self) -> Option<&Template> {
        match self {
            Self::Create { write, .. }
            | Self::Update { write, .. }
            | Self::Remove { write, .. } => Some(write),
            Self::Keep | Self::ByHand { .. } | Self::Blocked { .. } => None,
        }
    }

    /// By what one sees that it is done, if there is anything to do.
    pub fn goal(&self) -> Option<&Goal> {
        match self {
            Self::Create { goal, .. }
            | Self::Update { goal, .. }
            | Self::Remove { goal, .. }
            | Self::ByHand { goal, .. } => Some(goal),
            Self::Keep | Self::Blocked { .. } => None,
        }
    }
}

/// One step of a plan.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Step {
    /// Its name.
    pub id: StepId,
    /// What it does, for a person.
    pub sentence: Message,
    /// What it does.
    pub action: Action,
}

/// Everything that will be done, in order.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Plan {
    /// The steps, each after those whose ids it refers to.
    pub steps: Vec<Step>,
}

impl Plan {
    /// Whether there is nothing to do for this page. What people do elsewhere is not done by that: whoever says that all is
    /// done has looked at it ([`crate::Verified::left`]).
    pub fn is_done_here(&self) -> bool {
        let done = |step: &Step| matches!(step.action, Action::Keep | Action::ByHand { .. });
        self.steps.iter().all(done)
    }

    /// The steps that people do elsewhere.
    pub fn by_hand(&self) -> impl Iterator<Item = &Step> {
        let by_hand = |step: &&Step| matches!(step.action, Action::ByHand { .. });
        self.steps.iter().filter(by_hand)
    }

    /// The steps that something blocks, with what would unblock them.
    pub fn blocked(&self) -> impl Iterator<Item = (&Step, &Message)> {
        self.steps.iter().filter_map(|step| match &step.action {
            Action::Blocked { unblock } => Some((step, unblock)),
            _ => None,
        })
    }

    /// Whether there is nothing to do.
    pub fn is_kept(&self) -> bool {
        self.steps.iter().all(|step| step.action == Action::Keep)
    }

    /// How many steps change something.
    pub fn changes(&self) -> usize {
        self.steps
            .iter()
            .filter(|step| step.action.write().is_some())
            .count()
    }
}

/// Plans how to get from what is observed to what is desired.
pub fn plan(desired: &Desired, observed: &Observed) -> Plan {
    let mut steps = vec![
        resource::application::plan(desired, observed),
        resource::service_principal::plan(observed),
        resource::declared_permissions::plan(desired, observed),
    ];
    steps.extend(resource::certificate::plan(desired, observed));
    steps.extend(resource::owner::plan(desired, observed));
    // Last, because they need the rarest role: whoever lacks it leaves only them to a colleague.
    let consents = desired.permissions.iter();
    steps
        .extend(consents.map(|permission| resource::consent::plan(*permission, desired, observed)));
    // Behind the new ones, so that calendars are never without a permission.
    steps.extend(resource::consent::plan_obsolete(desired, observed));
    Plan { steps }
}

#[cfg(test)]
mod tests;
