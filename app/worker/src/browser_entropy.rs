//! The port [`Entropy`] by the browser's `crypto.getRandomValues`.

use base::Entropy;
use web_sys::Crypto;

/// The most bytes that one call gives (Web Cryptography API, section 10.1.1).
const MOST_AT_ONCE: usize = 65_536;

/// Random bytes of the browser.
pub(crate) struct BrowserEntropy<'crypto> {
    pub(crate) crypto: &'crypto Crypto,
}

impl Entropy for BrowserEntropy<'_> {
    fn fill(&self, bytes: &mut [u8]) {
        for part in bytes.chunks_mut(MOST_AT_ONCE) {
            if let Err(error) = self.crypto.get_random_values_with_u8_array(part) {
                // Without randomness no key may be made: the whole worker fails, and the page is told by its error event.
                wasm_bindgen::throw_val(error);
            }
        }
    }
}
