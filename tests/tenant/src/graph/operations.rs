//! Which operation is carried out where: the one list of all that is simulated.

use super::app_role_assignment;
use super::application;
use super::batch;
use super::call::Call;
use super::deleted_item;
use super::event;
use super::federated_credential;
use super::me;
use super::organization;
use super::owner;
use super::permission_grant;
use super::policy;
use super::problem::Problem;
use super::problem::Reply;
use super::service_principal;
use super::user;

/// Carries one operation out.
type Handler = fn(&mut Call<'_>) -> Result<Reply, Problem>;

/// Every operation that is simulated, by the metadata's `operationId`, and who carries it out.
pub(super) const SIMULATED: &[(&str, Handler)] = &[
    ("application.CreateApplication", application::create),
    (
        "application.CreateOwnerGraphBPreRef",
        owner::add_to_application,
    ),
    ("application.DeleteApplication", application::delete),
    (
        "application.DeleteApplicationByAppId",
        application::delete_by_app_id,
    ),
    (
        "application.DeleteOwnerDirectoryObjectGraphBPreRef",
        owner::remove_from_application,
    ),
    ("application.GetApplication", application::get),
    (
        "application.GetApplicationByAppId",
        application::get_by_app_id,
    ),
    (
        "application.GetApplicationByUniqueName",
        application::get_by_unique_name,
    ),
    (
        "application.ListAppManagementPolicy",
        policy::list_own_app_management,
    ),
    ("application.ListApplication", application::list),
    (
        "application.ListFederatedIdentityCredential",
        federated_credential::list,
    ),
    ("application.ListOwner", owner::list_of_application),
    ("application.UpdateApplication", application::update),
    (
        "application.UpdateApplicationByAppId",
        application::update_by_app_id,
    ),
    (
        "application.UpsertApplicationByUniqueName",
        application::upsert,
    ),
    ("batch.PostBatch", batch::post),
    ("directory.DeleteDeletedItem", deleted_item::purge),
    ("directory.GetDeletedItem", deleted_item::get),
    (
        "directory.deletedItem.ListAsApplication",
        deleted_item::list_applications,
    ),
    (
        "directory.deletedItem.ListAsApplicationFullCast",
        deleted_item::list_applications,
    ),
    (
        "directory.deletedItem.ListAsServicePrincipalFullCast",
        deleted_item::list_service_principals,
    ),
    ("directory.deletedItem.restore", deleted_item::restore),
    (
        "me.ListTransitiveMemberGraphOPreAsDirectoryRole",
        me::list_directory_roles,
    ),
    (
        "me.ListTransitiveMemberGraphOPreAsDirectoryRoleFullCast",
        me::list_directory_roles,
    ),
    ("me.user.GetUser", me::get),
    (
        "oauth2PermissionGrant.CreateOAuth2PermissionGrant",
        permission_grant::create,
    ),
    (
        "oauth2PermissionGrant.DeleteOAuth2PermissionGrant",
        permission_grant::delete,
    ),
    (
        "oauth2PermissionGrant.GetOAuth2PermissionGrant",
        permission_grant::get,
    ),
    (
        "oauth2PermissionGrant.ListOAuth2PermissionGrant",
        permission_grant::list,
    ),
    (
        "oauth2PermissionGrant.UpdateOAuth2PermissionGrant",
        permission_grant::update,
    ),
    ("organization.ListOrganization", organization::list),
    ("policy.GetAuthorizationPolicy", policy::get_authorization),
    (
        "policy.GetDefaultAppManagementPolicy",
        policy::get_default_app_management,
    ),
    (
        "servicePrincipal.CreateAppRoleAssignedTo",
        app_role_assignment::create_assigned_to,
    ),
    (
        "servicePrincipal.CreateAppRoleAssignedToByAppId",
        app_role_assignment::create_assigned_to,
    ),
    (
        "servicePrincipal.CreateAppRoleAssignments",
        app_role_assignment::create_assignment,
    ),
    (
        "servicePrincipal.CreateAppRoleAssignmentsByAppId",
        app_role_assignment::create_assignment,
    ),
    (
        "servicePrincipal.CreateServicePrincipal",
        service_principal::create,
    ),
    (
        "servicePrincipal.DeleteAppRoleAssignedTo",
        app_role_assignment::delete_assigned_to,
    ),
    (
        "servicePrincipal.DeleteAppRoleAssignments",
        app_role_assignment::delete_assignment,
    ),
    (
        "servicePrincipal.DeleteServicePrincipal",
        service_principal::delete,
    ),
    (
        "servicePrincipal.DeleteServicePrincipalByAppId",
        service_principal::delete,
    ),
    (
        "servicePrincipal.GetServicePrincipal",
        service_principal::get,
    ),
    (
        "servicePrincipal.GetServicePrincipalByAppId",
        service_principal::get,
    ),
    (
        "servicePrincipal.ListAppRoleAssignedTo",
        app_role_assignment::list_assigned_to,
    ),
    (
        "servicePrincipal.ListAppRoleAssignedToByAppId",
        app_role_assignment::list_assigned_to,
    ),
    (
        "servicePrincipal.ListAppRoleAssignments",
        app_role_assignment::list_assignments,
    ),
    (
        "servicePrincipal.ListAppRoleAssignmentsByAppId",
        app_role_assignment::list_assignments,
    ),
    (
        "servicePrincipal.ListOauth2PermissionGrant",
        permission_grant::list_of_client,
    ),
    (
        "servicePrincipal.ListOwner",
        owner::list_of_service_principal,
    ),
    (
        "servicePrincipal.ListServicePrincipal",
        service_principal::list,
    ),
    (
        "servicePrincipal.UpdateServicePrincipal",
        service_principal::update,
    ),
    (
        "servicePrincipal.UpdateServicePrincipalByAppId",
        service_principal::update,
    ),
    ("user.CreateEvent", event::create),
    ("user.GetEvent", event::get),
    ("user.GetUser", user::get),
    ("user.ListEvent", event::list),
    ("user.ListUser", user::list),
    ("user.calendar.CreateEvent", event::create),
    ("user.calendar.ListEvent", event::list),
];

/// Carries out the operation of a call that was allowed.
pub(super) fn carry_out(call: &mut Call<'_>) -> Result<Reply, Problem> {
    let id = call.operation.id.as_str();
    match SIMULATED.iter().find(|(simulated, _)| *simulated == id) {
        Some((_, carry_out)) => carry_out(call),
        None => Err(Problem::not_simulated(id)),
    }
}
