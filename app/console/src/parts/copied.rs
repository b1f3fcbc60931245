//! A value with a button that copies it.

use base::Secret;
use leptos::prelude::*;
use leptos::task::spawn_local;
use words::Text;

use crate::browser::clipboard;
use crate::console::use_console;

/// What became of copying.
#[derive(Clone, Copy, PartialEq)]
enum Outcome {
    Nothing,
    Copied,
    Failed,
}

/// A button that copies `value`; `name` says what it copies to those who do not see what it stands beside.
#[component]
pub(crate) fn CopyButton(
    /// What is copied.
    #[prop(into)]
    value: String,
    /// What it is called.
    #[prop(into)]
    name: Signal<String>,
) -> impl IntoView {
    view! { <CopySecret value=Secret::new(value) name/> }
}

/// As [`CopyButton`], for what must not be seen.
#[component]
pub(crate) fn CopySecret(
    /// What is copied.
    value: Secret<String>,
    /// What it is called.
    #[prop(into)]
    name: Signal<String>,
) -> impl IntoView {
    let console = use_console();
    let outcome = RwSignal::new(Outcome::Nothing);
    let copy = move |_| {
        let value = value.clone();
        // A status that says the same as before is read out only if it was empty in between, for a frame at least.
        outcome.set(Outcome::Nothing);
        spawn_local(async move {
            // EXPOSE: the person asked for it to be copied.
            let became = if clipboard::copy(value.expose()).await {
                Outcome::Copied
            } else {
                Outcome::Failed
            };
            request_animation_frame(move || outcome.set(became));
        });
    };
    let label = move || Text::CopyNamed.with(console.language(), &[("name", &name.get())]);
    let said = move || match outcome.get() {
        Outcome::Nothing => "",
        Outcome::Copied => Text::Copied.words(console.language()),
        Outcome::Failed => Text::CopyFailed.words(console.language()),
    };
    view! {
        <button type="button" class="button button--small" aria-label=label on:click=copy>{console.text(Text::Copy)}</button>
        <span class="said" role="status">{said}</span>
    }
}
