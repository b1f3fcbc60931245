//! Something failed before a plan could be shown.

use std::rc::Rc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use words::Text;

use crate::console::use_console;
use crate::parts::hand_on::HandOn;
use crate::parts::notice::TroubleNotice;
use crate::parts::typed_code::ErrorsThere;
use crate::road;
use crate::stage::Errand;
use crate::stage::SignedIn;
use crate::stage::Trouble;

/// Says what failed, and offers to look again; whoever lacks a role can hand what is left to a colleague.
#[component]
pub(crate) fn TroubleStage(
    /// Who is signed in.
    signed_in: Rc<SignedIn>,
    /// What the person came to do.
    errand: Errand,
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
    let challenge = trouble.challenge().map(str::to_owned);
    let remainder = trouble.lacks_role().then_some(&signed_in.past.history);
    let remainder = remainder.and_then(|history| errand.remainder(history));
    let hand_on = remainder.map(|remainder| view! { <HandOn remainder/> });
    let go_on = move |_| {
        let errand = errand.clone();
        if sign_in {
            road::sign_in_to_write(console, &signed_in, errand, challenge.as_deref());
        } else if let Errand::Resume(run) = errand {
            // What was seen may be older than the run.
            let signed_in = Rc::clone(&signed_in);
            spawn_local(road::look_again_to_resume(console, signed_in, run));
        } else {
            spawn_local(road::go_on(console, Rc::clone(&signed_in), errand));
        }
    };
    view! {
        <section class="stage">
            <h1 tabindex="-1">{console.text(Text::ApplyStoppedHeading)}</h1>
            <TroubleNotice trouble/>
            {hand_on}
            <div class="actions">
                <button type="button" class="button button--primary" id="look-again" on:click=go_on>{console.text(button)}</button>
            </div>
            {sign_in.then(|| view! { <ErrorsThere/> })}
        </section>
    }
}
