//! What happens if the page itself fails: the person is told, with nothing of what was in memory.

use words::Text;

use crate::browser::document;

/// Shows a plain text in the page when the program panics. Of the panic only the place in our source is told, since its
/// own words could hold anything.
pub(crate) fn show_in_page() {
    std::panic::set_hook(Box::new(|info| {
        let place = info.location().map(ToString::to_string).unwrap_or_default();
        let language = document::preferred_language();
        document::show_failure(&Text::Panicked.with(language, &[("place", &place)]));
    }));
}
