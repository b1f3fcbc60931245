//! What a set-up consists of, one module per kind: how each is planned, and by what one sees that it is there.

pub(crate) mod application;
pub(crate) mod certificate;
pub(crate) mod consent;
pub(crate) mod declared_permissions;
pub(crate) mod owner;
pub(crate) mod service_principal;

use base::AppId;
use base::Clock;
use base::Key;
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
use graph::application::Application;
use graph::application::GetApplication;
use graph::application::ResourceAccess;
use serde::Deserialize;
use serde::Serialize;
use serde_json::Value;
use survey::Task;

use crate::Observed;
use crate::StepId;
use crate::surroundings;

/// Name of the step that bears the application's ids.
pub(crate) const APPLICATION: &str = "application";
/// Name of the step after which the application bears the certificate that was wished.
pub const CERTIFICATE: &str = "certificate";
/// Name of the step that bears the service principal's id.
pub(crate) const SERVICE_PRINCIPAL: &str = "service-principal";

/// By what one sees that a step is done.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum Goal {
    /// The application with this key is there, with our label and for this tenant only. It may have got another name since:
    /// reading back tells that.
    Application {
        /// Its key.
        unique_name: String,
        /// Its name.
        display_name: String,
        /// Our label.
        tag: String,
    },
    /// The application has these properties. Of the labels, those that came are there and those that went are not: others
    /// may have added theirs.
    Properties {
        /// The application's object id.
        application: Slot,
        /// The properties before; null where one was not set.
        before: Value,
        /// The properties; null where one is not set.
        properties: Value,
    },
    /// The application is not there.
    ApplicationGone {
        /// Its object id.
        application: ObjectId,
    },
    /// The service principal is not there.
    ServicePrincipalGone {
        /// Its object id.
        principal: ObjectId,
    },
    /// Somebody is, or is not, an owner of the application.
    Owner {
        /// The application's object id.
        application: ObjectId,
        /// Their object id.
        owner: ObjectId,
        /// Whether they are.
        is: bool,
    },
    /// The application has an enabled service principal.
    ServicePrincipal {
        /// The application's client id.
        app_id: Slot,
    },
    /// The application declares some permissions, and does not declare others.
    Declared {
        /// The application's object id.
        application: Slot,
        /// What it declares.
        with: Vec<Declared>,
        /// What it does not declare.
        without: Vec<Declared>,
    },
    /// The service principal holds this role, or does not.
    Granted {
        /// Object id of the service principal.
        principal: Slot,
        /// Object id of the API's service principal.
        resource: ObjectId,
        /// The role.
        role: RoleId,
        /// Whether it does.
        is: bool,
    },
    /// The application bears this certificate, or does not, and bears every other entry that it bore before: of those some may
    /// be of the same certificate, which stay where one entry of it goes.
    Certificate {
        /// The application's object id.
        application: Slot,
        /// The certificate.
        thumbprint: Thumbprint,
        /// Whether it bears it.
        is: bool,
        /// The other entries that were there before.
        beside: Vec<KeyId>,
    },
}

impl Goal {
    /// What a step towards it needs a directory role for. To take a consent away takes the same as to give it.
    pub fn task(&self) -> Task {
        match self {
            Self::Granted { .. } => Task::GrantPermission,
            Self::Application { .. }
            | Self::Properties { .. }
            | Self::ApplicationGone { .. }
            | Self::ServicePrincipalGone { .. }
            | Self::Owner { .. }
            | Self::ServicePrincipal { .. }
            | Self::Declared { .. }
            | Self::Certificate { .. } => Task::RegisterApplication,
        }
    }
}

/// One permission that an application declares.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Declared {
    /// Client id of the API.
    pub api: AppId,
    /// The role or scope.
    pub access: ResourceAccess,
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
            unique_name, tag, ..
        } => application::look(graph, unique_name, tag).await,
        Goal::Properties {
            application,
            before,
            properties,
        } => {
            let id = id(application, known)?;
            application::look_at_properties(graph, &id, before, properties).await
        }
        Goal::ApplicationGone { application } => {
            application::look_if_gone(graph, application).await
        }
        Goal::ServicePrincipal { app_id } => {
            service_principal::look(graph, &id(app_id, known)?).await
        }
        Goal::ServicePrincipalGone { principal } => {
            service_principal::look_if_gone(graph, principal).await
        }
        Goal::Owner {
            application,
            owner,
            is,
        } => owner::look(graph, application, owner, *is).await,
        Goal::Declared {
            application,
            with,
            without,
        } => declared_permissions::look(graph, &id(application, known)?, with, without).await,
        Goal::Granted {
            principal,
            resource,
            role,
            is,
        } => consent::look(graph, &id(principal, known)?, resource, role, *is).await,
        Goal::Certificate {
            application,
            thumbprint,
            is,
            beside,
        } => certificate::look(graph, &id(application, known)?, thumbprint, *is, beside).await,
    }
}

/// Whether the application with this client id has a service principal that is disabled.
///
/// # Errors
///
/// [`GraphError`] where the tenant could not be asked.
pub(crate) async fn is_disabled<T: Transport, K: Tokens, C: Clock>(
    graph: &Graph<T, K, C>,
    app_id: &Slot,
    known: &Known,
) -> Result<bool, GraphError> {
    service_principal::is_disabled(graph, &id(app_id, known)?).await
}

/// Whether that is gone of which `goal` says how it shall be.
///
/// # Errors
///
/// [`GraphError`] where the tenant could not be asked.
pub(crate) async fn is_void<T: Transport, K: Tokens, C: Clock>(
    graph: &Graph<T, K, C>,
    goal: &Goal,
    known: &Known,
) -> Result<bool, GraphError> {
    let application = match goal {
        Goal::Properties { application, .. }
        | Goal::Declared { application, .. }
        | Goal::Certificate { application, .. } => id(application, known)?,
        Goal::Owner { application, .. } => application.clone(),
        Goal::Granted { principal, .. } => {
            let principal = id(principal, known)?;
            let gone = service_principal::look_if_gone(graph, &principal).await?;
            return Ok(gone.is_some());
        }
        Goal::ServicePrincipalGone { principal } => {
            let gone = service_principal::look_if_gone(graph, principal).await?;
            return Ok(gone.is_some());
        }
        // A deleted application that is restored comes back as somebody else's: see `undo`.
        Goal::Application { .. } | Goal::ApplicationGone { .. } | Goal::ServicePrincipal { .. } => {
            return Ok(false);
        }
    };
    let gone = application::look_if_gone(graph, &application).await?;
    Ok(gone.is_some())
}

/// What a step is about, as it is now.
#[derive(Debug, PartialEq)]
pub(crate) enum Current {
    /// Nothing is there, or the id alone says what is meant.
    Nothing,
    /// It is as the step shall make it.
    Reached,
    /// It is this, in the form of the step's `before`.
    Is(Value),
}

/// Reads what a step is about.
///
/// # Errors
///
/// [`GraphError`] where the tenant could not be asked.
pub(crate) async fn current<T: Transport, K: Tokens, C: Clock>(
    graph: &Graph<T, K, C>,
    goal: &Goal,
    before: &Value,
    known: &Known,
) -> Result<Current, GraphError> {
    let application = match goal {
        Goal::Properties { application, .. }
        | Goal::Declared { application, .. }
        | Goal::Certificate { application, .. } => {
            let id = id(application, known)?;
            graph.find(&GetApplication { id }).await?
        }
        Goal::ApplicationGone { application } => {
            return surroundings::application_now(graph, application, before).await;
        }
        Goal::ServicePrincipalGone { principal } if !before.is_null() => {
            return surroundings::principal_now(graph, principal, before).await;
        }
        Goal::Application { unique_name, .. } => application::bearing(graph, unique_name).await?,
        Goal::ServicePrincipal { .. }
        | Goal::ServicePrincipalGone { .. }
        | Goal::Owner { .. }
        | Goal::Granted { .. } => None,
    };
    Ok(match application {
        None => Current::Nothing,
        Some(application) if is_reached_by(goal, &application) => Current::Reached,
        Some(application) => Current::Is(shown(goal, &application, before)),
    })
}

/// Whether an application alone shows that `goal` is reached.
fn is_reached_by(goal: &Goal, application: &Application) -> bool {
    match goal {
        Goal::Application { tag, .. } => application::is_ours(application, tag),
        Goal::Properties {
            before, properties, ..
        } => application::is_changed(application, before, properties),
        Goal::Declared { with, without, .. } => {
            declared_permissions::are_declared(application, with, without)
        }
        Goal::Certificate {
            thumbprint,
            is,
            beside,
            ..
        } => certificate::is_borne(application, thumbprint, *is, beside),
        Goal::ApplicationGone { .. }
        | Goal::ServicePrincipal { .. }
        | Goal::ServicePrincipalGone { .. }
        | Goal::Owner { .. }
        | Goal::Granted { .. } => false,
    }
}

/// What of an application a step is about, in the form of its `before`.
fn shown(goal: &Goal, application: &Application, before: &Value) -> Value {
    match goal {
        Goal::Properties { .. } => application::current(application, before),
        Goal::Declared { .. } => declared_permissions::current(application),
        Goal::Certificate { .. } => certificate::current(application),
        // Nothing is compared with an application that is to be made: that one is there stops it.
        _ => application::identity(application),
    }
}

/// The id in a slot, typed.
fn id<I: std::str::FromStr>(slot: &Slot, known: &Known) -> Result<I, GraphError> {
    let unreadable = |what: String| GraphError::Unreadable {
        reason: Key::ReasonIdMissing,
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
