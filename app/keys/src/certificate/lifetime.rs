//! How long a certificate is valid: what is offered, what a tenant's policy leaves of it, and from when to when.

use std::time::Duration;

use base::Key;
use base::Message;
use base::Timestamp;
use x509_cert::time::Validity;

use super::time;
use crate::KeyError;

/// How far validity reaches back, for computers whose clocks are behind.
const BACKDATED: Duration = Duration::from_secs(15 * 60);

const SECONDS_A_DAY: u64 = 24 * 60 * 60;

/// How long a certificate is valid: 1 day to 3,650.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Lifetime {
    days: u32,
}

/// A year.
impl Default for Lifetime {
    fn default() -> Self {
        Self { days: 365 }
    }
}

impl Lifetime {
    /// The most days that are offered: the ten years of the manual.
    pub const MOST_DAYS: u32 = 3650;

    /// Half a year, one, two, three, five and ten.
    const OFFERED: [Self; 6] = [
        Self { days: 180 },
        Self { days: 365 },
        Self { days: 730 },
        Self { days: 1095 },
        Self { days: 1825 },
        Self {
            days: Self::MOST_DAYS,
        },
    ];

    /// Two years, the longest that needs no warning.
    const LONG_DAYS: u32 = 730;

    /// A lifetime of so many days.
    pub fn from_days(days: u32) -> Result<Self, KeyError> {
        if (1..=Self::MOST_DAYS).contains(&days) {
            Ok(Self { days })
        } else {
            Err(KeyError::LifetimeOutOfRange {
                days,
                most: Self::MOST_DAYS,
            })
        }
    }

    /// The lifetimes to choose from, where the tenant's policy allows `longest`; `None` where there is no such policy, or
    /// it could not be read. If the policy is shorter than every usual lifetime, its own whole days are offered. None is
    /// left if it allows less than a day.
    pub fn offered(longest: Option<Duration>) -> Vec<Self> {
        let Some(longest) = longest else {
            return Self::OFFERED.to_vec();
        };
        let fitting = Self::OFFERED.into_iter().filter(|one| one.fits(longest));
        let fitting: Vec<Self> = fitting.collect();
        if !fitting.is_empty() {
            return fitting;
        }
        let whole_days = u32::try_from(longest.as_secs() / SECONDS_A_DAY).unwrap_or(u32::MAX);
        Self::from_days(whole_days).into_iter().collect()
    }

    /// Whether a policy that allows `longest` allows this.
    pub fn fits(self, longest: Duration) -> bool {
        self.length() <= longest
    }

    /// The days.
    pub fn days(self) -> u32 {
        self.days
    }

    /// What is to be said against so long a lifetime, if anything is.
    pub fn warning(self) -> Option<Message> {
        (self.days > Self::LONG_DAYS)
            .then(|| Message::new(Key::KeyLifetimeLong).with("days", self.days))
    }

    fn length(self) -> Duration {
        Duration::from_secs(u64::from(self.days) * SECONDS_A_DAY)
    }

    /// From 15 minutes before `now` to exactly the lifetime later. Counting from the begin of validity, not from now,
    /// keeps the span within a tenant's policy of the same length.
    pub(super) fn validity(self, now: Timestamp) -> Result<Validity, der::Error> {
        let begin = now.whole_seconds().minus(BACKDATED);
        let end = begin.plus(self.length());
        Ok(Validity::new(time(begin)?, time(end)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(longest: Option<u64>) -> Vec<u32> {
        let longest = longest.map(|hours| Duration::from_secs(hours * 60 * 60));
        Lifetime::offered(longest)
            .into_iter()
            .map(Lifetime::days)
            .collect()
    }

    #[test]
    fn the_usual_lifetimes_are_offered_as_far_as_a_policy_allows() {
        for (hours, expected) in [
            (None, vec![180, 365, 730, 1095, 1825, 3650]),
            (Some(4000 * 24), vec![180, 365, 730, 1095, 1825, 3650]),
            (Some(2000 * 24), vec![180, 365, 730, 1095, 1825]),
            (Some(730 * 24), vec![180, 365, 730]),
            (Some(730 * 24 - 1), vec![180, 365]),
            (Some(180 * 24), vec![180]),
            // Shorter than all of them: what it allows itself, in whole days.
            (Some(90 * 24 + 12), vec![90]),
            (Some(23), vec![]),
        ] {
            assert_eq!(days(hours), expected, "{hours:?}");
        }
    }

    #[test]
    fn a_year_is_the_default_and_only_long_lifetimes_are_warned_of() {
        assert_eq!(Lifetime::default().days(), 365);
        for (days, warned) in [(365, false), (730, false), (731, true), (3650, true)] {
            let warning = Lifetime::from_days(days).unwrap().warning();
            assert_eq!(warning.is_some(), warned, "{days}");
            if let Some(warning) = warning {
                assert_eq!(warning.key, Key::KeyLifetimeLong);
                assert_eq!(warning.parameters["days"], days.to_string());
            }
        }
    }
}
