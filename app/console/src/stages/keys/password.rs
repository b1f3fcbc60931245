//! The password of the key file, typed or made, and the making of the pair.

use std::rc::Rc;

use base::Entropy;
use base::Key;
use base::Message;
use base::Secret;
use leptos::prelude::*;
use leptos::task::spawn_local;
use survey::Choice;
use survey::Field;
use survey::Problem;
use survey::Wish;
use words::Text;

use crate::browser::entropy::BrowserEntropy;
use crate::console::use_console;
use crate::parts::copied::CopyButton;
use crate::parts::field::TextField;
use crate::parts::notice::TroubleNotice;
use crate::road;
use crate::stage::SignedIn;
use crate::stage::Stage;
use crate::stage::Trouble;

/// Fewest characters of a password that a person types.
const FEWEST: usize = 12;
/// Letters of a password that is made: none that look alike, so that it can be read from paper.
const LETTERS: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz23456789-";
/// Characters of a password that is made: five bits each, a hundred and twenty together.
const LENGTH: usize = 24;

/// A password of which each character is drawn alike.
fn made() -> String {
    let mut bytes = [0; LENGTH];
    BrowserEntropy.fill(&mut bytes);
    bytes
        .iter()
        .map(|byte| char::from(LETTERS[usize::from(byte % 32)]))
        .collect()
}

fn problems(password: &str, again: &str) -> Vec<Problem> {
    let mut problems = Vec::new();
    if password.chars().count() < FEWEST {
        let message = Message::new(Key::FieldPasswordShort).with("fewest", FEWEST);
        problems.push(Problem {
            field: Field::Password,
            message,
        });
    }
    if password != again {
        problems.push(Problem {
            field: Field::PasswordAgain,
            message: Message::new(Key::FieldPasswordDiffers),
        });
    }
    problems
}

/// Asks for the password and makes the pair.
#[component]
pub(super) fn PasswordForm(
    /// Who is signed in.
    signed_in: Rc<SignedIn>,
    /// What was chosen.
    choice: Choice,
) -> impl IntoView {
    let console = use_console();
    let password = RwSignal::new(String::new());
    let again = RwSignal::new(String::new());
    let generated = RwSignal::new(None::<String>);
    let wrong = RwSignal::new(Vec::new());
    let making = RwSignal::new(false);
    let trouble = RwSignal::new(None::<Trouble>);
    let generate = move |_| {
        let new = made();
        password.set(new.clone());
        again.set(new.clone());
        generated.set(Some(new));
        wrong.set(Vec::new());
    };
    // Once something else is typed, the password that was made is no longer the file's.
    let made_and_kept = move || {
        generated
            .get()
            .filter(|made| password.with(|typed| typed == made))
    };
    let back = {
        let wish = Wish {
            choice: choice.clone(),
            made: None,
        };
        let signed_in = Rc::clone(&signed_in);
        move |_| console.go(Stage::Choose(Rc::clone(&signed_in), Some(wish.clone())))
    };
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let found = problems(&password.get_untracked(), &again.get_untracked());
        wrong.set(found.clone());
        if !found.is_empty() || making.get_untracked() {
            return;
        }
        making.set(true);
        trouble.set(None);
        let (signed_in, choice) = (Rc::clone(&signed_in), choice.clone());
        spawn_local(async move {
            match road::make_keys(&choice, Secret::new(password.get_untracked())).await {
                Ok(files) => console.go(Stage::Keys(signed_in, choice, Some(Rc::new(files)))),
                Err(error) => {
                    making.set(false);
                    trouble.set(Some(Trouble::new(error.message())));
                }
            }
        });
    };
    view! {
        <form novalidate=true on:submit=submit>
            {move || trouble.get().map(|trouble| view! { <TroubleNotice trouble/> })}
            <TextField
                field=Field::Password
                label=Signal::derive(console.text(Text::KeysPassword))
                help=Signal::derive(console.text(Text::KeysPasswordHelp))
                value=password
                problems=wrong
                kind="password"
                autocomplete="new-password"
            />
            <TextField
                field=Field::PasswordAgain
                label=Signal::derive(console.text(Text::KeysPasswordAgain))
                value=again
                problems=wrong
                kind="password"
                autocomplete="new-password"
            />
            <p><button type="button" class="button" id="generate-password" on:click=generate>{console.text(Text::KeysGenerate)}</button></p>
            {move || made_and_kept().map(|password| view! { <Generated password/> })}
            <div class="actions">
                <button type="submit" class="button button--primary" id="make-keys" aria-disabled=move || making.get().to_string()>
                    {console.text(Text::KeysButton)}
                </button>
                <button type="button" class="button" id="restart" on:click=back>
                    {console.text(Text::PlanRestart)}
                </button>
            </div>
            {move || making.get().then(|| view! {
                <p role="status">{console.text(Text::WorkingKeys)}</p>
                <progress aria-label=console.text(Text::WorkingKeys)></progress>
            })}
        </form>
    }
}

/// A password that was made, to be copied once.
#[component]
fn Generated(
    /// The password.
    password: String,
) -> impl IntoView {
    let console = use_console();
    let name = Signal::derive(move || Text::KeysPassword.words(console.language()).to_owned());
    view! {
        <div class="recognised" role="status">
            <p>{console.text(Text::KeysGenerated)}</p>
            <p><code id="generated-password">{password.clone()}</code>" "<CopyButton value=password name/></p>
        </div>
    }
}
