//! Forgetting what this browser's journal holds of the tenant, once the person has seen what is lost.

use std::rc::Rc;

use leptos::html::Dialog;
use leptos::prelude::*;
use leptos::task::spawn_local;
use words::Text;

use crate::console::use_console;
use crate::road;
use crate::stage::SignedIn;

/// A button, and the dialog that it opens.
#[component]
pub(super) fn Forget(
    /// Who is signed in.
    signed_in: Rc<SignedIn>,
) -> impl IntoView {
    let console = use_console();
    let dialog = NodeRef::<Dialog>::new();
    let open = move |_| {
        if let Some(dialog) = dialog.get_untracked() {
            // It fails only where the dialog is open already.
            let _ = dialog.show_modal();
        }
    };
    let close = move || {
        if let Some(dialog) = dialog.get_untracked() {
            dialog.close();
        }
    };
    let forget = move |_| {
        close();
        spawn_local(road::forget_tenant(console, Rc::clone(&signed_in)));
    };
    view! {
        <p>
            <button type="button" class="button" id="forget-tenant" on:click=open>
                {console.text(Text::ForgetButton)}
            </button>
        </p>
        <dialog class="dialog" id="forget-dialog" aria-labelledby="forget-heading" node_ref=dialog>
            <h2 id="forget-heading">{console.text(Text::ForgetHeading)}</h2>
            <p>{console.text(Text::ForgetLost)}</p>
            <p>{console.text(Text::ForgetStays)}</p>
            <div class="actions">
                <button type="button" class="button" id="forget-cancel" autofocus=true on:click=move |_| close()>
                    {console.text(Text::ForgetCancel)}
                </button>
                <button type="button" class="button button--danger" id="forget-confirm" on:click=forget>
                    {console.text(Text::ForgetConfirm)}
                </button>
            </div>
        </dialog>
    }
}
