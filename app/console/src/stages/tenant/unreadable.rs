//! The journal that cannot be read, or not all of it: why, and a way to save it as it is.

use leptos::prelude::*;
use words::Text;

use super::journal_file::SaveFile;
use crate::browser::ledger::Unreadable;
use crate::console::use_console;
use crate::parts::notice::Notice;
use crate::parts::notice::Tone;

/// What the file is called.
const NAME: &str = "mytimetable-journal-lines.txt";

/// Says why nothing of this browser's journal is shown. Where it has lines, they can be saved as they are.
#[component]
pub(super) fn UnreadableJournal(
    /// Why.
    unreadable: Unreadable,
) -> impl IntoView {
    let console = use_console();
    let save = unreadable.raw().map(|raw| {
        let raw = raw.to_owned();
        let content = move || raw.clone();
        view! { <SaveFile id="save-lines" text=Text::JournalSaveLines name=NAME kind="text/plain" content/> }
    });
    view! {
        <Notice tone=Tone::Warning>
            <p id="journal-unreadable">{console.sentence(unreadable.message())}</p>
            {save}
        </Notice>
    }
}
