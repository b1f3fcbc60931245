//! What was approved, with every run that worked on it: a run that went on with an interrupted one is part of the same
//! undertaking. Pure.

use std::collections::BTreeSet;

use provision::Action;
use provision::Beginning;
use provision::History;
use provision::Journal;
use provision::StepId;
use provision::Stop;
use provision::What;

/// What was approved, and the runs that worked on it.
#[derive(Debug)]
pub(super) struct Undertaking<'a> {
    /// How it began; its run is the one from which it is undone.
    pub(super) beginning: Beginning<'a>,
    /// Its runs, oldest first.
    runs: Vec<&'a Journal>,
}

/// How far an undertaking came.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Progress {
    /// Steps that are done.
    pub(super) done: usize,
    /// Steps that this page was to do.
    pub(super) all: usize,
}

impl<'a> Undertaking<'a> {
    /// Those of `history`, the newest first. A run that went on with one that is not there counts as one by itself.
    pub(super) fn list(history: &'a History) -> Vec<Self> {
        let mut list: Vec<Self> = Vec::new();
        for run in &history.runs {
            let Some(beginning) = run.beginning() else {
                continue;
            };
            let resumed = |one: &&mut Self| one.runs.iter().any(|run| is_resumed(run, &beginning));
            match list.iter_mut().find(resumed) {
                Some(one) => one.runs.push(run),
                None => list.push(Self {
                    beginning,
                    runs: vec![run],
                }),
            }
        }
        list.reverse();
        list
    }

    /// The last one, if its last run never came to its end.
    pub(super) fn unfinished(history: &'a History) -> Option<Self> {
        let last = history.unfinished()?;
        let mut list = Self::list(history).into_iter();
        list.find(|one| one.runs.last().is_some_and(|run| *run == last))
    }

    /// How its last run began: the one that can be gone on with.
    pub(super) fn last(&self) -> Beginning<'a> {
        let last = self.runs.last().and_then(|run| run.beginning());
        last.unwrap_or(self.beginning)
    }

    /// Whether it came to its end.
    pub(super) fn is_finished(&self) -> bool {
        self.runs.last().is_some_and(|run| run.is_finished())
    }

    /// Why its last run stopped, if it said so.
    pub(super) fn stop(&self) -> Option<&'a Stop> {
        self.runs.last().and_then(|run| run.stop())
    }

    /// How far it came. A step is also done where a later run found it so: its answer was lost, not its effect.
    pub(super) fn progress(&self) -> Progress {
        let (mut all, mut done) = (BTreeSet::new(), BTreeSet::new());
        for run in &self.runs {
            let steps = run.beginning().map_or(&[][..], |it| &it.plan.steps);
            for step in steps {
                if step.action.write().is_some() {
                    all.insert(&step.id);
                    done.remove(&step.id);
                } else if step.action == Action::Keep {
                    done.insert(&step.id);
                }
            }
            done.extend(done_by(run));
        }
        Progress {
            done: all.intersection(&done).count(),
            all: all.len(),
        }
    }
}

/// The steps that `run` says are done.
fn done_by(run: &Journal) -> impl Iterator<Item = &StepId> {
    run.entries.iter().filter_map(|entry| match &entry.what {
        What::Done { step, .. } => Some(step),
        _ => None,
    })
}

/// Whether `run` is the one that was gone on with.
fn is_resumed(run: &Journal, beginning: &Beginning<'_>) -> bool {
    let name = run.beginning().map(|one| one.run);
    name.is_some() && name == beginning.resumes
}

#[cfg(test)]
mod tests {
    use graph::Template;
    use provision::Entry;
    use provision::Goal;
    use provision::Plan;
    use provision::Purpose;
    use provision::RunId;
    use provision::Step;
    use survey::ApplicationChoice;
    use survey::CertificateChoice;

    use super::*;

    fn entry(run: &str, what: What) -> Entry {
        Entry {
            tenant: "00000000-0000-4000-8000-000000000001".parse().unwrap(),
            run: RunId(run.to_owned()),
            at: base::Timestamp::from_unix_seconds(0),
            what,
        }
    }

    fn step(id: &str, action: Action) -> Step {
        Step {
            id: StepId(id.to_owned()),
            sentence: base::Message::new(base::Key::LeaveConsent),
            action,
        }
    }

    fn write() -> Action {
        Action::Remove {
            write: Template {
                method: "DELETE".to_owned(),
                path: Vec::new(),
                headers: Vec::new(),
                body: None,
                repeatable: true,
            },
            before: serde_json::Value::Null,
            goal: Goal::ApplicationGone {
                application: "00000000-0000-4000-8000-000000000002".parse().unwrap(),
            },
        }
    }

    fn began(run: &str, steps: Vec<Step>, resumes: Option<&str>) -> Entry {
        began_for(Purpose::Leave, run, steps, resumes)
    }

    /// A set-up beside others, of an application of its own.
    fn began_beside(run: &str, resumes: Option<&str>) -> Entry {
        let thumbprint = base::Thumbprint::from_bytes([1; 20]);
        let mut choice = survey::Choice::new("Push", CertificateChoice::Keep { thumbprint });
        let unique_name = Some(format!("push-{run}"));
        choice.application = ApplicationChoice::Beside { unique_name };
        let wish = survey::Wish { choice, made: None };
        began_for(Purpose::SetUp { wish }, run, Vec::new(), resumes)
    }

    fn began_for(purpose: Purpose, run: &str, steps: Vec<Step>, resumes: Option<&str>) -> Entry {
        let began = What::Began {
            plan: Plan { steps },
            purpose,
            resumes: resumes.map(|run| RunId(run.to_owned())),
            by: None,
        };
        entry(run, began)
    }

    fn done(run: &str, step: &str) -> Entry {
        let done = What::Done {
            step: StepId(step.to_owned()),
            ids: Vec::new(),
            request_id: None,
            found: false,
            void: false,
        };
        entry(run, done)
    }

    fn three_writes() -> Vec<Step> {
        ["a", "b", "c"].map(|id| step(id, write())).to_vec()
    }

    #[test]
    fn a_run_that_goes_on_with_another_is_part_of_it() {
        let history = History::of([
            began("1", three_writes(), None),
            began("2", three_writes(), None),
            began("3", three_writes(), Some("2")),
            began("4", three_writes(), Some("3")),
            began("5", three_writes(), Some("forgotten")),
        ]);
        let list = Undertaking::list(&history);
        let named: Vec<_> = list
            .iter()
            .map(|one| (one.beginning.run.0.as_str(), one.last().run.0.as_str()))
            .collect();
        assert_eq!(named, [("5", "5"), ("2", "4"), ("1", "1")]);
    }

    #[test]
    fn the_unfinished_one_is_that_of_the_last_run() {
        let mut entries = vec![
            began("1", three_writes(), None),
            began("2", three_writes(), Some("1")),
        ];
        let history = History::of(entries.clone());
        let unfinished = Undertaking::unfinished(&history).unwrap();
        assert_eq!(unfinished.beginning.run.0, "1");
        assert_eq!(unfinished.last().run.0, "2");
        assert!(!unfinished.is_finished());
        entries.push(entry("2", What::Finished));
        let history = History::of(entries);
        assert!(Undertaking::unfinished(&history).is_none());
        assert!(Undertaking::list(&history)[0].is_finished());
    }

    /// A later run about another application leaves it to be gone on with, together with what went on with it before.
    #[test]
    fn an_older_interrupted_one_is_still_offered() {
        let history = History::of([
            began_beside("1", None),
            began_beside("2", Some("1")),
            began_beside("3", None),
            entry("3", What::Finished),
        ]);
        let unfinished = Undertaking::unfinished(&history).unwrap();
        assert_eq!(unfinished.beginning.run.0, "1");
        assert_eq!(unfinished.last().run.0, "2");
    }

    #[test]
    fn what_a_later_run_found_done_counts_and_what_it_has_to_do_again_does_not() {
        let mut entries = vec![began("1", three_writes(), None), done("1", "a")];
        let progress = |entries: &[Entry]| {
            let history = History::of(entries.to_vec());
            Undertaking::list(&history)[0].progress()
        };
        assert_eq!(progress(&entries), Progress { done: 1, all: 3 });
        let found = vec![
            step("kept from the start", Action::Keep),
            step("a", write()),
            step("b", Action::Keep),
            step("c", write()),
        ];
        entries.push(began("2", found, Some("1")));
        assert_eq!(progress(&entries), Progress { done: 1, all: 3 });
        entries.extend([done("2", "a"), done("2", "c")]);
        assert_eq!(progress(&entries), Progress { done: 3, all: 3 });
    }
}
