//! What the person came to do, for the time at Entra: for a set-up the choice and the public part of a certificate made for
//! it, else the name of a run; and the tenant that it is for, and who began it. No secret.
//! A journal that was taken in from another computer comes along where it is needed to undo what it claims.

use base::ObjectId;
use base::TenantId;
use serde::Deserialize;
use serde::Serialize;

use crate::browser::session;
use crate::browser::session::Place;
use crate::stage::Errand;

/// What the person came to do.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct Draft {
    /// The tenant that was confirmed.
    pub(crate) tenant: TenantId,
    /// Who began it: what one person approved is not carried out unasked with the rights of another.
    pub(crate) by: ObjectId,
    /// What is to be done there.
    pub(crate) errand: Errand,
    /// The file of a journal that was taken in, where the errand is to undo a run that only it names.
    #[serde(default)]
    pub(crate) imported: Option<String>,
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
