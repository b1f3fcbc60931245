//! How a colleague does each thing that she has in mind. What is there already is not done again.

use base::ObjectId;
use base::RoleId;
use base::Timestamp;

use super::change::OthersChange;
use super::change::declares;
use crate::certificate;
use crate::directory::Change;
use crate::directory::Rows;
use crate::rows::AppRoleAssignment;
use crate::rows::Application;
use crate::rows::FederatedIdentityCredential;
use crate::rows::KeyCredential;
use crate::rows::RequiredResourceAccess;
use crate::rows::ResourceAccess;
use crate::rows::Row;
use crate::rows::User;
use crate::tenant::Tenant;
use crate::worlds::GRAPH_APP_ID;
use crate::worlds::known;

/// The label that a colleague adds.
const TAG: &str = "timetabling-team";
/// What a colleague writes behind the name.
const SUFFIX: &str = " (do not delete)";
/// Where a colleague's own page is.
const REDIRECT_URI: &str = "https://timetables.example/signed-in";
/// The name of the federated identity credential that a colleague adds.
const FEDERATED_CREDENTIAL: &str = "timetabling-pipeline";
/// Delegated scope `Calendars.Read` of Microsoft Graph, which a colleague declares.
const CALENDARS_READ_SCOPE: &str = "465a38f9-76ea-45b9-9f34-9e8b0d4b0b42";
/// Application role `Calendars.Read` of Microsoft Graph, which a colleague gives.
const CALENDARS_READ_ROLE: &str = "798ee544-9d2d-430c-a058-570e29e34338";
/// The certificate that a colleague adds; how it was made stands in `fixtures/README.md`.
const CERTIFICATE: &[u8] = include_bytes!("../../../fixtures/colleague.der");

/// One thing to do.
#[derive(Clone, Copy, Debug)]
pub(super) enum Deed {
    Certificate,
    DisplayName,
    FederatedCredential,
    Owner,
    Permission,
    RedirectUri,
    Role,
    Tag,
}

impl Deed {
    /// Every one.
    pub(super) const ALL: [Self; 8] = [
        Self::Certificate,
        Self::DisplayName,
        Self::FederatedCredential,
        Self::Owner,
        Self::Permission,
        Self::RedirectUri,
        Self::Role,
        Self::Tag,
    ];

    /// Does it, if it can be done now.
    pub(super) fn carry_out(
        self,
        tenant: &mut Tenant,
        application: &ObjectId,
        now: Timestamp,
    ) -> Option<OthersChange> {
        let rows = tenant.directory.primary();
        let mut row = rows.application(application)?.clone();
        let done = match self {
            Self::Certificate => add_certificate(&mut row, tenant),
            Self::DisplayName => rename(&mut row),
            Self::FederatedCredential => add_federated_credential(&mut row, tenant),
            Self::Owner => add_owner(&mut row, rows),
            Self::Permission => declare(&mut row),
            Self::RedirectUri => add_redirect_uri(&mut row),
            Self::Role => return give_role(&row, tenant, now),
            Self::Tag => add_tag(&mut row),
        }?;
        let change = Change::Put(Row::Application(row));
        tenant.directory.write_everywhere(change);
        Some(done)
    }
}

fn add_certificate(row: &mut Application, tenant: &mut Tenant) -> Option<OthersChange> {
    let facts = certificate::read(CERTIFICATE)?;
    let mut keys = row.key_credentials.iter();
    if keys.any(|key| key.custom_key_identifier == facts.thumbprint) {
        return None;
    }
    row.key_credentials.push(KeyCredential {
        custom_key_identifier: facts.thumbprint.clone(),
        display_name: Some("CN=Colleague of the timetabling team".to_owned()),
        end_date_time: facts.not_after.into(),
        key: CERTIFICATE.to_vec(),
        key_id: tenant.random.key_id(),
        start_date_time: facts.not_before.into(),
        kind: "AsymmetricX509Cert".to_owned(),
        usage: "Verify".to_owned(),
    });
    Some(OthersChange::Certificate {
        application: row.id.clone(),
        thumbprint: facts.thumbprint,
    })
}

fn rename(row: &mut Application) -> Option<OthersChange> {
    if row.display_name.ends_with(SUFFIX) {
        return None;
    }
    let to = format!("{}{SUFFIX}", row.display_name);
    let from = std::mem::replace(&mut row.display_name, to.clone());
    Some(OthersChange::DisplayName {
        application: row.id.clone(),
        from,
        to,
    })
}

fn add_federated_credential(row: &mut Application, tenant: &mut Tenant) -> Option<OthersChange> {
    let credentials = &mut row.federated_identity_credentials;
    if credentials
        .iter()
        .any(|one| one.name == FEDERATED_CREDENTIAL)
    {
        return None;
    }
    credentials.push(FederatedIdentityCredential {
        audiences: vec!["api://AzureADTokenExchange".to_owned()],
        description: None,
        id: tenant.random.key_id(),
        issuer: "https://pipelines.example".to_owned(),
        name: FEDERATED_CREDENTIAL.to_owned(),
        subject: Some("project:timetables".to_owned()),
    });
    Some(OthersChange::FederatedCredential {
        application: row.id.clone(),
        name: FEDERATED_CREDENTIAL.to_owned(),
    })
}

/// The last member of the tenant who is none yet: in the worlds that have staff, somebody of staff.
fn add_owner(row: &mut Application, rows: &Rows) -> Option<OthersChange> {
    let fits = |user: &&User| {
        user.user_type == "Member" && user.account_enabled && !row.owners.contains(&user.id)
    };
    let owner = rows.users.iter().rev().find(fits)?.id.clone();
    row.owners.push(owner.clone());
    Some(OthersChange::Owner {
        application: row.id.clone(),
        owner,
    })
}

fn declare(row: &mut Application) -> Option<OthersChange> {
    if declares(row, CALENDARS_READ_SCOPE) {
        return None;
    }
    let permission = ResourceAccess {
        id: known(CALENDARS_READ_SCOPE),
        kind: "Scope".to_owned(),
    };
    let declared = &mut row.required_resource_access;
    let graph = declared
        .iter_mut()
        .find(|api| api.resource_app_id.as_str() == GRAPH_APP_ID);
    match graph {
        Some(api) => api.resource_access.push(permission),
        None => declared.push(RequiredResourceAccess {
            resource_app_id: known(GRAPH_APP_ID),
            resource_access: vec![permission],
        }),
    }
    Some(OthersChange::Permission {
        application: row.id.clone(),
        permission: CALENDARS_READ_SCOPE.to_owned(),
    })
}

fn add_redirect_uri(row: &mut Application) -> Option<OthersChange> {
    if row.web_redirect_uris.iter().any(|uri| uri == REDIRECT_URI) {
        return None;
    }
    row.web_redirect_uris.push(REDIRECT_URI.to_owned());
    Some(OthersChange::RedirectUri {
        application: row.id.clone(),
        uri: REDIRECT_URI.to_owned(),
    })
}

/// Only once there is a service principal.
fn give_role(row: &Application, tenant: &mut Tenant, now: Timestamp) -> Option<OthersChange> {
    let rows = tenant.directory.primary();
    let client = rows.service_principal_by_app_id(&row.app_id)?.id.clone();
    let graph = rows.service_principal_by_app_id(&known(GRAPH_APP_ID))?;
    let resource_id = graph.id.clone();
    let role: RoleId = known(CALENDARS_READ_ROLE);
    if rows
        .assignments_of(&client)
        .any(|held| held.app_role_id == role)
    {
        return None;
    }
    let held = AppRoleAssignment {
        id: tenant.random.text(32),
        app_role_id: role.clone(),
        created_date_time: now,
        principal_id: client.clone(),
        resource_id,
    };
    let change = Change::Put(Row::AppRoleAssignment(held));
    tenant.directory.write_everywhere(change);
    Some(OthersChange::Role {
        application: row.id.clone(),
        service_principal: client,
        role,
    })
}

fn add_tag(row: &mut Application) -> Option<OthersChange> {
    if row.tags.iter().any(|tag| tag == TAG) {
        return None;
    }
    row.tags.push(TAG.to_owned());
    Some(OthersChange::Tag {
        application: row.id.clone(),
        tag: TAG.to_owned(),
    })
}
