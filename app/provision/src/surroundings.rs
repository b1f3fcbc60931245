//! What is looked at before anything is deleted: all that others may have put on an application or given to its service
//! principal, as far as the permissions that this console asks for show it.
//!
//! They do not show delegated grants (reading those takes `Directory.Read.All` or `DelegatedPermissionGrant.ReadWrite.All`):
//! the sentence of the plan that deletes says so.

use base::AppId;
use base::Clock;
use base::ObjectId;
use base::Tokens;
use base::Transport;
use graph::Graph;
use graph::GraphError;
use graph::app_role_assignment::AppRoleAssignment;
use graph::app_role_assignment::Assigned;
use graph::app_role_assignment::ListAppRoleAssignedTo;
use graph::app_role_assignment::ListAppRoleAssignments;
use graph::application::Application;
use graph::application::GetApplication;
use graph::application::RequiredResourceAccess;
use graph::federated_credential::FederatedCredential;
use graph::federated_credential::ListFederatedCredentials;
use graph::owner::ListServicePrincipalOwners;
use graph::owner::Owner;
use graph::service_principal::Api;
use graph::service_principal::GetApi;
use graph::service_principal::GetServicePrincipalById;
use graph::service_principal::ServicePrincipal;
use graph::well_known::MICROSOFT_GRAPH;
use serde_json::Value;
use serde_json::json;
use survey::ApplicationChoice;
use survey::Marks;
use survey::Obsolete;

use crate::Observed;
use crate::ObservedSetUp;
use crate::observe;
use crate::observed::read_set_up;
use crate::observed::well_known;
use crate::resource::Current;
use crate::settle::pause;

/// The status by which Graph says that somebody may not.
const FORBIDDEN: u16 = 403;
/// So often a copy of the directory may not know yet what another one showed.
const TRIES: u64 = 10;

/// What is around a set-up and shows only where one looks further.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Surroundings {
    /// Who may change the service principal, besides administrators.
    pub principal_owners: Vec<Owner>,
    /// Users, groups and applications to which the application is assigned.
    pub assigned: Vec<Assigned>,
    /// The APIs besides Microsoft Graph of which this console takes roles away, by which those are named.
    pub apis: Vec<Api>,
}

/// Observes the tenant as [`observe`] does, and what is around the application besides. Reads only.
///
/// # Errors
///
/// [`GraphError`], where a read fails; nothing was changed.
pub async fn observe_to_undo<T: Transport, K: Tokens, C: Clock>(
    graph: &Graph<T, K, C>,
    marks: &Marks,
    which: &ApplicationChoice,
) -> Result<Observed, GraphError> {
    let mut observed = observe(graph, marks, which).await?;
    let is_unseen = |set_up: &ObservedSetUp| set_up.federated.is_none();
    if observed.set_up.as_ref().is_some_and(is_unseen) {
        // A copy that lags may have shown an application that is deleted by now.
        observed = observe(graph, marks, which).await?;
    }
    if let Some(set_up) = &mut observed.set_up {
        let principal = set_up.service_principal.as_ref();
        set_up.surroundings = look_around(graph, principal).await?;
        if let Some(surroundings) = &mut set_up.surroundings {
            surroundings.apis = other_apis(graph).await?;
        }
    }
    Ok(observed)
}

/// What is around `principal`; `None` where the tenant does not show it to this person, or its copies do not agree.
async fn look_around<T: Transport, K: Tokens, C: Clock>(
    graph: &Graph<T, K, C>,
    principal: Option<&ServicePrincipal>,
) -> Result<Option<Surroundings>, GraphError> {
    let Some(principal) = principal else {
        return Ok(Some(Surroundings::default()));
    };
    shown(graph.clock(), async || {
        read_around(graph, &principal.id).await.map(Some)
    })
    .await
}

/// The federated credentials of `application`; `None` where the tenant does not show them to this person, or its copies do
/// not agree.
///
/// # Errors
///
/// [`GraphError`] where the tenant could not be asked.
pub(crate) async fn federated_credentials<T: Transport, K: Tokens, C: Clock>(
    graph: &Graph<T, K, C>,
    application: &ObjectId,
) -> Result<Option<Vec<FederatedCredential>>, GraphError> {
    let application = application.clone();
    let list = ListFederatedCredentials { application };
    shown(graph.clock(), async || graph.find_list(&list).await).await
}

/// What `read` shows, once a copy is asked that knows what it is about; `None` where none does, or it is not to be shown.
async fn shown<R>(
    clock: &impl Clock,
    mut read: impl AsyncFnMut() -> Result<Option<R>, GraphError>,
) -> Result<Option<R>, GraphError> {
    for count in 1..=TRIES {
        match read().await {
            Ok(Some(found)) => return Ok(Some(found)),
            Ok(None) => clock.sleep(pause(count)).await,
            Err(error) if error.is_not_found() => clock.sleep(pause(count)).await,
            Err(error) if is_forbidden(&error) => return Ok(None),
            Err(error) => return Err(error),
        }
    }
    Ok(None)
}

fn is_forbidden(error: &GraphError) -> bool {
    error
        .refusal()
        .is_some_and(|refusal| refusal.status == FORBIDDEN)
}

async fn read_around<T: Transport, K: Tokens, C: Clock>(
    graph: &Graph<T, K, C>,
    principal: &ObjectId,
) -> Result<Surroundings, GraphError> {
    let principal = principal.clone();
    let owners = ListServicePrincipalOwners {
        principal: principal.clone(),
    };
    Ok(Surroundings {
        principal_owners: graph.list(&owners).await?,
        assigned: graph.list(&ListAppRoleAssignedTo { principal }).await?,
        apis: Vec::new(),
    })
}

async fn other_apis<T: Transport, K: Tokens, C: Clock>(
    graph: &Graph<T, K, C>,
) -> Result<Vec<Api>, GraphError> {
    let mut found = Vec::new();
    for permission in Obsolete::roles().filter(|one| one.api != MICROSOFT_GRAPH) {
        let app_id: AppId = well_known(permission.api)?;
        found.extend(graph.find(&GetApi { app_id }).await?);
    }
    Ok(found)
}

/// An application that is to be deleted, and was `before` when that was planned, as it is now.
///
/// What somebody puts on it after this look and before the deletion goes with it: a deletion cannot name what was seen. The
/// recycle bin keeps the application with what is on it for 30 days.
///
/// # Errors
///
/// [`GraphError`] where the tenant could not be asked, or does not show any more to this person what it showed then: whoever
/// lost a role since learns that, and not that something has changed.
pub(crate) async fn application_now<T: Transport, K: Tokens, C: Clock>(
    graph: &Graph<T, K, C>,
    id: &ObjectId,
    before: &Value,
) -> Result<Current, GraphError> {
    let find = GetApplication { id: id.clone() };
    for count in 1..=TRIES {
        // From the beginning each time: what a copy that lags still shows may be gone.
        let Some(application) = graph.find(&find).await? else {
            return Ok(Current::Nothing);
        };
        match read_whole(graph, application).await {
            Ok(Some(set_up)) => return Ok(compared(snapshot(&set_up), before)),
            Ok(None) => graph.clock().sleep(pause(count)).await,
            Err(error) if error.is_not_found() => graph.clock().sleep(pause(count)).await,
            Err(error) => return Err(error),
        }
    }
    Ok(Current::Is(Value::Null))
}

/// All that is on an application and around it; `None`, or that it is not found, where the copies do not agree on it.
async fn read_whole<T: Transport, K: Tokens, C: Clock>(
    graph: &Graph<T, K, C>,
    application: Application,
) -> Result<Option<ObservedSetUp>, GraphError> {
    let list = ListFederatedCredentials {
        application: application.id.clone(),
    };
    let Some(federated) = graph.find_list(&list).await? else {
        return Ok(None);
    };
    let mut set_up = read_set_up(graph, application, Some(federated)).await?;
    set_up.surroundings = Some(match &set_up.service_principal {
        Some(principal) => read_around(graph, &principal.id).await?,
        None => Surroundings::default(),
    });
    Ok(Some(set_up))
}

/// A service principal that is to be deleted, likewise; but what it held or gave does not come back with it.
///
/// # Errors
///
/// [`GraphError`] where the tenant could not be asked.
pub(crate) async fn principal_now<T: Transport, K: Tokens, C: Clock>(
    graph: &Graph<T, K, C>,
    id: &ObjectId,
    before: &Value,
) -> Result<Current, GraphError> {
    let id = id.clone();
    let Some(found) = graph.find(&GetServicePrincipalById { id }).await? else {
        return Ok(Current::Nothing);
    };
    let list = ListAppRoleAssignments {
        principal: found.id.clone(),
    };
    let held = graph.find_list(&list).await?.unwrap_or_default();
    let surroundings = look_around(graph, Some(&found)).await?;
    let now = snapshot_of_principal(&found, &held, surroundings.as_ref());
    Ok(compared(now, before))
}

/// What is `now`, or `before` where nothing came since.
fn compared(now: Value, before: &Value) -> Current {
    if is_within(&now, before) {
        Current::Is(before.clone())
    } else {
        Current::Is(now)
    }
}

/// Whether all that is `now` was there `before`. What went meanwhile, or is not shown by a copy of the directory that lags,
/// is not lost by deleting; but labels that went may mean that it is not ours to delete.
fn is_within(now: &Value, before: &Value) -> bool {
    match (now, before) {
        (Value::Array(now), Value::Array(before)) => now.iter().all(|one| before.contains(one)),
        (Value::Object(now), Value::Object(before)) => {
            now.iter().all(|(name, now)| match name.as_str() {
                "tags" => *now == before[name],
                "servicePrincipal" if now.is_null() => true,
                _ => is_within(now, &before[name]),
            })
        }
        (now, before) => now == before,
    }
}

/// Everything that somebody may have put on an application or given to it, to compare it before it is deleted. Order says
/// nothing in it, and null is what could not be looked at.
pub(crate) fn snapshot(set_up: &ObservedSetUp) -> Value {
    let application = &set_up.application;
    let principal = set_up.service_principal.as_ref().map(|principal| {
        snapshot_of_principal(principal, &set_up.assignments, set_up.surroundings.as_ref())
    });
    let keys = application.key_credentials.iter();
    let secrets = application.password_credentials.iter();
    json!({
        "displayName": application.display_name,
        "tags": sorted(application.tags.iter()),
        "signInAudience": application.sign_in_audience,
        "notes": application.notes,
        "requiredResourceAccess": sorted(declared(application).into_iter()),
        "keyCredentials": sorted(keys.map(|key| &key.key_id)),
        "passwordCredentials": sorted(secrets.map(|secret| &secret.key_id)),
        "redirectUris": sorted(application.redirect_uris()),
        "identifierUris": sorted(application.identifier_uris.iter()),
        "offered": sorted(offered(application).into_iter()),
        "owners": sorted(set_up.owners.iter().map(|owner| &owner.id)),
        "federatedIdentityCredentials": set_up.federated.as_deref().map(federated),
        "servicePrincipal": principal,
    })
}

/// Federated credentials, each with whose tokens it accepts: that can be changed under the same id.
fn federated(credentials: &[FederatedCredential]) -> Vec<String> {
    let text = |part: &Option<String>| part.clone().unwrap_or_default();
    let whole = |one: &FederatedCredential| {
        let (issuer, subject) = (text(&one.issuer), text(&one.subject));
        format!("{} {issuer} {subject}", one.id)
    };
    sorted(credentials.iter().map(whole))
}

/// The same of a service principal that holds the roles `held`. Null is what could not be looked at.
pub(crate) fn snapshot_of_principal(
    principal: &ServicePrincipal,
    held: &[AppRoleAssignment],
    surroundings: Option<&Surroundings>,
) -> Value {
    let own = principal.key_credentials.iter();
    let own = own.chain(&principal.password_credentials);
    let held = held
        .iter()
        .map(|one| format!("{} {}", one.resource_id, one.app_role_id));
    let owners = |around: &Surroundings| {
        let owners = around.principal_owners.iter();
        sorted(owners.map(|owner| &owner.id))
    };
    let assigned = |around: &Surroundings| {
        let assigned = around.assigned.iter();
        sorted(assigned.map(|one| format!("{} {}", one.principal_id, one.app_role_id)))
    };
    json!({
        "id": principal.id,
        "credentials": sorted(own.map(|one| &one.key_id)),
        "held": sorted(held),
        "owners": surroundings.map(owners),
        "assigned": surroundings.map(assigned),
    })
}

/// What an application declares, each permission by its API, kind and id.
fn declared(application: &Application) -> Vec<String> {
    let apis = application.required_resource_access.iter();
    let of_api = |api: &RequiredResourceAccess| {
        let id = api.resource_app_id.clone();
        let access = api.resource_access.iter();
        let named = access.map(move |one| format!("{id} {} {}", one.kind, one.id));
        named.collect::<Vec<String>>()
    };
    apis.flat_map(of_api).collect()
}

/// What an application offers as an API, each as its name or id.
pub(crate) fn offered(application: &Application) -> Vec<String> {
    let api = application.api.iter();
    let scopes = api.clone().flat_map(|api| &api.oauth2_permission_scopes);
    let scopes = scopes.map(|one| one.value.clone().unwrap_or_else(|| one.id.to_string()));
    let roles = application.app_roles.iter();
    let roles = roles.map(|one| one.value.clone().unwrap_or_else(|| one.id.to_string()));
    let trusted = api.clone().flat_map(|api| &api.pre_authorized_applications);
    let trusted = trusted.map(|one| one.app_id.to_string());
    let covered = api.flat_map(|api| &api.known_client_applications);
    let covered = covered.map(ToString::to_string);
    scopes.chain(roles).chain(trusted).chain(covered).collect()
}

fn sorted(things: impl Iterator<Item = impl ToString>) -> Vec<String> {
    let mut texts: Vec<String> = things.map(|thing| thing.to_string()).collect();
    texts.sort();
    texts
}

#[cfg(test)]
mod tests;
