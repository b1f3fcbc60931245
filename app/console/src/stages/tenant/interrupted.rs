//! A run that did not finish, and one that is under way in another tab.

use std::rc::Rc;

use handoff::Remainder;
use leptos::prelude::*;
use leptos::task::spawn_local;
use provision::Purpose;
use words::Text;

use super::history::purpose_words;
use super::set_out_button;
use super::undertaking::Progress;
use super::undertaking::Undertaking;
use crate::browser::clock;
use crate::console::use_console;
use crate::parts::hand_on::HandOn;
use crate::parts::notice::Notice;
use crate::parts::notice::Tone;
use crate::road;
use crate::stage::Errand;
use crate::stage::SignedIn;

/// Says which run did not finish and why, and offers to go on with it or to undo it; where a role lacked, also to hand what
/// is left to a colleague.
#[component]
pub(super) fn Interrupted(
    /// Who is signed in.
    signed_in: Rc<SignedIn>,
) -> impl IntoView {
    let console = use_console();
    let unfinished = Undertaking::unfinished(&signed_in.past.history)?;
    let run = unfinished.last().run.clone();
    let first = unfinished.beginning.run.clone();
    let began = unfinished.beginning.at;
    let Progress { done, all } = unfinished.progress();
    let purpose = unfinished.beginning.purpose;
    let date = move || clock::local(began, console.language());
    let said = move || Text::TenantUnfinished.with(console.language(), &[("date", &date())]);
    let words = purpose_words(purpose);
    let how_far = move || {
        let language = console.language();
        let (purpose, done, all) = (words(language), done.to_string(), all.to_string());
        let parameters = [
            ("purpose", purpose.as_str()),
            ("done", &done),
            ("all", &all),
        ];
        Text::TenantUnfinishedDone.with(language, &parameters)
    };
    let why = match unfinished.stop() {
        Some(stop) => {
            view! { <p id="unfinished-why">{console.sentence(stop.problem.clone())}</p> }.into_any()
        }
        None => view! { <p>{console.text(Text::TenantUnfinishedSilent)}</p> }.into_any(),
    };
    let history = &signed_in.past.history;
    let stopped = history.unfinished();
    let remainder = stopped.and_then(|run| Remainder::where_a_role_lacked(run, history));
    let hand_on = remainder.map(|remainder| view! { <HandOn remainder/> });
    let go_on = set_out_button(
        &signed_in,
        Errand::Resume(run),
        "go-on-run",
        "button button--primary",
        Text::TenantGoOn,
    );
    let undo = matches!(purpose, Purpose::SetUp { .. }).then(|| {
        let errand = Errand::Undo(first);
        set_out_button(
            &signed_in,
            errand,
            "undo-unfinished",
            "button",
            Text::TenantUndoUnfinished,
        )
    });
    Some(view! {
        <Notice tone=Tone::Warning>
            <h2>{console.text(Text::TenantUnfinishedHeading)}</h2>
            <p id="unfinished">{said}</p>
            <p id="unfinished-progress">{how_far}</p>
            {why}
            <div class="actions">{go_on}{undo}</div>
        </Notice>
        {hand_on}
    })
}

/// Says that another tab is carrying out a plan for the tenant.
#[component]
pub(super) fn UnderWay(
    /// Who is signed in.
    signed_in: Rc<SignedIn>,
) -> impl IntoView {
    let console = use_console();
    let again = move |_| spawn_local(road::look_again(console, Rc::clone(&signed_in)));
    let again = view! {
        <button type="button" class="button" id="look-again-now" on:click=again>
            {console.text(Text::LookAgain)}
        </button>
    };
    view! {
        <Notice tone=Tone::Remark>
            <p id="under-way">{console.text(Text::TenantUnderWay)}</p>
            <div class="actions">{again}</div>
        </Notice>
    }
}
