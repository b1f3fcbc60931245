//! Builders for applications that somebody set up before, and for what they hold.

use base::AppId;
use base::ObjectId;
use base::RoleId;
use base::TenantId;
use base::Timestamp;

use super::known;
use super::microsoft::GRAPH_APP_ID;
use crate::certificate;
use crate::directory::Rows;
use crate::random::Random;
use crate::rows::AppRoleAssignment;
use crate::rows::Application;
use crate::rows::KeyCredential;
use crate::rows::PermissionGrant;
use crate::rows::RequiredResourceAccess;
use crate::rows::ResourceAccess;
use crate::rows::ServicePrincipal;

/// Application role `Calendars.ReadWrite` of Microsoft Graph; the Exchange API's `Calendars.ReadWrite.All` has the same
/// id.
pub(super) const CALENDARS_READ_WRITE: &str = "ef54d2bf-783f-4e0f-bca1-3210c0444d99";

/// A certificate in use from `start`, or from its own beginning, to its own end.
pub(super) fn key_credential(
    random: &mut Random,
    display_name: &str,
    der: &[u8],
    start: Option<&str>,
) -> Option<KeyCredential> {
    let facts = certificate::read(der)?;
    let start = start.and_then(|text| text.parse().ok());
    Some(KeyCredential {
        custom_key_identifier: facts.thumbprint,
        display_name: Some(display_name.to_owned()),
        end_date_time: facts.not_after.into(),
        key: der.to_vec(),
        key_id: random.key_id(),
        start_date_time: start.unwrap_or_else(|| facts.not_before.into()),
        kind: "AsymmetricX509Cert".to_owned(),
        usage: "Verify".to_owned(),
    })
}

/// Permissions of one API that an application declares: ids, and `Role` or `Scope`.
pub(super) fn declared(
    api: &'static str,
    permissions: &[(&'static str, &str)],
) -> RequiredResourceAccess {
    let permissions = permissions.iter().map(|(id, kind)| ResourceAccess {
        id: known(id),
        kind: (*kind).to_owned(),
    });
    RequiredResourceAccess {
        resource_app_id: known(api),
        resource_access: permissions.collect(),
    }
}

/// The service principal of an application of this tenant.
pub(super) fn service_principal(
    tenant: &TenantId,
    random: &mut Random,
    application: &Application,
) -> ServicePrincipal {
    ServicePrincipal {
        tags: vec!["WindowsAzureActiveDirectoryIntegratedApp".to_owned()],
        ..ServicePrincipal::new(
            random.object_id(),
            application.app_id.clone(),
            &application.display_name,
            Some(tenant.clone()),
        )
    }
}

/// Gives a service principal a role of an API.
pub(super) fn give_role(
    rows: &mut Rows,
    random: &mut Random,
    client: &ServicePrincipal,
    api: &'static str,
    role: &'static str,
    moment: Timestamp,
) {
    let api: AppId = known(api);
    let role: RoleId = known(role);
    let Some(resource) = rows.service_principal_by_app_id(&api) else {
        return;
    };
    let row = AppRoleAssignment {
        id: random.text(32),
        app_role_id: role,
        created_date_time: moment.whole_seconds(),
        principal_id: client.id.clone(),
        resource_id: resource.id.clone(),
    };
    rows.assignments.push(row);
}

/// Consents for everybody to scopes of Microsoft Graph.
pub(super) fn grant_for_all(
    rows: &mut Rows,
    random: &mut Random,
    client: &ServicePrincipal,
    scope: &str,
) {
    let Some(graph) = rows.service_principal_by_app_id(&known(GRAPH_APP_ID)) else {
        return;
    };
    let row = PermissionGrant {
        id: random.text(32),
        client_id: client.id.clone(),
        consent_type: "AllPrincipals".to_owned(),
        principal_id: None,
        resource_id: graph.id.clone(),
        scope: scope.to_owned(),
    };
    rows.grants.push(row);
}

/// The ids of people by their names before the `@`.
pub(super) fn people(rows: &Rows, names: &[&str]) -> Vec<ObjectId> {
    let found = names.iter().filter_map(|name| {
        let prefix = format!("{name}@");
        let mut users = rows.users.iter();
        users.find(|user| user.user_principal_name.starts_with(&prefix))
    });
    found.map(|user| user.id.clone()).collect()
}
