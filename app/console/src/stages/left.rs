//! This console's own consent is withdrawn: the end.

use leptos::prelude::*;
use words::Text;

use crate::console::use_console;
use crate::road;

/// Says what is gone and what stays, and signs out.
#[component]
pub(crate) fn LeftStage() -> impl IntoView {
    let console = use_console();
    view! {
        <section class="stage">
            <h1 tabindex="-1">{console.text(Text::LeftHeading)}</h1>
            <p id="left">{console.text(Text::LeftIntroduction)}</p>
            <p>{console.text(Text::LeftStays)}</p>
            <div class="actions">
                <button type="button" class="button button--primary" id="finish" on:click=move |_| road::sign_out(console)>
                    {console.text(Text::SignOut)}
                </button>
            </div>
        </section>
    }
}
