//! A certificate is taken off, and that was read back.

use std::rc::Rc;

use base::Message;
use leptos::prelude::*;
use leptos::task::spawn_local;
use provision::Removal;
use words::Text;

use crate::console::use_console;
use crate::parts::gone::Gone;
use crate::road;
use crate::stage::SignedIn;

/// Says so.
#[component]
pub(crate) fn RemovedStage(
    /// Who is signed in.
    signed_in: Rc<SignedIn>,
    /// What was taken off.
    removal: Rc<Removal>,
    /// What is gone besides.
    gone: Rc<Vec<Message>>,
) -> impl IntoView {
    let console = use_console();
    let thumbprint = removal.thumbprint.to_string();
    let name = removal.application_name.clone();
    let said = move || {
        let values = [("thumbprint", thumbprint.as_str()), ("name", name.as_str())];
        Text::RemovedIntroduction.with(console.language(), &values)
    };
    let look = move |_| spawn_local(road::look_again(console, Rc::clone(&signed_in)));
    view! {
        <section class="stage">
            <h1 tabindex="-1">{console.text(Text::RemovedHeading)}</h1>
            <p id="removed">{said}</p>
            <Gone gone/>
            <div class="actions">
                <button type="button" class="button button--primary" id="look-again" on:click=look>
                    {console.text(Text::PlanBackToTenant)}
                </button>
                <button type="button" class="button" id="finish" on:click=move |_| road::sign_out(console)>
                    {console.text(Text::SignOut)}
                </button>
            </div>
        </section>
    }
}
