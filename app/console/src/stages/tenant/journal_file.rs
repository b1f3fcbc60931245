//! The journal as a file: saved for another computer, and taken in from one.

use std::rc::Rc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use words::Text;

use crate::browser::files;
use crate::console::use_console;
use crate::road;
use crate::stage::SignedIn;

/// What the file is called.
const NAME: &str = "mytimetable-journal.json";

/// The most of a file that is loaded: as much as `handoff` reads, which refuses anything larger.
const MOST_BYTES: i32 = 8 * 1024 * 1024;

/// Saves this browser's journal of the tenant.
#[component]
pub(super) fn SaveJournal(
    /// Who is signed in.
    signed_in: Rc<SignedIn>,
) -> impl IntoView {
    let console = use_console();
    let content = move || {
        let tenant = &signed_in.facts.organization.id;
        handoff::journal_file(tenant, &signed_in.past.history)
    };
    view! {
        <p class="field__help">{console.text(Text::JournalSaveHelp)}</p>
        <SaveFile id="save-journal" text=Text::JournalSave name=NAME kind="application/json" content/>
    }
}

/// A button that saves a file, and what came of it.
#[component]
pub(super) fn SaveFile(
    /// `id` of the button.
    id: &'static str,
    /// What stands on the button.
    text: Text,
    /// What the file is called.
    name: &'static str,
    /// Its media type.
    kind: &'static str,
    /// What is in it.
    content: impl Fn() -> String + 'static,
) -> impl IntoView {
    let console = use_console();
    let outcome = RwSignal::new(None::<Result<(), String>>);
    let save = move |_| outcome.set(Some(files::save(name, kind, content().as_bytes())));
    let said = move || match outcome.get() {
        Some(Ok(())) => Text::KeysSavedOne.with(console.language(), &[("file", name)]),
        _ => String::new(),
    };
    let failed = move || {
        let detail = outcome.get()?.err()?;
        let parameters = [("file", name), ("detail", detail.as_str())];
        Some(Text::KeysSaveFailed.with(console.language(), &parameters))
    };
    view! {
        <p>
            <button type="button" class="button" id=id on:click=save>{console.text(text)}</button>
            " "<span class="said" role="status">{said}</span>
        </p>
        <p class="field__problem" role="alert">{failed}</p>
    }
}

/// Takes in the journal that another computer saved, as a claim.
#[component]
pub(super) fn ImportJournal(
    /// Who is signed in.
    signed_in: Rc<SignedIn>,
) -> impl IntoView {
    let console = use_console();
    let problem = RwSignal::new(None::<Problem>);
    let chosen = move |event: web_sys::Event| {
        let Some(file) = files::chosen(&event) else {
            return;
        };
        let signed_in = Rc::clone(&signed_in);
        spawn_local(async move {
            problem.set(None);
            match files::read(&file, MOST_BYTES).await {
                // EXPOSE: a journal holds no secret; the reader wraps everything that a person gives.
                Ok(bytes) => match road::import_journal(console, &signed_in, bytes.expose()) {
                    Ok(()) => (),
                    Err(message) => problem.set(Some(Problem::Refused(message))),
                },
                Err(reason) => problem.set(Some(Problem::Unread(reason))),
            }
        });
    };
    let said = move || {
        problem.get().map(|problem| match problem {
            Problem::Refused(message) => console.sentence(message)(),
            Problem::Unread(reason) => {
                Text::JournalImportFailed.with(console.language(), &[("reason", &reason)])
            }
        })
    };
    view! {
        <div class="field">
            <label class="field__label" for="import-journal">{console.text(Text::JournalImport)}</label>
            <p class="field__help" id="import-journal-help">{console.text(Text::JournalImportHelp)}</p>
            <input
                type="file"
                id="import-journal"
                accept=".json,application/json"
                aria-invalid=move || problem.with(Option::is_some).to_string()
                aria-describedby="import-journal-help import-journal-problem"
                on:change=chosen
            />
            <p class="field__problem" id="import-journal-problem" role="alert">{said}</p>
        </div>
    }
}

/// Why a file was not taken in.
#[derive(Clone)]
enum Problem {
    /// It is no journal of this tenant.
    Refused(base::Message),
    /// The browser could not read it.
    Unread(String),
}
