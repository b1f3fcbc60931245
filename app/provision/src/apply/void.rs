//! Taking something back of what is gone itself: an application that an earlier run deleted, for example, when the plan was made
//! from a copy of the directory that did not show that.

use base::Clock;
use base::Tokens;
use base::Transport;
use graph::GraphError;

use super::Event;
use super::Failure;
use super::Running;
use super::Task;
use crate::Action;
use crate::Goal;
use crate::Ledger;
use crate::resource;
use crate::resource::Ids;

impl<T: Transport, K: Tokens, C: Clock, L: Ledger, E: Fn(Event)> Running<'_, T, K, C, L, E> {
    /// Whether the step takes something away, or gives something back that others took: there is nothing to do if what it is
    /// about is gone itself.
    pub(super) fn takes_back(&self, task: &Task<'_>) -> bool {
        self.undoes || matches!(task.step.action, Action::Remove { .. })
    }

    /// What to take back was refused as not found, for as long as that may mean "not yet".
    pub(super) async fn refused_as_gone(
        &mut self,
        task: &Task<'_>,
        error: GraphError,
    ) -> Result<Option<String>, Failure> {
        self.may_be_void = true;
        // What is to be set cannot have come to be so by being gone: no waiting shows that.
        let removes = matches!(task.step.action, Action::Remove { .. });
        let seen = self.seen(task.goal).await.map_err(Failure::Reading)?;
        if removes || seen.is_some() {
            self.done_otherwise(task, error).await
        } else {
            Err(Failure::Writing(error))
        }
    }

    /// Whether the goal is seen to be reached. Nothing is to be taken back of what is gone itself: an application that an earlier run
    /// deleted, for example, when the plan was made from a copy that did not show that.
    pub(super) async fn seen(&self, goal: &Goal) -> Result<Option<Ids>, GraphError> {
        let seen = resource::look(self.graph, goal, &self.known).await?;
        let is_void = seen.is_none()
            && self.may_be_void
            && resource::is_void(self.graph, goal, &self.known).await?;
        self.is_void.set(is_void);
        Ok(if is_void { Some(Ids::new()) } else { seen })
    }

    /// Whether there was nothing to do the step to, which is done. What an undoing found done may be so because all of it is
    /// gone, and come back with it.
    pub(super) async fn was_void(&self, goal: &Goal) -> Result<bool, GraphError> {
        if self.is_void.get() {
            return Ok(true);
        }
        let was_found = self.undoes && !self.sent;
        Ok(was_found && resource::is_void(self.graph, goal, &self.known).await?)
    }
}
