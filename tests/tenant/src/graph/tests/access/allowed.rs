//! Every operation that is simulated, with just enough to be allowed.

use serde_json::Value;
use serde_json::json;

/// An id of nothing.
pub(super) const SOME_ID: &str = "11111111-2222-4333-8444-555555555555";

/// One request that is just allowed.
pub(super) struct Allowed {
    /// `operationId` of what it means.
    pub(super) operation: &'static str,
    pub(super) method: &'static str,
    /// Path without the version.
    pub(super) path: String,
    pub(super) body: Option<Value>,
    /// The least permissions.
    pub(super) scopes: &'static str,
    /// A person who holds just enough.
    pub(super) person: &'static str,
}

/// One request per operation; `ID` in a path stands for an id of nothing, `MAILBOX` for the person's own.
pub(super) fn allowed() -> Vec<Allowed> {
    let tables = [APPLICATIONS, SERVICE_PRINCIPALS, PEOPLE, TENANT];
    let rows = tables.into_iter().flatten();
    rows.map(|(operation, method, path, scopes, person)| Allowed {
        operation,
        method,
        path: path
            .replace("ID", SOME_ID)
            .replace("MAILBOX", "staff.member@voorbeeld.example"),
        body: body(operation),
        scopes,
        person,
    })
    .collect()
}

/// Operation, method, path, least permissions, and a person who holds just enough.
type Row = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
);

const READ: &str = "Application.Read.All";
const WRITE: &str = "Application.ReadWrite.All";
const ASSIGN: &str = "AppRoleAssignment.ReadWrite.All Application.Read.All";
const UNASSIGN: &str = "AppRoleAssignment.ReadWrite.All";
const GRANT: &str = "DelegatedPermissionGrant.ReadWrite.All";
const CALENDAR_READ: &str = "Calendars.ReadBasic";
const CALENDAR_WRITE: &str = "Calendars.ReadWrite";
const STAFF: &str = "staff.member";
const CLOUD: &str = "cloud.app.admin";
const APP: &str = "app.admin";
const PRIVILEGED: &str = "privileged.role.admin";

#[rustfmt::skip]
const APPLICATIONS: &[Row] = &[
    ("application.ListApplication", "GET", "/applications", READ, STAFF),
    ("application.GetApplication", "GET", "/applications/ID", READ, STAFF),
    ("application.GetApplicationByAppId", "GET", "/applications(appId='ID')", READ, STAFF),
    ("application.GetApplicationByUniqueName", "GET", "/applications(uniqueName='x')", READ, STAFF),
    ("application.CreateApplication", "POST", "/applications", WRITE, STAFF),
    ("application.UpdateApplication", "PATCH", "/applications/ID", WRITE, CLOUD),
    ("application.UpdateApplicationByAppId", "PATCH", "/applications(appId='ID')", WRITE, CLOUD),
    ("application.UpsertApplicationByUniqueName", "PATCH", "/applications(uniqueName='x')", WRITE, APP),
    ("application.DeleteApplication", "DELETE", "/applications/ID", WRITE, CLOUD),
    ("application.DeleteApplicationByAppId", "DELETE", "/applications(appId='ID')", WRITE, APP),
    ("application.ListFederatedIdentityCredential", "GET", "/applications/ID/federatedIdentityCredentials", READ, CLOUD),
    ("application.ListOwner", "GET", "/applications/ID/owners", READ, STAFF),
    ("application.CreateOwnerGraphBPreRef", "POST", "/applications/ID/owners/$ref", "Application.ReadWrite.All Directory.Read.All", CLOUD),
    ("application.DeleteOwnerDirectoryObjectGraphBPreRef", "DELETE", "/applications/ID/owners/ID/$ref", WRITE, CLOUD),
    ("directory.GetDeletedItem", "GET", "/directory/deletedItems/ID", READ, STAFF),
    ("directory.DeleteDeletedItem", "DELETE", "/directory/deletedItems/ID", WRITE, CLOUD),
    ("directory.deletedItem.restore", "POST", "/directory/deletedItems/ID/restore", WRITE, APP),
    ("directory.deletedItem.ListAsApplication", "GET", "/directory/deletedItems/graph.application", READ, STAFF),
    ("directory.deletedItem.ListAsApplicationFullCast", "GET", "/directory/deletedItems/microsoft.graph.application", READ, STAFF),
    ("directory.deletedItem.ListAsServicePrincipalFullCast", "GET", "/directory/deletedItems/microsoft.graph.servicePrincipal", READ, STAFF),
];

#[rustfmt::skip]
const SERVICE_PRINCIPALS: &[Row] = &[
    ("servicePrincipal.ListServicePrincipal", "GET", "/servicePrincipals", READ, STAFF),
    ("servicePrincipal.GetServicePrincipal", "GET", "/servicePrincipals/ID", READ, STAFF),
    ("servicePrincipal.GetServicePrincipalByAppId", "GET", "/servicePrincipals(appId='ID')", READ, STAFF),
    ("servicePrincipal.CreateServicePrincipal", "POST", "/servicePrincipals", WRITE, APP),
    ("servicePrincipal.UpdateServicePrincipal", "PATCH", "/servicePrincipals/ID", WRITE, CLOUD),
    ("servicePrincipal.UpdateServicePrincipalByAppId", "PATCH", "/servicePrincipals(appId='ID')", WRITE, APP),
    ("servicePrincipal.DeleteServicePrincipal", "DELETE", "/servicePrincipals/ID", WRITE, CLOUD),
    ("servicePrincipal.DeleteServicePrincipalByAppId", "DELETE", "/servicePrincipals(appId='ID')", WRITE, APP),
    ("servicePrincipal.ListOwner", "GET", "/servicePrincipals/ID/owners", READ, STAFF),
    ("servicePrincipal.ListOauth2PermissionGrant", "GET", "/servicePrincipals/ID/oauth2PermissionGrants", "Directory.Read.All", STAFF),
    ("servicePrincipal.ListAppRoleAssignedTo", "GET", "/servicePrincipals/ID/appRoleAssignedTo", READ, STAFF),
    ("servicePrincipal.ListAppRoleAssignedToByAppId", "GET", "/servicePrincipals(appId='ID')/appRoleAssignedTo", READ, STAFF),
    ("servicePrincipal.ListAppRoleAssignments", "GET", "/servicePrincipals/ID/appRoleAssignments", READ, STAFF),
    ("servicePrincipal.ListAppRoleAssignmentsByAppId", "GET", "/servicePrincipals(appId='ID')/appRoleAssignments", READ, STAFF),
    ("servicePrincipal.CreateAppRoleAssignedTo", "POST", "/servicePrincipals/ID/appRoleAssignedTo", ASSIGN, PRIVILEGED),
    ("servicePrincipal.CreateAppRoleAssignedToByAppId", "POST", "/servicePrincipals(appId='ID')/appRoleAssignedTo", ASSIGN, PRIVILEGED),
    ("servicePrincipal.CreateAppRoleAssignments", "POST", "/servicePrincipals/ID/appRoleAssignments", ASSIGN, PRIVILEGED),
    ("servicePrincipal.CreateAppRoleAssignmentsByAppId", "POST", "/servicePrincipals(appId='ID')/appRoleAssignments", ASSIGN, PRIVILEGED),
    ("servicePrincipal.DeleteAppRoleAssignedTo", "DELETE", "/servicePrincipals/ID/appRoleAssignedTo/x", UNASSIGN, PRIVILEGED),
    ("servicePrincipal.DeleteAppRoleAssignments", "DELETE", "/servicePrincipals/ID/appRoleAssignments/x", UNASSIGN, PRIVILEGED),
];

#[rustfmt::skip]
const PEOPLE: &[Row] = &[
    ("me.user.GetUser", "GET", "/me", "User.Read", STAFF),
    ("me.ListTransitiveMemberGraphOPreAsDirectoryRole", "GET", "/me/transitiveMemberOf/graph.directoryRole", "User.Read", STAFF),
    ("me.ListTransitiveMemberGraphOPreAsDirectoryRoleFullCast", "GET", "/me/transitiveMemberOf/microsoft.graph.directoryRole", "User.Read", STAFF),
    ("user.ListUser", "GET", "/users", "User.ReadBasic.All", STAFF),
    ("user.GetUser", "GET", "/users/ID", "User.ReadBasic.All", STAFF),
    ("user.ListEvent", "GET", "/users/MAILBOX/events", CALENDAR_READ, STAFF),
    ("user.GetEvent", "GET", "/users/MAILBOX/events/x", CALENDAR_READ, STAFF),
    ("user.CreateEvent", "POST", "/users/MAILBOX/events", CALENDAR_WRITE, STAFF),
    ("user.calendar.ListEvent", "GET", "/users/MAILBOX/calendar/events", CALENDAR_READ, STAFF),
    ("user.calendar.CreateEvent", "POST", "/users/MAILBOX/calendar/events", CALENDAR_WRITE, STAFF),
];

#[rustfmt::skip]
const TENANT: &[Row] = &[
    ("organization.ListOrganization", "GET", "/organization", "User.Read", STAFF),
    ("oauth2PermissionGrant.ListOAuth2PermissionGrant", "GET", "/oauth2PermissionGrants", "Directory.Read.All", STAFF),
    ("oauth2PermissionGrant.GetOAuth2PermissionGrant", "GET", "/oauth2PermissionGrants/x", "Directory.Read.All", STAFF),
    ("oauth2PermissionGrant.CreateOAuth2PermissionGrant", "POST", "/oauth2PermissionGrants", GRANT, CLOUD),
    ("oauth2PermissionGrant.UpdateOAuth2PermissionGrant", "PATCH", "/oauth2PermissionGrants/x", GRANT, APP),
    ("oauth2PermissionGrant.DeleteOAuth2PermissionGrant", "DELETE", "/oauth2PermissionGrants/x", GRANT, PRIVILEGED),
    ("application.ListAppManagementPolicy", "GET", "/applications/x/appManagementPolicies", "Policy.Read.All Application.Read.All", CLOUD),
    ("policy.GetAuthorizationPolicy", "GET", "/policies/authorizationPolicy", "Policy.Read.All", STAFF),
    ("policy.GetDefaultAppManagementPolicy", "GET", "/policies/defaultAppManagementPolicy", "Policy.Read.All", CLOUD),
];

/// A body that is good enough for the operation.
fn body(operation: &str) -> Option<Value> {
    let (kind, name) = operation.rsplit_once('.').unwrap_or_default();
    match (kind, name) {
        ("application", "CreateOwnerGraphBPreRef") => {
            let address = format!("https://graph.example/v1.0/directoryObjects/{SOME_ID}");
            Some(json!({ "@odata.id": address }))
        }
        ("servicePrincipal", name) if name.starts_with("Update") => {
            Some(json!({ "accountEnabled": true }))
        }
        ("oauth2PermissionGrant", "CreateOAuth2PermissionGrant") => Some(json!({
            "clientId": SOME_ID, "consentType": "AllPrincipals", "resourceId": SOME_ID, "scope": "User.Read",
        })),
        ("oauth2PermissionGrant", "UpdateOAuth2PermissionGrant") => {
            Some(json!({ "scope": "User.Read" }))
        }
        ("application", name) if name.starts_with("Create") || name.starts_with("Up") => {
            Some(json!({ "displayName": "x" }))
        }
        ("servicePrincipal", "CreateServicePrincipal") => Some(json!({ "appId": SOME_ID })),
        ("servicePrincipal", name) if name.starts_with("CreateAppRole") => {
            Some(json!({ "appRoleId": SOME_ID, "principalId": SOME_ID, "resourceId": SOME_ID }))
        }
        (_, "CreateEvent") => Some(json!({
            "start": { "dateTime": "2026-12-02T09:00:00", "timeZone": "UTC" },
            "end": { "dateTime": "2026-12-02T10:00:00", "timeZone": "UTC" },
        })),
        _ => None,
    }
}
