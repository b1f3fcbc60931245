//! Saving the files, and the person's word that they are safe.

use std::rc::Rc;

use base::Clock;
use base::Secret;
use keys::ARCHIVE_NAME;
use keys::KeyError;
use keys::KeyFile;
use leptos::prelude::*;
use leptos::task::spawn_local;
use survey::Choice;
use survey::Wish;
use words::Text;

use super::offer::Archive;
use super::offer::Offer;
use super::proof::Proof;
use crate::browser::clock::BrowserClock;
use crate::browser::document;
use crate::browser::files;
use crate::console::Console;
use crate::console::use_console;
use crate::parts::certificate::CertificateDetails;
use crate::parts::notice::Notice;
use crate::parts::notice::Tone;
use crate::road;
use crate::stage::MadePair;
use crate::stage::SignedIn;
use crate::stage::Stage;

/// Media type of the archive (IANA).
const ZIP: &str = "application/zip";

/// What was done with the files so far. Copied freely; the data is kept once.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shelf {
    pair: StoredValue<Rc<MadePair>, LocalStorage>,
    /// The Java key store, once it was made.
    pub(super) jks: RwSignal<Option<Secret<Vec<u8>>>>,
    /// Names of the files that were given to the browser to be saved; whether it did, no page can see.
    saved: RwSignal<Vec<&'static str>>,
    /// Why the last one could not be saved.
    failure: RwSignal<Option<(&'static str, String)>>,
    /// Whether a file with the private key was given back and opened.
    pub(super) proved: RwSignal<bool>,
}

impl Shelf {
    fn new(pair: Rc<MadePair>) -> Self {
        Self {
            pair: StoredValue::new_local(pair),
            jks: RwSignal::new(None),
            saved: RwSignal::new(Vec::new()),
            failure: RwSignal::new(None),
            proved: RwSignal::new(false),
        }
    }

    pub(super) fn pair(self) -> Rc<MadePair> {
        self.pair.get_value()
    }

    /// Whether the file of this name was given to the browser; following that.
    pub(super) fn is_saved(self, name: &str) -> bool {
        self.saved.with(|saved| saved.contains(&name))
    }

    /// Whether a file with the private key in it was given to the browser, or was even given back.
    fn is_key_safe(self) -> bool {
        let public = [KeyFile::CertificatePem, KeyFile::CertificateDer].map(KeyFile::name);
        self.proved.get_untracked()
            || self
                .saved
                .with_untracked(|saved| saved.iter().any(|name| !public.contains(name)))
    }

    /// Whether there is such a file to save; following that.
    pub(super) fn has(self, file: KeyFile) -> bool {
        match file {
            KeyFile::Jks => self.jks.with(Option::is_some),
            _ => self.pair().files.content(file).is_some(),
        }
    }

    /// Offers one file to be saved.
    pub(super) fn save(self, file: KeyFile) {
        let pair = self.pair();
        let outcome = match file {
            KeyFile::Jks => self.jks.with_untracked(|jks| {
                // EXPOSE: the protected store is what the person saves.
                let content = jks.as_ref().map(Secret::expose);
                content.map(|content| files::save(file.name(), file.media_type(), content))
            }),
            _ => {
                let content = pair.files.content(file);
                content.map(|content| files::save(file.name(), file.media_type(), content))
            }
        };
        if let Some(outcome) = outcome {
            self.note(file.name(), outcome);
        }
    }

    /// Offers all files that were made, in one archive.
    pub(super) fn save_all(self, console: Console) {
        let outcome = match self.archive() {
            // EXPOSE: the private keys in it are encrypted, each file by itself.
            Ok(archive) => files::save(ARCHIVE_NAME, ZIP, archive.expose()),
            Err(error) => Err(console.sentence(error.message())()),
        };
        self.note(ARCHIVE_NAME, outcome);
    }

    fn archive(self) -> Result<Secret<Vec<u8>>, KeyError> {
        let mut all = self.pair().files.clone();
        all.jks = self.jks.get_untracked();
        all.archive(BrowserClock.now())
    }

    fn note(self, name: &'static str, outcome: Result<(), String>) {
        match outcome {
            Ok(()) => {
                self.failure.set(None);
                self.saved.update(|saved| saved.push(name));
            }
            Err(detail) => self.failure.set(Some((name, detail))),
        }
    }
}

/// Offers the files, and goes on once one with the key in it was saved and the person says so.
#[component]
pub(super) fn Saving(
    /// Who is signed in.
    signed_in: Rc<SignedIn>,
    /// What was chosen.
    choice: Choice,
    /// The pair.
    pair: Rc<MadePair>,
) -> impl IntoView {
    let console = use_console();
    let facts = pair.files.facts.clone();
    let shelf = Shelf::new(pair);
    let confirmed = RwSignal::new(false);
    let early = RwSignal::new(None::<Text>);
    let failed = move || {
        let (file, detail) = shelf.failure.get()?;
        let values = [("file", file), ("detail", detail.as_str())];
        let text = Text::KeysSaveFailed.with(console.language(), &values);
        Some(view! { <Notice tone=Tone::Problem><p>{text}</p></Notice> })
    };
    let unproved = move || (!shelf.proved.get()).then(|| console.text(Text::KeysUnproved)());
    let another = {
        let (signed_in, choice) = (Rc::clone(&signed_in), choice.clone());
        move |_| console.go(Stage::Keys(Rc::clone(&signed_in), choice.clone(), None))
    };
    let made = facts.clone();
    let go_on = move |_| {
        if !shelf.is_key_safe() {
            return early.set(Some(Text::KeysSaveFirst));
        }
        if !confirmed.get_untracked() {
            early.set(Some(Text::KeysConfirmFirst));
            return document::focus("#saved");
        }
        let wish = Wish {
            choice: choice.clone(),
            made: Some(made.clone()),
        };
        spawn_local(road::plan(console, Rc::clone(&signed_in), wish));
    };
    let confirm = move |event| {
        confirmed.set(event_target_checked(&event));
        early.set(None);
    };
    view! {
        <ul class="files" id="files">
            {KeyFile::ALL.map(|file| view! { <Offer shelf file/> }).collect_view()}
            <Archive shelf/>
        </ul>
        {failed}
        <details class="fold">
            <summary>{console.text(Text::KeysMine)}</summary>
            <CertificateDetails facts/>
        </details>
        <Proof shelf/>
        <div class="option">
            <input
                type="checkbox"
                id="saved"
                aria-describedby="saved-problem"
                prop:checked=move || confirmed.get()
                on:change=confirm
            />
            <label for="saved">{console.text(Text::KeysSaved)}</label>
        </div>
        <p class="field__problem" id="saved-problem" role="alert">{move || early.get().map(|text| console.text(text)())}</p>
        <p class="field__help" id="unproved">{unproved}</p>
        <div class="actions">
            <button
                type="button"
                class="button button--primary"
                id="to-plan"
                aria-describedby="unproved"
                on:click=go_on
            >
                {console.text(Text::KeysContinue)}
            </button>
            <button type="button" class="button" id="another-pair" on:click=another>
                {console.text(Text::KeysAgain)}
            </button>
        </div>
    }
}
