//! Runs and what they leave: the journal of each, written as `apply` writes it, and the tenant as it is then.

use base::Key;
use base::KeyId;
use base::Message;
use graph::Known;
use survey::CertificateChoice;
use survey::Choice;
use survey::Wish;

use super::ADMINISTRATOR;
use super::guid;
use super::marks;
use super::now;
use super::object;
use super::tenant::carry_out;
use crate::Desired;
use crate::Entry;
use crate::History;
use crate::Journal;
use crate::KnownCertificates;
use crate::Observed;
use crate::ObservedSetUp;
use crate::Plan;
use crate::Purpose;
use crate::RecordedRequest;
use crate::Removal;
use crate::RunId;
use crate::Step;
use crate::StepId;
use crate::Stop;
use crate::What;
use crate::plan;
use crate::plan_removal;
use crate::undo;

/// How a step fares.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Fate {
    /// Announced, carried out and seen.
    Done,
    /// Somebody else did the same before its turn came: seen, not announced.
    Found,
    /// Announced and refused, because somebody else has just done the same: seen.
    FoundAfter,
    /// Announced and refused: the run stops.
    Refused,
    /// Announced, and no answer came; it was not carried out. The run stops.
    Lost,
    /// Announced, and no answer came; it was carried out. The run stops.
    Unanswered,
    /// Announced, and the page was closed before it was carried out.
    Closed,
    /// Announced and carried out, and the page was closed before it was seen.
    ClosedAfter,
}

impl Fate {
    /// Every way in which a run ends before its time.
    pub(crate) const ENDS: [Self; 5] = [
        Self::Refused,
        Self::Lost,
        Self::Unanswered,
        Self::Closed,
        Self::ClosedAfter,
    ];

    fn is_announced(self) -> bool {
        self != Self::Found
    }

    fn is_carried_out(self) -> bool {
        matches!(
            self,
            Self::Done | Self::Found | Self::FoundAfter | Self::Unanswered | Self::ClosedAfter
        )
    }

    fn ends(self) -> bool {
        Self::ENDS.contains(&self)
    }

    /// The last line of the step, if there is one.
    fn outcome(self, step: &StepId) -> Option<What> {
        let stopped = |sent| {
            What::Stopped(Stop {
                step: step.clone(),
                problem: Message::new(Key::StoppedRefused),
                sent,
                request_id: None,
                client_request_id: None,
                challenge: None,
            })
        };
        match self {
            Self::Done | Self::Found | Self::FoundAfter => Some(What::Done {
                step: step.clone(),
                ids: Vec::new(),
                request_id: None,
                found: self != Self::Done,
                void: false,
            }),
            Self::Refused => Some(stopped(false)),
            Self::Lost | Self::Unanswered => Some(stopped(true)),
            Self::Closed | Self::ClosedAfter => None,
        }
    }
}

/// Something that others do.
pub(crate) type ByOthers = fn(&mut ObservedSetUp);

/// What happened in a tenant.
#[derive(Clone, Debug)]
pub(crate) struct Story {
    /// The tenant as it is now.
    pub(crate) observed: Observed,
    /// The runs so far.
    pub(crate) runs: Vec<Journal>,
}

impl Story {
    pub(crate) fn begin(observed: Observed) -> Self {
        Self {
            observed,
            runs: Vec::new(),
        }
    }

    /// A run to its end.
    pub(crate) fn run(&mut self, desired: &Desired) -> &mut Self {
        self.run_with(desired, &[])
    }

    /// A run of which the steps named fare as said, and the others well.
    pub(crate) fn run_with(&mut self, desired: &Desired, fates: &[(&str, Fate)]) -> &mut Self {
        let plan = plan(desired, &self.observed);
        let wish = wish(desired);
        self.carry_out(plan, Purpose::SetUp { wish }, fates)
    }

    /// Somebody else changes something.
    pub(crate) fn then(&mut self, change: impl FnOnce(&mut ObservedSetUp)) -> &mut Self {
        change(self.observed.set_up.as_mut().unwrap());
        super::tenant::look_for_obsolete(&mut self.observed);
        self
    }

    /// A run that takes the certificate number `number` off; the steps named fare as said.
    pub(crate) fn removed(&mut self, number: u8, fates: &[(&str, Fate)]) -> &mut Self {
        self.removed_entry(&super::credential(number).key_id, fates)
    }

    /// A run that takes the entry `key_id` of a certificate off; the steps named fare as said.
    pub(crate) fn removed_entry(&mut self, key_id: &KeyId, fates: &[(&str, Fate)]) -> &mut Self {
        let removal = Removal::of(&self.observed, key_id).unwrap();
        let plan = plan_removal(
            &removal,
            &marks(),
            &KnownCertificates::default(),
            &self.observed,
        );
        self.carry_out(plan, Purpose::RemoveCertificate { removal }, fates)
    }

    /// Undoes the run `first` and all since.
    pub(crate) fn undone_since(&mut self, first: &RunId) -> &mut Self {
        let history = History {
            runs: self.runs.clone(),
        };
        let runs = history.since(first).to_vec();
        let plan = undo(&runs, &marks(), &self.observed);
        let runs = runs.iter().filter_map(Journal::beginning);
        let runs = runs.map(|it| it.run.clone()).collect();
        self.carry_out(plan, Purpose::Undo { runs }, &[])
    }

    /// What undoing all runs comes to.
    pub(crate) fn undo(&self) -> Plan {
        undo(&self.runs, &marks(), &self.observed)
    }

    /// Undoes all runs.
    pub(crate) fn undone(&mut self) -> &mut Self {
        self.undone_with(&[])
    }

    /// Undoes all runs; the steps named fare as said.
    pub(crate) fn undone_with(&mut self, fates: &[(&str, Fate)]) -> &mut Self {
        let runs = self.runs.iter().filter_map(Journal::beginning);
        let runs = runs.map(|it| it.run.clone()).collect();
        self.carry_out(self.undo(), Purpose::Undo { runs }, fates)
    }

    fn carry_out(&mut self, plan: Plan, purpose: Purpose, fates: &[(&str, Fate)]) -> &mut Self {
        let named = |id: &str| plan.steps.iter().any(|step| step.id.0 == id);
        assert!(fates.iter().all(|(id, _)| named(id)), "{fates:?}");
        assert!(plan.clone().approve().is_ok(), "{plan:?}");
        let mut lines = vec![What::Began {
            plan: plan.clone(),
            purpose,
            resumes: None,
            by: Some(object(ADMINISTRATOR)),
        }];
        let mut is_over = false;
        for step in plan
            .steps
            .iter()
            .filter(|step| step.action.write().is_some())
        {
            let named = fates.iter().find(|(id, _)| step.id.0 == *id);
            let fate = named.map_or(Fate::Done, |(_, fate)| *fate);
            lines.extend(self.fare(step, fate));
            is_over = fate.ends();
            if is_over {
                break;
            }
        }
        lines.extend((!is_over).then_some(What::Finished));
        let run = RunId(format!("run-{}", self.runs.len() + 1));
        let entries = lines.into_iter().map(|what| entry(&run, what)).collect();
        self.runs.push(Journal { entries });
        self
    }

    /// The lines of one step.
    fn fare(&mut self, step: &Step, fate: Fate) -> Vec<What> {
        let write = step.action.write().unwrap();
        if fate.is_carried_out() {
            carry_out(&mut self.observed, write);
        }
        let request = RecordedRequest {
            method: write.method.clone(),
            path: write
                .fill(&Known::new())
                .map_or(String::new(), |it| it.path),
            headers: write.headers.clone(),
            body: write.body.clone(),
        };
        let intent = What::Intent {
            step: step.id.clone(),
            request,
            client_request_id: None,
        };
        let announced = fate.is_announced().then_some(intent);
        announced
            .into_iter()
            .chain(fate.outcome(&step.id))
            .collect()
    }
}

/// A line of a journal.
pub(crate) fn entry(run: &RunId, what: What) -> Entry {
    Entry {
        tenant: guid('0').parse().unwrap(),
        run: run.clone(),
        at: now(),
        what,
    }
}

/// The same run on an application with other ids.
pub(crate) fn elsewhere(run: &Journal) -> Journal {
    let text = serde_json::to_string(run).unwrap();
    let text = text
        .replace("11111111-", "1e1e1e1e-")
        .replace("22222222-", "2e2e2e2e-")
        .replace("33333333-", "3e3e3e3e-");
    serde_json::from_str(&text).unwrap()
}

/// What a person wished who gets `desired`.
pub(crate) fn wish(desired: &Desired) -> Wish {
    let thumbprint = desired.thumbprint();
    let mut choice = Choice::new(
        &desired.application_name,
        CertificateChoice::Keep { thumbprint },
    );
    choice.application = desired.application.clone();
    Wish { choice, made: None }
}
