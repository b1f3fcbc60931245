//! What a colleague chose: that it was filled in, the offer to do without it, and taking a colleague's file in.

use handoff::Invitation;
use handoff::InvitationError;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;
use words::Text;

use super::form::Form;
use crate::browser::files;
use crate::console::Console;
use crate::console::use_console;
use crate::invited;
use crate::parts::notice::Notice;
use crate::parts::notice::Tone;
use crate::stage::Stage;

/// The most of a file that is loaded; `handoff` reads less and refuses the rest.
const MOST_BYTES: i32 = 64 * 1024;

/// What became of a colleague's link or file, and the place for a file.
#[component]
pub(super) fn Invited(
    /// The form.
    form: Form,
) -> impl IntoView {
    let console = use_console();
    let notice = move || {
        form.invited.get().map(|_| {
            let which = move || {
                let open = form.is_open_to_invited();
                open.then(|| view! { <p id="invited-which">{console.text(Text::ChooseInvitedWhich)}</p> })
            };
            view! {
                <Notice tone=Tone::Remark>
                    <p id="invited">{console.text(Text::ChooseInvited)}</p>
                    {which}
                    <button type="button" class="button button--small" id="drop-invitation" on:click=move |_| forget(console)>
                        {console.text(Text::ChooseInvitedDrop)}
                    </button>
                </Notice>
            }
        })
    };
    let problem = move || {
        let message = form.invitation_problem.get()?;
        let said = console.sentence(message);
        Some(view! {
            <Notice tone=Tone::Problem>
                <p id="invitation-problem">{said}</p>
            </Notice>
        })
    };
    view! {
        <div role="status">{notice}</div>
        {problem}
        <p class="small">
            <label class="link" for="import-invitation">{console.text(Text::ChooseInvitedFile)}</label>
            " "
            <input
                type="file"
                id="import-invitation"
                accept=".json"
                aria-describedby="import-invitation-help"
                on:change=move |event| import(form, &event)
            />
            " "
            <span id="import-invitation-help">{console.text(Text::ChooseInvitedFileHelp)}</span>
        </p>
    }
}

/// Fills the form in as if nobody had chosen before.
fn forget(console: Console) {
    invited::forget();
    let signed_in = console
        .stage
        .with_untracked(|stage| stage.signed_in().cloned());
    if let Some(signed_in) = signed_in {
        console.go(Stage::Choose(signed_in, None));
    }
}

/// Fills the form in with a colleague's file, or says why that cannot be.
fn import(form: Form, event: &web_sys::Event) {
    let input = event.target();
    let Some(input) = input.and_then(|target| target.dyn_into::<HtmlInputElement>().ok()) else {
        return;
    };
    let file = input.files().and_then(|files| files.get(0));
    // So that a corrected file of the same name can be chosen again.
    input.set_value("");
    let Some(file) = file else { return };
    spawn_local(async move {
        let read = match files::read(&file, MOST_BYTES).await {
            // EXPOSE: a choice holds nothing secret; a file that is something else is refused and not kept.
            Ok(content) => Invitation::from_file(content.expose()),
            Err(_) => Err(InvitationError::Unreadable),
        };
        form.invitation_problem
            .set(read.as_ref().err().map(|error| error.message()));
        if let Ok(invitation) = read {
            invited::keep(&invitation);
            form.invite(&invitation);
        }
    });
}
