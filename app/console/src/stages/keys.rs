//! The key pair: its password, its making, and the saving of its files, which comes before the certificate is uploaded.

mod java;
mod offer;
mod password;
mod proof;
mod saving;

use std::rc::Rc;

use leptos::prelude::*;
use survey::Choice;
use words::Text;

use self::password::PasswordForm;
use self::saving::Saving;
use crate::console::use_console;
use crate::stage::MadePair;
use crate::stage::SignedIn;

/// Makes the key pair, or lets its files be saved once it is made.
#[component]
pub(crate) fn KeysStage(
    /// Who is signed in.
    signed_in: Rc<SignedIn>,
    /// What was chosen.
    choice: Choice,
    /// The pair, once it is made.
    pair: Option<Rc<MadePair>>,
) -> impl IntoView {
    let console = use_console();
    let (heading, introduction) = if pair.is_some() {
        (Text::KeysSaveHeading, Text::KeysSaveIntroduction)
    } else {
        (Text::KeysHeading, Text::KeysIntroduction)
    };
    let body = match pair {
        None => view! { <PasswordForm signed_in choice/> }.into_any(),
        Some(pair) => view! { <Saving signed_in choice pair/> }.into_any(),
    };
    view! {
        <section class="stage">
            <h1 tabindex="-1">{console.text(heading)}</h1>
            <p>{console.text(introduction)}</p>
            {body}
        </section>
    }
}
