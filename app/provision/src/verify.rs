//! Reading it all back.

use base::Clock;
use base::Tokens;
use base::Transport;
use graph::Graph;
use graph::GraphError;

use crate::Desired;
use crate::Observed;
use crate::Plan;
use crate::Seen;
use crate::observe;
use crate::plan;
use crate::settle::Unsettled;
use crate::settle::settle;

/// Observes the tenant anew and plans anew, until three plans in a row have nothing left to do. What is read are grants
/// and credentials as the tenant holds them, not what was sent. Returns the last observation and its plan, which may
/// still have changes on it if ten minutes did not suffice.
///
/// # Errors
///
/// [`GraphError`] where the tenant could not be asked.
pub async fn verify<T: Transport, K: Tokens, C: Clock>(
    graph: &Graph<T, K, C>,
    desired: &Desired,
    tell: impl Fn(Seen),
) -> Result<(Observed, Plan), GraphError> {
    let settled = settle(graph.clock(), tell, async || {
        let (observed, plan) = observed_and_planned(graph, desired).await?;
        Ok(plan.is_kept().then_some((observed, plan)))
    })
    .await;
    match settled {
        Ok(kept) => Ok(kept),
        Err(Unsettled::NotSeen) => observed_and_planned(graph, desired).await,
        Err(Unsettled::Graph(error)) => Err(error),
    }
}

async fn observed_and_planned<T: Transport, K: Tokens, C: Clock>(
    graph: &Graph<T, K, C>,
    desired: &Desired,
) -> Result<(Observed, Plan), GraphError> {
    let observed = observe(graph, &desired.marks).await?;
    let plan = plan(desired, &observed);
    Ok((observed, plan))
}
