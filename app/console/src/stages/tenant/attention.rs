//! What has changed since the last run, and certificates that end: both are to be known before anything else is done.

use std::rc::Rc;

use base::Timestamp;
use leptos::prelude::*;
use provision::Action;
use provision::Step;
use survey::SetUp;
use survey::Wish;
use words::Language;
use words::Text;

use super::certificates::NewCertificate;
use super::ending::Ending;
use super::set_out_button;
use crate::browser::clock;
use crate::console::use_console;
use crate::parts::notice::Notice;
use crate::parts::notice::Tone;
use crate::stage::Errand;
use crate::stage::SignedIn;
use crate::stage::Stage;

/// Says what has changed since the last run, and offers the plan that sets it right.
#[component]
pub(super) fn Drift(
    /// Who is signed in.
    signed_in: Rc<SignedIn>,
) -> impl IntoView {
    let console = use_console();
    let drift = signed_in.past.drift.as_ref()?;
    let plan = &drift.plan;
    let (beginning, wish) = signed_in.past.history.last_wish()?;
    let config = console.config()?;
    let again = provision::wish_again(wish, &config.marks)?;
    // What only people have to do has not changed: it was left to them.
    let (heading, introduction) = if plan.is_done_here() {
        (Text::TenantDriftByHandHeading, Text::TenantDriftByHand)
    } else {
        (Text::TenantDriftHeading, Text::TenantDrift)
    };
    let at = beginning.at;
    let date = move || clock::local(at, console.language());
    let introduction = move || introduction.with(console.language(), &[("date", &date())]);
    let changed = plan.steps.iter().filter(|step| step.action != Action::Keep);
    let item = |step: &Step| view! { <li>{console.sentence(step.sentence.clone())}</li> };
    let changed = changed.map(item).collect_view();
    let needs_certificate = drift.needs_certificate;
    let explained = needs_certificate.then(|| {
        view! { <p>{console.text(Text::TenantDriftNoCertificate)}</p> }
    });
    let way_on = if needs_certificate {
        view! { <ChooseAgain signed_in again/> }.into_any()
    } else {
        let errand = Errand::SetUp(again);
        let text = Text::TenantDriftShow;
        set_out_button(&signed_in, errand, "show-drift", "button", text).into_any()
    };
    Some(view! {
        <Notice tone=Tone::Warning>
            <h2>{console.text(heading)}</h2>
            <p>{introduction}</p>
            <ul id="drift">{changed}</ul>
            {explained}
            <div class="actions">{way_on}</div>
        </Notice>
    })
}

/// A button that leads to the choices, as they were made before.
#[component]
fn ChooseAgain(
    /// Who is signed in.
    signed_in: Rc<SignedIn>,
    /// What was wished.
    again: Wish,
) -> impl IntoView {
    let console = use_console();
    let press = move |_| {
        console.go(Stage::Choose(Rc::clone(&signed_in), Some(again.clone())));
    };
    view! {
        <button type="button" class="button" id="choose-drift" on:click=press>
            {console.text(Text::TenantDriftChoose)}
        </button>
    }
}

/// Lists what others added since the last run: facts with what to do, and nothing that this page takes away by itself.
#[component]
pub(super) fn Added(
    /// Who is signed in.
    signed_in: Rc<SignedIn>,
) -> impl IntoView {
    let console = use_console();
    let added = signed_in.past.added.clone();
    let (beginning, _) = signed_in.past.history.last_wish()?;
    let at = beginning.at;
    let date = move || clock::local(at, console.language());
    let introduction = move || Text::TenantAdded.with(console.language(), &[("date", &date())]);
    let item = move |fact| view! { <li>{console.sentence(fact)}</li> };
    (!added.is_empty()).then(|| {
        view! {
            <Notice tone=Tone::Warning>
                <h2>{console.text(Text::TenantAddedHeading)}</h2>
                <p>{introduction}</p>
                <ul id="added">{added.into_iter().map(item).collect_view()}</ul>
            </Notice>
        }
    })
}

/// Names the certificates that have ended or soon will.
#[component]
pub(super) fn EndingCertificates(
    /// Who is signed in, and what was seen.
    signed_in: Rc<SignedIn>,
) -> impl IntoView {
    let console = use_console();
    let (set_ups, now) = (&signed_in.facts.set_ups, signed_in.facts.at);
    let named = |set_up: &SetUp| {
        let name = set_up.application.display_name.clone();
        let endings = Ending::of(set_up, now);
        endings
            .into_iter()
            .map(move |ending| (name.clone(), ending))
    };
    let endings: Vec<(String, Ending)> = set_ups.iter().flat_map(named).collect();
    let item = move |(name, ending): (String, Ending)| {
        view! { <li>{move || ending_words(&name, &ending, console.language())}</li> }
    };
    let renewed = |set_up: &&SetUp| set_up.ours && !Ending::of(set_up, now).is_empty();
    let renew = set_ups.iter().filter(renewed).map(|set_up| {
        let (signed_in, set_up) = (Rc::clone(&signed_in), set_up.clone());
        view! { <NewCertificate signed_in set_up class="button" prefix="renew"/> }
    });
    let renew = renew.collect_view();
    (!endings.is_empty()).then(|| {
        view! {
            <Notice tone=Tone::Warning>
                <h2>{console.text(Text::TenantEndingHeading)}</h2>
                <ul id="ending">{endings.into_iter().map(item).collect_view()}</ul>
                <p>{console.text(Text::TenantEndingRenew)}</p>
                <div class="actions">{renew}</div>
            </Notice>
        }
    })
}

fn ending_words(name: &str, ending: &Ending, language: Language) -> String {
    let date = |moment: &Timestamp| clock::local(*moment, language);
    match ending {
        Ending::Over => Text::TenantEndingOver.with(language, &[("name", name)]),
        Ending::Soon(thumbprint, end) => {
            let (thumbprint, end) = (thumbprint.to_string(), date(end));
            let parameters = [
                ("name", name),
                ("thumbprint", thumbprint.as_str()),
                ("date", end.as_str()),
            ];
            Text::TenantEndingSoon.with(language, &parameters)
        }
        Ending::Beside(thumbprint, end, later) => {
            let (thumbprint, end, later) = (thumbprint.to_string(), date(end), date(later));
            let parameters = [
                ("name", name),
                ("thumbprint", thumbprint.as_str()),
                ("date", end.as_str()),
                ("later", later.as_str()),
            ];
            Text::TenantEndingBeside.with(language, &parameters)
        }
    }
}
