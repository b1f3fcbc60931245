//! The fault `role-withdrawn`: somebody takes the person's directory roles away in the middle.

use base::ObjectId;
use base::Timestamp;

use super::Fault;
use crate::directory::Change;
use crate::random::Random;
use crate::rows::Row;
use crate::tenant::Tenant;

/// When roles are taken, and which were.
#[derive(Debug)]
pub(super) struct Withdrawal {
    /// So many more writes are carried out first. Reads are not counted: between two writes there are more of them than
    /// anybody would guess.
    spared: u64,
    /// Object ids of roles, and of those who held them.
    taken: Vec<(ObjectId, ObjectId)>,
}

impl Withdrawal {
    pub(super) fn new(random: &mut Random) -> Self {
        Self {
            spared: 1 + random.below(4),
            taken: Vec::new(),
        }
    }
}

impl super::Faults {
    /// Counts a write of a person that was carried out.
    pub(crate) fn note_carried_out(&mut self) {
        if self.is_on(Fault::RoleWithdrawn) {
            self.role.spared = self.role.spared.saturating_sub(1);
        }
    }
}

/// Before a request of `person`: takes her roles when it is time.
pub(crate) fn withdraw(tenant: &mut Tenant, person: &ObjectId, now: Timestamp) {
    if !tenant.faults.is_on(Fault::RoleWithdrawn) || tenant.faults.role.spared > 0 {
        return;
    }
    let held: Vec<_> = tenant
        .directory
        .primary()
        .roles_of(person)
        .cloned()
        .collect();
    for mut role in held {
        role.members.retain(|member| member != person);
        let taken = (role.id.clone(), person.clone());
        tenant.faults.role.taken.push(taken);
        let change = Change::Put(Row::DirectoryRole(role));
        tenant.directory.write(now, change);
    }
}

/// Gives every role back that was taken.
pub(crate) fn give_back(tenant: &mut Tenant, now: Timestamp) {
    let fresh = Withdrawal::new(&mut tenant.faults.random);
    let withdrawal = std::mem::replace(&mut tenant.faults.role, fresh);
    for (role, person) in withdrawal.taken {
        let rows = tenant.directory.primary();
        let known = rows.directory_roles.iter().find(|row| row.id == role);
        let Some(mut role) = known.cloned() else {
            continue;
        };
        role.members.push(person);
        let change = Change::Put(Row::DirectoryRole(role));
        tenant.directory.write(now, change);
    }
}
