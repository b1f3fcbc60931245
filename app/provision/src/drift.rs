//! What has changed since a set-up came to its end: the plan that would set it right. Pure.

use base::Key;

use crate::Desired;
use crate::History;
use crate::Observed;
use crate::Plan;
use crate::Step;

/// The plan for what the last set-up of `history` wished, where anything differs from that. `desired` is that wish, its
/// certificate to be kept; one that this console took off the application since is not missed.
pub fn drift(history: &History, desired: &Desired, observed: &Observed) -> Option<Plan> {
    let mut plan = crate::plan(desired, observed);
    if was_removed(history, desired, observed) {
        plan.steps.retain(|step| !is_missed(step));
    }
    (!plan.is_kept()).then_some(plan)
}

/// Whether this console took the desired certificate off since the last set-up.
fn was_removed(history: &History, desired: &Desired, observed: &Observed) -> bool {
    let (Some((last, _)), Some(set_up)) = (history.last_wish(), &observed.set_up) else {
        return false;
    };
    let removed = history.removed_since(last.run, &set_up.application.id);
    removed.iter().any(|it| it.took(desired.thumbprint()))
}

/// Whether the step says that the desired certificate is not there.
fn is_missed(step: &Step) -> bool {
    step.sentence.key == Key::PlanCertificateNone
}

#[cfg(test)]
mod tests;
