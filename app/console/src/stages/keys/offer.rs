//! One file that is offered: what needs it, the button that saves it, and whether that was done.

use keys::ARCHIVE_NAME;
use keys::KeyFile;
use leptos::prelude::*;
use words::Text;

use super::java::MakeJks;
use super::saving::Shelf;
use crate::console::use_console;

/// The `id` of the button that saves a file.
fn id_of(file: KeyFile) -> &'static str {
    match file {
        KeyFile::CertificatePem => "save-certificate",
        KeyFile::CertificateDer => "save-cer",
        KeyFile::KeyPem => "save-key",
        KeyFile::Pfx => "save-pfx",
        KeyFile::PfxCompatible => "save-pfx-compatible",
        KeyFile::Jks => "save-jks",
    }
}

/// One file.
#[component]
pub(super) fn Offer(
    /// The files.
    shelf: Shelf,
    /// Which.
    file: KeyFile,
) -> impl IntoView {
    let console = use_console();
    let there = Memo::new(move |_| shelf.has(file));
    let body = move || match (there.get(), file) {
        (true, _) => {
            view! { <Save shelf name=file.name() id=id_of(file) save=move || shelf.save(file)/> }
                .into_any()
        }
        (false, KeyFile::Jks) => view! { <MakeJks shelf/> }.into_any(),
        (false, _) => view! { <NotMade shelf/> }.into_any(),
    };
    view! {
        <li class="files__item" class:files__item--saved=move || shelf.is_saved(file.name())>
            <p><strong>{file.name()}</strong></p>
            <p>{console.sentence(file.purpose())}</p>
            {body}
        </li>
    }
}

/// All files in one archive.
#[component]
pub(super) fn Archive(
    /// The files.
    shelf: Shelf,
) -> impl IntoView {
    let console = use_console();
    let purpose = base::Message::new(base::Key::KeyFileUseZip);
    view! {
        <li class="files__item" class:files__item--saved=move || shelf.is_saved(ARCHIVE_NAME)>
            <p><strong>{ARCHIVE_NAME}</strong></p>
            <p>{console.sentence(purpose)}</p>
            <Save shelf name=ARCHIVE_NAME id="save-all" save=move || shelf.save_all(console)/>
        </li>
    }
}

/// The button that saves a file, and whether it was pressed.
#[component]
fn Save(
    /// The files.
    shelf: Shelf,
    /// Name of the file.
    name: &'static str,
    /// `id` of the button.
    id: &'static str,
    /// Saves it.
    save: impl Fn() + 'static,
) -> impl IntoView {
    let console = use_console();
    let done = move || {
        shelf
            .is_saved(name)
            .then(|| Text::KeysSavedOne.with(console.language(), &[("file", name)]))
    };
    view! {
        <button type="button" class="button" id=id on:click=move |_| save()>
            {console.text_with(Text::KeysSaveButton, "file", name)}
        </button>
        " "<span class="said" role="status">{done}</span>
    }
}

/// Why a PFX was not made.
#[component]
fn NotMade(
    /// The files.
    shelf: Shelf,
) -> impl IntoView {
    let console = use_console();
    let refusal = keys::password::check_for_pfx(&shelf.pair().password).err();
    let reason = move || {
        let reason = console.sentence(refusal.as_ref()?.message())();
        Some(Text::KeysNotMade.with(console.language(), &[("reason", &reason)]))
    };
    view! {
        <p class="field__help">{reason}" "{console.text(Text::KeysNotMadeHelp)}</p>
    }
}
