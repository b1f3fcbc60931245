//! What others do to a set-up of ours.

use std::time::Duration;

use base::Key;
use base::KeyId;
use base::ObjectId;
use base::Timestamp;
use journeys::put;
use tenant::directory::Change;
use tenant::directory::Rows;
use tenant::rows::AppRole;
use tenant::rows::AppRoleAssignment;
use tenant::rows::Application;
use tenant::rows::FederatedIdentityCredential;
use tenant::rows::PasswordCredential;
use tenant::rows::ResourceAccess;
use tenant::rows::Row;
use tenant::rows::Scope;
use tenant::rows::ServicePrincipal;
use tenant::worlds::GRAPH_APP_ID;

use super::MAILBOX_SETTINGS;
use super::ours;

/// Delegated scope `Calendars.ReadWrite` of Microsoft Graph.
const DELEGATED_CALENDARS: &str = "1ec239c2-d7c9-4623-a91a-a9775856bb36";
/// Of a role or scope that somebody made.
const SOME_ID: &str = "11111111-2222-4333-8444-555555555555";
/// The role that an assignment is of where the application offers none.
const NO_ROLE: &str = "00000000-0000-0000-0000-000000000000";

/// What somebody does to our set-up after us.
pub(crate) struct Deed {
    pub(crate) name: &'static str,
    /// By what the plan tells it.
    pub(crate) told: Key,
    done: Done,
}

/// How it is done.
enum Done {
    /// To the application.
    Put(fn(&mut Application, &Rows)),
    /// To its service principal, or around that.
    Around(fn(&ServicePrincipal, &Rows) -> Change),
}

impl Deed {
    /// The change that it comes to.
    pub(crate) fn change(&self, rows: &Rows) -> Change {
        let application = ours(rows);
        match self.done {
            Done::Put(done) => {
                let mut row = application.clone();
                done(&mut row, rows);
                put(row)
            }
            Done::Around(done) => {
                let principal = rows.service_principal_by_app_id(&application.app_id);
                done(principal.unwrap(), rows)
            }
        }
    }
}

fn secret() -> PasswordCredential {
    let start: Timestamp = "2026-11-24T00:00:00Z".parse().unwrap();
    PasswordCredential {
        display_name: Some("for a try".to_owned()),
        end_date_time: start.plus(Duration::from_secs(86_400)).into(),
        hint: Some("x7Q".to_owned()),
        key_id: KeyId::from_random([7; 16]),
        start_date_time: start.into(),
    }
}

/// Lets a pipeline of somebody else sign in as the application.
pub(crate) fn federated() -> FederatedIdentityCredential {
    FederatedIdentityCredential {
        audiences: vec!["api://AzureADTokenExchange".to_owned()],
        description: None,
        id: KeyId::from_random([8; 16]),
        issuer: "https://pipelines.example".to_owned(),
        name: "pipeline".to_owned(),
        subject: Some("project:timetables".to_owned()),
    }
}

/// Gives `principal` a role of `resource`.
pub(crate) fn assign(id: &str, principal: &ObjectId, role: &str, resource: &ObjectId) -> Change {
    Change::Put(Row::AppRoleAssignment(AppRoleAssignment {
        id: id.to_owned(),
        app_role_id: role.parse().unwrap(),
        created_date_time: "2026-11-24T00:00:00Z".parse().unwrap(),
        principal_id: principal.clone(),
        resource_id: resource.clone(),
    }))
}

/// Everything that can be put on an application or around its service principal, and shows with our permissions.
pub(crate) const DEEDS: [Deed; 20] = [
    Deed {
        name: "a certificate",
        told: Key::UndoOthersCredentials,
        done: Done::Put(|row, rows| {
            let others = rows.applications.iter();
            let mut credentials = others.flat_map(|one| &one.key_credentials);
            row.key_credentials
                .push(credentials.next().unwrap().clone());
        }),
    },
    Deed {
        name: "a certificate before ours",
        told: Key::UndoOthersCredentials,
        done: Done::Put(|row, rows| {
            let others = rows.applications.iter();
            let mut credentials = others.flat_map(|one| &one.key_credentials);
            row.key_credentials
                .insert(0, credentials.next().unwrap().clone());
        }),
    },
    Deed {
        name: "a client secret",
        told: Key::UndoOthersCredentials,
        done: Done::Put(|row, _| {
            row.password_credentials.push(secret());
        }),
    },
    Deed {
        name: "a federated credential",
        told: Key::UndoOthersCredentials,
        done: Done::Put(|row, _| {
            row.federated_identity_credentials.push(federated());
        }),
    },
    Deed {
        name: "a declared permission",
        told: Key::UndoOthersPermissions,
        done: Done::Put(|row, _| {
            let declared = &mut row.required_resource_access[0].resource_access;
            declared.push(ResourceAccess {
                id: DELEGATED_CALENDARS.parse().unwrap(),
                kind: "Scope".to_owned(),
            });
        }),
    },
    Deed {
        name: "a label",
        told: Key::UndoOthersProperties,
        done: Done::Put(|row, _| row.tags.push("timetabling-team".to_owned())),
    },
    Deed {
        name: "an owner",
        told: Key::UndoOthersOwners,
        done: Done::Put(|row, rows| row.owners.push(rows.users.last().unwrap().id.clone())),
    },
    Deed {
        name: "an address for a server",
        told: Key::UndoOthersAddresses,
        done: Done::Put(|row, _| {
            let address = "https://timetables.example/signed-in";
            row.web_redirect_uris.push(address.to_owned());
        }),
    },
    Deed {
        name: "an address for a page",
        told: Key::UndoOthersAddresses,
        done: Done::Put(|row, _| {
            let address = "https://timetables.example/";
            row.spa_redirect_uris.push(address.to_owned());
        }),
    },
    Deed {
        name: "another name",
        told: Key::UndoOthersProperties,
        done: Done::Put(|row, _| row.display_name = "Do not delete".to_owned()),
    },
    Deed {
        name: "an address for a device",
        told: Key::UndoOthersAddresses,
        done: Done::Put(|row, _| {
            let address = "http://localhost";
            row.public_client_redirect_uris.push(address.to_owned());
        }),
    },
    Deed {
        name: "a name as an API",
        told: Key::UndoOthersAddresses,
        done: Done::Put(|row, _| row.identifier_uris.push("api://timetables".to_owned())),
    },
    Deed {
        name: "a scope that it offers",
        told: Key::UndoOthersOffered,
        done: Done::Put(|row, _| {
            row.oauth2_permission_scopes.push(Scope {
                id: SOME_ID.parse().unwrap(),
                value: "Timetable.Read".to_owned(),
                admin: false,
            });
        }),
    },
    Deed {
        name: "a role that it offers",
        told: Key::UndoOthersOffered,
        done: Done::Put(|row, _| {
            row.app_roles.push(AppRole {
                id: SOME_ID.parse().unwrap(),
                value: "Timetable.Admin".to_owned(),
            });
        }),
    },
    Deed {
        name: "a note",
        told: Key::UndoOthersProperties,
        done: Done::Put(|row, _| row.notes = Some("Ask Wim first".to_owned())),
    },
    Deed {
        name: "accounts of other tenants",
        told: Key::UndoOthersProperties,
        done: Done::Put(|row, _| row.sign_in_audience = "AzureADMultipleOrgs".to_owned()),
    },
    Deed {
        name: "an owner of the service principal",
        told: Key::UndoOthersOwners,
        done: Done::Around(|principal, rows| {
            let mut principal = principal.clone();
            principal.owners.push(rows.users.last().unwrap().id.clone());
            Change::Put(Row::ServicePrincipal(principal))
        }),
    },
    Deed {
        name: "a secret of the service principal's own",
        told: Key::UndoOthersCredentials,
        done: Done::Around(|principal, _| {
            let mut principal = principal.clone();
            principal.password_credentials.push(secret());
            Change::Put(Row::ServicePrincipal(principal))
        }),
    },
    Deed {
        name: "somebody to whom it is assigned",
        told: Key::UndoOthersAssigned,
        done: Done::Around(|principal, rows| {
            assign(
                "assigned",
                &rows.users.last().unwrap().id,
                NO_ROLE,
                &principal.id,
            )
        }),
    },
    Deed {
        name: "a role of Microsoft Graph",
        told: Key::UndoOthersPermissions,
        done: Done::Around(|principal, rows| {
            let graph = GRAPH_APP_ID.parse().unwrap();
            let graph = rows.service_principal_by_app_id(&graph).unwrap();
            assign("held", &principal.id, MAILBOX_SETTINGS, &graph.id)
        }),
    },
];
