//! From when on a consent is in effect: what was granted is not known everywhere at once.

use std::time::Duration;

use base::Timestamp;
use graph::app_role_assignment::AppRoleAssignment;
use provision::Observed;
use provision::ObservedSetUp;

/// How long after a consent it is counted on to be in effect everywhere. A token that MyTimetable got before does not hold
/// the permission and is used until it ends, which takes 60 to 90 minutes ("Configurable token lifetimes", access tokens).
const UNTIL_EVERYWHERE: Duration = Duration::from_secs(90 * 60);

/// Whether the permissions that were granted are in effect.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Standing {
    /// Everywhere: there is nothing to wait for.
    Everywhere,
    /// Granted, but not yet in effect everywhere.
    NotYetEverywhere {
        /// When they are counted on to be.
        until: Timestamp,
    },
}

impl Standing {
    /// Where the permissions of Microsoft Graph stand that `set_up` holds: the last one that was granted decides.
    pub(crate) fn of(set_up: &ObservedSetUp, observed: &Observed) -> Self {
        let held = set_up.assignments.iter();
        let of_graph = held.filter(|held| held.resource_id == observed.microsoft_graph.id);
        let last = of_graph.map(|held| granted_at(held, observed.at)).max();
        match last.map(|granted| granted.plus(UNTIL_EVERYWHERE)) {
            Some(until) if until > observed.at => Self::NotYetEverywhere { until },
            _ => Self::Everywhere,
        }
    }
}

/// When it was granted: at the latest when it was seen, which is what counts where Graph does not know, or where its clock
/// is ahead of this computer's.
fn granted_at(held: &AppRoleAssignment, seen: Timestamp) -> Timestamp {
    held.created_date_time
        .map_or(seen, |granted| granted.min(seen))
}
