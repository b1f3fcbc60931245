//! Where the person is on the road. Each stage owns what it needs, so "carry out without a plan" cannot be written down.

mod trouble;

use std::rc::Rc;

use base::CertificateFacts;
use graph::Graph;
use handoff::HandOver;
use keys::KeyFiles;
use provision::Desired;
use provision::Plan;
use serde::Deserialize;
use serde::Serialize;
use signin::Keeper;
use survey::Choice;
use survey::Facts;
use words::Text;

use crate::browser::clock::BrowserClock;
use crate::browser::fetch::Fetch;
use crate::config::ConfigProblem;

pub(crate) use trouble::Trouble;

/// The tokens of the person who is signed in.
pub(crate) type BrowserKeeper = Keeper<Fetch, BrowserClock>;

/// Microsoft Graph, asked from this page.
pub(crate) type BrowserGraph = Graph<Fetch, Rc<BrowserKeeper>, BrowserClock>;

/// A person who is signed in, and the tenant as it was seen.
#[derive(Debug)]
pub(crate) struct SignedIn {
    pub(crate) keeper: Rc<BrowserKeeper>,
    pub(crate) graph: BrowserGraph,
    pub(crate) facts: Facts,
    /// When a run of this browser in this tenant began that never came to its end.
    pub(crate) unfinished: Option<base::Timestamp>,
}

/// What the person wants: the choice, and the certificate of the key pair that was made for it since.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct Wish {
    pub(crate) choice: Choice,
    pub(crate) made: Option<CertificateFacts>,
}

impl Wish {
    /// The same wish with another choice. The key pair stays if it is still the one that is asked for.
    pub(crate) fn with_choice(&self, choice: Choice) -> Self {
        let same = choice.certificate == self.choice.certificate;
        Self {
            choice,
            made: self.made.clone().filter(|_| same),
        }
    }
}

/// A plan and what it was made of.
#[derive(Debug)]
pub(crate) struct Planned {
    pub(crate) signed_in: Rc<SignedIn>,
    pub(crate) wish: Wish,
    pub(crate) desired: Desired,
    pub(crate) plan: Plan,
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
    /// A key pair is to be made, or was made and is to be saved.
    Keys(Rc<SignedIn>, Choice, Option<Rc<KeyFiles>>),
    /// The plan.
    Plan(Rc<Planned>),
    /// The plan is being carried out.
    Apply(Rc<Planned>),
    /// Done.
    HandOver(Rc<SignedIn>, Rc<HandOver>, WithKeys),
    /// Something failed after signing in; looking again may help.
    Trouble(Rc<SignedIn>, Wish, Trouble),
}

/// Whether this run made key files that now belong on a server of the institution.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum WithKeys {
    Yes,
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
            Self::Keys(..) => Some(Milestone::Keys),
            Self::Plan(_) | Self::Trouble(..) => Some(Milestone::Plan),
            Self::Apply(_) => Some(Milestone::Apply),
            Self::HandOver(..) => Some(Milestone::HandOver),
        }
    }

    /// Whether leaving now would lose what cannot be had again: a key pair, or a run that is under way.
    pub(crate) fn would_be_lost(&self) -> bool {
        match self {
            Self::Keys(_, _, files) => files.is_some(),
            Self::Plan(planned) => planned.wish.made.is_some(),
            Self::Apply(_) => true,
            _ => false,
        }
    }

    /// The person who is signed in, if anyone is.
    pub(crate) fn signed_in(&self) -> Option<&Rc<SignedIn>> {
        match self {
            Self::Working(_) | Self::Config(_) | Self::Start(_) => None,
            Self::Tenant(signed_in)
            | Self::Choose(signed_in, _)
            | Self::Keys(signed_in, ..)
            | Self::HandOver(signed_in, ..)
            | Self::Trouble(signed_in, ..) => Some(signed_in),
            Self::Plan(planned) | Self::Apply(planned) => Some(&planned.signed_in),
        }
    }
}
