//! A small form that takes back a file of a key pair that was saved: opened with its password and compared with the pair's
//! certificate.

use std::rc::Rc;

use base::CertificateFacts;
use base::Secret;
use keys::KeyError;
use keys::Proof;
use leptos::prelude::*;
use words::Text;

use crate::console::use_console;
use crate::parts::entry::Entry;
use crate::parts::entry::ShowPassword;
use crate::parts::entry::Wrong;
use crate::parts::entry::kind_of;
use crate::parts::file_field::ChosenFiles;
use crate::parts::file_field::FileField;
use crate::parts::typed_password::TypedPassword;
use crate::parts::work::Work;
use crate::parts::work::WorkProgress;
use crate::road;

/// The most of a file that is loaded: as much as `keys` reads, which refuses anything larger.
const MOST_BYTES: i32 = 256 * 1024;

/// Endings of the files that hold a private key, and of the public ones that are taken for them by mistake.
const ACCEPTED: &str = ".pem,.key,.pfx,.p12,.jks,.zip,.cer,.crt";

/// What the form says.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Words {
    /// At the file.
    pub(crate) file: Text,
    /// What a person should know of the file.
    pub(crate) help: Text,
    /// At the password.
    pub(crate) password: Text,
    /// On the button.
    pub(crate) button: Text,
    /// Where the file is of another pair; else what `keys` says of that.
    pub(crate) other: Option<Text>,
}

/// Why a file proves nothing.
enum Refusal {
    /// There is none, or the browser could not read it.
    Unread(Wrong),
    /// It was refused.
    Refused(KeyError),
}

impl Refusal {
    /// Whether the password is what is wrong.
    fn is_of_the_password(&self) -> bool {
        matches!(
            self,
            Self::Refused(KeyError::PasswordWrong | KeyError::EntryPasswordDiffers)
        )
    }

    fn wrong(self, other: Option<Text>) -> Wrong {
        match (self, other) {
            (Self::Unread(wrong), _) => wrong,
            (Self::Refused(KeyError::OtherPair), Some(other)) => Wrong::Text(other),
            (Self::Refused(error), _) => error.into(),
        }
    }
}

async fn prove(
    file: ChosenFiles,
    password: Secret<String>,
    certificate: Rc<CertificateFacts>,
) -> Result<Proof, Refusal> {
    let content = file.read_one(MOST_BYTES).await.map_err(Refusal::Unread)?;
    let proof = road::keys::prove(content, password, &certificate).await;
    proof.map_err(Refusal::Refused)
}

/// Takes the file and its password, and gives what the file turned out to be to `proved`, which may still say what is wrong
/// with it.
#[component]
pub(crate) fn SavedFile(
    /// The certificate of the pair.
    certificate: Rc<CertificateFacts>,
    /// What the form says.
    words: Words,
    /// `id` of the button.
    id: &'static str,
    /// `class` of the button.
    #[prop(default = "button")]
    class: &'static str,
    /// Called when another try begins.
    begun: impl Fn() + 'static,
    /// Called with what the file turned out to be.
    proved: impl Fn(Proof) -> Option<Wrong> + Copy + 'static,
) -> impl IntoView {
    let console = use_console();
    let file = ChosenFiles::none();
    let password = TypedPassword::none();
    let shown = RwSignal::new(false);
    let (about_file, about_password) = (RwSignal::new(None), RwSignal::new(None));
    let opening = Work::none();
    // What comes of a file must not stand beside another one, or beside another password.
    Effect::new(move || {
        if !file.get().is_empty() {
            opening.give_up();
        }
    });
    let done = move |outcome: Result<Proof, Refusal>| match outcome {
        Ok(proof) => {
            // A password is kept no longer than it is used; after a public file it is still to be used.
            if proof.holds_key() {
                password.forget();
                file.clear();
            }
            about_file.set(proved(proof));
        }
        Err(refusal) if refusal.is_of_the_password() => {
            about_password.set(Some(refusal.wrong(None)));
        }
        Err(refusal) => about_file.set(Some(refusal.wrong(words.other))),
    };
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        begun();
        about_file.set(None);
        about_password.set(None);
        let work = prove(file, password.secret(), Rc::clone(&certificate));
        opening.begin(work, done);
    };
    let begun_by = format!("#{id}");
    view! {
        <form novalidate=true on:submit=submit>
            <FileField id="proof-file" label=words.file help=words.help accept=ACCEPTED chosen=file wrong=about_file/>
            <div on:input=move |_| opening.give_up()>
                <Entry
                    id="proof-password"
                    label=words.password
                    value=password.text()
                    control=password.control()
                    wrong=about_password
                    kind=kind_of(shown)
                    autocomplete="current-password"
                />
            </div>
            <p><ShowPassword id="show-proof-password" controls="proof-password" shown/></p>
            <div class="actions">
                <button type="submit" class=class id=id aria-disabled=move || opening.is_going_on().to_string()>
                    {console.text(words.button)}
                </button>
            </div>
            <WorkProgress work=opening text=Text::WorkingOpen begun_by/>
        </form>
    }
}
