//! The password of the key files, typed or made, and the making of the pair.

use std::rc::Rc;

use base::Key;
use base::Message;
use base::Secret;
use leptos::prelude::*;
use survey::Choice;
use survey::Field;
use survey::Problem;
use survey::Wish;
use words::Text;

use crate::browser::document;
use crate::browser::entropy::BrowserEntropy;
use crate::browser::worker;
use crate::console::use_console;
use crate::parts::copied::CopyButton;
use crate::parts::entry::ShowPassword;
use crate::parts::entry::kind_of;
use crate::parts::field::TextField;
use crate::parts::field::id_of;
use crate::parts::insecure::Insecure;
use crate::parts::notice::TroubleNotice;
use crate::parts::strength::StrengthTold;
use crate::parts::typed_password::TypedPassword;
use crate::parts::work::Work;
use crate::parts::work::WorkProgress;
use crate::road;
use crate::stage::SignedIn;
use crate::stage::Stage;
use crate::stage::Trouble;

/// Fewest characters of a password that a person types.
pub(super) const FEWEST: usize = 12;

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
    let password = TypedPassword::none();
    let again = TypedPassword::none();
    let wrong = RwSignal::new(Vec::<Problem>::new());
    let trouble = RwSignal::new(None::<Trouble>);
    let making = Work::none();
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
        // EXPOSE: only their length is looked at, and whether they are the same.
        let found = problems(password.secret().expose(), again.secret().expose());
        wrong.set(found.clone());
        if let Some(first) = found.first() {
            return document::focus(&format!("#{}", id_of(first.field)));
        }
        trouble.set(None);
        let (signed_in, choice) = (Rc::clone(&signed_in), choice.clone());
        let secret = password.secret();
        let make = {
            let choice = choice.clone();
            async move { road::keys::make(&choice, secret).await }
        };
        making.begin(make, move |made| match made {
            Ok(pair) => console.go(Stage::Keys(signed_in, choice, Some(Rc::new(pair)))),
            Err(error) => trouble.set(Some(Trouble::new(error.message()))),
        });
    };
    let possible = worker::is_possible();
    if possible {
        // Loading it takes a moment, and typing a password takes longer.
        worker::prepare();
        on_cleanup(worker::release);
    }
    let start = possible.then(|| {
        view! {
            <button type="submit" class="button button--primary" id="make-keys" aria-disabled=move || making.is_going_on().to_string()>
                {console.text(Text::KeysButton)}
            </button>
        }
    });
    let fields = possible.then(|| view! { <PasswordFields password again wrong/> });
    view! {
        <form novalidate=true on:submit=submit>
            {move || trouble.get().map(|trouble| view! { <TroubleNotice trouble/> })}
            {(!possible).then(|| view! { <Insecure/> })}
            {fields}
            <div class="actions">
                {start}
                <button type="button" class="button" id="restart" on:click=back>
                    {console.text(Text::PlanRestart)}
                </button>
            </div>
            <WorkProgress work=making text=Text::WorkingKeys patience=Text::WorkPatience begun_by="#make-keys"/>
        </form>
    }
}

/// The password, twice; or one that is made.
#[component]
fn PasswordFields(
    /// The password.
    password: TypedPassword,
    /// The password again.
    again: TypedPassword,
    /// What is wrong with them.
    wrong: RwSignal<Vec<Problem>>,
) -> impl IntoView {
    let console = use_console();
    let shown = RwSignal::new(false);
    let generated = TypedPassword::none();
    let generate = move |_| {
        let made = keys::password::generate(&BrowserEntropy);
        // EXPOSE: the person has to see it, once, to put it into the password manager.
        let made = made.expose();
        for field in [password, again, generated] {
            field.text().set(made.clone());
        }
        wrong.set(Vec::new());
    };
    // Once something else is typed, the password that was made is no longer the files'.
    let made_and_kept = move || {
        let made = generated.text().get();
        let is_kept = password.text().with(|typed| *typed == made);
        (is_kept && !made.is_empty()).then_some(made)
    };
    let kind = kind_of(shown);
    view! {
        <p>
            <button type="button" class="button" id="generate-password" on:click=generate>
                {console.text(Text::KeysGenerate)}
            </button>
        </p>
        {move || made_and_kept().map(|password| view! { <Generated password/> })}
        <TextField
            field=Field::Password
            label=Signal::derive(console.text(Text::KeysPassword))
            help=Signal::derive(console.text(Text::KeysPasswordHelp))
            value=password.text()
            control=password.control()
            problems=wrong
            kind
            autocomplete="new-password"
        />
        <Told password=password.text()/>
        <TextField
            field=Field::PasswordAgain
            label=Signal::derive(console.text(Text::KeysPasswordAgain))
            value=again.text()
            control=again.control()
            problems=wrong
            kind
            autocomplete="new-password"
        />
        <p><ShowPassword id="show-password" controls="password password-again" shown/></p>
    }
}

/// How strong the password is, and which files cannot have it. Both are read out when they change, not at every letter.
#[component]
fn Told(
    /// The password.
    password: RwSignal<String>,
) -> impl IntoView {
    let console = use_console();
    let typed =
        move || password.with(|typed| (!typed.is_empty()).then(|| Secret::new(typed.clone())));
    let refused = Memo::new(move |_| keys::password::check_for_pfx(&typed()?).err());
    let left_out = move || {
        let reason = console.sentence(refused.get()?.message())();
        Some(Text::KeysPfxLeftOut.with(console.language(), &[("reason", &reason)]))
    };
    view! {
        <StrengthTold id="password-strength" password/>
        <p class="field__help field__help--warning" id="password-left-out" role="status">{left_out}</p>
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
