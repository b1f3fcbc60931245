//! A choice for a colleague: as a link to copy, and as a file to save.

use handoff::Invitation;
use leptos::prelude::*;
use words::Text;

use crate::browser::address;
use crate::browser::files;
use crate::console::use_console;
use crate::parts::copied::CopyButton;

/// Name of the file.
const FILE: &str = "mytimetable-choice.json";

/// The link with a button that copies it, and a button that saves the file.
#[component]
pub(crate) fn Invite(
    /// The choice.
    invitation: Invitation,
) -> impl IntoView {
    let console = use_console();
    let link = address::current().map(|mut link| {
        link.set_query(None);
        link.set_fragment(Some(&invitation.to_fragment()));
        link.to_string()
    });
    let name = Signal::derive(move || {
        Text::HandOverInviteLink
            .words(console.language())
            .to_owned()
    });
    let link = link.map(|link| {
        view! {
            <pre class="support" id="invitation-link">{link.clone()}</pre>
            <CopyButton value=link name/>
        }
    });
    let failure = RwSignal::new(None::<String>);
    let save = move |_| {
        let content = invitation.to_file();
        let outcome = files::save(FILE, "application/json", content.as_bytes());
        failure.set(outcome.err());
    };
    let failed = move |detail: String| {
        let values = [("file", FILE), ("detail", detail.as_str())];
        let text = Text::KeysSaveFailed.with(console.language(), &values);
        view! { <p class="field__problem" role="alert">{text}</p> }
    };
    view! {
        <p>{console.text(Text::HandOverInvite)}</p>
        {link}
        <div class="actions">
            <button type="button" class="button button--small" id="save-invitation" on:click=save>
                {console.text(Text::HandOverInviteFile)}
            </button>
        </div>
        {move || failure.get().map(failed)}
    }
}
