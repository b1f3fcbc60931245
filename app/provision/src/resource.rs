//! What a set-up consists of, one module per kind: how each is planned, and by what one sees that it is there.

pub(crate) mod application;
pub(crate) mod certificate;
pub(crate) mod consent;
pub(crate) mod declared_permissions;
pub(crate) mod service_principal;

use base::AppId;
use base::Clock;
use base::KeyId;
use base::ObjectId;
use base::RoleId;
use base::Thumbprint;
use base::Tokens;
use base::Transport;
use graph::Field;
use graph::Graph;
use graph::GraphError;
use graph::Known;
use graph::Reference;
use graph::Slot;
use graph::Unfilled;
use graph::application::GetApplication;
use graph::application::GetApplicationByUniqueName;
use serde::Deserialize;
use serde::Serialize;
use serde_json::Value;

use crate::Observed;
use crate::StepId;

/// Name of the step that bears the application's ids.
pub(crate) const APPLICATION: &str = "application";
/// Name of the step that bears the service principal's id.
pub(crate) const SERVICE_PRINCIPAL: &str = "service-principal";

/// By what one sees that a step is done.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum Goal {
    /// The application with this key has this name, audience and label.
    Application {
        /// Its key.
        unique_name: String,
        /// Its name.
        display_name: String,
        /// Our label.
        tag: String,
    },
    /// The application has an enabled service principal.
    ServicePrincipal {
        /// The application's client id.
        app_id: Slot,
    },
    /// The application declares these roles.
    Declared {
        /// The application's object id.
        application: Slot,
        /// Client id of the API.
        resource: AppId,
        /// Its roles.
        roles: Vec<RoleId>,
    },
    /// The service principal holds this role.
    Granted {
        /// Object id of the service principal.
        principal: Slot,
        /// Object id of the API's service principal.
        resource: ObjectId,
        /// The role.
        role: RoleId,
    },
    /// The application bears this certificate, and every one that it bore before.
    Certificate {
        /// The application's object id.
        application: Slot,
        /// The certificate.
        thumbprint: Thumbprint,
        /// Those that were there before.
        beside: Vec<KeyId>,
    },
}

/// The ids of something that was seen.
pub(crate) type Ids = Vec<(Field, String)>;

/// Looks whether `goal` is reached, and returns the ids of what is there, or `None` where it is not (yet).
///
/// # Errors
///
/// [`GraphError`] where the tenant could not be asked. That something is not there is no error.
pub(crate) async fn look<T: Transport, K: Tokens, C: Clock>(
    graph: &Graph<T, K, C>,
    goal: &Goal,
    known: &Known,
) -> Result<Option<Ids>, GraphError> {
    match goal {
        Goal::Application {
            unique_name,
            display_name,
            tag,
        } => application::look(graph, unique_name, display_name, tag).await,
        Goal::ServicePrincipal { app_id } => {
            service_principal::look(graph, &id(app_id, known)?).await
        }
        Goal::Declared {
            application,
            resource,
            roles,
        } => declared_permissions::look(graph, &id(application, known)?, resource, roles).await,
        Goal::Granted {
            principal,
            resource,
            role,
        } => consent::look(graph, &id(principal, known)?, resource, role).await,
        Goal::Certificate {
            application,
            thumbprint,
            beside,
        } => certificate::look(graph, &id(application, known)?, thumbprint, beside).await,
    }
}

/// What an update would change, as it is now, in the form of the update's `before`; `None` where nothing is there yet.
///
/// # Errors
///
/// [`GraphError`] where the tenant could not be asked.
pub(crate) async fn current<T: Transport, K: Tokens, C: Clock>(
    graph: &Graph<T, K, C>,
    goal: &Goal,
    before: &Value,
    known: &Known,
) -> Result<Option<Value>, GraphError> {
    let application = match goal {
        Goal::Application { unique_name, .. } => {
            let unique_name = unique_name.clone();
            graph
                .find(&GetApplicationByUniqueName { unique_name })
                .await?
        }
        Goal::Declared { application, .. } | Goal::Certificate { application, .. } => {
            let id = id(application, known)?;
            graph.find(&GetApplication { id }).await?
        }
        Goal::ServicePrincipal { .. } | Goal::Granted { .. } => None,
    };
    Ok(application.map(|application| match goal {
        Goal::Application { .. } => application::current(&application, before),
        Goal::Declared { .. } => declared_permissions::current(&application),
        _ => certificate::current(&application),
    }))
}

/// The id in a slot, typed.
fn id<I: std::str::FromStr>(slot: &Slot, known: &Known) -> Result<I, GraphError> {
    let unreadable = |what: String| GraphError::Unreadable {
        what,
        request_id: None,
    };
    let text = match slot {
        Slot::Text(text) => Ok(text),
        Slot::Pending(reference) => known.get(reference).ok_or_else(|| Unfilled {
            reference: reference.to_string(),
        }),
    };
    text.map_err(|unfilled| unreadable(unfilled.to_string()))?
        .parse()
        .map_err(|_| unreadable("an id".to_owned()))
}

/// The application's object id: known if it is there, pending if it is to be made.
pub(crate) fn application_id(observed: &Observed) -> Slot {
    match &observed.set_up {
        Some(set_up) => Slot::text(&set_up.application.id),
        None => Slot::Pending(Reference::new(APPLICATION, Field::Id)),
    }
}

/// The application's client id, likewise.
pub(crate) fn client_id(observed: &Observed) -> Slot {
    match &observed.set_up {
        Some(set_up) => Slot::text(&set_up.application.app_id),
        None => Slot::Pending(Reference::new(APPLICATION, Field::AppId)),
    }
}

/// The service principal's object id, likewise.
pub(crate) fn service_principal_id(observed: &Observed) -> Slot {
    let principal = observed
        .set_up
        .as_ref()
        .and_then(|set_up| set_up.service_principal.as_ref());
    match principal {
        Some(principal) => Slot::text(&principal.id),
        None => Slot::Pending(Reference::new(SERVICE_PRINCIPAL, Field::Id)),
    }
}

/// A step's name of a fixed text.
pub(crate) fn step(name: impl Into<String>) -> StepId {
    StepId(name.into())
}
