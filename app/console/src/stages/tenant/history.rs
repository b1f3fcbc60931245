//! What was done in the tenant: by this browser's own journal, and by what a journal from another computer claims.

use std::rc::Rc;

use base::ObjectId;
use base::Timestamp;
use leptos::prelude::*;
use provision::History;
use provision::Purpose;
use provision::RunId;
use words::Language;
use words::Text;

use super::forget::Forget;
use super::journal_file::ImportJournal;
use super::journal_file::SaveJournal;
use super::setting_out;
use super::undertaking::Progress;
use super::undertaking::Undertaking;
use crate::browser::clock;
use crate::console::use_console;
use crate::stage::Errand;
use crate::stage::SignedIn;

/// What a run was for, as a function of the language.
pub(super) fn purpose_words(
    purpose: &Purpose,
) -> impl Fn(Language) -> String + Clone + Send + 'static + use<> {
    let (text, name) = match purpose {
        Purpose::SetUp { wish } => (Text::HistorySetUp, wish.choice.application_name.clone()),
        Purpose::Undo { .. } => (Text::HistoryUndo, String::new()),
        Purpose::RemoveCertificate { removal } => {
            (Text::HistoryRemoval, removal.thumbprint.to_string())
        }
        Purpose::Leave => (Text::HistoryLeave, String::new()),
    };
    move |language| text.with(language, &[("name", &name)])
}

/// This browser's own journal, folded, with all that can be done with it.
#[component]
pub(super) fn HistoryHere(
    /// Who is signed in.
    signed_in: Rc<SignedIn>,
) -> impl IntoView {
    let console = use_console();
    let past = &signed_in.past;
    let count = Undertaking::list(&past.history).len();
    let is_empty = count == 0;
    let save = (!is_empty).then(|| view! { <SaveJournal signed_in=Rc::clone(&signed_in)/> });
    // What another tab is writing at this moment is not taken from under it.
    let forgettable = !past.under_way && (!is_empty || past.unreadable.is_some());
    let forget = forgettable.then(|| view! { <Forget signed_in=Rc::clone(&signed_in)/> });
    let list = if past.unreadable.is_some() {
        ().into_any()
    } else if is_empty {
        view! { <p>{console.text(Text::HistoryNone)}</p> }.into_any()
    } else {
        view! {
            <p>{console.text(Text::HistoryIntroduction)}</p>
            <Undertakings signed_in=Rc::clone(&signed_in) history=past.history.clone() prefix="undo"/>
        }
        .into_any()
    };
    view! {
        <details class="history" id="history">
            <summary>
                <h2>{console.text_with(Text::HistoryHeading, "count", count.to_string())}</h2>
            </summary>
            {list}
            <h3>{console.text(Text::JournalHeading)}</h3>
            {save}
            <ImportJournal signed_in=Rc::clone(&signed_in)/>
            {forget}
        </details>
    }
}

/// What a journal from another computer claims.
#[component]
pub(super) fn Imported(
    /// Who is signed in.
    signed_in: Rc<SignedIn>,
) -> impl IntoView {
    let console = use_console();
    let imported = signed_in.past.imported.as_ref()?;
    let history = imported.claimed().clone();
    let list = if history.runs.is_empty() {
        view! { <p>{console.text(Text::ImportedNone)}</p> }.into_any()
    } else {
        view! { <Undertakings signed_in=Rc::clone(&signed_in) history prefix="undo-imported"/> }
            .into_any()
    };
    Some(view! {
        <section class="card imported" id="imported" aria-labelledby="imported-heading">
            <h2 id="imported-heading">{console.text(Text::ImportedHeading)}</h2>
            <p>{console.text(Text::ImportedIntroduction)}</p>
            {list}
        </section>
    })
}

/// What was approved, the newest first, each with a button that undoes it. Undoing and leaving are not undone, and nothing
/// is while another tab is at work or lines of this browser's own journal cannot be read.
#[component]
fn Undertakings(
    /// Who is signed in.
    signed_in: Rc<SignedIn>,
    /// The runs.
    history: History,
    /// What the ids of the buttons begin with; a number follows, 1 for the newest.
    prefix: &'static str,
) -> impl IntoView {
    let is_open = !signed_in.past.under_way && signed_in.past.is_whole();
    let mut number = 0;
    let mut items = Vec::new();
    for undertaking in Undertaking::list(&history) {
        let beginning = undertaking.beginning;
        let can_be_undone = match beginning.purpose {
            Purpose::SetUp { .. } | Purpose::RemoveCertificate { .. } => true,
            Purpose::Undo { .. } | Purpose::Leave => false,
        };
        let undo = (can_be_undone && is_open).then(|| {
            number += 1;
            let id = format!("{prefix}-{number}");
            let (run, purpose) = (beginning.run.clone(), purpose_words(beginning.purpose));
            undo_button(&signed_in, id, run, beginning.at, purpose)
        });
        let facts = facts(&undertaking, &signed_in.facts.me.id);
        items.push(view! { <li class="history__item">{facts}{undo}</li> });
    }
    view! { <ol class="history__list">{items}</ol> }
}

fn undo_button(
    signed_in: &Rc<SignedIn>,
    id: String,
    run: RunId,
    at: Timestamp,
    purpose: impl Fn(Language) -> String + Send + 'static,
) -> AnyView {
    let console = use_console();
    let name = move || {
        let language = console.language();
        let (purpose, date) = (purpose(language), clock::local(at, language));
        let parameters = [("purpose", purpose.as_str()), ("date", date.as_str())];
        Text::HistoryUndoNamed.with(language, &parameters)
    };
    let press = setting_out(signed_in, Errand::Undo(run.clone()));
    view! {
        <button type="button" class="button button--small" id=id data-undo=run.0 aria-label=name on:click=press>
            {console.text(Text::UndoHeading)}
        </button>
    }
    .into_any()
}

/// When it was, what it was for, how far it came, and who approved it.
fn facts(undertaking: &Undertaking<'_>, me: &ObjectId) -> AnyView {
    let console = use_console();
    let beginning = undertaking.beginning;
    let at = beginning.at;
    let date = move || clock::local(at, console.language());
    let purpose = purpose_words(beginning.purpose);
    let purpose = move || purpose(console.language());
    let Progress { done, all } = undertaking.progress();
    let is_finished = undertaking.is_finished();
    let how_far = move || {
        if is_finished {
            return Text::HistoryFinished.words(console.language()).to_owned();
        }
        let (done, all) = (done.to_string(), all.to_string());
        Text::HistoryUnfinished.with(console.language(), &[("done", &done), ("all", &all)])
    };
    let by_me = beginning.by == Some(me);
    let by = beginning.by.map(ToString::to_string);
    let by = by.map(|account| {
        let words = move || {
            let text = if by_me {
                Text::HistoryByYou
            } else {
                Text::HistoryBy
            };
            text.with(console.language(), &[("account", &account)])
        };
        view! { " · "{words} }
    });
    view! {
        <div>
            <p><time datetime=at.to_string()>{date}</time>": "{purpose}</p>
            <p class="small">{how_far}{by}</p>
        </div>
    }
    .into_any()
}
