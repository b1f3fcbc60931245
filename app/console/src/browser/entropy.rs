//! The browser's randomness.

/// Longest piece that one call gives (Web Cryptography API, `getRandomValues`).
const MOST: usize = 65_536;

/// The browser's randomness.
#[derive(Clone, Copy, Debug)]
pub(crate) struct BrowserEntropy;

impl base::Entropy for BrowserEntropy {
    /// # Panics
    ///
    /// Where the browser has no randomness: nothing safe could be made without it, so nothing goes on.
    #[expect(
        clippy::expect_used,
        reason = "without randomness nothing safe can be made, so nothing may go on"
    )]
    fn fill(&self, bytes: &mut [u8]) {
        let crypto = web_sys::window()
            .and_then(|window| window.crypto().ok())
            .expect("the browser has randomness");
        for piece in bytes.chunks_mut(MOST) {
            crypto
                .get_random_values_with_u8_array(piece)
                .expect("the browser gives randomness");
        }
    }
}
