//! Why a step is blocked, where its failure alone does not say it.

use base::Clock;
use base::Tokens;
use base::Transport;
use graph::GraphError;

use super::Event;
use super::Running;
use super::failure::Failure;
use crate::Goal;
use crate::Ledger;
use crate::Step;
use crate::resource;

impl<T: Transport, K: Tokens, C: Clock, L: Ledger, E: Fn(Event)> Running<'_, T, K, C, L, E> {
    /// The failure of a step, with what blocks it: a service principal that somebody disabled is never seen as it shall be,
    /// however long one waits, and is in the way of another one.
    pub(super) async fn explained(&self, step: &Step, failure: Failure) -> Failure {
        let may_be_blocked = match &failure {
            Failure::NotSeen => true,
            // What is there already. Anything else that is refused says itself why.
            Failure::Writing(GraphError::Refused(refusal)) => {
                matches!(refusal.status, 400 | 409)
            }
            _ => false,
        };
        match step.action.goal() {
            Some(Goal::ServicePrincipal { app_id }) if may_be_blocked => {
                match resource::is_disabled(self.graph, app_id, &self.known).await {
                    Ok(true) => Failure::Disabled(match failure {
                        Failure::Writing(error) => Some(error),
                        _ => None,
                    }),
                    // Where this cannot be read either, what happened first is what is told.
                    Ok(false) | Err(_) => failure,
                }
            }
            _ => failure,
        }
    }
}
