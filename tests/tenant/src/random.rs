//! The tenant's randomness: seeded, so that the same world and seed give the same tenant and the same answers.
//!
//! Not fit for keys of anything real: whoever knows the seed knows all.

use base::AppId;
use base::KeyId;
use base::ObjectId;
use base::TenantId;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// A SplitMix64 generator (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014).
#[derive(Clone, Debug)]
pub struct Random(u64);

impl Random {
    /// A generator for `purpose`: two purposes of one seed do not share their numbers.
    pub fn new(purpose: &str, seed: u64) -> Self {
        // FNV-1a over the purpose, so that a word and a number make one state.
        let hash = purpose
            .bytes()
            .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
                (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
            });
        let mut random = Self(hash ^ seed.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        random.next_u64();
        random
    }

    /// The next 64 bits.
    pub fn next_u64(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number from zero to `end - 1`; zero where `end` is zero.
    pub fn below(&mut self, end: u64) -> u64 {
        self.next_u64().checked_rem(end).unwrap_or(0)
    }

    /// Fills `bytes`.
    pub fn fill(&mut self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(8) {
            let number = self.next_u64().to_le_bytes();
            chunk.copy_from_slice(&number[..chunk.len()]);
        }
    }

    /// `length` random bytes as unpadded base64url text: tokens, codes, ids that are not GUIDs.
    pub fn text(&mut self, length: usize) -> String {
        let mut bytes = vec![0; length];
        self.fill(&mut bytes);
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// An id for a directory object.
    pub fn object_id(&mut self) -> ObjectId {
        ObjectId::from_random(self.sixteen())
    }

    /// A client id.
    pub fn app_id(&mut self) -> AppId {
        AppId::from_random(self.sixteen())
    }

    /// An id for a key credential.
    pub fn key_id(&mut self) -> KeyId {
        KeyId::from_random(self.sixteen())
    }

    /// An id for a tenant.
    pub fn tenant_id(&mut self) -> TenantId {
        TenantId::from_random(self.sixteen())
    }

    fn sixteen(&mut self) -> [u8; 16] {
        let mut bytes = [0; 16];
        self.fill(&mut bytes);
        bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seed_and_purpose_decide_and_nothing_else() {
        let first = Random::new("university", 1).object_id();
        assert_eq!(Random::new("university", 1).object_id(), first);
        assert_ne!(Random::new("university", 2).object_id(), first);
        assert_ne!(Random::new("empty", 1).object_id(), first);
    }

    #[test]
    fn below_stays_below() {
        let mut random = Random::new("below", 1);
        let seen: std::collections::BTreeSet<u64> = (0..100).map(|_| random.below(3)).collect();
        assert_eq!(seen.into_iter().collect::<Vec<_>>(), [0, 1, 2]);
        assert_eq!(random.below(0), 0);
    }

    #[test]
    fn odd_lengths_are_filled_to_the_end() {
        let mut random = Random::new("fill", 1);
        let mut bytes = [0; 13];
        random.fill(&mut bytes);
        assert!(bytes[8..].iter().any(|byte| *byte != 0));
    }
}
