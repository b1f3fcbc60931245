//! A proof that is signed with the files of a key pair which this page does not have: the institution's own, or one that was made
//! here before.

use base::Secret;
use base::Thumbprint;
use handoff::ProofCommands;
use leptos::prelude::*;
use words::Text;

use super::Latest;
use super::Shown;
use crate::console::use_console;
use crate::parts::entry::Entry;
use crate::parts::entry::ShowPassword;
use crate::parts::entry::Wrong;
use crate::parts::entry::kind_of;
use crate::parts::file_field::ChosenFiles;
use crate::parts::file_field::FileField;
use crate::parts::pair_files;
use crate::parts::pair_files::Refusal;
use crate::parts::typed_password::TypedPassword;
use crate::parts::work::Work;
use crate::parts::work::WorkProgress;
use crate::road;

async fn sign(
    files: ChosenFiles,
    password: Secret<String>,
    handed: Thumbprint,
    commands: ProofCommands,
) -> Result<Secret<String>, Refusal> {
    let pair = pair_files::read(files).await?;
    let signed = road::proof::sign_with_files(pair, password, handed, &commands).await?;
    signed.ok_or(Refusal::Files(Wrong::Text(Text::HandOverProofOther)))
}

/// Asks for the files and their password, and signs.
#[component]
pub(super) fn ByFiles(
    /// The certificate that was handed over.
    handed: Thumbprint,
    /// The commands.
    commands: ProofCommands,
) -> impl IntoView {
    let console = use_console();
    let latest = Latest::none();
    let files = ChosenFiles::none();
    let password = TypedPassword::none();
    let shown = RwSignal::new(false);
    let (about_files, about_password) = (RwSignal::new(None), RwSignal::new(None));
    let signing = Work::none();
    let done = move |outcome: Result<Secret<String>, Refusal>| match outcome {
        Ok(assertion) => {
            password.forget();
            latest.take(assertion);
        }
        Err(Refusal::Files(wrong)) => about_files.set(Some(wrong)),
        Err(Refusal::Password(error)) => about_password.set(Some(error.into())),
    };
    let begin = {
        let commands = commands.clone();
        move |event: web_sys::SubmitEvent| {
            event.prevent_default();
            if untrack(|| signing.is_going_on()) {
                return;
            }
            latest.forget();
            about_files.set(None);
            about_password.set(None);
            let work = sign(files, password.secret(), handed, commands.clone());
            signing.begin(work, done);
        }
    };
    view! {
        <form novalidate=true on:submit=begin>
            <p>{console.text(Text::HandOverProofFiles)}</p>
            <FileField
                id="proof-files"
                label=Text::OwnFiles
                help=Text::OwnFilesHelp
                accept=pair_files::ACCEPTED
                several=true
                chosen=files
                wrong=about_files
            />
            <Entry
                id="proof-password"
                label=Text::OwnPassword
                help=Text::OwnPasswordHelp
                value=password.text()
                control=password.control()
                wrong=about_password
                kind=kind_of(shown)
            />
            <div class="actions actions--small">
                <button
                    type="submit"
                    class="button"
                    id="sign-proof-by-files"
                    aria-disabled=move || signing.is_going_on().to_string()
                >
                    {console.text(Text::HandOverProofButton)}
                </button>
                <ShowPassword id="show-proof-password" controls="proof-password" shown/>
            </div>
        </form>
        <WorkProgress work=signing text=Text::WorkingProof begun_by="#sign-proof-by-files"/>
        <Shown commands latest/>
    }
}
