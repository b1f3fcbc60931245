//! The port [`Entropy`] in the shape that the RustCrypto crates ask for.

use std::convert::Infallible;

use base::Entropy;
use rand_core::TryCryptoRng;
use rand_core::TryRng;

/// A random number generator that draws everything from the port.
pub(crate) struct Randomness<'entropy, E>(pub(crate) &'entropy E);

impl<E: Entropy> TryRng for Randomness<'_, E> {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        let mut bytes = [0; 4];
        self.0.fill(&mut bytes);
        Ok(u32::from_le_bytes(bytes))
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        let mut bytes = [0; 8];
        self.0.fill(&mut bytes);
        Ok(u64::from_le_bytes(bytes))
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        self.0.fill(bytes);
        Ok(())
    }
}

/// The port promises bytes fit for keys.
impl<E: Entropy> TryCryptoRng for Randomness<'_, E> {}
