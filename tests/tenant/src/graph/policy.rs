//! Policies of the tenant (Graph, "authorizationPolicy", "tenantAppManagementPolicy"), and of an application's own
//! ("appManagementPolicy").

mod get_authorization;
mod get_default_app_management;
mod list_own_app_management;
#[cfg(test)]
mod tests;

pub(super) use get_authorization::get_authorization;
pub(super) use get_default_app_management::get_default_app_management;
pub(super) use list_own_app_management::list_own_app_management;
