//! What errors look like that stay on Microsoft's own page, and what a code of theirs means that the person types in.

use base::Message;
use leptos::prelude::*;
use words::Text;

use crate::console::use_console;

/// Says what errors look like that do not lead back here, and takes a code. To be near every button that leads to Microsoft.
#[component]
pub(crate) fn ErrorsThere() -> impl IntoView {
    let console = use_console();
    view! {
        <p class="small">{console.text(Text::StartErrorsThere)}</p>
        <TypedCode/>
    }
}

/// A small form behind a summary: a code goes in, its sentence comes out and is read out.
#[component]
fn TypedCode() -> impl IntoView {
    let console = use_console();
    let typed = RwSignal::new(String::new());
    let answer = RwSignal::new(None::<Message>);
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let explained = signin::explain(&typed.get_untracked());
        // A status that says the same as before is read out only if it was empty in between, for a frame at least.
        answer.set(None);
        request_animation_frame(move || answer.set(Some(explained)));
    };
    let said = move || answer.get().map(|message| console.sentence(message)());
    view! {
        <details class="request" id="typed-code">
            <summary>{console.text(Text::CodeSummary)}</summary>
            <form novalidate=true on:submit=submit>
                <div class="field">
                    <label class="field__label" for="error-code">{console.text(Text::CodeLabel)}</label>
                    <p class="field__help" id="error-code-help">{console.text(Text::CodeHelp)}</p>
                    <input
                        class="field__control"
                        id="error-code"
                        type="text"
                        autocomplete="off"
                        autocapitalize="off"
                        spellcheck="false"
                        aria-describedby="error-code-help"
                        prop:value=move || typed.get()
                        on:input=move |event| typed.set(event_target_value(&event))
                    />
                </div>
                <div class="actions">
                    <button type="submit" class="button" id="explain-code">{console.text(Text::CodeButton)}</button>
                </div>
            </form>
            <p role="status" id="code-answer">{said}</p>
        </details>
    }
}
