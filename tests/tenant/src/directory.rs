//! The directory: the authoritative rows, and three replicas that learn of each change a little later.
//!
//! Reads and look-ups go to a replica, so a new object can be unknown for a moment, and known and unknown in turn;
//! what must be unique is asked of the primary. Within one replica the order of changes is kept.

use std::collections::BTreeMap;
use std::collections::VecDeque;
use std::time::Duration;

use base::ObjectId;
use base::Timestamp;

use crate::random::Random;
use crate::rows::Row;

mod rows;
#[cfg(test)]
mod tests;

pub use rows::Rows;

/// One change of the directory.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// Adds the row, or replaces the one with its id.
    Put(Row),
    /// Moves an application to the recycle bin, and its service principal here with it.
    DeleteApplication(ObjectId, Timestamp),
    /// Moves a service principal to the recycle bin; what it held or gave is gone for good.
    DeleteServicePrincipal(ObjectId, Timestamp),
    /// Takes an application or a service principal out of the recycle bin; an application brings its service principal
    /// along.
    Restore(ObjectId),
    /// Removes an application or a service principal from the recycle bin.
    Purge(ObjectId),
    /// Removes an application role assignment.
    RemoveAssignment(String),
    /// Removes a delegated grant.
    RemoveGrant(String),
}

/// The rows and their replicas.
#[derive(Clone, Debug)]
pub struct Directory {
    primary: Rows,
    replicas: Vec<Replica>,
    random: Random,
    /// When each object was written last, by its id.
    written: BTreeMap<String, Timestamp>,
    /// Whether changes take 5 to 40 seconds to spread instead of up to 1.5 seconds.
    pub lagging: bool,
    /// Whether a replica shows a change only after it was read one to five times without it, besides.
    pub stale_reads: bool,
}

/// A copy that applies each change when it is due.
#[derive(Clone, Debug)]
struct Replica {
    rows: Rows,
    pending: VecDeque<Pending>,
}

/// A change that a replica does not show yet.
#[derive(Clone, Debug)]
struct Pending {
    due: Timestamp,
    /// So many reads do not show it, however late they come.
    hidden: u64,
    change: Change,
}

impl Directory {
    /// A directory in which every replica already knows `rows`.
    pub fn new(rows: Rows, random: Random) -> Self {
        let replica = Replica {
            rows: rows.clone(),
            pending: VecDeque::new(),
        };
        Self {
            primary: rows,
            replicas: vec![replica; 3],
            random,
            written: BTreeMap::new(),
            lagging: false,
            stale_reads: false,
        }
    }

    /// What is true, whoever knows of it already.
    pub fn primary(&self) -> &Rows {
        &self.primary
    }

    /// What one of the replicas knows at `now`; which one is drawn anew at each call.
    pub fn read(&mut self, now: Timestamp) -> &Rows {
        let count = self.replicas.len();
        let drawn = self.random.below(count as u64) as usize;
        let replica = &mut self.replicas[drawn];
        replica.catch_up(now);
        &replica.rows
    }

    /// Applies `change` to the primary at once and to each replica later.
    pub fn write(&mut self, now: Timestamp, change: Change) {
        self.primary.apply(&change);
        if let Change::Put(row) = &change {
            self.written.insert(row.id().to_owned(), now);
        }
        for replica in &mut self.replicas {
            let delay = if self.lagging {
                5_000 + self.random.below(35_001)
            } else {
                self.random.below(1_501)
            };
            let hidden = if self.stale_reads {
                1 + self.random.below(5)
            } else {
                0
            };
            let due = now.plus(Duration::from_millis(delay));
            replica.learn(due, hidden, change.clone());
        }
    }

    /// Whether every replica shows every change to whoever reads at `now`.
    pub fn is_settled(&self, now: Timestamp) -> bool {
        let mut pending = self.replicas.iter().flat_map(|replica| &replica.pending);
        pending.all(|pending| pending.is_shown(now))
    }

    /// Whether the object was made or changed at `since` or later, other than by [`Directory::write_everywhere`].
    pub fn was_written_since(&self, id: &str, since: Timestamp) -> bool {
        self.written
            .get(id)
            .is_some_and(|written| *written >= since)
    }

    /// Applies `change`, and all that is still under way, everywhere at once: as if it had been long ago.
    pub fn write_everywhere(&mut self, change: Change) {
        self.primary.apply(&change);
        for replica in &mut self.replicas {
            for pending in std::mem::take(&mut replica.pending) {
                replica.rows.apply(&pending.change);
            }
            replica.rows.apply(&change);
        }
    }
}

impl Pending {
    /// Whether a read at `now` shows it.
    fn is_shown(&self, now: Timestamp) -> bool {
        self.due <= now && self.hidden == 0
    }
}

impl Replica {
    /// Notes a change for later, never before those already noted.
    fn learn(&mut self, due: Timestamp, hidden: u64, change: Change) {
        let last = self.pending.back();
        let due = last.map_or(due, |last| due.max(last.due));
        self.pending.push_back(Pending {
            due,
            hidden,
            change,
        });
    }

    /// Brings it up to date for one read.
    fn catch_up(&mut self, now: Timestamp) {
        while self
            .pending
            .front()
            .is_some_and(|pending| pending.is_shown(now))
        {
            if let Some(pending) = self.pending.pop_front() {
                self.rows.apply(&pending.change);
            }
        }
        for pending in &mut self.pending {
            pending.hidden = pending.hidden.saturating_sub(1);
        }
    }
}
