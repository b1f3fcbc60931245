//! Owners of applications and of service principals: users who may change them without a role, and so add
//! credentials.

mod add;
mod list;
mod remove;
#[cfg(test)]
mod tests;

pub(super) use add::add_to_application;
pub(super) use list::list_of_application;
pub(super) use list::list_of_service_principal;
pub(super) use remove::remove_from_application;
