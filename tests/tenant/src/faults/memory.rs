//! Which faults are on, what they have done, and whether one strikes now.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::time::Duration;

use base::ObjectId;
use base::Timestamp;
use serde_json::Value;
use serde_json::json;

use super::Fault;
use super::colleague::Colleague;
use super::retry_after::RetryAfter;
use super::role::Withdrawal;
use crate::entra::claims::Claims;
use crate::random::Random;

/// What can befall a whole request to Graph, in the order in which it is drawn.
pub(crate) const OF_REQUESTS: &[Fault] = &[
    Fault::LostBefore,
    Fault::Throttle,
    Fault::Unavailable,
    Fault::GatewayTimeout,
    Fault::LostAfter,
    Fault::Collision,
];
/// What can befall a request within a batch.
pub(crate) const OF_STEPS: &[Fault] = &[
    Fault::BatchThrottle,
    Fault::Throttle,
    Fault::Unavailable,
    Fault::GatewayTimeout,
    Fault::Collision,
];
/// What can befall the redemption of a code. One whose answer is lost ends the sign-in, since it serves once.
pub(crate) const OF_REDEMPTIONS: &[Fault] = &[Fault::Throttle, Fault::Unavailable];
/// What can befall the renewal of a token.
pub(crate) const OF_RENEWALS: &[Fault] = &[
    Fault::LostBefore,
    Fault::Throttle,
    Fault::Unavailable,
    Fault::LostAfter,
];

/// How often a request is struck in a row at most.
const IN_A_ROW: u32 = 2;
/// One request in so many is struck by each fault.
const ONE_IN: u64 = 6;

/// Which faults are on, and what they have done.
#[derive(Debug)]
pub(crate) struct Faults {
    on: BTreeSet<Fault>,
    pub(super) random: Random,
    /// How often in a row each request was struck, by method and address.
    struck: BTreeMap<String, u32>,
    /// How many requests are spared yet, by the faults that rest after they struck.
    resting: BTreeMap<Fault, u64>,
    /// How far the clock is off, in seconds.
    skew: i64,
    /// Claims that a person's token must have, once she was challenged.
    challenges: BTreeMap<ObjectId, Claims>,
    pub(super) role: Withdrawal,
    /// Object ids of service principals that were disabled.
    pub(super) disabled: BTreeSet<ObjectId>,
    pub(super) colleague: Colleague,
}

impl Faults {
    /// No faults; what they will do follows from the seed.
    pub(crate) fn new(seed: u64) -> Self {
        let mut random = Random::new("faults", seed);
        Self {
            on: BTreeSet::new(),
            struck: BTreeMap::new(),
            resting: BTreeMap::new(),
            skew: skew(&mut random),
            challenges: BTreeMap::new(),
            role: Withdrawal::new(&mut random),
            disabled: BTreeSet::new(),
            colleague: Colleague::default(),
            random,
        }
    }

    /// Switches a fault on, as fresh as the first time.
    pub(crate) fn add(&mut self, fault: Fault) {
        let is_new = self.on.insert(fault);
        if is_new && fault == Fault::ConcurrentChange {
            self.colleague.plan(&mut self.random);
        }
    }

    /// Switches a fault off, and forgets how long it was to rest and what it asked of people.
    pub(crate) fn remove(&mut self, fault: Fault) {
        self.on.remove(&fault);
        self.resting.remove(&fault);
        if fault == Fault::ClaimsChallenge {
            self.challenges.clear();
        }
    }

    /// Whether a fault is on.
    pub(crate) fn is_on(&self, fault: Fault) -> bool {
        self.on.contains(&fault)
    }

    /// Every fault that is on.
    pub(crate) fn on(&self) -> impl Iterator<Item = Fault> {
        self.on.iter().copied()
    }

    /// Which of `faults` strikes `request` (its method and address), if any.
    pub(crate) fn strike(&mut self, faults: &[Fault], request: &str) -> Option<Fault> {
        let before = self.struck.get(request).copied().unwrap_or(0);
        let can = |fault: &Fault| *fault != Fault::Collision || request.starts_with("PATCH ");
        let on = faults.iter().copied().filter(|fault| self.is_on(*fault));
        let drawn: Vec<Fault> = on.filter(can).collect();
        let random = &mut self.random;
        let hit = drawn.into_iter().find(|_| random.below(ONE_IN) == 0);
        match hit {
            Some(fault) if before < IN_A_ROW => {
                self.struck.insert(request.to_owned(), before + 1);
                Some(fault)
            }
            _ => {
                self.struck.remove(request);
                None
            }
        }
    }

    /// Whether a fault that rests for so many requests after it struck strikes now, one time in `one_in`.
    pub(super) fn strikes_seldom(&mut self, fault: Fault, one_in: u64, rest: u64) -> bool {
        if !self.is_on(fault) {
            return false;
        }
        let resting = self.resting.entry(fault).or_default();
        if *resting > 0 {
            *resting -= 1;
            return false;
        }
        let struck = self.random.below(one_in) == 0;
        if struck {
            *resting = rest;
        }
        struck
    }

    /// Whether a person's token ends now, before its time.
    pub(crate) fn expires_token(&mut self) -> bool {
        self.strikes_seldom(Fault::TokenExpired, 12, 25)
    }

    /// Whether a person's sign-in is revoked now.
    pub(crate) fn revokes_sign_in(&mut self) -> bool {
        self.strikes_seldom(Fault::SignInRevoked, 15, 60)
    }

    /// The claims that `person`'s token must have, where it does not have them all.
    pub(crate) fn challenge(
        &mut self,
        person: &ObjectId,
        had: &Claims,
        now: Timestamp,
    ) -> Option<&Claims> {
        if self.strikes_seldom(Fault::ClaimsChallenge, 15, 60) {
            let moment = now.unix_seconds().to_string();
            let issued_later = json!({ "essential": true, "value": moment });
            let claims = Claims::from_iter([("nbf".to_owned(), issued_later)]);
            self.challenges.insert(person.clone(), claims);
        }
        let asked = self.challenges.get(person)?;
        let lacks = |(name, claim): (&String, &Value)| had.get(name) != Some(claim);
        asked.iter().any(lacks).then_some(asked)
    }

    /// Heads or tails.
    pub(crate) fn coin(&mut self) -> bool {
        self.random.below(2) == 0
    }

    /// How a refusal says when to come again.
    pub(crate) fn retry_after(&mut self) -> RetryAfter {
        RetryAfter::draw(&mut self.random)
    }

    /// What time Entra and Graph believe it is.
    pub(crate) fn clock(&self, now: Timestamp) -> Timestamp {
        if !self.is_on(Fault::ClockSkew) {
            return now;
        }
        let distance = Duration::from_secs(self.skew.unsigned_abs());
        if self.skew < 0 {
            now.minus(distance)
        } else {
            now.plus(distance)
        }
    }
}

/// One to four minutes fast or slow: less than the five that Entra forgives.
fn skew(random: &mut Random) -> i64 {
    let seconds = 60 + i64::try_from(random.below(181)).unwrap_or_default();
    if random.below(2) == 0 {
        seconds
    } else {
        -seconds
    }
}
