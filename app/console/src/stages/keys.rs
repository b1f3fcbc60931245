//! The key pair: its password, its making, and the saving of its files, which comes before the certificate is uploaded.

mod password;
mod saving;

use std::rc::Rc;

use ::keys::KeyFiles;
use leptos::prelude::*;
use survey::Choice;
use words::Text;

use self::password::PasswordForm;
use self::saving::Saving;
use crate::console::use_console;
use crate::stage::SignedIn;

/// Makes the key pair, or lets its files be saved once it is made.
#[component]
pub(crate) fn KeysStage(
    /// Who is signed in.
    signed_in: Rc<SignedIn>,
    /// What was chosen.
    choice: Choice,
    /// The files, once they are made.
    files: Option<Rc<KeyFiles>>,
) -> impl IntoView {
    let console = use_console();
    let heading = if files.is_some() {
        Text::KeysSaveHeading
    } else {
        Text::KeysHeading
    };
    let introduction = if files.is_some() {
        Text::KeysSaveIntroduction
    } else {
        Text::KeysIntroduction
    };
    let body = match files {
        None => view! { <PasswordForm signed_in choice/> }.into_any(),
        Some(files) => view! { <Saving signed_in choice files/> }.into_any(),
    };
    view! {
        <section class="stage">
            <h1 tabindex="-1">{console.text(heading)}</h1>
            <p>{console.text(introduction)}</p>
            {body}
        </section>
    }
}
