//! What a colleague did, whether it is still there, and how the rows would be without it.

use base::ObjectId;
use base::RoleId;
use serde::Serialize;

use crate::directory::Rows;
use crate::rows::AppRoleAssignment;
use crate::rows::Application;
use crate::rows::RequiredResourceAccess;
use crate::worlds::GRAPH_APP_ID;

/// What a colleague did to an application or to its service principal.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(
    rename_all = "camelCase",
    rename_all_fields = "camelCase",
    tag = "kind"
)]
pub enum OthersChange {
    /// Added a certificate.
    Certificate {
        /// Object id of the application.
        application: ObjectId,
        /// Its thumbprint.
        thumbprint: String,
    },
    /// Gave it another name.
    DisplayName {
        /// Object id of the application.
        application: ObjectId,
        /// The former name.
        from: String,
        /// The name.
        to: String,
    },
    /// Added a federated identity credential.
    FederatedCredential {
        /// Object id of the application.
        application: ObjectId,
        /// Its name.
        name: String,
    },
    /// Made somebody an owner.
    Owner {
        /// Object id of the application.
        application: ObjectId,
        /// Object id of the user.
        owner: ObjectId,
    },
    /// Declared a permission of Microsoft Graph.
    Permission {
        /// Object id of the application.
        application: ObjectId,
        /// The permission.
        permission: String,
    },
    /// Added a redirect URI of type `web`.
    RedirectUri {
        /// Object id of the application.
        application: ObjectId,
        /// The address.
        uri: String,
    },
    /// Gave its service principal an application role.
    Role {
        /// Object id of the application.
        application: ObjectId,
        /// Object id of the service principal that holds the role.
        service_principal: ObjectId,
        /// The role.
        role: RoleId,
    },
    /// Added a label.
    Tag {
        /// Object id of the application.
        application: ObjectId,
        /// The label.
        tag: String,
    },
}

impl OthersChange {
    /// The application that was changed.
    pub fn application(&self) -> &ObjectId {
        match self {
            Self::Certificate { application, .. }
            | Self::DisplayName { application, .. }
            | Self::FederatedCredential { application, .. }
            | Self::Owner { application, .. }
            | Self::Permission { application, .. }
            | Self::RedirectUri { application, .. }
            | Self::Role { application, .. }
            | Self::Tag { application, .. } => application,
        }
    }

    /// Whether it is still there. With the application, everything is gone.
    pub(crate) fn is_in(&self, rows: &Rows) -> bool {
        let Some(row) = rows.application(self.application()) else {
            return false;
        };
        match self {
            Self::Certificate { thumbprint, .. } => {
                let mut keys = row.key_credentials.iter();
                keys.any(|key| key.custom_key_identifier == *thumbprint)
            }
            Self::DisplayName { to, .. } => row.display_name == *to,
            Self::FederatedCredential { name, .. } => {
                let mut credentials = row.federated_identity_credentials.iter();
                credentials.any(|one| one.name == *name)
            }
            Self::Owner { owner, .. } => row.owners.contains(owner),
            Self::Permission { permission, .. } => declares(row, permission),
            Self::RedirectUri { uri, .. } => row.web_redirect_uris.contains(uri),
            Self::Role { .. } => rows.assignments.iter().any(|held| self.is_role(held)),
            Self::Tag { tag, .. } => row.tags.contains(tag),
        }
    }

    /// Takes it out again, be the application deleted or not.
    pub(crate) fn take_out(&self, rows: &mut Rows) {
        rows.assignments.retain(|held| !self.is_role(held));
        let mut applications = rows.applications.iter_mut().chain(&mut rows.deleted);
        if let Some(row) = applications.find(|row| row.id == *self.application()) {
            self.take_out_of(row);
        }
    }

    fn take_out_of(&self, row: &mut Application) {
        match self {
            Self::Certificate { thumbprint, .. } => row
                .key_credentials
                .retain(|key| key.custom_key_identifier != *thumbprint),
            Self::DisplayName { from, to, .. } if row.display_name == *to => {
                row.display_name.clone_from(from);
            }
            Self::FederatedCredential { name, .. } => row
                .federated_identity_credentials
                .retain(|one| one.name != *name),
            Self::Owner { owner, .. } => row.owners.retain(|known| known != owner),
            Self::Permission { permission, .. } => withdraw(row, permission),
            Self::RedirectUri { uri, .. } => row.web_redirect_uris.retain(|known| known != uri),
            Self::Tag { tag, .. } => row.tags.retain(|known| known != tag),
            Self::DisplayName { .. } | Self::Role { .. } => {}
        }
    }

    /// Whether it was this role that was given.
    fn is_role(&self, held: &AppRoleAssignment) -> bool {
        match self {
            Self::Role {
                service_principal,
                role,
                ..
            } => held.principal_id == *service_principal && held.app_role_id == *role,
            _ => false,
        }
    }
}

/// Whether an application declares this permission of Microsoft Graph.
pub(super) fn declares(row: &Application, permission: &str) -> bool {
    let mut apis = row.required_resource_access.iter();
    apis.any(|api| is_graph(api) && position(api, permission).is_some())
}

/// Takes a permission of Microsoft Graph out of what is declared, and the whole entry only where that leaves nothing of
/// it: entries that were empty before are somebody else's.
fn withdraw(row: &mut Application, permission: &str) {
    row.required_resource_access.retain_mut(|api| {
        let Some(at) = position(api, permission).filter(|_| is_graph(api)) else {
            return true;
        };
        api.resource_access.remove(at);
        !api.resource_access.is_empty()
    });
}

fn is_graph(api: &RequiredResourceAccess) -> bool {
    api.resource_app_id.as_str() == GRAPH_APP_ID
}

fn position(api: &RequiredResourceAccess, permission: &str) -> Option<usize> {
    let mut declared = api.resource_access.iter();
    declared.position(|access| access.id.as_str() == permission)
}
