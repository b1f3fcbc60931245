//! What several readings tell together, where one alone may come of a copy of the directory that lags. Pure.

use base::Message;

use super::Verified;
use crate::StepId;

/// After so many readings in a row, which take more than a minute, something does block: a copy that lags may show what blocked
/// before the run began, but not for that long.
const SURELY_BLOCKED: u32 = 16;

/// The readings so far that showed everything done. Only what all of them lack is gone, and what is left to people is told
/// once two in a row agree on it.
#[derive(Debug, Default)]
pub(super) struct Readings {
    /// How many in a row showed something blocked.
    blocked: u32,
    /// What all of them lack; `None` before the first.
    lacking: Option<Vec<Message>>,
    /// What the last one left to people; `None` where that one did not show everything done.
    left: Option<Vec<StepId>>,
}

impl Readings {
    /// Takes one more. Returns what it tells together with those before, if it is a good one: it shows everything done, and
    /// leaves to people what the one before left; or it shows something blocked, which it surely is by now.
    pub(super) fn take(&mut self, mut seen: Verified) -> Option<Verified> {
        let is_blocked = seen.plan.blocked().next().is_some();
        let was_sure = self.blocked >= SURELY_BLOCKED;
        self.blocked = if is_blocked { self.blocked + 1 } else { 0 };
        if !seen.plan.is_done_here() {
            self.left = None;
            let sure = self.blocked >= SURELY_BLOCKED;
            return sure.then(|| self.without_what_few_lack(seen));
        }
        if let Some(lacking) = &self.lacking {
            seen.gone.retain(|one| lacking.contains(one));
        }
        self.lacking = Some(seen.gone.clone());
        let left: Vec<StepId> = seen.plan.by_hand().map(|step| step.id.clone()).collect();
        let agrees = self.left.as_ref().is_none_or(|before| *before == left);
        self.left = Some(left);
        // One that shows it unblocked is no further reading of those that showed it blocked.
        (agrees && !was_sure).then_some(seen)
    }

    /// Takes the very last one, whatever it shows.
    pub(super) fn take_last(&self, seen: Verified) -> Verified {
        self.without_what_few_lack(seen)
    }

    /// Where no other showed everything done, nothing is said to be gone: one reading alone does not tell that.
    fn without_what_few_lack(&self, mut seen: Verified) -> Verified {
        let lacking = self.lacking.as_deref().unwrap_or_default();
        seen.gone.retain(|one| lacking.contains(one));
        seen
    }
}

#[cfg(test)]
mod tests {
    use base::Key;
    use base::Key::GoneOwner;
    use base::Key::GoneSecret;

    use super::*;
    use crate::Action;
    use crate::Goal;
    use crate::Plan;
    use crate::Step;
    use crate::scene::PRINCIPAL;
    use crate::scene::nothing;
    use crate::scene::object;

    fn step(id: &str, action: Action) -> Step {
        Step {
            id: StepId(id.to_owned()),
            sentence: Message::new(Key::PlanCertificateKeep),
            action,
        }
    }

    /// Someone is to do it.
    fn by_hand() -> Action {
        Action::ByHand {
            how: Message::new(Key::AdviceRoles),
            goal: Goal::ServicePrincipalGone {
                principal: object(PRINCIPAL),
            },
        }
    }

    /// A reading in which `open` steps are blocked still, `left` are left to people, and `gone` is gone.
    fn reading(open: usize, left: &[&str], gone: &[Key]) -> Verified {
        let reason = || Message::new(Key::UnblockApplicationGone);
        let blocked = (0..open).map(|_| step("open", Action::Blocked { unblock: reason() }));
        let by_hand = left.iter().map(|id| step(id, by_hand()));
        Verified {
            observed: nothing(),
            plan: Plan {
                steps: blocked.chain(by_hand).collect(),
            },
            gone: gone.iter().copied().map(Message::new).collect(),
            left: Vec::new(),
        }
    }

    fn told(seen: &Verified) -> Vec<Key> {
        seen.gone.iter().map(|message| message.key).collect()
    }

    /// What each of the readings tells; `None` where it is no good one.
    fn all(readings: &[Verified]) -> Vec<Option<Vec<Key>>> {
        let mut together = Readings::default();
        let take = |seen: &Verified| together.take(seen.clone()).as_ref().map(told);
        readings.iter().map(take).collect()
    }

    #[test]
    fn only_what_every_good_reading_lacks_is_gone() {
        let both: &[Key] = &[GoneSecret, GoneOwner];
        let told = all(&[
            reading(0, &[], both),
            reading(0, &[], &[GoneSecret]),
            // Before our own change was everywhere, nothing of others was gone; that says nothing of what is gone since.
            reading(1, &[], &[]),
            reading(0, &[], both),
        ]);
        let secret = || Some(vec![GoneSecret]);
        assert_eq!(told, [Some(both.to_vec()), secret(), None, secret()]);
    }

    #[test]
    fn what_is_left_to_people_is_told_once_two_readings_agree() {
        let told = all(&[
            reading(0, &["consent"], &[]),
            reading(0, &[], &[]),
            reading(0, &[], &[]),
            reading(1, &[], &[]),
            reading(0, &["consent"], &[]),
            reading(0, &["consent"], &[]),
            reading(0, &["consent", "owner"], &[]),
        ]);
        let is_good = told.iter().map(Option::is_some);
        let expected = [true, false, true, false, true, true, false];
        assert_eq!(is_good.collect::<Vec<_>>(), expected);
    }

    #[test]
    fn what_blocks_is_told_once_it_surely_does() {
        let times = usize::try_from(SURELY_BLOCKED).unwrap();
        let mut readings = vec![reading(1, &[], &[]); times - 1];
        readings.push(reading(0, &[], &[]));
        assert!(all(&readings)[..times - 1].iter().all(Option::is_none));
        readings[times - 1] = reading(1, &[], &[]);
        readings.extend([
            reading(1, &[], &[]),
            reading(0, &[], &[]),
            reading(0, &[], &[]),
        ]);
        let is_good = all(&readings).into_iter().skip(times - 2);
        let expected = [false, true, true, false, true];
        assert!(is_good.map(|told| told.is_some()).eq(expected));
    }

    #[test]
    fn the_last_reading_tells_what_others_told_before() {
        let last = || reading(0, &[], &[GoneSecret, GoneOwner]);
        assert_eq!(told(&Readings::default().take_last(last())), []);
        let mut before = Readings::default();
        before.take(reading(0, &[], &[GoneOwner]));
        before.take(reading(1, &[], &[]));
        assert_eq!(told(&before.take_last(last())), [GoneOwner]);
    }
}
