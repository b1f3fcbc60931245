//! The fault `concurrent-change`: a colleague changes the set-up whose application was written last.
//!
//! It happens before a read and is seen everywhere at once: whoever reads right before she writes can keep it. Between
//! that read and the write nobody could, since applications have no version that a write could name. What happens on
//! account of a read within a batch happens before all of the batch, whose requests have no order that a client could
//! rely on. And it waits until every replica knows what was written before, for it would make them all know at once.

use base::ObjectId;
use base::Timestamp;

use super::Fault;
use crate::random::Random;
use crate::tenant::Tenant;

mod change;
mod deed;

pub use change::OthersChange;

use deed::Deed;

/// What the colleague has in mind, and has done.
#[derive(Debug, Default)]
pub(super) struct Colleague {
    /// The application that was written last.
    written: Option<ObjectId>,
    /// What is still to do, the next one last.
    plans: Vec<Deed>,
    done: Vec<OthersChange>,
}

impl Colleague {
    /// Has everything in mind again, in an order that is drawn (Fisher and Yates).
    pub(super) fn plan(&mut self, random: &mut Random) {
        self.plans = Deed::ALL.to_vec();
        for at in (1..self.plans.len()).rev() {
            let other = random.below(at as u64 + 1) as usize;
            self.plans.swap(at, other);
        }
    }
}

impl super::Faults {
    /// Notes which application somebody wrote through Graph.
    pub(crate) fn note_written(&mut self, application: &ObjectId) {
        self.colleague.written = Some(application.clone());
    }

    /// The application that somebody wrote through Graph last.
    pub(super) fn written(&self) -> Option<&ObjectId> {
        self.colleague.written.as_ref()
    }

    /// What colleagues did so far, in order.
    pub(crate) fn others_changes(&self) -> &[OthersChange] {
        &self.colleague.done
    }
}

/// Before a read: perhaps a colleague was there first.
pub(crate) fn interfere(tenant: &mut Tenant, now: Timestamp) {
    let Some(application) = tenant.faults.written().cloned() else {
        return;
    };
    if tenant.faults.colleague.plans.is_empty()
        || !tenant.directory.is_settled(now)
        || !tenant.faults.strikes_seldom(Fault::ConcurrentChange, 4, 3)
    {
        return;
    }
    let mut plans = std::mem::take(&mut tenant.faults.colleague.plans);
    for at in (0..plans.len()).rev() {
        if let Some(done) = plans[at].carry_out(tenant, &application, now) {
            plans.remove(at);
            tenant.faults.colleague.done.push(done);
            break;
        }
    }
    tenant.faults.colleague.plans = plans;
}
