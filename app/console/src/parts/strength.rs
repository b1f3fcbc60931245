//! How strong a password is that somebody types.

use base::Secret;
use keys::password::Strength;
use leptos::prelude::*;
use words::Text;

use crate::console::use_console;

/// The strength in words; nothing of an empty password. It is read out when it changes, not at every letter.
#[component]
pub(crate) fn StrengthTold(
    /// `id` of the words.
    id: &'static str,
    /// The password.
    password: RwSignal<String>,
) -> impl IntoView {
    let console = use_console();
    let strength = Memo::new(move |_| {
        let typed = password.get();
        (!typed.is_empty()).then(|| keys::password::strength(&Secret::new(typed)))
    });
    let told = move || {
        let text = match strength.get()? {
            Strength::Weak => Text::KeysStrengthWeak,
            Strength::Fair => Text::KeysStrengthFair,
            Strength::Strong => Text::KeysStrengthStrong,
        };
        Some(text.words(console.language()))
    };
    view! { <p class="field__help" id=id role="status">{told}</p> }
}
