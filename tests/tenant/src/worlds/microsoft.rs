//! What Microsoft brings to every tenant: its own service principals with their roles and scopes, whose ids are the
//! same everywhere, and the directory roles.

use crate::random::Random;
use crate::rows::AppRole;
use crate::rows::DirectoryRole;
use crate::rows::Scope;
use crate::rows::ServicePrincipal;
use crate::worlds::known;

/// Client id of Microsoft Graph.
pub const GRAPH_APP_ID: &str = "00000003-0000-0000-c000-000000000000";
/// Client id of Office 365 Exchange Online.
pub const EXCHANGE_APP_ID: &str = "00000002-0000-0ff1-ce00-000000000000";
/// The tenant in which Microsoft's own applications are registered.
const MICROSOFT_TENANT: &str = "f8cdef31-a31e-4b4a-93e4-5f571e91255a";

/// Application roles of Microsoft Graph (permissions reference).
const GRAPH_ROLES: [(&str, &str); 5] = [
    (
        "ef54d2bf-783f-4e0f-bca1-3210c0444d99",
        "Calendars.ReadWrite",
    ),
    ("798ee544-9d2d-430c-a058-570e29e34338", "Calendars.Read"),
    (
        "8ba4a692-bc31-4128-9094-475872af8a53",
        "Calendars.ReadBasic.All",
    ),
    (
        "6931bccd-447a-43d1-b442-00a195474933",
        "MailboxSettings.ReadWrite",
    ),
    (
        "40f97065-369a-49f4-947c-6a255697ae91",
        "MailboxSettings.Read",
    ),
];

/// Scopes of Microsoft Graph to which every person may consent (permissions reference).
const GRAPH_SCOPES: [(&str, &str); 13] = [
    (
        "1ec239c2-d7c9-4623-a91a-a9775856bb36",
        "Calendars.ReadWrite",
    ),
    ("465a38f9-76ea-45b9-9f34-9e8b0d4b0b42", "Calendars.Read"),
    (
        "662d75ba-a364-42ad-adee-f5f880ea4878",
        "Calendars.ReadBasic",
    ),
    (
        "12466101-c9b8-439a-8589-dd09ee67e8e9",
        "Calendars.ReadWrite.Shared",
    ),
    (
        "818c620a-27a9-40bd-a6a5-d96f7d610b4b",
        "MailboxSettings.ReadWrite",
    ),
    (
        "87f447af-9fa4-4c32-9dfa-4a57a73d18ce",
        "MailboxSettings.Read",
    ),
    ("e1fe6dd8-ba31-4d61-89e7-88639da4683d", "User.Read"),
    ("b340eb25-3456-403f-be2f-af7a0d370277", "User.ReadBasic.All"),
    (
        "f55016cc-149c-447e-8f21-7cf3ec1d6350",
        "LicenseAssignment.ReadWrite.All",
    ),
    ("7427e0e9-2fba-42fe-b0c0-848c9e6a8182", "offline_access"),
    ("37f7f235-527c-4136-accd-4a02d197296e", "openid"),
    ("14dad69e-099b-42c9-810b-d002981feec1", "profile"),
    ("64a6cdd6-aab1-4aaf-94b8-3cc8405e90d0", "email"),
];

/// Scopes of Microsoft Graph to which only an administrator may consent (permissions reference).
const GRAPH_ADMIN_SCOPES: [(&str, &str); 18] = [
    (
        "bdfbf15f-ee85-4955-8675-146e8e5296b5",
        "Application.ReadWrite.All",
    ),
    (
        "c79f8feb-a9db-4090-85f9-90d820caa0eb",
        "Application.Read.All",
    ),
    (
        "84bccea3-f856-4a8a-967b-dbe0a3d53a64",
        "AppRoleAssignment.ReadWrite.All",
    ),
    (
        "41ce6ca6-6826-4807-84f1-1c82854f7ee5",
        "DelegatedPermissionGrant.ReadWrite.All",
    ),
    ("06da0dbc-49e2-44d2-8312-53f166ab848a", "Directory.Read.All"),
    ("204e0828-b5ca-4ad8-b9f3-f32a958e7cc4", "User.ReadWrite.All"),
    ("a154be20-db9c-4678-8ab7-66f6cc099a59", "User.Read.All"),
    (
        "4908d5b9-3fb2-4b1e-9336-1888b7937185",
        "Organization.Read.All",
    ),
    ("5f8c59db-677d-491f-a6b8-5f174b11ec1d", "Group.Read.All"),
    (
        "bc024368-1153-4739-b217-4326f2e966d0",
        "GroupMember.Read.All",
    ),
    (
        "4e46008b-f24c-477d-8fff-7bb4ec7aafe0",
        "Group.ReadWrite.All",
    ),
    (
        "c1499fe0-52b1-4b22-bed2-7a244e0e879f",
        "RoleManagement.ReadWrite.Exchange",
    ),
    (
        "3bc15058-7858-4141-b24f-ae43b4e80b52",
        "RoleManagement.Read.Exchange",
    ),
    (
        "741c54c3-0c1e-44a1-818b-3f97ab4e8c83",
        "RoleManagement.Read.Directory",
    ),
    ("2f9ee017-59c1-4f1d-9472-bd5529a7b311", "Domain.Read.All"),
    (
        "3361d15d-be43-4de6-b441-3c746d05163d",
        "AdministrativeUnit.Read.All",
    ),
    (
        "7b8a2d34-6b3f-4542-a343-54651608ad81",
        "AdministrativeUnit.ReadWrite.All",
    ),
    ("572fea84-0151-49b2-9301-11cb16974376", "Policy.Read.All"),
];

const EXCHANGE_ROLES: [(&str, &str); 3] = [
    (
        "ef54d2bf-783f-4e0f-bca1-3210c0444d99",
        "Calendars.ReadWrite.All",
    ),
    ("dc890d15-9560-4a4c-9b7f-a736ec74ec40", "full_access_as_app"),
    (
        "dc50a0fb-09a3-484d-be87-e023b12c6440",
        "Exchange.ManageAsApp",
    ),
];

const EXCHANGE_SCOPES: [(&str, &str); 3] = [
    (
        "bbd1ca91-75e0-4814-ad94-9c5dbbae3415",
        "Calendars.ReadWrite.All",
    ),
    (
        "9769c687-087d-48ac-9cb3-c37dde652038",
        "EWS.AccessAsUser.All",
    ),
    ("ab4f2b77-0b06-4fc1-a9de-02113fc2ab7c", "Exchange.Manage"),
];

/// Directory roles and their template ids ("Microsoft Entra built-in roles").
pub(super) const DIRECTORY_ROLES: [(&str, &str); 8] = [
    (
        "62e90394-69f5-4237-9190-012177145e10",
        "Global Administrator",
    ),
    (
        "e8611ab8-c189-46e8-94e1-60213ab1f814",
        "Privileged Role Administrator",
    ),
    (
        "158c047a-c907-4556-b7ef-446551a6b5f7",
        "Cloud Application Administrator",
    ),
    (
        "9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3",
        "Application Administrator",
    ),
    (
        "29232cdf-9323-42fd-ade2-1d097af3e4de",
        "Exchange Administrator",
    ),
    ("fe930be7-5e62-47db-91af-98c3a49a38b1", "User Administrator"),
    (
        "4d6ac14f-3453-41d0-bef9-a3e0c569773a",
        "License Administrator",
    ),
    (
        "fdd7a751-b60b-444a-984c-02652fe8fa1c",
        "Groups Administrator",
    ),
];

/// The service principals that are in every tenant: Graph and Exchange Online.
pub(super) fn service_principals(random: &mut Random) -> Vec<ServicePrincipal> {
    let mut scopes = scopes(&GRAPH_SCOPES, false);
    scopes.extend(self::scopes(&GRAPH_ADMIN_SCOPES, true));
    let mut graph = service_principal(random, GRAPH_APP_ID, "Microsoft Graph");
    graph.app_roles = roles(&GRAPH_ROLES);
    graph.oauth2_permission_scopes = scopes;
    let mut exchange = service_principal(random, EXCHANGE_APP_ID, "Office 365 Exchange Online");
    exchange.app_roles = roles(&EXCHANGE_ROLES);
    exchange.oauth2_permission_scopes = self::scopes(&EXCHANGE_SCOPES, false);
    vec![graph, exchange]
}

/// Every directory role, held by nobody yet.
pub(super) fn directory_roles(random: &mut Random) -> Vec<DirectoryRole> {
    DIRECTORY_ROLES
        .iter()
        .map(|(template, name)| DirectoryRole {
            id: random.object_id(),
            role_template_id: (*template).to_owned(),
            display_name: (*name).to_owned(),
            members: Vec::new(),
        })
        .collect()
}

fn service_principal(random: &mut Random, app_id: &'static str, name: &str) -> ServicePrincipal {
    let owner = Some(known(MICROSOFT_TENANT));
    ServicePrincipal::new(random.object_id(), known(app_id), name, owner)
}

fn roles(table: &[(&'static str, &str)]) -> Vec<AppRole> {
    table
        .iter()
        .map(|(id, value)| AppRole {
            id: known(id),
            value: (*value).to_owned(),
        })
        .collect()
}

fn scopes(table: &[(&'static str, &str)], admin: bool) -> Vec<Scope> {
    table
        .iter()
        .map(|(id, value)| Scope {
            id: known(id),
            value: (*value).to_owned(),
            admin,
        })
        .collect()
}
