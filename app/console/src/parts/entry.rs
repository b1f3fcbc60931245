//! A labelled one-line field of a small form of its own, with its help and its problem.

use base::Message;
use keys::KeyError;
use leptos::html::Input;
use leptos::prelude::*;
use words::Text;

use crate::console::Console;
use crate::console::use_console;

/// What is wrong with a field.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Wrong {
    /// Something that the page itself sees.
    Text(Text),
    /// Something that a lower crate found.
    Message(Message),
    /// The browser could not read a file, and why.
    Unread(String),
}

impl From<KeyError> for Wrong {
    fn from(error: KeyError) -> Self {
        Self::Message(error.message())
    }
}

impl Wrong {
    /// The words for it, following the language.
    pub(crate) fn words(&self, console: Console) -> String {
        match self {
            Self::Text(text) => text.words(console.language()).to_owned(),
            Self::Message(message) => console.sentence(message.clone())(),
            Self::Unread(reason) => {
                Text::FileUnread.with(console.language(), &[("reason", reason)])
            }
        }
    }
}

/// A one-line text field. What is wrong is read out when it appears, and forgotten when something else is typed.
#[component]
pub(crate) fn Entry(
    /// `id` of the control.
    id: &'static str,
    /// What it is called.
    label: Text,
    /// What a person should know of it.
    #[prop(optional)]
    help: Option<Text>,
    /// The text.
    value: RwSignal<String>,
    /// What is wrong with it.
    wrong: RwSignal<Option<Wrong>>,
    /// `type` of the control.
    #[prop(into, default = Signal::stored("text"))]
    kind: Signal<&'static str>,
    /// `autocomplete` of the control.
    #[prop(default = "off")]
    autocomplete: &'static str,
    /// The control itself.
    #[prop(default = NodeRef::new())]
    control: NodeRef<Input>,
) -> impl IntoView {
    let console = use_console();
    let help = help.map(|help| {
        view! { <p class="field__help" id=format!("{id}-help")>{console.text(help)}</p> }
    });
    let typed = move |event| {
        value.set(event_target_value(&event));
        wrong.set(None);
    };
    view! {
        <div class="field">
            <label class="field__label" for=id>{console.text(label)}</label>
            {help}
            <input
                node_ref=control
                class="field__control"
                id=id
                type=move || kind.get()
                autocomplete=autocomplete
                autocapitalize="off"
                spellcheck="false"
                aria-invalid=move || wrong.with(Option::is_some).to_string()
                aria-describedby=format!("{id}-help {id}-problem")
                prop:value=move || value.get()
                on:input=typed
            />
            <p class="field__problem" id=format!("{id}-problem") role="alert">
                {move || wrong.get().map(|wrong| wrong.words(console))}
            </p>
        </div>
    }
}

/// Shows or hides the passwords of the fields `controls`.
#[component]
pub(crate) fn ShowPassword(
    /// `id` of the button.
    id: &'static str,
    /// `id`s of the fields, separated by blanks.
    controls: &'static str,
    /// Whether they are shown.
    shown: RwSignal<bool>,
) -> impl IntoView {
    let console = use_console();
    view! {
        <button
            type="button"
            class="button button--small"
            id=id
            aria-controls=controls
            aria-pressed=move || shown.get().to_string()
            on:click=move |_| shown.update(|shown| *shown = !*shown)
        >
            {console.text(Text::PasswordShow)}
        </button>
    }
}

/// `type` of a password's control.
pub(crate) fn kind_of(shown: RwSignal<bool>) -> Signal<&'static str> {
    Signal::derive(move || if shown.get() { "text" } else { "password" })
}
