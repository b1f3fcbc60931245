//! Something is being done.

use leptos::prelude::*;
use words::Text;

use crate::console::use_console;

/// Says what is being done.
#[component]
pub(crate) fn Working(
    /// What is being done.
    text: Text,
) -> impl IntoView {
    let console = use_console();
    view! {
        <section class="stage" role="status">
            <h1 tabindex="-1">{console.text(text)}</h1>
            <p>{console.text(Text::WorkingPatience)}</p>
            <progress aria-label=console.text(text)></progress>
        </section>
    }
}
