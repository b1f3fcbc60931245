//! Saving the files, and the person's word that they are safe.

use std::rc::Rc;

use ::keys::KeyFile;
use ::keys::KeyFiles;
use leptos::prelude::*;
use leptos::task::spawn_local;
use survey::Choice;
use survey::Wish;
use words::Text;

use crate::browser::files;
use crate::console::use_console;
use crate::parts::notice::Notice;
use crate::parts::notice::Tone;
use crate::road;
use crate::stage::SignedIn;
use crate::stage::Stage;

/// The kind under which the files are offered (RFC 8555, section 9.1).
const PEM: &str = "application/x-pem-file";

fn content(files: &KeyFiles, file: KeyFile) -> &[u8] {
    match file {
        KeyFile::CertificatePem => files.certificate_pem.as_bytes(),
        // EXPOSE: the encrypted file is what the person saves.
        KeyFile::KeyPem => files.key_pem.expose().as_bytes(),
    }
}

/// Offers the files, and goes on once both were saved and the person says so.
#[component]
pub(super) fn Saving(
    /// Who is signed in.
    signed_in: Rc<SignedIn>,
    /// What was chosen.
    choice: Choice,
    /// The files.
    files: Rc<KeyFiles>,
) -> impl IntoView {
    let console = use_console();
    let saved = RwSignal::new(Vec::<&'static str>::new());
    let failure = RwSignal::new(None::<String>);
    let confirmed = RwSignal::new(false);
    let early = RwSignal::new(None::<Text>);
    let facts = files.facts.clone();
    let offer = move |file: KeyFile, text: Text, id: &'static str| {
        let files = Rc::clone(&files);
        let save = move |_| match files::save(file.name(), PEM, content(&files, file)) {
            Ok(()) => {
                failure.set(None);
                saved.update(|saved| saved.push(file.name()));
            }
            Err(detail) => {
                failure.set(Some(Text::KeysSaveFailed.with(
                    console.language(),
                    &[("file", file.name()), ("detail", &detail)],
                )));
            }
        };
        let done = move || {
            saved
                .with(|saved| saved.contains(&file.name()))
                .then(|| Text::KeysSavedOne.with(console.language(), &[("file", file.name())]))
        };
        view! {
            <li>
                <p>{console.text(text)}</p>
                <button type="button" class="button" id=id on:click=save>
                    {console.text_with(Text::KeysSaveButton, "file", file.name())}
                </button>
                <span class="said" role="status">{done}</span>
            </li>
        }
    };
    let another = {
        let (signed_in, choice) = (Rc::clone(&signed_in), choice.clone());
        move |_| console.go(Stage::Keys(Rc::clone(&signed_in), choice.clone(), None))
    };
    let go_on = move |_| {
        let both = saved.with_untracked(|saved| {
            [KeyFile::CertificatePem, KeyFile::KeyPem]
                .iter()
                .all(|file| saved.contains(&file.name()))
        });
        if !both {
            return early.set(Some(Text::KeysSaveFirst));
        }
        if !confirmed.get_untracked() {
            return early.set(Some(Text::KeysConfirmFirst));
        }
        let wish = Wish {
            choice: choice.clone(),
            made: Some(facts.clone()),
        };
        spawn_local(road::plan(console, Rc::clone(&signed_in), wish));
    };
    view! {
        <ul class="files">
            {offer(KeyFile::CertificatePem, Text::KeysSaveCertificate, "save-certificate")}
            {offer(KeyFile::KeyPem, Text::KeysSaveKey, "save-key")}
        </ul>
        {move || failure.get().map(|text| view! { <Notice tone=Tone::Problem><p>{text}</p></Notice> })}
        <div class="option">
            <input type="checkbox" id="saved" prop:checked=move || confirmed.get() on:change=move |event| confirmed.set(event_target_checked(&event))/>
            <label for="saved">{console.text(Text::KeysSaved)}</label>
        </div>
        {move || early.get().map(|text| view! { <p class="field__problem" role="alert">{console.text(text)}</p> })}
        <div class="actions">
            <button type="button" class="button button--primary" id="to-plan" on:click=go_on>{console.text(Text::KeysContinue)}</button>
            <button type="button" class="button" id="another-pair" on:click=another>
                {console.text(Text::KeysAgain)}
            </button>
        </div>
    }
}
