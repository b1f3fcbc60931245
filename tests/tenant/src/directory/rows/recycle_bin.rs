//! Deleting, restoring and purging (Microsoft Entra, "Recover from deletions").

use std::time::Duration;

use base::ObjectId;
use base::Timestamp;

use super::Rows;
use crate::rows::Application;
use crate::rows::ServicePrincipal;

/// How long what was deleted can be restored.
const KEPT: Duration = Duration::from_secs(30 * 24 * 3600);

impl Rows {
    /// The deleted applications that can still be restored at `now`. After that they are gone, though the row is here.
    pub fn deleted_applications(&self, now: Timestamp) -> impl Iterator<Item = &Application> {
        let rows = self.deleted.iter();
        rows.filter(move |row| is_kept(row.deleted_date_time, now))
    }

    /// The deleted service principals that can still be restored at `now`.
    pub fn restorable_service_principals(
        &self,
        now: Timestamp,
    ) -> impl Iterator<Item = &ServicePrincipal> {
        let rows = self.deleted_service_principals.iter();
        rows.filter(move |row| is_kept(row.deleted_date_time, now))
    }

    pub(super) fn delete_application(&mut self, id: &ObjectId, moment: Timestamp) {
        let Some(at) = self.applications.iter().position(|row| row.id == *id) else {
            return;
        };
        let mut application = self.applications.remove(at);
        application.deleted_date_time = Some(moment);
        let principal = self.service_principal_by_app_id(&application.app_id);
        if let Some(id) = principal.map(|row| row.id.clone()) {
            self.delete_service_principal(&id, moment);
        }
        self.deleted.push(application);
    }

    pub(super) fn delete_service_principal(&mut self, id: &ObjectId, moment: Timestamp) {
        let mut rows = self.service_principals.iter();
        let Some(at) = rows.position(|row| row.id == *id) else {
            return;
        };
        let mut principal = self.service_principals.remove(at);
        principal.deleted_date_time = Some(moment);
        self.deleted_service_principals.push(principal);
        self.assignments
            .retain(|row| row.principal_id != *id && row.resource_id != *id);
        self.grants
            .retain(|row| row.client_id != *id && row.resource_id != *id);
    }

    pub(super) fn restore(&mut self, id: &ObjectId) {
        if let Some(at) = self.deleted.iter().position(|row| row.id == *id) {
            let mut application = self.deleted.remove(at);
            application.deleted_date_time = None;
            if self
                .service_principal_by_app_id(&application.app_id)
                .is_none()
            {
                let mut principals = self.deleted_service_principals.iter();
                let at = principals.rposition(|row| row.app_id == application.app_id);
                at.into_iter()
                    .for_each(|at| self.restore_service_principal(at));
            }
            self.applications.push(application);
            return;
        }
        let mut principals = self.deleted_service_principals.iter();
        let at = principals.position(|row| row.id == *id);
        at.into_iter()
            .for_each(|at| self.restore_service_principal(at));
    }

    fn restore_service_principal(&mut self, at: usize) {
        let mut principal = self.deleted_service_principals.remove(at);
        principal.deleted_date_time = None;
        self.service_principals.push(principal);
    }

    pub(super) fn purge(&mut self, id: &ObjectId) {
        let purged = self.deleted.iter().find(|row| row.id == *id);
        let client = purged.map(|row| row.app_id.clone());
        self.deleted.retain(|row| row.id != *id);
        self.deleted_service_principals
            .retain(|row| row.id != *id && Some(&row.app_id) != client.as_ref());
    }
}

fn is_kept(deleted: Option<Timestamp>, now: Timestamp) -> bool {
    deleted.is_some_and(|deleted| now < deleted.plus(KEPT))
}
