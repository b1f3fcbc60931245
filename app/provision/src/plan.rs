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
            Self::Create { write, .. } | Self::Update { write, .. } => Some(write),
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
        resource::certificate::plan(desired, observed),
    ];
    // Last, because they need the rarest role: whoever lacks it leaves only them to a colleague.
    let consents = desired.permissions.iter();
    steps.extend(consents.map(|permission| resource::consent::plan(*permission, observed)));
    Plan { steps }
}

#[cfg(test)]
mod tests;
