//! What the tenant is like now, as far as a plan needs to know.

use base::AppId;
use base::Clock;
use base::Key;
use base::Timestamp;
use base::Tokens;
use base::Transport;
use graph::Graph;
use graph::GraphError;
use graph::app_role_assignment::AppRoleAssignment;
use graph::app_role_assignment::ListAppRoleAssignments;
use graph::application::Application;
use graph::application::GetApplication;
use graph::application::GetApplicationByUniqueName;
use graph::application::ListApplicationsByTag;
use graph::deleted_item::ListDeletedApplications;
use graph::federated_credential::FederatedCredential;
use graph::owner::ListOwners;
use graph::owner::Owner;
use graph::service_principal::Api;
use graph::service_principal::GetApi;
use graph::service_principal::GetServicePrincipal;
use graph::service_principal::ServicePrincipal;
use graph::well_known::MICROSOFT_GRAPH;
use survey::ApplicationChoice;
use survey::Marks;
use survey::Obsolete;

use crate::Surroundings;
use crate::surroundings::federated_credentials;

/// More set-ups than this no tenant has; beyond it the search for a free key ends.
const MOST_SET_UPS: u32 = 100;

/// A set-up of ours as it is now.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ObservedSetUp {
    /// The application.
    pub application: Application,
    /// Who may add credentials to it, besides administrators.
    pub owners: Vec<Owner>,
    /// By whose tokens one may sign in as it; `None` where the tenant does not show that to this person, or its copies do
    /// not agree on the application.
    pub federated: Option<Vec<FederatedCredential>>,
    /// Its service principal, if there is one.
    pub service_principal: Option<ServicePrincipal>,
    /// Application roles that the service principal holds: what was granted, not what is declared.
    pub assignments: Vec<AppRoleAssignment>,
    /// Those of the assignments that are no longer needed, each with the permission that it grants.
    pub obsolete: Vec<(AppRoleAssignment, Obsolete)>,
    /// What is around it, where that was looked at and the tenant shows it: only undoing needs it.
    pub surroundings: Option<Surroundings>,
}

/// What the tenant is like now.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Observed {
    /// When it was seen.
    pub at: Timestamp,
    /// Microsoft Graph as this tenant knows it.
    pub microsoft_graph: Api,
    /// The application that was asked for and what belongs to it, if it is there.
    pub set_up: Option<ObservedSetUp>,
    /// A key that no application of the tenant bears, nor one in its recycle bin.
    pub free_unique_name: String,
}

/// Observes the tenant, and of its applications the one that `which` names. Reads only.
///
/// # Errors
///
/// [`GraphError`], where a read fails; nothing was changed.
pub async fn observe<T: Transport, K: Tokens, C: Clock>(
    graph: &Graph<T, K, C>,
    marks: &Marks,
    which: &ApplicationChoice,
) -> Result<Observed, GraphError> {
    let microsoft_graph = graph
        .call(&GetApi {
            app_id: well_known(MICROSOFT_GRAPH)?,
        })
        .await?;
    let (first_of_ours, free_unique_name) = find_ours(graph, marks).await?;
    let application = match which {
        ApplicationChoice::Ours => first_of_ours,
        ApplicationChoice::Existing { id } => {
            graph.find(&GetApplication { id: id.clone() }).await?
        }
        ApplicationChoice::Beside { unique_name: None } => None,
        ApplicationChoice::Beside {
            unique_name: Some(unique_name),
        } => find_by_key(graph, unique_name).await?,
    };
    let mut set_up = match application {
        Some(application) => {
            let federated = federated_credentials(graph, &application.id).await?;
            Some(read_set_up(graph, application, federated).await?)
        }
        None => None,
    };
    if let Some(set_up) = &mut set_up {
        set_up.obsolete = Obsolete::held(graph, &set_up.assignments).await?;
    }
    Ok(Observed {
        at: graph.clock().now(),
        microsoft_graph,
        set_up,
        free_unique_name,
    })
}

/// One of the ids that Microsoft documents, typed.
///
/// # Errors
///
/// [`GraphError::Unreadable`], where it is none.
pub(crate) fn well_known(id: &str) -> Result<AppId, GraphError> {
    id.parse().map_err(|_| GraphError::Unreadable {
        reason: Key::ReasonIdMissing,
        what: format!("the id {id}"),
        request_id: None,
    })
}

async fn find_by_key<T: Transport, K: Tokens, C: Clock>(
    graph: &Graph<T, K, C>,
    unique_name: &str,
) -> Result<Option<Application>, GraphError> {
    let unique_name = unique_name.to_owned();
    graph
        .find(&GetApplicationByUniqueName { unique_name })
        .await
}

/// Finds our application by label and by key, and a key that is free.
///
/// Both ways are asked, because a list may lag behind a single read. A stranger that bears our key is passed by, and so is
/// a key that an application in the recycle bin holds: whether Entra frees it is not documented.
async fn find_ours<T: Transport, K: Tokens, C: Clock>(
    graph: &Graph<T, K, C>,
    marks: &Marks,
) -> Result<(Option<Application>, String), GraphError> {
    let tag = marks.tag.clone();
    let mut ours: Vec<Application> = graph.list(&ListApplicationsByTag { tag }).await?;
    ours.retain(|application| marks.are_on(application));
    let deleted = graph.list(&ListDeletedApplications).await?;
    let is_held = |key: &str| {
        let mut keys = deleted.iter().filter_map(|one| one.unique_name.as_deref());
        keys.any(|held| held == key)
    };
    for number in 1..=MOST_SET_UPS {
        let unique_name = marks.numbered(number);
        match find_by_key(graph, &unique_name).await? {
            Some(application) if marks.are_on(&application) => {
                if ours.iter().all(|known| known.id != application.id) {
                    ours.push(application);
                }
            }
            Some(_stranger) => {}
            None if is_held(&unique_name) => {}
            None => {
                ours.sort_by_key(|application| marks.order(application));
                return Ok((ours.into_iter().next(), unique_name));
            }
        }
    }
    Err(GraphError::EndlessList)
}

/// Reads what belongs to an application besides its federated credentials; which of its permissions are no longer needed is not
/// looked at.
///
/// # Errors
///
/// [`GraphError`], where a read fails.
pub(crate) async fn read_set_up<T: Transport, K: Tokens, C: Clock>(
    graph: &Graph<T, K, C>,
    application: Application,
    federated: Option<Vec<FederatedCredential>>,
) -> Result<ObservedSetUp, GraphError> {
    let owners = ListOwners {
        application: application.id.clone(),
    };
    let owners = graph.find_list(&owners).await?.unwrap_or_default();
    let app_id = application.app_id.clone();
    let service_principal = graph.find(&GetServicePrincipal { app_id }).await?;
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
        owners,
        federated,
        service_principal,
        assignments,
        obsolete: Vec::new(),
        surroundings: None,
    })
}
