//! Withdrawing this console's own consent: its service principal in the tenant is deleted, and with it all that was
//! consented to for it. Graph page: "Delete servicePrincipal".

use base::AppId;
use base::Clock;
use base::Key;
use base::Message;
use base::ObjectId;
use base::Tokens;
use base::Transport;
use graph::Graph;
use graph::GraphError;
use graph::Slot;
use graph::service_principal::GetServicePrincipal;
use graph::service_principal::delete;
use serde_json::Value;

use crate::Action;
use crate::Goal;
use crate::Plan;
use crate::Step;
use crate::StepId;
use crate::settle::Unsettled;
use crate::settle::settle;

/// Plans it for the console whose client id is `console`. Nothing is on the plan where it is gone already.
///
/// # Errors
///
/// [`GraphError`] where the tenant could not be asked.
pub async fn plan_leave<T: Transport, K: Tokens, C: Clock>(
    graph: &Graph<T, K, C>,
    console: &AppId,
) -> Result<Plan, GraphError> {
    let read = async || {
        let app_id = console.clone();
        graph.find(&GetServicePrincipal { app_id }).await
    };
    let principal = agreed(graph.clock(), read).await?;
    let steps = principal.map(|principal| withdraw(console, principal.id));
    Ok(Plan {
        steps: steps.into_iter().collect(),
    })
}

/// What three reads in a row say. A copy of the directory may lag behind, so one read is not believed.
///
/// Where reads do not come to agree, what any of them showed is taken to be there: to withdraw it twice does no harm, to
/// say of what is there that it is gone would.
async fn agreed<R: Clone + PartialEq>(
    clock: &impl Clock,
    mut read: impl AsyncFnMut() -> Result<Option<R>, GraphError>,
) -> Result<Option<R>, GraphError> {
    let mut before: Option<Option<R>> = None;
    let mut shown = None;
    let look = async || {
        let now = read().await?;
        shown = now.clone().or(shown.take());
        let agrees = before.as_ref().is_none_or(|before| *before == now);
        before = Some(now.clone());
        Ok(agrees.then_some(now))
    };
    match settle(clock, |_| {}, look).await {
        Ok(found) => Ok(found),
        Err(Unsettled::NotSeen) => Ok(shown),
        Err(Unsettled::Graph(error)) => Err(error),
    }
}

fn withdraw(console: &AppId, principal: ObjectId) -> Step {
    Step {
        id: StepId("own-consent".to_owned()),
        sentence: Message::new(Key::LeaveConsent).with("client", console),
        action: Action::Remove {
            write: delete(&Slot::text(&principal)),
            before: Value::Null,
            goal: Goal::ServicePrincipalGone { principal },
        },
    }
}

#[cfg(test)]
mod tests;
