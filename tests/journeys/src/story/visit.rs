//! One visit to the page, with the calls and in the order of the console's `road`: `set_up`, `carry_out`, `resume`, `undo`,
//! `removal` and `leave`.

use std::cell::Cell;
use std::cell::RefCell;
use std::rc::Rc;

use base::ObjectId;
use base::Thumbprint;
use graph::GraphError;
use provision::Action;
use provision::Approved;
use provision::History;
use provision::Inventory;
use provision::Journal;
use provision::NotApprovable;
use provision::Observed;
use provision::Plan;
use provision::Purpose;
use provision::Removal;
use provision::Run;
use provision::RunId;
use provision::Step;
use provision::Verified;
use survey::ApplicationChoice;
use survey::Facts;
use survey::Wish;
use tenant::worlds::CONSOLE_APP_ID;

use super::Arrived;
use super::Errand;
use super::Open;
use super::Story;
use super::Told;
use super::Trouble;
use crate::NotSignedIn;
use crate::Page;
use crate::Planned;
use crate::SignedIn;

impl From<NotSignedIn> for Trouble {
    fn from(problem: NotSignedIn) -> Self {
        Self::SignIn(problem)
    }
}

impl From<GraphError> for Trouble {
    fn from(problem: GraphError) -> Self {
        Self::Reading(problem)
    }
}

impl From<NotApprovable> for Trouble {
    fn from(problem: NotApprovable) -> Self {
        match problem {
            NotApprovable::Blocked(step) | NotApprovable::NotWithin(step) => Self::Blocked(step),
        }
    }
}

impl Story<'_> {
    /// Signs in where that is needed, and goes on with what was begun, or begins.
    pub(super) async fn go_about(
        &self,
        open: &Open,
        errand: &Errand,
        runs_before: usize,
    ) -> Result<(), Trouble> {
        let page = &open.page;
        let arrived = self.sign_in(open).await?;
        open.arrived.replace(Some(Rc::clone(&arrived)));
        let history = History::of(page.ledger.entries());
        let claimed = self.claimed.borrow().clone();
        let here = Here {
            approved_anew: &self.approved_anew,
            told: &self.told,
            page,
            signed_in: &arrived.signed_in,
            facts: &arrived.facts,
            history: &history,
            claimed: claimed.as_ref(),
        };
        match history.unfinished() {
            Some(run) if history.runs.len() > runs_before => here.go_on(run).await,
            None if history.runs.len() > runs_before => here.read_back(errand).await,
            _ => here.begin(errand).await,
        }
    }

    /// Signs in: not at all where the tokens of this tab suffice, once where the journal holds something to go on with or
    /// Graph demands it, else twice.
    async fn sign_in(&self, open: &Open) -> Result<Rc<Arrived>, Trouble> {
        let challenge = self.challenge.borrow().clone();
        let before = open.arrived.borrow().clone();
        let (page, person) = (&open.page, &self.person.get());
        let challenge = challenge.as_deref();
        let journal = page.ledger.entries();
        let signed_in = match (before, journal.first()) {
            (Some(enough), _) if challenge.is_none() => return Ok(enough),
            (Some(challenged), _) => {
                let write = page.signing_in_to_write(&challenged.signed_in, person, challenge);
                write.await?
            }
            (None, Some(entry)) => {
                let write = page.signing_in_to_go_on(&entry.tenant, person, challenge);
                write.await?
            }
            (None, None) => {
                let first = page.signing_in(person, challenge).await?;
                self.look(page, &first).await?;
                page.signing_in_to_write(&first, person, challenge).await?
            }
        };
        self.challenge.take();
        let facts = self.look(page, &signed_in).await?;
        Ok(Rc::new(Arrived { signed_in, facts }))
    }

    /// Looks at the tenant, and whether what the journal says was set up still stands.
    async fn look(&self, page: &Page, signed_in: &SignedIn) -> Result<Facts, Trouble> {
        let facts = survey::look(&signed_in.graph, &page.marks).await?;
        let history = self.history();
        let since = provision::look_since(&signed_in.graph, &history, &page.marks).await?;
        self.since.replace(since);
        Ok(facts)
    }
}

/// A page where somebody is signed in to write.
struct Here<'a> {
    approved_anew: &'a Cell<usize>,
    told: &'a RefCell<Told>,
    page: &'a Page,
    signed_in: &'a SignedIn,
    facts: &'a Facts,
    history: &'a History,
    /// Of another computer.
    claimed: Option<&'a History>,
}

impl Here<'_> {
    async fn begin(&self, errand: &Errand) -> Result<(), Trouble> {
        match errand {
            Errand::Arrive => Ok(()),
            Errand::SetUp(wish) => {
                // What it finds is told to the person, who goes on all the same.
                survey::preflight(&self.signed_in.graph, self.facts, &wish.choice).await?;
                self.set_up(wish, None).await
            }
            Errand::Undo(first) => self.undo(first, None).await,
            Errand::Remove(thumbprint) => self.remove(*thumbprint).await,
            Errand::Leave => self.leave().await,
        }
    }

    /// Goes on with a run that was interrupted.
    async fn go_on(&self, run: &Journal) -> Result<(), Trouble> {
        let purpose = run.beginning().expect("of the history").purpose;
        match purpose {
            Purpose::SetUp { wish } => self.set_up(wish, Some(run)).await,
            Purpose::Undo { runs } => self.undo(&runs[0], Some(run)).await,
            Purpose::RemoveCertificate { removal } => self.take_off(removal, Some(run)).await,
            Purpose::Leave => self.leave().await,
        }
    }

    /// Looks whether a run that came to its end, though nobody saw that, did what it was for.
    async fn read_back(&self, errand: &Errand) -> Result<(), Trouble> {
        match errand {
            Errand::SetUp(_) => {
                let (_, wish) = self.history.last_wish().expect("a finished set-up");
                let planned = self.planning(wish).await?;
                self.verify(&planned).await
            }
            Errand::Undo(first) => {
                let runs = self.history.to_undo(first, self.claimed);
                self.verify_undone(&runs).await
            }
            Errand::Remove(_) => {
                let last = self.history.runs.last().and_then(Journal::beginning);
                match last.expect("the run that came to its end").purpose {
                    Purpose::RemoveCertificate { removal } => self.verify_removed(removal).await,
                    other => panic!("{other:?}"),
                }
            }
            Errand::Arrive | Errand::Leave => Ok(()),
        }
    }

    async fn set_up(&self, wish: &Wish, resumed: Option<&Journal>) -> Result<(), Trouble> {
        let planned = self.planning(wish).await?;
        let (plan, observed) = (&planned.plan, &planned.observed);
        let approved = match resumed {
            Some(run) => self.approve_again(plan, observed, run)?,
            None => plan.clone().approve()?,
        };
        let wish = planned.wish.clone();
        let found = Inventory::of(observed);
        self.apply(approved, Purpose::SetUp { wish }, resumed, Some(found))
            .await?;
        self.verify(&planned).await
    }

    /// Plans a wish. Where the plan would give the application another name than somebody gave it meanwhile, the person
    /// goes back and chooses that name.
    async fn planning(&self, wish: &Wish) -> Result<Planned, GraphError> {
        let planned = self.page.planning(self.signed_in, wish.clone()).await?;
        let Some(name) = planned.plan.steps.iter().find_map(renamed_from) else {
            return Ok(planned);
        };
        let mut wish = planned.wish;
        wish.choice.application_name = name;
        self.page.planning(self.signed_in, wish).await
    }

    /// Approves what is a part of what the same person approved without asking; the rest is shown, and the person says yes.
    fn approve_again(
        &self,
        plan: &Plan,
        observed: &Observed,
        run: &Journal,
    ) -> Result<Approved, Trouble> {
        let shown = run.beginning().expect("of the history");
        let me = self.signed_in.keeper.account().user;
        let is_mine = self.history.was_approved_by(shown.run, &me);
        let announced = provision::announced_keys(self.history);
        let plan = plan.clone();
        let within = |plan: Plan| plan.approve_within(shown.plan, observed, &announced);
        match is_mine.then(|| within(plan.clone())) {
            Some(Ok(approved)) => Ok(approved),
            Some(Err(_)) | None => {
                self.approved_anew.set(self.approved_anew.get() + 1);
                Ok(plan.approve()?)
            }
        }
    }

    /// Plans how to undo `first` and all since; that plan is always shown and confirmed.
    async fn undo(&self, first: &RunId, resumed: Option<&Journal>) -> Result<(), Trouble> {
        let runs = self.history.to_undo(first, self.claimed);
        let Some(which) = provision::undo_scope(&runs) else {
            return Ok(());
        };
        let (graph, marks) = (&self.signed_in.graph, &self.page.marks);
        let observed = provision::observe_to_undo(graph, marks, &which).await?;
        let plan = provision::undo(&runs, marks, &observed);
        let undone = provision::undone_runs(&runs, &observed);
        let names = undone.iter().filter_map(Journal::beginning);
        let purpose = Purpose::Undo {
            runs: names.map(|beginning| beginning.run.clone()).collect(),
        };
        let found = Some(Inventory::of(&observed));
        self.apply(plan.approve()?, purpose, resumed, found).await?;
        self.verify_undone(&runs).await
    }

    /// Plans to take a certificate off the first set-up of ours; where it is not there, there is nothing to do.
    async fn remove(&self, thumbprint: Thumbprint) -> Result<(), Trouble> {
        let (graph, marks) = (&self.signed_in.graph, &self.page.marks);
        let facts = survey::look(graph, marks).await?;
        let application = &facts.ours().expect("a set-up of ours").application;
        let mut credentials = application.key_credentials.iter();
        let Some(credential) = credentials.find(|one| one.thumbprint() == Some(thumbprint)) else {
            return Ok(());
        };
        let which = existing(&application.id);
        let observed = provision::observe(graph, marks, &which).await?;
        let removal = Removal::of(&observed, &credential.key_id).expect("it is there");
        self.take_off(&removal, None).await
    }

    async fn take_off(&self, removal: &Removal, resumed: Option<&Journal>) -> Result<(), Trouble> {
        let (graph, marks) = (&self.signed_in.graph, &self.page.marks);
        let which = existing(&removal.application);
        let observed = provision::observe(graph, marks, &which).await?;
        let known = self.history.known_certificates();
        let plan = provision::plan_removal(removal, marks, &known, &observed);
        let purpose = Purpose::RemoveCertificate {
            removal: removal.clone(),
        };
        let found = Some(Inventory::of(&observed));
        self.apply(plan.approve()?, purpose, resumed, found).await?;
        self.verify_removed(removal).await
    }

    async fn verify_removed(&self, removal: &Removal) -> Result<(), Trouble> {
        let (graph, marks, history) = (&self.signed_in.graph, &self.page.marks, self.by_now());
        let verifying = provision::verify_removal(graph, removal, marks, &history, |_| {});
        self.done(verifying.await?)
    }

    async fn leave(&self) -> Result<(), Trouble> {
        let console = CONSOLE_APP_ID.parse().expect("a constant");
        let plan = provision::plan_leave(&self.signed_in.graph, &console).await?;
        self.apply(plan.approve()?, Purpose::Leave, None, None)
            .await
    }

    async fn apply(
        &self,
        approved: Approved,
        purpose: Purpose,
        resumed: Option<&Journal>,
        found: Option<Inventory>,
    ) -> Result<(), Trouble> {
        let resumed = resumed.and_then(Journal::beginning);
        let resumes = resumed.map(|beginning| beginning.run.clone());
        let run = Run {
            found,
            ..self.page.run(self.signed_in, purpose, resumes)
        };
        let journal = self.page.apply(self.signed_in, approved, run, |_| {}).await;
        match journal.stop() {
            Some(stop) => Err(Trouble::Stopped(stop.clone())),
            None => Ok(()),
        }
    }

    async fn verify(&self, planned: &Planned) -> Result<(), Trouble> {
        let (graph, desired, history) = (&self.signed_in.graph, &planned.desired, self.by_now());
        self.done(provision::verify(graph, desired, &history, |_| {}).await?)
    }

    async fn verify_undone(&self, runs: &[Journal]) -> Result<(), Trouble> {
        let Some(which) = provision::undo_scope(runs) else {
            return Ok(());
        };
        let (graph, marks, history) = (&self.signed_in.graph, &self.page.marks, self.by_now());
        let verifying = provision::verify_undone(graph, runs, marks, &which, &history, |_| {});
        self.done(verifying.await?)
    }

    /// What the journal holds by now.
    fn by_now(&self) -> History {
        History::of(self.page.ledger.entries())
    }

    /// Notes what reading back tells, where it leaves nothing to the page.
    fn done(&self, verified: Verified) -> Result<(), Trouble> {
        if !verified.plan.is_done_here() {
            return Err(Trouble::NotDone(verified.plan));
        }
        self.told.replace(Told {
            gone: verified.gone,
            left: verified.left.into_iter().map(|step| step.id).collect(),
        });
        Ok(())
    }
}

fn existing(id: &ObjectId) -> ApplicationChoice {
    ApplicationChoice::Existing { id: id.clone() }
}

/// The name that a step would take from the application.
fn renamed_from(step: &Step) -> Option<String> {
    let Action::Update { before, .. } = &step.action else {
        return None;
    };
    before["displayName"].as_str().map(str::to_owned)
}
