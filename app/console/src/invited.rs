//! A colleague's choice that the page was opened with, until the form that it fills in is sent.
//!
//! It comes in the fragment of a link, which no server sees, and lies in session storage while the person is away at Entra
//! to sign in. It is a stranger's word: `handoff` reads it strictly, and it only fills in the form.

use handoff::Invitation;
use handoff::InvitationError;
use url::Url;

use crate::browser::session;
use crate::browser::session::Place;

/// Reads a choice from the fragment of the page's address, if there is one, and keeps it for the form. One that cannot be
/// read leaves nothing behind, an earlier one included: it was meant to take its place.
pub(crate) fn take(page: &Url) -> Result<(), InvitationError> {
    match read(page) {
        None => Ok(()),
        Some(Ok(invitation)) => {
            keep(&invitation);
            Ok(())
        }
        Some(Err(error)) => {
            forget();
            Err(error)
        }
    }
}

/// The page's address without a choice.
pub(crate) fn cleaned(mut page: Url) -> Url {
    if read(&page).is_some() {
        page.set_fragment(None);
    }
    page
}

/// Keeps a choice for the form.
pub(crate) fn keep(invitation: &Invitation) {
    // A browser that forbids storage lets nobody sign in either, and the person is told so then.
    session::put(Place::Invitation, &invitation.to_file());
}

/// The choice that was kept; one that cannot be read is none.
pub(crate) fn peek() -> Option<Invitation> {
    let text = session::peek(Place::Invitation)?;
    // EXPOSE: a choice holds nothing secret; the storage's reader wraps everything it gives.
    Invitation::from_file(text.expose().as_bytes()).ok()
}

/// Forgets the choice.
pub(crate) fn forget() {
    session::take(Place::Invitation);
}

/// The choice in the fragment, `None` where the fragment is something else.
fn read(page: &Url) -> Option<Result<Invitation, InvitationError>> {
    match Invitation::from_fragment(page.fragment()?) {
        Err(InvitationError::Missing) => None,
        read => Some(read),
    }
}

#[cfg(test)]
mod tests {
    use handoff::Hosting;
    use handoff::Meant;

    use super::*;

    fn page(rest: &str) -> Url {
        Url::parse(&format!("https://setup.example/console/{rest}")).unwrap()
    }

    #[test]
    fn a_choice_is_read_from_the_fragment_and_does_not_stay_there() {
        let invitation = Invitation {
            application: Meant::Ours,
            application_name: "Rooster & agenda".to_owned(),
            mailbox_settings: true,
            hosting: Hosting::OnPremises,
        };
        let address = page(&format!("?a=b#{}", invitation.to_fragment()));
        assert_eq!(read(&address), Some(Ok(invitation)));
        assert_eq!(cleaned(address), page("?a=b"));
    }

    #[test]
    fn a_choice_that_cannot_be_read_does_not_stay_either() {
        for fragment in [
            "#choice=",
            "#choice=%20",
            "#choice=e30",
            "#choice=e30&code=x",
        ] {
            let address = page(fragment);
            assert!(matches!(read(&address), Some(Err(_))), "{fragment}");
            assert_eq!(cleaned(address), page(""), "{fragment}");
        }
    }

    #[test]
    fn other_fragments_are_left_alone() {
        for fragment in ["", "#", "#content", "#code=x&state=y", "#a&choice=e30"] {
            let address = page(fragment);
            assert_eq!(read(&address), None, "{fragment}");
            assert_eq!(cleaned(address.clone()), address, "{fragment}");
        }
    }
}
