//! All rows of one copy of the directory, and how to find one. What becomes of deleted ones stands in `recycle_bin`.

use base::AppId;
use base::ObjectId;

use super::Change;
use crate::rows::AppRoleAssignment;
use crate::rows::Application;
use crate::rows::DirectoryRole;
use crate::rows::Group;
use crate::rows::PermissionGrant;
use crate::rows::Row;
use crate::rows::ServicePrincipal;
use crate::rows::User;

mod recycle_bin;

/// The rows by kind, in the order in which they were made.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rows {
    /// Application registrations of this tenant.
    pub applications: Vec<Application>,
    /// Deleted ones, which can be restored for 30 days.
    pub deleted: Vec<Application>,
    /// Deleted service principals, likewise.
    pub deleted_service_principals: Vec<ServicePrincipal>,
    /// Enterprise applications.
    pub service_principals: Vec<ServicePrincipal>,
    /// Application roles held by service principals.
    pub assignments: Vec<AppRoleAssignment>,
    /// Delegated grants.
    pub grants: Vec<PermissionGrant>,
    /// Users of all kinds.
    pub users: Vec<User>,
    /// Groups of all kinds.
    pub groups: Vec<Group>,
    /// Activated directory roles.
    pub directory_roles: Vec<DirectoryRole>,
}

impl Rows {
    /// The application with this object id.
    pub fn application(&self, id: &ObjectId) -> Option<&Application> {
        self.applications.iter().find(|row| row.id == *id)
    }

    /// The application with this client id.
    pub fn application_by_app_id(&self, app_id: &AppId) -> Option<&Application> {
        self.applications.iter().find(|row| row.app_id == *app_id)
    }

    /// The application with this alternate key.
    pub fn application_by_unique_name(&self, name: &str) -> Option<&Application> {
        self.applications
            .iter()
            .find(|row| row.unique_name.as_deref() == Some(name))
    }

    /// The service principal with this object id.
    pub fn service_principal(&self, id: &ObjectId) -> Option<&ServicePrincipal> {
        self.service_principals.iter().find(|row| row.id == *id)
    }

    /// The service principal of the application with this client id.
    pub fn service_principal_by_app_id(&self, app_id: &AppId) -> Option<&ServicePrincipal> {
        self.service_principals
            .iter()
            .find(|row| row.app_id == *app_id)
    }

    /// The application roles that a service principal holds.
    pub fn assignments_of(&self, principal: &ObjectId) -> impl Iterator<Item = &AppRoleAssignment> {
        self.assignments
            .iter()
            .filter(move |row| row.principal_id == *principal)
    }

    /// The delegated grants of a client's service principal.
    pub fn grants_of(&self, client: &ObjectId) -> impl Iterator<Item = &PermissionGrant> {
        self.grants
            .iter()
            .filter(move |row| row.client_id == *client)
    }

    /// The user with this object id.
    pub fn user(&self, id: &ObjectId) -> Option<&User> {
        self.users.iter().find(|row| row.id == *id)
    }

    /// The user with this sign-in name, whatever its letter case.
    pub fn user_by_name(&self, user_principal_name: &str) -> Option<&User> {
        self.users.iter().find(|row| {
            row.user_principal_name
                .eq_ignore_ascii_case(user_principal_name)
        })
    }

    /// The user with this object id or sign-in name, as a path may name one.
    pub fn user_by_key(&self, key: &str) -> Option<&User> {
        match key.parse() {
            Ok(id) => self.user(&id),
            Err(_) => self.user_by_name(key),
        }
    }

    /// The directory roles that a user holds.
    pub fn roles_of(&self, user: &ObjectId) -> impl Iterator<Item = &DirectoryRole> {
        self.directory_roles
            .iter()
            .filter(move |row| row.members.contains(user))
    }

    /// Whether a user holds any of the directory roles named, e.g. `Global Administrator`.
    pub fn holds_role(&self, user: &ObjectId, names: &[&str]) -> bool {
        self.roles_of(user)
            .any(|role| names.contains(&role.display_name.as_str()))
    }

    /// Carries out one change.
    pub(super) fn apply(&mut self, change: &Change) {
        match change {
            Change::Put(row) => self.put(row.clone()),
            Change::DeleteApplication(id, moment) => self.delete_application(id, *moment),
            Change::DeleteServicePrincipal(id, moment) => {
                self.delete_service_principal(id, *moment);
            }
            Change::Restore(id) => self.restore(id),
            Change::Purge(id) => self.purge(id),
            Change::RemoveAssignment(id) => self.assignments.retain(|row| row.id != *id),
            Change::RemoveGrant(id) => self.grants.retain(|row| row.id != *id),
        }
    }

    fn put(&mut self, row: Row) {
        match row {
            Row::Application(row) => put(&mut self.applications, row, |row| row.id.as_str()),
            Row::ServicePrincipal(row) => {
                put(&mut self.service_principals, row, |row| row.id.as_str())
            }
            Row::AppRoleAssignment(row) => put(&mut self.assignments, row, |row| &row.id),
            Row::PermissionGrant(row) => put(&mut self.grants, row, |row| &row.id),
            Row::User(row) => put(&mut self.users, row, |row| row.id.as_str()),
            Row::Group(row) => put(&mut self.groups, row, |row| row.id.as_str()),
            Row::DirectoryRole(row) => put(&mut self.directory_roles, row, |row| row.id.as_str()),
        }
    }
}

/// Replaces the row with the same id, or adds the row at the end.
fn put<T>(rows: &mut Vec<T>, row: T, id: impl Fn(&T) -> &str) {
    match rows.iter().position(|known| id(known) == id(&row)) {
        Some(at) => rows[at] = row,
        None => rows.push(row),
    }
}
