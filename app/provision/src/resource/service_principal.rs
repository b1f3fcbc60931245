//! The application's service principal in this tenant.

use base::AppId;
use base::Clock;
use base::Key;
use base::Message;
use base::ObjectId;
use base::Tokens;
use base::Transport;
use graph::Field;
use graph::Graph;
use graph::GraphError;
use graph::service_principal::GetServicePrincipal;
use graph::service_principal::GetServicePrincipalById;
use graph::service_principal::create;

use super::Goal;
use super::Ids;
use super::SERVICE_PRINCIPAL;
use super::client_id;
use super::step;
use crate::Action;
use crate::Observed;
use crate::Step;

pub(crate) fn plan(observed: &Observed) -> Step {
    let current = observed
        .set_up
        .as_ref()
        .and_then(|set_up| set_up.service_principal.as_ref());
    let (key, action) = match current {
        None => {
            let app_id = client_id(observed);
            let write = create(&app_id);
            (
                Key::PlanServicePrincipalCreate,
                Action::Create {
                    write,
                    otherwise: None,
                    goal: Goal::ServicePrincipal { app_id },
                },
            )
        }
        // Whoever disabled it meant to: enabling it is not ours to decide.
        Some(principal) if principal.account_enabled == Some(false) => (
            Key::PlanServicePrincipalDisabled,
            Action::Blocked {
                unblock: Message::new(Key::UnblockServicePrincipalDisabled),
            },
        ),
        Some(_) => (Key::PlanServicePrincipalKeep, Action::Keep),
    };
    Step {
        id: step(SERVICE_PRINCIPAL),
        sentence: Message::new(key),
        action,
    }
}

pub(crate) async fn look<T: Transport, K: Tokens, C: Clock>(
    graph: &Graph<T, K, C>,
    app_id: &AppId,
) -> Result<Option<Ids>, GraphError> {
    let app_id = app_id.clone();
    let found = graph.find(&GetServicePrincipal { app_id }).await?;
    let enabled = found.filter(|principal| principal.account_enabled != Some(false));
    Ok(enabled.map(|principal| vec![(Field::Id, principal.id.to_string())]))
}

/// Whether the application has one that is disabled.
pub(crate) async fn is_disabled<T: Transport, K: Tokens, C: Clock>(
    graph: &Graph<T, K, C>,
    app_id: &AppId,
) -> Result<bool, GraphError> {
    let app_id = app_id.clone();
    let found = graph.find(&GetServicePrincipal { app_id }).await?;
    Ok(found.is_some_and(|principal| principal.account_enabled == Some(false)))
}

pub(crate) async fn look_if_gone<T: Transport, K: Tokens, C: Clock>(
    graph: &Graph<T, K, C>,
    principal: &ObjectId,
) -> Result<Option<Ids>, GraphError> {
    let id = principal.clone();
    let found = graph.find(&GetServicePrincipalById { id }).await?;
    Ok(found.is_none().then(Vec::new))
}
