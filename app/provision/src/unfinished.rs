//! What runs that did not come to their end may have left in the tenant, by this browser's own journal. Pure.
//!
//! An imported journal is a claim and is never asked: what stands in here decides what is taken for ours.

use base::Thumbprint;
use survey::CertificateChoice;
use survey::Wish;

use crate::Goal;
use crate::History;
use crate::Journal;
use crate::Purpose;
use crate::Step;
use crate::StepId;
use crate::What;

/// The keys of the applications that runs since the last one that came to its end announced to make. An application that
/// bears one of them may be theirs; one that bears another key was made by somebody else.
pub fn announced_keys(history: &History) -> Vec<String> {
    let key = |goal: &Goal| match goal {
        Goal::Application { unique_name, .. } => Some(unique_name.clone()),
        _ => None,
    };
    unfinished(history)
        .flat_map(|run| announced(run).filter_map(key))
        .collect()
}

/// The certificates that runs since the last one that came to its end added for key pairs of their own. As none of these
/// runs came to its end, nothing was handed over with them; what an earlier run handed over is left out.
pub fn left_over(history: &History) -> Vec<Thumbprint> {
    let mut found = Vec::new();
    // One that lacks nothing but its last line may have handed over all the same.
    for run in unfinished(history).filter(|run| !is_all_done(run)) {
        let made = wish(run).and_then(|wish| wish.made.as_ref());
        let Some(made) = made.map(|made| made.thumbprint) else {
            continue;
        };
        let adds = |goal: &Goal| matches!(goal, Goal::Certificate { thumbprint, is: true, .. } if *thumbprint == made);
        let is_new = !found.contains(&made) && !is_handed_over(history, made);
        if is_new && announced(run).any(adds) {
            found.push(made);
        }
    }
    found
}

/// The runs since the last one that came to its end. That the console's own consent was withdrawn meanwhile, or a certificate
/// taken off or put back, changes nothing about a set-up.
fn unfinished(history: &History) -> impl Iterator<Item = &Journal> {
    let runs = history.runs.iter().rev();
    let runs = runs.filter(|run| history.is_about_set_ups(run));
    runs.take_while(|run| !run.is_finished())
}

/// Whether every request of the run's plan was sent and seen to be done.
fn is_all_done(run: &Journal) -> bool {
    let done = |id: &StepId| {
        let is_it = |what: &What| matches!(what, What::Done { step, .. } if step == id);
        run.entries.iter().any(|entry| is_it(&entry.what))
    };
    let steps = run.beginning().map(|it| it.plan.steps.as_slice());
    let mut writing = steps.unwrap_or_default().iter();
    writing.all(|step| step.action.write().is_none() || done(&step.id))
}

/// By what one sees that the steps are done which the run did, or may have done.
fn announced(run: &Journal) -> impl Iterator<Item = &Goal> {
    let steps = run.beginning().map(|it| it.plan.steps.as_slice());
    let done = |step: &&Step| run.may_have_done(&step.id);
    let steps = steps.unwrap_or_default().iter().filter(done);
    steps.filter_map(|step| step.action.goal())
}

fn wish(run: &Journal) -> Option<&Wish> {
    match run.beginning()?.purpose {
        Purpose::SetUp { wish } => Some(wish),
        Purpose::Undo { .. } | Purpose::RemoveCertificate { .. } | Purpose::Leave => None,
    }
}

/// Whether a run that came to its end was about this certificate.
fn is_handed_over(history: &History, certificate: Thumbprint) -> bool {
    let is_it = |wish: &Wish| {
        let kept = matches!(wish.choice.certificate, CertificateChoice::Keep { thumbprint } if thumbprint == certificate);
        kept || wish
            .made
            .as_ref()
            .is_some_and(|made| made.thumbprint == certificate)
    };
    let mut finished = history.runs.iter().filter(|run| run.is_finished());
    finished.any(|run| wish(run).is_some_and(is_it))
}

#[cfg(test)]
mod tests;
