//! What the person wished for so far, for the time at Entra: the choice, the public part of a certificate made for it, and
//! the tenant that it is for. No secret.

use base::TenantId;
use serde::Deserialize;
use serde::Serialize;

use crate::browser::session;
use crate::browser::session::Place;
use crate::stage::Wish;

/// What the person wished for so far.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct Draft {
    /// The tenant that was confirmed.
    pub(crate) tenant: TenantId,
    /// What was wished for it.
    pub(crate) wish: Wish,
}

impl Draft {
    /// Puts the draft into session storage; false if the browser forbids that.
    pub(crate) fn put(&self) -> bool {
        serde_json::to_string(self).is_ok_and(|text| session::put(Place::Draft, &text))
    }

    /// The draft in session storage, which stays there until it was used. One that cannot be read is none: the person
    /// chooses again.
    pub(crate) fn peek() -> Option<Self> {
        let text = session::peek(Place::Draft)?;
        // EXPOSE: a draft holds nothing secret; the storage's reader wraps everything it gives.
        serde_json::from_str(text.expose()).ok()
    }

    /// Forgets the draft.
    pub(crate) fn forget() {
        session::take(Place::Draft);
    }
}
