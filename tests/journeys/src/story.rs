//! A whole story that can be interrupted: a person comes to the page with an errand, and comes again until it is done.
//!
//! Each visit does what the console's `road` does: sign in, look at the tenant and at what has become of the last set-up, and
//! go on with the run that the journal says was never finished, or check and begin, or see that it is done. A visit ends at any moment
//! when its tab is closed; what the next one knows, it knows from the journal and from the tenant.

mod visit;

use std::cell::Cell;
use std::cell::RefCell;
use std::fmt;
use std::rc::Rc;

use base::Key;
use base::Message;
use base::Thumbprint;
use graph::GraphError;
use provision::Entry;
use provision::History;
use provision::Plan;
use provision::RunId;
use provision::Since;
use provision::StepId;
use provision::Stop;
use signin::SignInError;
use survey::Facts;
use survey::Wish;

use crate::Browser;
use crate::Interruption;
use crate::MemoryLedger;
use crate::Microsoft;
use crate::NotSignedIn;
use crate::Page;
use crate::Person;
use crate::SignedIn;

/// More visits than any errand takes.
const MOST_VISITS: usize = 40;

/// What a person is after.
#[derive(Clone, Debug, PartialEq)]
pub enum Errand {
    /// To sign in to write, and to leave it at that.
    Arrive,
    /// To have a set-up made, or changed.
    SetUp(Wish),
    /// To have this run undone, and every run since.
    Undo(RunId),
    /// To have this certificate taken off our set-up.
    Remove(Thumbprint),
    /// To withdraw the console's own consent.
    Leave,
}

/// Why a visit ended although its tab was open and its errand not done.
#[derive(Debug)]
pub enum Trouble {
    /// Nobody is signed in.
    SignIn(NotSignedIn),
    /// Something could not be read.
    Reading(GraphError),
    /// The plan has a step that cannot be done.
    Blocked(StepId),
    /// The run stopped.
    Stopped(Stop),
    /// The run came to its end, and yet there is something to do.
    NotDone(Plan),
}

impl fmt::Display for Trouble {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::SignIn(problem) => write!(formatter, "signing in: {problem:?}"),
            Self::Reading(problem) => write!(formatter, "reading: {problem}"),
            Self::Blocked(step) => write!(formatter, "blocked at {step}"),
            Self::Stopped(stop) => {
                let Stop { step, problem, .. } = stop;
                write!(formatter, "stopped at {step}: {problem:?}")
            }
            Self::NotDone(plan) => {
                let open = plan
                    .steps
                    .iter()
                    .filter(|step| step.action.goal().is_some());
                let open: Vec<&str> = open.map(|step| step.id.0.as_str()).collect();
                write!(formatter, "not done: {}", open.join(", "))
            }
        }
    }
}

impl Trouble {
    /// Whether the visit ended blocked: nothing helps until somebody gives a role or a consent, or enables what is disabled.
    pub fn is_blocked(&self) -> bool {
        match self {
            Self::SignIn(problem) => matches!(problem, NotSignedIn::Stuck(_)),
            Self::Reading(error) => provision::lacks_role(&provision::reading_problem(error)),
            Self::Blocked(_) => true,
            Self::Stopped(stop) => stop.is_blocked(),
            Self::NotDone(plan) => plan.clone().approve().is_err(),
        }
    }

    /// Whether the visit ended because no answer came, however often something was asked.
    pub fn is_of_network(&self) -> bool {
        match self {
            Self::SignIn(NotSignedIn::Refused(error)) => matches!(error, SignInError::NoAnswer(_)),
            Self::Reading(error) => {
                matches!(error, GraphError::NoAnswer(_) | GraphError::NoToken(_))
            }
            Self::Stopped(stop) => stop.problem.key == Key::StoppedNoAnswer,
            _ => false,
        }
    }

    /// What a new sign-in must prove, where Graph demanded that.
    pub fn challenge(&self) -> Option<&str> {
        match self {
            Self::Reading(GraphError::ClaimsChallenge { claims, .. }) => Some(claims),
            Self::Stopped(stop) => stop.challenge.as_deref(),
            _ => None,
        }
    }
}

/// How an errand went.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Done {
    /// How many visits it took.
    pub visits: usize,
    /// How many requests the page sent on the last one.
    pub requests: usize,
    /// How often a plan that went on with an interrupted run was not a part of the approved one, and was approved anew.
    pub approved_anew: usize,
    /// What reading back told the person last.
    pub told: Told,
}

/// What reading back told a person besides that it is done.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Told {
    /// What was there before and is gone, though no plan was to take it away.
    pub gone: Vec<Message>,
    /// The steps that people elsewhere have still to do.
    pub left: Vec<StepId>,
}

/// A tab that is open, with whoever is signed in there.
struct Open {
    page: Page,
    arrived: RefCell<Option<Rc<Arrived>>>,
}

/// Somebody who is signed in and has looked.
struct Arrived {
    signed_in: SignedIn,
    facts: Facts,
}

/// A person with a browser, and what has become of their errands.
pub struct Story<'a> {
    microsoft: Rc<Microsoft>,
    browser: Rc<Browser>,
    ledger: Rc<MemoryLedger>,
    /// The journal of another computer, which was taken in from a file. It is lost with the tab.
    claimed: RefCell<Option<History>>,
    person: Cell<Person<'a>>,
    open: RefCell<Option<Open>>,
    /// What the next sign-in must prove.
    challenge: RefCell<Option<String>>,
    /// Counts tabs, so that each has its own randomness.
    tabs: Cell<u64>,
    approved_anew: Cell<usize>,
    told: RefCell<Told>,
    /// What was seen last of what has changed since the last set-up.
    since: RefCell<Since>,
}

impl<'a> Story<'a> {
    /// A story of `person`, whose browser is fresh.
    pub fn begin(microsoft: &Rc<Microsoft>, person: Person<'a>) -> Self {
        Self {
            microsoft: Rc::clone(microsoft),
            browser: Rc::new(Browser::new(microsoft)),
            ledger: Rc::new(MemoryLedger::new(microsoft)),
            claimed: RefCell::default(),
            person: Cell::new(person),
            open: RefCell::default(),
            challenge: RefCell::default(),
            tabs: Cell::new(0),
            approved_anew: Cell::new(0),
            told: RefCell::default(),
            since: RefCell::default(),
        }
    }

    /// What was seen, at the last sign-in, of what has changed since the last set-up.
    pub fn since(&self) -> Since {
        self.since.borrow().clone()
    }

    /// Everything that the journal holds.
    pub fn entries(&self) -> Vec<Entry> {
        self.ledger.entries()
    }

    /// The runs that the journal holds.
    pub fn history(&self) -> History {
        History::of(self.ledger.entries())
    }

    /// The first run of all.
    ///
    /// # Panics
    ///
    /// Where there is none.
    pub fn first_run(&self) -> RunId {
        let history = self.history();
        let first = history.runs.first().and_then(|run| run.beginning());
        first.expect("a run").run.clone()
    }

    /// Closes the tab, so that the next errand begins with a sign-in.
    pub fn close_tab(&self) {
        self.open.take();
    }

    /// Takes the journal of `other`, a story on another computer, in from its file.
    ///
    /// # Panics
    ///
    /// Where the file is not read.
    pub fn takes_in(&self, other: &Story<'_>) {
        let history = other.history();
        let tenant = history.runs[0].entries[0].tenant.clone();
        let file = handoff::journal_file(&tenant, &history);
        let imported = handoff::read_journal_file(file.as_bytes(), &tenant).expect("our own file");
        self.claimed.replace(Some(imported.claimed().clone()));
    }

    /// From the next sign-in on, somebody else sits at the browser.
    pub fn sits_down(&self, person: Person<'a>) {
        self.person.set(person);
    }

    /// Visits the page until the errand is done. The first visit is interrupted as told. Between two visits `mend` learns
    /// what the trouble was, or `None` where the tab was closed, and may do something about it.
    ///
    /// # Errors
    ///
    /// The last trouble, where `mend` gives up, or where there is no end to it.
    pub fn play(
        &self,
        errand: &Errand,
        mut interruption: Option<Interruption>,
        mut mend: impl FnMut(Option<&Trouble>) -> Mended,
    ) -> Result<Done, Trouble> {
        self.approved_anew.set(0);
        self.told.take();
        let runs_before = self.history().runs.len();
        let mut visits = 0;
        loop {
            visits += 1;
            let ended = self.visit(errand, runs_before, interruption.take());
            let trouble = match ended {
                None => None,
                Some(Err(trouble)) => Some(trouble),
                Some(Ok(requests)) => {
                    return Ok(Done {
                        visits,
                        requests,
                        approved_anew: self.approved_anew.get(),
                        told: self.told.take(),
                    });
                }
            };
            let mended = mend(trouble.as_ref());
            if let Some(trouble) = trouble
                && (mended == Mended::No || visits >= MOST_VISITS)
            {
                return Err(trouble);
            }
        }
    }

    /// Visits the page until the errand is done, with nothing in the way.
    ///
    /// # Panics
    ///
    /// Where there is something in the way.
    pub fn play_undisturbed(&self, errand: &Errand) -> Done {
        let done = self.play(errand, None, |_| Mended::No);
        done.unwrap_or_else(|trouble| panic!("{trouble}"))
    }

    /// One visit: how many requests it took to do the errand, or what the trouble was; `None` where the tab was closed.
    fn visit(
        &self,
        errand: &Errand,
        runs_before: usize,
        interruption: Option<Interruption>,
    ) -> Option<Result<usize, Trouble>> {
        let open = self.open.take().unwrap_or_else(|| self.open_tab());
        let tab = open.page.tab();
        let before = tab.requests();
        tab.will_be_interrupted(interruption.map(|it| it.counted_from(before)));
        let Some(ended) = tab.run(self.go_about(&open, errand, runs_before)) else {
            self.claimed.take();
            return None;
        };
        let requests = tab.requests() - before;
        if let Err(trouble) = &ended {
            self.challenge
                .replace(trouble.challenge().map(str::to_owned));
            if self.challenge.borrow().is_none() {
                open.arrived.take();
            }
        }
        self.open.replace(Some(open));
        Some(ended.map(|()| requests))
    }

    fn open_tab(&self) -> Open {
        self.tabs.set(self.tabs.get() + 1);
        let (browser, ledger) = (Rc::clone(&self.browser), Rc::clone(&self.ledger));
        Open {
            page: Page::open_in(&self.microsoft, browser, ledger, self.tabs.get()),
            arrived: RefCell::default(),
        }
    }
}

/// Whether something was done about a trouble.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Mended {
    /// The next visit may come further.
    Yes,
    /// There is nothing to be done.
    No,
}
