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
        match step.action.goal() {
            Some(Goal::ServicePrincipal { app_id }) if may_be_blocked(&failure) => {
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

/// Whether a disabled service principal can be why: it is never seen as it shall be, or is in the way as one that is there
/// already. Anything else that is refused says itself why.
fn may_be_blocked(failure: &Failure) -> bool {
    match failure {
        Failure::NotSeen => true,
        Failure::Writing(GraphError::Refused(refusal)) => matches!(refusal.status, 400 | 409),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use graph::Refusal;

    use super::*;

    fn refused(status: u16) -> GraphError {
        GraphError::Refused(Refusal {
            status,
            code: String::new(),
            message: String::new(),
            request_id: None,
            retry_after: None,
        })
    }

    #[test]
    fn a_missing_role_and_throttling_say_themselves_why() {
        for (failure, expected) in [
            (Failure::NotSeen, true),
            (Failure::Writing(refused(400)), true),
            (Failure::Writing(refused(409)), true),
            (Failure::Writing(refused(403)), false),
            (Failure::Writing(refused(429)), false),
            (Failure::Reading(refused(409)), false),
            (Failure::ChangedSince, false),
        ] {
            assert_eq!(may_be_blocked(&failure), expected, "{failure:?}");
        }
    }
}
