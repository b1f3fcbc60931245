//! Carrying an approved plan out, and reading back what came of it.

use std::rc::Rc;

use base::Entropy;
use base::Key;
use base::KeyId;
use base::Message;
use base::TenantId;
use handoff::HandOver;
use provision::Action;
use provision::Approved;
use provision::Desired;
use provision::Event;
use provision::History;
use provision::Journal;
use provision::LedgerError;
use provision::Plan;
use provision::Purpose;
use provision::Run;
use provision::RunId;
use provision::Seen;
use provision::Step;
use provision::Verified;
use survey::ApplicationChoice;
use survey::CertificateChoice;
use survey::Wish;

use super::past::lock_name;
use super::removal;
use crate::browser::describe;
use crate::browser::entropy::BrowserEntropy;
use crate::browser::ledger::BrowserLedger;
use crate::browser::ledger::Unreadable;
use crate::browser::lock;
use crate::browser::lock::Lock;
use crate::console::Console;
use crate::stage::Aim;
use crate::stage::HandedOver;
use crate::stage::Planned;
use crate::stage::SignedIn;
use crate::stage::Stage;
use crate::stage::Trouble;
use crate::stage::Undone;
use crate::stage::WithKeys;

/// What stopped a run, or kept it from beginning.
#[derive(Clone, Debug)]
pub(crate) struct Stopped {
    /// What went wrong.
    pub(crate) trouble: Trouble,
    /// The run to go on with, if there is one.
    pub(crate) run: Option<RunId>,
    /// What was done, if anything was begun.
    pub(crate) journal: Option<Journal>,
}

impl Stopped {
    /// Nothing was begun; `run` is what was to be gone on with, where it still can be.
    fn before(trouble: Trouble, run: Option<RunId>) -> Self {
        Self {
            trouble,
            run,
            journal: None,
        }
    }
}

/// Carries an approved plan out, reads everything back, and goes where its aim leads. What stops it is returned, and the page
/// stays where it is.
pub(crate) async fn carry_out(
    console: Console,
    planned: &Planned,
    approved: Approved,
    tell: impl Fn(Event),
    verifying: impl Fn(Seen),
) -> Result<(), Stopped> {
    let signed_in = &planned.signed_in;
    let tenant = &signed_in.facts.organization.id;
    // Where nothing begins, a run that was to be gone on with still is.
    let before = |trouble| Stopped::before(trouble, planned.resumes.clone());
    let ledger = BrowserLedger::open()
        .await
        .map_err(|error| before(no_ledger(&error)))?;
    let _lock = lock_for(tenant).await.map_err(before)?;
    let mut history = history(&ledger, tenant).await.map_err(before)?;
    // Whoever finds it superseded does not go on with it.
    let unfinished = still_unfinished(&history, planned);
    unfinished.map_err(|trouble| Stopped::before(trouble, None))?;
    let run = run(planned, &history);
    let id = run.id.clone();
    let journal = provision::apply(approved, run, &signed_in.graph, &ledger, tell).await;
    if let Some(stop) = journal.stop() {
        return Err(Stopped {
            trouble: Trouble::of_stop(stop),
            run: Some(id),
            journal: Some(journal),
        });
    }
    history.runs.push(journal.clone());
    let stage = match &planned.aim {
        Aim::SetUp(wish, desired) => read_back(signed_in, wish, desired, &history, verifying).await,
        Aim::Undo { runs, which, .. } => {
            let verified =
                read_back_undone(console, signed_in, runs, which, &history, verifying).await;
            verified
                .map(|it| Stage::Undone(Rc::clone(signed_in), Rc::new(undone(&planned.plan, it))))
        }
        Aim::RemoveCertificate(removal) => match console.config() {
            Some(config) => {
                let marks = &config.marks;
                removal::read_back(signed_in, removal, marks, &history, verifying).await
            }
            None => Err(Trouble::new(Message::new(Key::StoppedNotKept))),
        },
        Aim::Leave => Ok(Stage::Left),
    };
    console.go(stage.map_err(|trouble| Stopped {
        trouble,
        run: None,
        journal: Some(journal),
    })?);
    Ok(())
}

/// What the journal holds by now.
async fn history(ledger: &BrowserLedger, tenant: &TenantId) -> Result<History, Trouble> {
    ledger.history(tenant).await.map_err(|error| match error {
        Unreadable::Storage(error) => no_ledger(&error),
        // A run that stopped could neither be gone on with nor undone then.
        Unreadable::Lines { .. } => Trouble::new(error.message()),
    })
}

/// Makes sure that a run which is gone on with is still the last one and unfinished: another tab, or this one, may have gone
/// on with it, undone it, or begun another since the page looked.
fn still_unfinished(history: &History, planned: &Planned) -> Result<(), Trouble> {
    let Some(resumed) = &planned.resumes else {
        return Ok(());
    };
    if history.can_go_on_with(resumed) {
        Ok(())
    } else {
        Err(Trouble::new(Message::new(Key::StoppedSuperseded)))
    }
}

fn no_ledger(error: &LedgerError) -> Trouble {
    let state = Message::new(Key::StateNotDone).advised(Message::new(Key::AdviceStorage));
    let message = error.message(Key::StoppedLedger);
    Trouble::new(message.advised(state))
}

/// Takes the tenant's lock, which lasts until what it returns is dropped. Where the browser gives none, nothing is written.
pub(super) async fn lock_for(tenant: &TenantId) -> Result<Lock, Trouble> {
    match lock::take(&lock_name(tenant)).await {
        Ok(Some(lock)) => Ok(lock),
        Ok(None) => Err(Trouble::new(Message::new(Key::StoppedOtherTab))),
        Err(problem) => {
            let message = Message::new(Key::StoppedNoLocks).with("reason", describe(&problem));
            Err(Trouble::new(message))
        }
    }
}

fn run(planned: &Planned, history: &History) -> Run {
    let mut bytes = [0; 16];
    BrowserEntropy.fill(&mut bytes);
    let purpose = match &planned.aim {
        Aim::SetUp(wish, _) => Purpose::SetUp { wish: wish.clone() },
        Aim::Undo { runs, .. } => Purpose::Undo {
            runs: runs.iter().filter_map(name).collect(),
        },
        Aim::RemoveCertificate(removal) => Purpose::RemoveCertificate {
            removal: removal.clone(),
        },
        Aim::Leave => Purpose::Leave,
    };
    let signed_in = &planned.signed_in;
    Run {
        id: RunId(KeyId::from_random(bytes).to_string()),
        tenant: signed_in.facts.organization.id.clone(),
        purpose,
        resumes: planned.resumes.clone(),
        by: Some(signed_in.facts.me.id.clone()),
        announced: provision::announced_keys(history),
        found: planned.found.clone(),
    }
}

fn name(run: &Journal) -> Option<RunId> {
    run.beginning().map(|beginning| beginning.run.clone())
}

/// Lets pass what leaves nothing to this page.
pub(super) fn done(verified: Verified) -> Result<Verified, Trouble> {
    match verified.problem() {
        None => Ok(verified),
        Some(problem) => Err(Trouble::new(problem)),
    }
}

async fn read_back(
    signed_in: &Rc<SignedIn>,
    wish: &Wish,
    desired: &Desired,
    history: &History,
    verifying: impl Fn(Seen),
) -> Result<Stage, Trouble> {
    let verified = provision::verify(&signed_in.graph, desired, history, verifying).await;
    let verified = done(verified.map_err(|error| Trouble::of_graph(&error))?)?;
    let hand_over = HandOver::new(&signed_in.facts, &verified.observed, desired.thumbprint());
    let with_keys = match wish.choice.certificate {
        _ if wish.made.is_some() => WithKeys::Made,
        CertificateChoice::Own { .. } => WithKeys::Own,
        _ => WithKeys::No,
    };
    let handed_over = HandedOver {
        hand_over: hand_over.ok_or_else(|| Trouble::new(Message::new(Key::StoppedNotKept)))?,
        with_keys,
        left: verified.left,
        gone: Rc::new(verified.gone),
        choice: wish.choice.clone(),
    };
    Ok(Stage::HandOver(Rc::clone(signed_in), Rc::new(handed_over)))
}

async fn read_back_undone(
    console: Console,
    signed_in: &Rc<SignedIn>,
    runs: &[Journal],
    which: &ApplicationChoice,
    history: &History,
    verifying: impl Fn(Seen),
) -> Result<Verified, Trouble> {
    let Some(config) = console.config() else {
        return Err(Trouble::new(Message::new(Key::StoppedNotKept)));
    };
    let (graph, marks) = (&signed_in.graph, &config.marks);
    let verified = provision::verify_undone(graph, runs, marks, which, history, verifying).await;
    done(verified.map_err(|error| Trouble::of_graph(&error))?)
}

/// An application that is nobody's any more tells nothing of what stays: the plan does.
fn undone(plan: &Plan, verified: Verified) -> Undone {
    let is_told = |step: &&Step| step.action == Action::Keep;
    let stays = plan.steps.iter().filter(is_told).cloned().collect();
    Undone {
        stays: Rc::new(stays),
        left: Rc::new(verified.left),
        gone: Rc::new(verified.gone),
    }
}
