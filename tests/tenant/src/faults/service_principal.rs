//! The fault `service-principal-disabled`: somebody disables the service principal of the application that was written
//! last. As with every change of a colleague, it happens before a read, and once every replica knows what was written.

use base::Timestamp;

use super::Fault;
use crate::directory::Change;
use crate::rows::Row;
use crate::rows::ServicePrincipal;
use crate::tenant::Tenant;

/// Before a read: perhaps somebody disables it, and disables it again where it was enabled meanwhile.
pub(crate) fn disable(tenant: &mut Tenant, now: Timestamp) {
    if !tenant.faults.is_on(Fault::ServicePrincipalDisabled) {
        return;
    }
    let Some(mut row) = of_written(tenant).filter(|row| row.account_enabled) else {
        return;
    };
    let fault = Fault::ServicePrincipalDisabled;
    if tenant.directory.is_settled(now) && tenant.faults.strikes_seldom(fault, 4, 3) {
        row.account_enabled = false;
        tenant.faults.disabled.insert(row.id.clone());
        let change = Change::Put(Row::ServicePrincipal(row));
        tenant.directory.write_everywhere(change);
    }
}

/// Enables again what was disabled.
pub(crate) fn enable(tenant: &mut Tenant, now: Timestamp) {
    for id in std::mem::take(&mut tenant.faults.disabled) {
        let row = tenant.directory.primary().service_principal(&id).cloned();
        let Some(mut row) = row else { continue };
        row.account_enabled = true;
        let change = Change::Put(Row::ServicePrincipal(row));
        tenant.directory.write(now, change);
    }
}

fn of_written(tenant: &Tenant) -> Option<ServicePrincipal> {
    let rows = tenant.directory.primary();
    let application = rows.application(tenant.faults.written()?)?;
    rows.service_principal_by_app_id(&application.app_id)
        .cloned()
}
