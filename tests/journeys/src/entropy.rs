//! Randomness that is the same in every run of a test. Fit for nothing else.

use std::cell::RefCell;

use base::Entropy;
use tenant::random::Random;

/// Random bytes that follow from a seed.
#[derive(Debug)]
pub struct SeededEntropy(RefCell<Random>);

impl SeededEntropy {
    /// Randomness for `purpose`: two purposes of one seed do not share their bytes.
    pub fn new(purpose: &str, seed: u64) -> Self {
        Self(RefCell::new(Random::new(purpose, seed)))
    }
}

impl Entropy for SeededEntropy {
    fn fill(&self, bytes: &mut [u8]) {
        self.0.borrow_mut().fill(bytes);
    }
}
