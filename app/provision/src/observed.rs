//! What the tenant is like now, as far as a plan needs to know.

use base::Clock;
use base::Timestamp;
use base::Tokens;
use base::Transport;
use graph::Graph;
use graph::GraphError;
use graph::app_role_assignment::AppRoleAssignment;
use graph::app_role_assignment::ListAppRoleAssignments;
use graph::application::Application;
use graph::application::GetApplicationByUniqueName;
use graph::application::ListApplicationsByTag;
use graph::service_principal::Api;
use graph::service_principal::GetApi;
use graph::service_principal::GetServicePrincipal;
use graph::service_principal::ServicePrincipal;
use graph::well_known::MICROSOFT_GRAPH;
use survey::Marks;

/// More set-ups than this no tenant has; beyond it the search for a free key ends.
const MOST_SET_UPS: u32 = 100;

/// A set-up of ours as it is now.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ObservedSetUp {
    /// The application.
    pub application: Application,
    /// Its service principal, if there is one.
    pub service_principal: Option<ServicePrincipal>,
    /// Application roles that the service principal holds: what was granted, not what is declared.
    pub assignments: Vec<AppRoleAssignment>,
}

/// What the tenant is like now.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Observed {
    /// When it was seen.
    pub at: Timestamp,
    /// Microsoft Graph as this tenant knows it.
    pub microsoft_graph: Api,
    /// Our set-up, if there is one.
    pub set_up: Option<ObservedSetUp>,
    /// A key that no application of the tenant bears.
    pub free_unique_name: String,
}

/// Observes the tenant. Reads only.
///
/// # Errors
///
/// [`GraphError`], where a read fails; nothing was changed.
pub async fn observe<T: Transport, K: Tokens, C: Clock>(
    graph: &Graph<T, K, C>,
    marks: &Marks,
) -> Result<Observed, GraphError> {
    let microsoft_graph = MICROSOFT_GRAPH
        .parse()
        .map_err(|_| GraphError::Unreadable {
            what: "the id of Microsoft Graph".to_owned(),
            request_id: None,
        })?;
    let microsoft_graph = graph
        .call(&GetApi {
            app_id: microsoft_graph,
        })
        .await?;
    let (application, free_unique_name) = find_ours(graph, marks).await?;
    let set_up = match application {
        Some(application) => Some(observe_set_up(graph, application).await?),
        None => None,
    };
    Ok(Observed {
        at: graph.clock().now(),
        microsoft_graph,
        set_up,
        free_unique_name,
    })
}

/// Finds our application by label and by key, and a key that is free.
///
/// Both ways are asked, because a list may lag behind a single read. A stranger that bears our key is passed by.
async fn find_ours<T: Transport, K: Tokens, C: Clock>(
    graph: &Graph<T, K, C>,
    marks: &Marks,
) -> Result<(Option<Application>, String), GraphError> {
    let mut ours: Vec<Application> = graph
        .list(&ListApplicationsByTag {
            tag: marks.tag.clone(),
        })
        .await?;
    ours.retain(|application| marks.are_on(application));
    for number in 1..=MOST_SET_UPS {
        let unique_name = marks.numbered(number);
        match graph
            .find(&GetApplicationByUniqueName {
                unique_name: unique_name.clone(),
            })
            .await?
        {
            Some(application) if marks.are_on(&application) => {
                return Ok((Some(application), unique_name));
            }
            Some(_stranger) => {}
            None => {
                ours.sort_by_key(|application| {
                    application
                        .unique_name
                        .as_deref()
                        .and_then(|key| marks.number_of(key))
                });
                return Ok((ours.into_iter().next(), unique_name));
            }
        }
    }
    Err(GraphError::EndlessList)
}

async fn observe_set_up<T: Transport, K: Tokens, C: Clock>(
    graph: &Graph<T, K, C>,
    application: Application,
) -> Result<ObservedSetUp, GraphError> {
    let principal = GetServicePrincipal {
        app_id: application.app_id.clone(),
    };
    let service_principal = graph.find(&principal).await?;
    let assignments = match &service_principal {
        Some(principal) => {
            let principal = principal.id.clone();
            graph
                .find_list(&ListAppRoleAssignments { principal })
                .await?
                .unwrap_or_default()
        }
        None => Vec::new(),
    };
    Ok(ObservedSetUp {
        application,
        service_principal,
        assignments,
    })
}
