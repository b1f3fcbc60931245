//! What takes away is confirmed by typing the application's name: what it takes away may be in use.

use leptos::prelude::*;
use words::Text;

use crate::console::use_console;

/// Asks for the name, and approves once it stands there.
#[component]
pub(super) fn Confirm(
    /// What has to be typed.
    name: String,
    /// The question, with the name in it.
    question: Text,
    /// What the button says.
    button: Text,
    /// Called once it was typed and the button pressed.
    approve: UnsyncCallback<()>,
) -> impl IntoView {
    let console = use_console();
    let typed = RwSignal::new(String::new());
    let wrong = RwSignal::new(false);
    let expected = name.clone();
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let right = typed.with_untracked(|typed| typed.trim() == expected.trim());
        wrong.set(!right);
        if right {
            approve.run(());
        }
    };
    view! {
        <form class="card field" novalidate=true on:submit=submit>
            <label class="field__label" for="confirm-undo">{console.text_with(question, "name", name)}</label>
            <input
                type="text"
                id="confirm-undo"
                class="field__control"
                autocomplete="off"
                spellcheck="false"
                aria-describedby="confirm-undo-problem"
                aria-invalid=move || wrong.get().to_string()
                prop:value=move || typed.get()
                on:input=move |event| typed.set(event_target_value(&event))
            />
            <p class="field__problem" id="confirm-undo-problem" role="alert">
                {move || wrong.get().then(|| Text::UndoConfirmWrong.words(console.language()))}
            </p>
            <div class="actions">
                <button type="submit" class="button button--danger" id="approve-undo">
                    {console.text(button)}
                </button>
            </div>
        </form>
    }
}
