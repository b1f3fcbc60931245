//! What is told of a run while it goes on.

use crate::Seen;
use crate::StepId;
use crate::Stop;

/// What happens while a plan is carried out, for the screen.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// The step has begun.
    Began(StepId),
    /// The step's request is sent again, because the tenant does not know yet what it names.
    NotYet(StepId),
    /// The step is written; the tenant is asked whether it shows it.
    Waiting(StepId, Seen),
    /// The step is done.
    Done(StepId),
    /// The step is for a person to do elsewhere; nothing was sent, and nothing was seen of it yet.
    ByHand(StepId),
    /// The run stopped here.
    Stopped(Stop),
}
