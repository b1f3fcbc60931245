//! Policies of the tenant (Graph, "authorizationPolicy", "tenantAppManagementPolicy").

mod get_authorization;
mod get_default_app_management;
#[cfg(test)]
mod tests;

pub(super) use get_authorization::get_authorization;
pub(super) use get_default_app_management::get_default_app_management;
