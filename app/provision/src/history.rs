//! All runs of one tenant that a ledger holds, in order, and what can be gone on with or undone.

use survey::Wish;

use crate::Beginning;
use crate::Entry;
use crate::Journal;
use crate::Purpose;
use crate::RunId;

/// All runs of one tenant.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct History {
    /// The runs, oldest first.
    pub runs: Vec<Journal>,
}

impl History {
    /// Sorts lines into runs. A run whose beginning is missing is left out: nothing can be said of it.
    pub fn of(entries: impl IntoIterator<Item = Entry>) -> Self {
        let mut runs: Vec<Journal> = Vec::new();
        for entry in entries {
            let same =
                |run: &&mut Journal| run.entries.first().map(|one| &one.run) == Some(&entry.run);
            match runs.iter_mut().find(same) {
                Some(run) => run.entries.push(entry),
                None => runs.push(Journal {
                    entries: vec![entry],
                }),
            }
        }
        runs.retain(|run| run.beginning().is_some());
        Self { runs }
    }

    /// The last run, if it never came to its end.
    pub fn unfinished(&self) -> Option<&Journal> {
        self.runs.last().filter(|run| !run.is_finished())
    }

    /// What the last run that set something up to its end was for, if nothing was undone since.
    pub fn last_wish(&self) -> Option<(Beginning<'_>, &Wish)> {
        let leaves = |run: &&Journal| {
            run.beginning()
                .is_some_and(|beginning| *beginning.purpose == Purpose::Leave)
        };
        // Withdrawing the console's own consent changes nothing about a set-up.
        let run = self.runs.iter().rev().find(|run| !leaves(run));
        let beginning = run.filter(|run| run.is_finished())?.beginning()?;
        match beginning.purpose {
            Purpose::SetUp { wish } => Some((beginning, wish)),
            Purpose::Undo { .. } | Purpose::Leave => None,
        }
    }

    /// The beginnings of what was approved, oldest first: a run that went on with another is part of that.
    pub fn undertakings(&self) -> Vec<Beginning<'_>> {
        let beginnings = self.runs.iter().filter_map(Journal::beginning);
        beginnings.filter(|it| it.resumes.is_none()).collect()
    }

    /// The runs from `first` on: what is undone when all since then is to be as it was before.
    pub fn since(&self, first: &RunId) -> &[Journal] {
        let is_it = |run: &Journal| run.beginning().is_some_and(|it| it.run == first);
        let at = self.runs.iter().position(is_it);
        at.map_or(&[], |at| &self.runs[at..])
    }
}

#[cfg(test)]
mod tests;
