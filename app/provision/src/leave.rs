//! Withdrawing this console's own consent: its service principal in the tenant is deleted, and with it all that was
//! consented to for it. Graph page: "Delete servicePrincipal".

use base::AppId;
use base::Clock;
use base::Key;
use base::Message;
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

/// Plans it for the console whose client id is `console`. Nothing is on the plan where it is gone already.
///
/// # Errors
///
/// [`GraphError`] where the tenant could not be asked.
pub async fn plan_leave<T: Transport, K: Tokens, C: Clock>(
    graph: &Graph<T, K, C>,
    console: &AppId,
) -> Result<Plan, GraphError> {
    let app_id = console.clone();
    let principal = graph.find(&GetServicePrincipal { app_id }).await?;
    let steps = principal.map(|principal| Step {
        id: StepId("own-consent".to_owned()),
        sentence: Message::new(Key::LeaveConsent).with("client", console),
        action: Action::Remove {
            write: delete(&Slot::text(&principal.id)),
            before: Value::Null,
            goal: Goal::ServicePrincipalGone {
                principal: principal.id,
            },
        },
    });
    Ok(Plan {
        steps: steps.into_iter().collect(),
    })
}
