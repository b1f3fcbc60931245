//! Permissions that earlier manuals asked for and that are no longer needed.

use base::Clock;
use base::Key;
use base::Tokens;
use base::Transport;
use graph::Graph;
use graph::GraphError;
use graph::app_role_assignment::AppRoleAssignment;
use graph::application::Application;
use graph::application::ResourceAccess;
use graph::service_principal::GetServicePrincipal;
use graph::well_known;

/// A permission that is no longer needed.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Obsolete {
    /// Client id of the API.
    pub api: &'static str,
    /// The API's name.
    pub api_name: &'static str,
    /// Id of the role or scope.
    pub id: &'static str,
    /// `Role` or `Scope`, as an application declares it.
    pub kind: &'static str,
    /// Its name.
    pub name: &'static str,
}

/// All of them: the right to calendars in the API from before Microsoft Graph, and the scope that the portal declares on
/// every new registration.
const ALL: [Obsolete; 2] = [
    Obsolete {
        api: well_known::EXCHANGE_ONLINE,
        api_name: "Office 365 Exchange Online",
        id: well_known::EXCHANGE_CALENDARS_READ_WRITE_ALL,
        kind: "Role",
        name: "Calendars.ReadWrite.All",
    },
    Obsolete {
        api: well_known::MICROSOFT_GRAPH,
        api_name: "Microsoft Graph",
        id: well_known::USER_READ,
        kind: "Scope",
        name: "User.Read",
    },
];

impl Obsolete {
    /// Those that `application` declares.
    pub fn declared_by(application: &Application) -> Vec<Self> {
        let declares = |one: &Self| {
            application
                .required_resource_access
                .iter()
                .filter(|access| access.resource_app_id == one.api)
                .flat_map(|access| &access.resource_access)
                .any(|access| one.is(access))
        };
        ALL.into_iter().filter(declares).collect()
    }

    /// Those that an application declares, or its service principal holds, each once. What is held may long be declared no
    /// more, and the other way round.
    pub(crate) fn declared_or_held(
        application: &Application,
        held: &[(AppRoleAssignment, Self)],
    ) -> Vec<Self> {
        let mut all = Self::declared_by(application);
        for (_, permission) in held {
            if !all.contains(permission) {
                all.push(*permission);
            }
        }
        all
    }

    /// Those of `assignments`, which a service principal holds, that are no longer needed. Their API is asked for only where
    /// a role of its id is held; Microsoft Graph gives the same id to its own role for calendars.
    ///
    /// # Errors
    ///
    /// [`GraphError`], where the API cannot be read; nothing was changed.
    pub async fn held<T: Transport, K: Tokens, C: Clock>(
        graph: &Graph<T, K, C>,
        assignments: &[AppRoleAssignment],
    ) -> Result<Vec<(AppRoleAssignment, Self)>, GraphError> {
        let mut found = Vec::new();
        for permission in Self::roles() {
            let is_it = |held: &&AppRoleAssignment| held.app_role_id.as_str() == permission.id;
            let held: Vec<&AppRoleAssignment> = assignments.iter().filter(is_it).collect();
            if held.is_empty() {
                continue;
            }
            let app_id = permission.api.parse().map_err(|_| GraphError::Unreadable {
                reason: Key::ReasonIdMissing,
                what: format!("the id {}", permission.api),
                request_id: None,
            })?;
            let api = graph.find(&GetServicePrincipal { app_id }).await?;
            let of_it = |held: &&AppRoleAssignment| {
                api.as_ref().is_some_and(|api| api.id == held.resource_id)
            };
            let of_it = held.into_iter().filter(of_it);
            found.extend(of_it.map(|held| (held.clone(), permission)));
        }
        Ok(found)
    }

    /// Those that can be held as an application role.
    pub fn roles() -> impl Iterator<Item = Self> {
        ALL.into_iter().filter(|one| one.kind == "Role")
    }

    /// Whether `access` is this permission; its API is to be compared by whoever asks.
    pub fn is(&self, access: &ResourceAccess) -> bool {
        access.id.as_str() == self.id && access.kind == self.kind
    }
}

#[cfg(test)]
mod tests;
