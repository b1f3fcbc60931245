//! What the tenant's policies allow: lifetimes that are longer are not offered.

use std::time::Duration;

use leptos::prelude::*;
use survey::ApplicationChoice;

use super::Form;

/// Seconds of a day.
const DAY: u64 = 24 * 60 * 60;

/// The longest lifetime that the tenant's policies allow a certificate.
#[derive(Clone, Debug)]
pub(crate) struct Limit {
    /// Of which application: one may have a policy of its own.
    pub(crate) application: ApplicationChoice,
    /// In days.
    pub(crate) days: u32,
}

impl Form {
    /// Notes what the policies allow, and shortens a lifetime that they do not.
    pub(crate) fn limit(self, limit: Option<Limit>) {
        self.limit.set_value(limit);
        self.shorten();
    }

    /// The longest lifetime that the policies allow the chosen application, where that is known; following the choice.
    pub(crate) fn longest(self) -> Option<Duration> {
        let which = self.application.get();
        let chosen = self.candidates.with_value(|all| all.choice(which));
        let limit = self.limit.get_value()?;
        (limit.application == chosen).then(|| Duration::from_secs(u64::from(limit.days) * DAY))
    }

    /// Takes the longest lifetime that is offered in place of a longer one.
    pub(super) fn shorten(self) {
        let offered = untrack(|| keys::Lifetime::offered(self.longest()));
        let offered = offered.into_iter().map(keys::Lifetime::days);
        let now = self.days.get_untracked();
        let fitting: Vec<u32> = offered.collect();
        if !fitting.contains(&now) {
            let shorter = fitting.iter().copied().filter(|days| *days < now).max();
            // Where nothing fits, the form says so, and the check before writing refuses it.
            self.days
                .set(shorter.or(fitting.first().copied()).unwrap_or(now));
        }
    }
}
