//! Where the person is on the road. Each stage owns what it needs, so "carry out without a plan" cannot be written down.

mod errand;
mod trouble;

use std::rc::Rc;

use base::Message;
use base::Secret;
use graph::Graph;
use graph::owner::Owner;
use handoff::HandOver;
use handoff::ImportedHistory;
use keys::KeyFiles;
use provision::Approved;
use provision::Desired;
use provision::Drift;
use provision::History;
use provision::Inventory;
use provision::Journal;
use provision::Plan;
use provision::Removal;
use provision::RunId;
use provision::Step;
use signin::Keeper;
use survey::ApplicationChoice;
use survey::Check;
use survey::Choice;
use survey::Facts;
use survey::Wish;
use words::Text;

use crate::browser::clock::BrowserClock;
use crate::browser::fetch::Fetch;
use crate::browser::ledger::Unreadable;
use crate::config::ConfigProblem;
use crate::telling::TellingClock;

pub(crate) use errand::Errand;
pub(crate) use trouble::Trouble;

/// The tokens of the person who is signed in.
pub(crate) type BrowserKeeper = Keeper<Fetch, TellingClock>;

/// Microsoft Graph, asked from this page.
pub(crate) type BrowserGraph = Graph<Fetch, Rc<BrowserKeeper>, BrowserClock>;

/// A person who is signed in, and the tenant as it was seen.
#[derive(Debug)]
pub(crate) struct SignedIn {
    pub(crate) keeper: Rc<BrowserKeeper>,
    pub(crate) graph: BrowserGraph,
    pub(crate) facts: Facts,
    /// What this browser's journal holds of this tenant.
    pub(crate) past: Past,
}

impl SignedIn {
    /// Whether the person who is signed in approved `run` of this browser's journal.
    pub(crate) fn approved(&self, run: &RunId) -> bool {
        self.past.history.was_approved_by(run, &self.facts.me.id)
    }
}

/// What this browser's journal holds of a tenant.
#[derive(Debug, Default)]
pub(crate) struct Past {
    pub(crate) history: History,
    /// Why the journal, or a part of it, could not be read; then none of it is believed, and nothing can be written either.
    pub(crate) unreadable: Option<Unreadable>,
    /// Whether another tab is carrying out a plan for the tenant at this moment.
    pub(crate) under_way: bool,
    /// What has changed since the last run that came to its end, and how it is set right.
    pub(crate) drift: Option<Drift>,
    /// What others added to the set-up since then, a sentence each.
    pub(crate) added: Vec<Message>,
    /// A history from another computer: a claim, shown as such, and never more than that.
    pub(crate) imported: Option<ImportedHistory>,
}

impl Past {
    /// Whether all lines of the journal could be read. While some cannot, nothing is set out on that could not be carried
    /// out.
    pub(crate) fn is_whole(&self) -> bool {
        !matches!(self.unreadable, Some(Unreadable::Lines { .. }))
    }
}

/// What a plan is for, with what is needed to see that it is reached.
#[derive(Clone, Debug)]
pub(crate) enum Aim {
    SetUp(Wish, Desired),
    Undo {
        runs: Vec<Journal>,
        which: ApplicationChoice,
        /// What has to be typed to confirm: the application's name.
        name: String,
    },
    RemoveCertificate(Removal),
    Leave,
}

/// A plan and what it was made of.
#[derive(Debug)]
pub(crate) struct Planned {
    pub(crate) signed_in: Rc<SignedIn>,
    pub(crate) errand: Errand,
    pub(crate) aim: Aim,
    pub(crate) plan: Plan,
    /// Who owns the application, and may add credentials to it.
    pub(crate) owners: Vec<Owner>,
    /// The run that is gone on with, whose plan no longer covers this one.
    pub(crate) resumes: Option<RunId>,
    /// What the application had when the plan was made, where there was one.
    pub(crate) found: Option<Inventory>,
    /// What was found before anything else.
    pub(crate) checks: Rc<Vec<Check>>,
}

impl Planned {
    /// The wish that the plan is made of, where it is one for a set-up.
    pub(crate) fn wish(&self) -> Option<&Wish> {
        match &self.aim {
            Aim::SetUp(wish, _) => Some(wish),
            Aim::Undo { .. } | Aim::RemoveCertificate(_) | Aim::Leave => None,
        }
    }
}

/// A key pair that was made: for its files to be saved, and for a proof of the set-up to be signed with at the end.
#[derive(Debug)]
pub(crate) struct MadePair {
    pub(crate) files: KeyFiles,
    /// What the files are encrypted with: a Java key store is made from them only when it is asked for.
    pub(crate) password: Secret<String>,
}

/// Where the person is.
#[derive(Clone, Debug)]
pub(crate) enum Stage {
    /// Something is being done; the text says what.
    Working(Text),
    /// `config.json` is missing or wrong.
    Config(Rc<Vec<ConfigProblem>>),
    /// Before signing in, perhaps after a sign-in that failed.
    Start(Option<Trouble>),
    /// Signed in; is it the right tenant?
    Tenant(Rc<SignedIn>),
    /// The form. What was wished before is offered again.
    Choose(Rc<SignedIn>, Option<Wish>),
    /// Something of the tenant or the person stands in the way, or is to be known first.
    Check(Rc<SignedIn>, Wish, Rc<Vec<Check>>),
    /// A key pair is to be made, or was made and is to be saved.
    Keys(Rc<SignedIn>, Choice, Option<Rc<MadePair>>),
    /// An interrupted run is to be gone on with, for which a key pair was made: is it still there?
    Resume(Rc<SignedIn>, RunId),
    /// The plan.
    Plan(Rc<Planned>),
    /// The plan is being carried out.
    Apply(Rc<Planned>, Approved),
    /// Done; perhaps but for what a colleague has to do.
    HandOver(Rc<SignedIn>, Rc<HandedOver>),
    /// Undone; perhaps but for what a person has to do.
    Undone(Rc<SignedIn>, Rc<Undone>),
    /// A certificate is taken off; with what was there before and is gone besides.
    Removed(Rc<SignedIn>, Rc<Removal>, Rc<Vec<Message>>),
    /// This console's own consent is withdrawn.
    Left,
    /// Something failed after signing in; looking again may help.
    Trouble(Rc<SignedIn>, Errand, Trouble),
}

/// What a run ended with.
#[derive(Debug)]
pub(crate) struct HandedOver {
    pub(crate) hand_over: HandOver,
    pub(crate) with_keys: WithKeys,
    /// What people have to do elsewhere.
    pub(crate) left: Vec<Step>,
    /// What was there before and is gone, though no plan was to take it away.
    pub(crate) gone: Rc<Vec<Message>>,
    /// What was chosen, to invite them with.
    pub(crate) choice: Choice,
}

/// What an undoing ended with.
#[derive(Debug)]
pub(crate) struct Undone {
    /// What stays, and why.
    pub(crate) stays: Rc<Vec<Step>>,
    /// What people have to do elsewhere.
    pub(crate) left: Rc<Vec<Step>>,
    /// What was there before and is gone, though no plan was to take it away.
    pub(crate) gone: Rc<Vec<Message>>,
}

/// Whether there is a private key that belongs on a server of the institution.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum WithKeys {
    /// This run made one.
    Made,
    /// The institution brought its own.
    Own,
    /// The vendor has it, or nothing of it changed.
    No,
}

/// One step of the list that shows how far the person is.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(crate) enum Milestone {
    SignIn,
    Tenant,
    Choose,
    Keys,
    Plan,
    Apply,
    HandOver,
}

impl Milestone {
    pub(crate) fn text(self) -> Text {
        match self {
            Self::SignIn => Text::StepSignIn,
            Self::Tenant => Text::StepTenant,
            Self::Choose => Text::StepChoose,
            Self::Keys => Text::StepKeys,
            Self::Plan => Text::StepPlan,
            Self::Apply => Text::StepApply,
            Self::HandOver => Text::StepHandOver,
        }
    }

    /// The milestones of a run, with or without a key pair to make.
    pub(crate) fn list(with_keys: bool) -> Vec<Self> {
        let all = [
            Self::SignIn,
            Self::Tenant,
            Self::Choose,
            Self::Keys,
            Self::Plan,
            Self::Apply,
            Self::HandOver,
        ];
        all.into_iter()
            .filter(|milestone| with_keys || *milestone != Self::Keys)
            .collect()
    }
}

impl Stage {
    /// Which milestone the stage belongs to; `None` while something is being done, where the last one stays.
    pub(crate) fn milestone(&self) -> Option<Milestone> {
        match self {
            Self::Working(_) | Self::Config(_) => None,
            Self::Start(_) => Some(Milestone::SignIn),
            Self::Tenant(_) => Some(Milestone::Tenant),
            Self::Choose(..) => Some(Milestone::Choose),
            Self::Check(..) => Some(Milestone::Choose),
            Self::Keys(..) => Some(Milestone::Keys),
            Self::Plan(_) | Self::Resume(..) | Self::Trouble(..) => Some(Milestone::Plan),
            Self::Apply(..) => Some(Milestone::Apply),
            Self::HandOver(..) | Self::Undone(..) | Self::Removed(..) | Self::Left => {
                Some(Milestone::HandOver)
            }
        }
    }

    /// Whether leaving now would lose what cannot be had again: a key pair, or a run that is under way.
    pub(crate) fn would_be_lost(&self) -> bool {
        match self {
            Self::Keys(_, _, pair) => pair.is_some(),
            Self::Plan(planned) => planned.wish().is_some_and(|wish| wish.made.is_some()),
            Self::Apply(..) => true,
            _ => false,
        }
    }

    /// The person who is signed in, if anyone is.
    pub(crate) fn signed_in(&self) -> Option<&Rc<SignedIn>> {
        match self {
            Self::Working(_) | Self::Config(_) | Self::Start(_) | Self::Left => None,
            Self::Tenant(signed_in)
            | Self::Choose(signed_in, _)
            | Self::Check(signed_in, ..)
            | Self::Keys(signed_in, ..)
            | Self::Resume(signed_in, _)
            | Self::HandOver(signed_in, _)
            | Self::Undone(signed_in, _)
            | Self::Removed(signed_in, ..)
            | Self::Trouble(signed_in, ..) => Some(signed_in),
            Self::Plan(planned) | Self::Apply(planned, _) => Some(&planned.signed_in),
        }
    }
}
