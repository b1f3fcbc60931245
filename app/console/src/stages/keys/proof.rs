//! The proof that the files are saved: one is given back, opened with its password, and compared with the pair.

use std::rc::Rc;

use keys::Proof as Proved;
use leptos::prelude::*;
use words::Text;

use super::saving::Shelf;
use crate::console::use_console;
use crate::parts::saved_file::SavedFile;
use crate::parts::saved_file::Words;

const WORDS: Words = Words {
    file: Text::KeysProofFile,
    help: Text::KeysProofHelp,
    password: Text::KeysProofPassword,
    button: Text::KeysProofButton,
    other: None,
};

/// Takes a file back, and says which it is and whether it proves anything.
#[component]
pub(super) fn Proof(
    /// The files.
    shelf: Shelf,
) -> impl IntoView {
    let console = use_console();
    let certificate = Rc::new(shelf.pair().files.facts.clone());
    let outcome = RwSignal::new(None::<Proved>);
    let proved = move |proof: Proved| {
        shelf.proved.update(|proved| *proved |= proof.holds_key());
        outcome.set(Some(proof));
        None
    };
    let said = move || {
        let proof = outcome.get()?;
        let names: Vec<&str> = proof.files.iter().map(|file| file.name()).collect();
        let text = if proof.holds_key() {
            Text::KeysProofRight
        } else {
            Text::KeysProofPublic
        };
        Some(text.with(console.language(), &[("files", &names.join(", "))]))
    };
    view! {
        <section class="card" id="proof">
            <h2>{console.text(Text::KeysProofHeading)}</h2>
            <SavedFile certificate words=WORDS id="prove" begun=move || outcome.set(None) proved/>
            <p class="said" id="proved" role="status">{said}</p>
        </section>
    }
}
