//! What survives the redirect to Entra: session storage, which belongs to this tab and this origin.
//!
//! Only the pending flow (see `signin::flow`), the choice made so far and a colleague's choice lie there. No token, no key,
//! no password.

use base::Secret;

/// What may lie in session storage.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Place {
    /// The sign-in that is on its way.
    Flow,
    /// The choice made so far.
    Draft,
    /// A colleague's choice that the page was opened with.
    Invitation,
}

impl Place {
    fn key(self) -> &'static str {
        match self {
            Self::Flow => "flow",
            Self::Draft => "draft",
            Self::Invitation => "invitation",
        }
    }
}

fn storage() -> Option<web_sys::Storage> {
    web_sys::window()?.session_storage().ok().flatten()
}

/// Puts `text` in its place. False if the browser forbids storage: without it no sign-in can come back.
pub(crate) fn put(place: Place, text: &str) -> bool {
    storage().is_some_and(|storage| storage.set_item(place.key(), text).is_ok())
}

/// The text in its place, which stays there.
pub(crate) fn peek(place: Place) -> Option<Secret<String>> {
    storage()?
        .get_item(place.key())
        .ok()
        .flatten()
        .map(Secret::new)
}

/// Takes the text out of its place: it is not there afterwards.
pub(crate) fn take(place: Place) -> Option<Secret<String>> {
    let storage = storage()?;
    let text = storage.get_item(place.key()).ok().flatten()?;
    storage.remove_item(place.key()).ok()?;
    Some(Secret::new(text))
}
