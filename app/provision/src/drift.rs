//! What has changed since a set-up came to its end, and how it is set right. Pure but for the look itself (`since`).

mod since;

use base::Key;

use crate::Desired;
use crate::History;
use crate::Observed;
use crate::Plan;
use crate::Step;

pub use self::since::Since;
pub use self::since::look_since;
pub use self::since::wish_again;

/// What has changed since a set-up.
#[derive(Clone, Debug, PartialEq)]
pub struct Drift {
    /// What differs, and what is as it was.
    pub plan: Plan,
    /// Whether the set-up's certificate is gone or has ended. Then the plan cannot be carried out as it is: whoever sets it
    /// right begins with the choice of another one.
    pub needs_certificate: bool,
}

/// What differs from what the last set-up of `history` wished, if anything does. `desired` is that wish, its certificate to
/// be kept; one that this console took off the application since is not missed.
pub fn drift(history: &History, desired: &Desired, observed: &Observed) -> Option<Drift> {
    let mut plan = crate::plan(desired, observed);
    let needs_certificate = plan.steps.iter().any(is_missed);
    if was_removed(history, desired, observed) {
        plan.steps.retain(|step| !is_missed(step));
    }
    (!plan.is_kept()).then_some(Drift {
        plan,
        needs_certificate,
    })
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
