//! The journal's place: in memory, and in the one order of all that happened. It can be told to fail.

use std::cell::Cell;
use std::cell::RefCell;
use std::rc::Rc;

use provision::Entry;
use provision::Ledger;
use provision::LedgerError;

use crate::Happening;
use crate::Microsoft;

/// Keeps lines in memory.
pub struct MemoryLedger {
    microsoft: Rc<Microsoft>,
    entries: RefCell<Vec<Entry>>,
    room: Cell<usize>,
}

impl MemoryLedger {
    /// A ledger with room for everything; its lines go into the record of `microsoft` too.
    pub fn new(microsoft: &Rc<Microsoft>) -> Self {
        Self {
            microsoft: Rc::clone(microsoft),
            entries: RefCell::default(),
            room: Cell::new(usize::MAX),
        }
    }

    /// From now on only `lines` more can be kept: then the storage is full.
    pub fn leave_room_for(&self, lines: usize) {
        self.room.set(lines);
    }

    /// What was kept.
    pub fn entries(&self) -> Vec<Entry> {
        self.entries.borrow().clone()
    }
}

impl Ledger for MemoryLedger {
    async fn append(&self, entry: &Entry) -> Result<(), LedgerError> {
        let room = self.room.get().checked_sub(1);
        self.room
            .set(room.ok_or_else(|| LedgerError::Failed("the storage is full".to_owned()))?);
        self.entries.borrow_mut().push(entry.clone());
        self.microsoft
            .note(Happening::Noted(Box::new(entry.clone())));
        Ok(())
    }
}
