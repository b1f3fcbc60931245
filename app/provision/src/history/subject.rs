//! Which application a run is about, as far as its journal tells: whether a later run took its place. Pure.

use base::KeyId;
use graph::Slot;
use survey::ApplicationChoice;

use crate::Goal;
use crate::Journal;
use crate::Purpose;
use crate::What;

/// Whether one of the runs `later` went on with `run`, undid it, or was about the same application: what is left of `run`
/// is then theirs to tell.
pub(super) fn is_past<'a>(run: &Journal, mut later: impl Iterator<Item = &'a Journal>) -> bool {
    let Some(beginning) = run.beginning() else {
        return true;
    };
    // Whoever comes back after withdrawing the console's own consent has consented again.
    if *beginning.purpose == Purpose::Leave {
        return later.next().is_some();
    }
    let goes_on = |one: &Journal| {
        one.beginning()
            .is_some_and(|it| it.resumes == Some(beginning.run))
    };
    let undoes = |one: &Journal| matches!(one.beginning().map(|it| it.purpose), Some(Purpose::Undo { runs }) if runs.contains(beginning.run));
    later.any(|one| goes_on(one) || undoes(one) || is_same(run, one))
}

/// Whether both name the same application, or both wish for the one of ours, whichever it is. Taking a certificate off takes
/// the place only of the same taking off.
fn is_same(one: &Journal, other: &Journal) -> bool {
    if let Some(certificate) = removed(other) {
        return removed(one) == Some(certificate);
    }
    let (names, others) = (names(one), names(other));
    names.iter().any(|name| others.contains(name)) || (wishes_ours(one) && wishes_ours(other))
}

fn wished(run: &Journal) -> Option<&ApplicationChoice> {
    match run.beginning()?.purpose {
        Purpose::SetUp { wish } => Some(&wish.choice.application),
        Purpose::Undo { .. } | Purpose::RemoveCertificate { .. } | Purpose::Leave => None,
    }
}

/// Which certificate the run takes off, if it does.
fn removed(run: &Journal) -> Option<&KeyId> {
    match run.beginning()?.purpose {
        Purpose::RemoveCertificate { removal } => Some(&removal.credential.key_id),
        Purpose::SetUp { .. } | Purpose::Undo { .. } | Purpose::Leave => None,
    }
}

fn wishes_ours(run: &Journal) -> bool {
    wished(run) == Some(&ApplicationChoice::Ours)
}

/// Keys and ids of the application and its service principal.
fn names(run: &Journal) -> Vec<&str> {
    let steps = run.beginning().map(|it| it.plan.steps.as_slice());
    let steps = steps.unwrap_or_default().iter();
    let planned = steps.filter_map(|step| step.action.goal().and_then(name));
    let made = run.entries.iter().filter_map(|entry| match &entry.what {
        What::Done { ids, .. } => Some(ids),
        _ => None,
    });
    let made = made.flatten().map(|(_, id)| id.as_str());
    let wished = match wished(run) {
        Some(ApplicationChoice::Existing { id }) => Some(id.as_str()),
        Some(ApplicationChoice::Beside { unique_name }) => unique_name.as_deref(),
        Some(ApplicationChoice::Ours) | None => None,
    };
    planned.chain(made).chain(wished).collect()
}

/// By what a step names the application, or its service principal.
fn name(goal: &Goal) -> Option<&str> {
    match goal {
        Goal::Application { unique_name, .. } => Some(unique_name),
        Goal::Properties { application, .. }
        | Goal::Declared { application, .. }
        | Goal::Certificate { application, .. } => text(application),
        Goal::ApplicationGone { application } | Goal::Owner { application, .. } => {
            Some(application.as_str())
        }
        Goal::ServicePrincipal { app_id } => text(app_id),
        Goal::ServicePrincipalGone { principal } => Some(principal.as_str()),
        Goal::Granted { principal, .. } => text(principal),
    }
}

/// The id in a slot, if it was known when the plan was made.
fn text(slot: &Slot) -> Option<&str> {
    match slot {
        Slot::Text(text) => Some(text),
        Slot::Pending(_) => None,
    }
}
