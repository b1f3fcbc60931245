//! All runs of one tenant that a ledger holds, in order, and what can be gone on with or undone.

mod subject;

use base::ObjectId;
use base::Thumbprint;
use graph::Slot;
use graph::key_credential::KeyCredential;
use survey::Wish;

use self::subject::is_past;
use crate::Beginning;
use crate::Entry;
use crate::Goal;
use crate::Journal;
use crate::Purpose;
use crate::Removal;
use crate::RunId;
use crate::Step;
use crate::removal::leaves_another;

/// An entry of a certificate that this console took off an application.
pub(crate) struct TakenOff<'a> {
    pub(crate) removal: &'a Removal,
    /// Whether another entry of the same certificate stayed.
    pub(crate) leaves_another: bool,
}

impl TakenOff<'_> {
    /// Whether `one` went by that: the entry itself, or the same certificate by another one that came since.
    pub(crate) fn is(&self, one: &KeyCredential) -> bool {
        let is_it = self.removal.credential.key_id == one.key_id;
        is_it || one.thumbprint().is_some_and(|it| self.took(it))
    }

    /// Whether no entry of the certificate stayed.
    pub(crate) fn took(&self, thumbprint: Thumbprint) -> bool {
        self.removal.thumbprint == thumbprint && !self.leaves_another
    }
}

/// What runs know of certificates.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct KnownCertificates {
    /// Those that they added, or may have added.
    pub added: Vec<Thumbprint>,
    /// Those that were handed over last.
    pub handed_over: Vec<Thumbprint>,
}

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

    /// The run of this name.
    pub fn run(&self, name: &RunId) -> Option<&Journal> {
        self.runs.iter().find(|run| is_named(run, name))
    }

    /// The last run that never came to its end and that no later one took the place of. A run about another application
    /// leaves it as it is: it can still be gone on with, or undone.
    pub fn unfinished(&self) -> Option<&Journal> {
        let later = |at: usize| &self.runs[at + 1..];
        let mut runs = self.runs.iter().enumerate().rev();
        let found = runs.find(|(at, run)| !run.is_finished() && !is_past(run, later(*at).iter()));
        found.map(|(_, run)| run)
    }

    /// Whether `run` is the one that can be gone on with. It no longer is once another tab, or this one, has gone on with it,
    /// undone it, begun another, or forgotten it.
    pub fn can_go_on_with(&self, run: &RunId) -> bool {
        self.unfinished().is_some_and(|last| is_named(last, run))
    }

    /// What the last run that set something up to its end was for, if no set-up was undone since.
    pub fn last_wish(&self) -> Option<(Beginning<'_>, &Wish)> {
        let mut runs = self.runs.iter().rev();
        let run = runs.find(|run| self.is_about_set_ups(run));
        let beginning = run.filter(|run| run.is_finished())?.beginning()?;
        match beginning.purpose {
            Purpose::SetUp { wish } => Some((beginning, wish)),
            Purpose::Undo { .. } | Purpose::RemoveCertificate { .. } | Purpose::Leave => None,
        }
    }

    /// Whether a run sets something up or undoes that. Neither does one that takes a certificate off or puts such a one back,
    /// nor the withdrawal of the console's own consent.
    pub(crate) fn is_about_set_ups(&self, run: &Journal) -> bool {
        match run.beginning().map(|it| it.purpose) {
            Some(Purpose::SetUp { .. }) => true,
            // What is not held here may be a set-up of another computer's journal.
            Some(Purpose::Undo { runs }) => {
                runs.is_empty() || !runs.iter().all(|name| self.is_beside_set_ups(name))
            }
            Some(Purpose::RemoveCertificate { .. } | Purpose::Leave) | None => false,
        }
    }

    /// Whether the run of this name is held here and sets nothing up itself.
    fn is_beside_set_ups(&self, name: &RunId) -> bool {
        let purpose = self.run(name).and_then(Journal::beginning);
        let purpose = purpose.map(|it| it.purpose);
        purpose.is_some_and(|it| !matches!(it, Purpose::SetUp { .. }))
    }

    /// What these runs know of certificates.
    pub fn known_certificates(&self) -> KnownCertificates {
        KnownCertificates {
            added: self.added_certificates(),
            handed_over: self.handed_over(),
        }
    }

    /// The certificates of the last set-up of each application that came to its end and was not undone since: what
    /// MyTimetable signs with, as far as these runs know.
    fn handed_over(&self) -> Vec<Thumbprint> {
        let finished = self.runs.iter().filter(|run| run.is_finished());
        let beginnings = finished.clone().filter_map(Journal::beginning);
        let undone: Vec<&RunId> = beginnings.flat_map(|it| undone_by(it.purpose)).collect();
        let set_ups = finished.filter_map(|run| {
            let beginning = run.beginning()?;
            let stands = !undone.contains(&beginning.run);
            match beginning.purpose {
                Purpose::SetUp { wish } if stands => Some((run, wish)),
                _ => None,
            }
        });
        let set_ups: Vec<(&Journal, &Wish)> = set_ups.collect();
        let later = |at: usize| set_ups[at + 1..].iter().map(|(run, _)| *run);
        let all = set_ups.iter().enumerate();
        let last = all.filter(|(at, (run, _))| !is_past(run, later(*at)));
        last.filter_map(|(_, (_, wish))| wish.thumbprint())
            .collect()
    }

    fn added_certificates(&self) -> Vec<Thumbprint> {
        let added = |run: &Journal| {
            let steps = run.beginning().map_or(&[][..], |it| &it.plan.steps);
            let done = steps.iter().filter(|step| run.may_have_done(&step.id));
            let added = done.filter_map(|step| match step.action.goal() {
                Some(Goal::Certificate {
                    thumbprint,
                    is: true,
                    ..
                }) => Some(*thumbprint),
                _ => None,
            });
            added.collect::<Vec<_>>()
        };
        self.runs.iter().flat_map(added).collect()
    }

    /// The beginnings of what was approved, oldest first: a run that went on with another is part of that.
    pub fn undertakings(&self) -> Vec<Beginning<'_>> {
        let beginnings = self.runs.iter().filter_map(Journal::beginning);
        beginnings.filter(|it| it.resumes.is_none()).collect()
    }

    /// The runs from `first` on: what is undone when all since then is to be as it was before.
    pub fn since(&self, first: &RunId) -> &[Journal] {
        let at = self.runs.iter().position(|run| is_named(run, first));
        at.map_or(&[], |at| &self.runs[at..])
    }

    /// Whether one of these runs is `run`.
    pub fn holds(&self, run: &RunId) -> bool {
        self.run(run).is_some()
    }

    /// Whether `person` approved `run`. Where that is not known, they did not.
    pub fn was_approved_by(&self, run: &RunId, person: &ObjectId) -> bool {
        let mut beginnings = self.runs.iter().filter_map(Journal::beginning);
        beginnings.any(|it| it.run == run && it.by == Some(person))
    }

    /// Whether going on with `run` may need a history from another computer: what it undoes is not here, or it is not here
    /// itself, since it began after these runs were read.
    pub fn may_need_claimed(&self, run: &RunId) -> bool {
        match self.first_undone_by(run) {
            Some(first) => !self.holds(first),
            None => !self.holds(run),
        }
    }

    /// `run` and those that it went on with, oldest first.
    pub(crate) fn gone_on_with(&self, run: &RunId) -> Vec<&Journal> {
        let mut wanted = Some(run);
        let mut found = Vec::new();
        for one in self.runs.iter().rev() {
            if let Some(beginning) = one.beginning().filter(|it| Some(it.run) == wanted) {
                wanted = beginning.resumes;
                found.push(one);
            }
        }
        found.reverse();
        found
    }

    /// What runs after `run` took off `application`, one entry each, and saw gone; but for what a later one put back.
    pub(crate) fn removed_since(&self, run: &RunId, application: &ObjectId) -> Vec<TakenOff<'_>> {
        let later = self.since(run).get(1..).unwrap_or_default();
        let taken_off = later.iter().enumerate().filter_map(|(at, one)| {
            let off = taken_off(one).filter(|off| off.removal.application == *application)?;
            let mut since = later[at + 1..].iter();
            (!since.any(|one| puts_on(one, off.removal))).then_some(off)
        });
        taken_off.collect()
    }

    /// The runs that undoing `first` is about: it and all since. Where only `claimed`, a history from another computer, has
    /// it, they are that one's, and behind them come the runs of this history by which they were undone. Empty where
    /// neither has it.
    pub fn to_undo(&self, first: &RunId, claimed: Option<&Self>) -> Vec<Journal> {
        let own = self.since(first);
        if !own.is_empty() {
            return own.to_vec();
        }
        let claimed = claimed.map_or(&[][..], |claimed| claimed.since(first));
        let is_claimed = |name: &RunId| claimed.iter().any(|run| is_named(run, name));
        let undoes = |run: &&Journal| match run.beginning().map(|it| (it.run, it.purpose)) {
            Some((name, Purpose::Undo { runs })) => {
                !is_claimed(name) && runs.iter().any(is_claimed)
            }
            _ => false,
        };
        let undone = self.runs.iter().filter(undoes);
        claimed.iter().chain(undone).cloned().collect()
    }

    /// The first of the runs that the run `undoing` of this history undoes.
    pub fn first_undone_by(&self, undoing: &RunId) -> Option<&RunId> {
        match self.run(undoing)?.beginning()?.purpose {
            Purpose::Undo { runs } => runs.first(),
            Purpose::SetUp { .. } | Purpose::RemoveCertificate { .. } | Purpose::Leave => None,
        }
    }
}

/// What a run took off and saw gone.
fn taken_off(run: &Journal) -> Option<TakenOff<'_>> {
    match run.beginning().filter(|_| run.is_finished())?.purpose {
        Purpose::RemoveCertificate { removal } => Some(TakenOff {
            removal,
            leaves_another: leaves_another(run),
        }),
        Purpose::SetUp { .. } | Purpose::Undo { .. } | Purpose::Leave => None,
    }
}

/// Whether a run put onto the application what was taken off it, and saw that.
fn puts_on(run: &Journal, removal: &Removal) -> bool {
    let steps = run.beginning().map(|it| it.plan.steps.as_slice());
    let done = |step: &&Step| run.has_done(&step.id);
    let mut steps = steps.unwrap_or_default().iter().filter(done);
    steps.any(|step| match step.action.goal() {
        Some(Goal::Certificate {
            application,
            thumbprint,
            is: true,
            ..
        }) => *thumbprint == removal.thumbprint && *application == Slot::text(&removal.application),
        _ => false,
    })
}

/// The runs that a run of this purpose undoes.
fn undone_by(purpose: &Purpose) -> &[RunId] {
    match purpose {
        Purpose::Undo { runs } => runs,
        Purpose::SetUp { .. } | Purpose::RemoveCertificate { .. } | Purpose::Leave => &[],
    }
}

fn is_named(run: &Journal, name: &RunId) -> bool {
    run.beginning().is_some_and(|it| it.run == name)
}

#[cfg(test)]
mod tests;
