//! What carrying a step out is about.

use graph::Template;
use serde_json::Value;

use crate::Action;
use crate::Goal;
use crate::Step;

/// What a step sends, and how one sees whether it must, may, and did.
pub(super) struct Task<'a> {
    pub(super) step: &'a Step,
    pub(super) write: &'a Template,
    /// What is sent if no answer comes to `write`.
    pub(super) otherwise: Option<&'a Template>,
    /// What is there before, by the plan.
    pub(super) before: &'a Value,
    pub(super) goal: &'a Goal,
}

impl<'a> Task<'a> {
    /// The task of a step that sends anything.
    pub(super) fn of(step: &'a Step) -> Option<Self> {
        let (write, otherwise, before, goal) = match &step.action {
            Action::Create {
                write,
                otherwise,
                goal,
            } => (write, otherwise.as_ref(), &Value::Null, goal),
            Action::Update {
                write,
                before,
                goal,
                ..
            }
            | Action::Remove {
                write,
                before,
                goal,
            } => (write, None, before, goal),
            Action::Keep | Action::ByHand { .. } | Action::Blocked { .. } => return None,
        };
        Some(Self {
            step,
            write,
            otherwise,
            before,
            goal,
        })
    }
}
