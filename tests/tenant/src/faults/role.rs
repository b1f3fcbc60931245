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
    /// So many requests of a person are let through yet.
    spared: u64,
    /// Object ids of roles, and of those who held them.
    taken: Vec<(ObjectId, ObjectId)>,
}

impl Withdrawal {
    pub(super) fn new(random: &mut Random) -> Self {
        Self {
            spared: 5 + random.below(11),
            taken: Vec::new(),
        }
    }
}

/// Counts a request of `person`, and takes her roles when it is time.
pub(crate) fn withdraw(tenant: &mut Tenant, person: &ObjectId, now: Timestamp) {
    if !tenant.faults.is_on(Fault::RoleWithdrawn) {
        return;
    }
    if tenant.faults.role.spared > 0 {
        tenant.faults.role.spared -= 1;
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
