//! Something failed before a plan could be shown.

use std::rc::Rc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use words::Text;

use crate::console::use_console;
use crate::parts::notice::TroubleNotice;
use crate::road;
use crate::stage::SignedIn;
use crate::stage::Trouble;
use crate::stage::Wish;

/// Says what failed, and offers to look again.
#[component]
pub(crate) fn TroubleStage(
    /// Who is signed in.
    signed_in: Rc<SignedIn>,
    /// What the person wants.
    wish: Wish,
    /// What failed.
    trouble: Trouble,
) -> impl IntoView {
    let console = use_console();
    let sign_in = trouble.needs_sign_in();
    let button = if sign_in {
        Text::StartAgainButton
    } else {
        Text::LookAgain
    };
    let go_on = move |_| {
        if sign_in {
            road::sign_in_to_write(console, &signed_in, wish.clone());
        } else {
            spawn_local(road::plan(console, Rc::clone(&signed_in), wish.clone()));
        }
    };
    view! {
        <section class="stage">
            <h1 tabindex="-1">{console.text(Text::ApplyStoppedHeading)}</h1>
            <TroubleNotice trouble/>
            <div class="actions">
                <button type="button" class="button button--primary" id="look-again" on:click=go_on>{console.text(button)}</button>
            </div>
        </section>
    }
}
