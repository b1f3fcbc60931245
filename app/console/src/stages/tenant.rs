//! Signed in: which tenant this is, what is to be done first, which roles the person holds, what is there already, and what
//! was done before.

mod attention;
mod certificates;
mod ending;
mod folded;
mod forget;
mod history;
mod interrupted;
mod journal_file;
mod roles;
mod set_ups;
mod undertaking;
mod unreadable;

use std::rc::Rc;

use leptos::ev::MouseEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use words::Text;

use self::attention::Added;
use self::attention::Drift;
use self::attention::EndingCertificates;
use self::history::HistoryHere;
use self::history::Imported;
use self::interrupted::Interrupted;
use self::interrupted::UnderWay;
use self::roles::Missing;
use self::roles::Roles;
use self::set_ups::SetUps;
use self::unreadable::UnreadableJournal;
use crate::console::use_console;
use crate::parts::typed_code::ErrorsThere;
use crate::road;
use crate::stage::Errand;
use crate::stage::SignedIn;
use crate::stage::Stage;

/// Asks whether this is the right tenant.
#[component]
pub(crate) fn TenantStage(
    /// Who is signed in, and what was seen.
    signed_in: Rc<SignedIn>,
) -> impl IntoView {
    let console = use_console();
    let facts = signed_in.facts.clone();
    view! {
        <section class="stage">
            <h1 tabindex="-1">{console.text(Text::TenantHeading)}</h1>
            <First signed_in=Rc::clone(&signed_in)/>
            <TenantFacts signed_in=Rc::clone(&signed_in)/>
            <p class="small">{console.text(Text::TenantRolesEligible)}</p>
            <Missing roles=facts.roles.clone()/>
            <h2>{console.text(Text::TenantSetUps)}</h2>
            <SetUps signed_in=Rc::clone(&signed_in)/>
            <Ways signed_in=Rc::clone(&signed_in)/>
            <HistoryHere signed_in/>
            <ErrorsThere/>
        </section>
    }
}

/// What asks for attention before anything else.
#[component]
fn First(
    /// Who is signed in, and what was seen.
    signed_in: Rc<SignedIn>,
) -> impl IntoView {
    let past = &signed_in.past;
    let run = if past.under_way {
        view! { <UnderWay signed_in=Rc::clone(&signed_in)/> }.into_any()
    } else {
        view! { <Interrupted signed_in=Rc::clone(&signed_in)/> }.into_any()
    };
    let unreadable = past.unreadable.clone();
    let unreadable = unreadable.map(|unreadable| view! { <UnreadableJournal unreadable/> });
    view! {
        {run}
        {unreadable}
        <Imported signed_in=Rc::clone(&signed_in)/>
        <Drift signed_in=Rc::clone(&signed_in)/>
        <Added signed_in=Rc::clone(&signed_in)/>
        <EndingCertificates signed_in/>
    }
}

/// Which tenant it is, and who is signed in.
#[component]
fn TenantFacts(
    /// Who is signed in, and what was seen.
    signed_in: Rc<SignedIn>,
) -> impl IntoView {
    let console = use_console();
    let facts = &signed_in.facts;
    let account = signed_in.keeper.account();
    view! {
        <dl class="facts">
            <dt>{console.text(Text::TenantName)}</dt>
            <dd id="tenant-name">{facts.organization.display_name.clone()}</dd>
            <dt>{console.text(Text::TenantId)}</dt>
            <dd><code id="tenant-id">{facts.organization.id.to_string()}</code></dd>
            <dt>{console.text(Text::TenantDomain)}</dt>
            <dd>{facts.initial_domain().unwrap_or_default().to_owned()}</dd>
            <dt>{console.text(Text::TenantAccount)}</dt>
            <dd>{account.name}" ("{account.username}")"</dd>
            <dt>{console.text(Text::TenantRoles)}</dt>
            <dd><Roles roles=facts.roles.clone()/></dd>
        </dl>
    }
}

/// The ways on.
#[component]
fn Ways(
    /// Who is signed in, and what was seen.
    signed_in: Rc<SignedIn>,
) -> impl IntoView {
    let console = use_console();
    let tenant = signed_in.facts.organization.display_name.clone();
    // Where a run was interrupted, going on with it is the first thing to do.
    let is_first = signed_in.past.history.unfinished().is_none();
    let class = if is_first {
        "button button--primary"
    } else {
        "button"
    };
    let again = {
        let signed_in = Rc::clone(&signed_in);
        move |_| spawn_local(road::look_again(console, Rc::clone(&signed_in)))
    };
    // Nothing is written while lines of the journal cannot be read, so that nothing is chosen and made in vain.
    let is_open = signed_in.past.is_whole();
    let confirm = move |_| console.go(Stage::Choose(Rc::clone(&signed_in), None));
    let confirm = is_open.then(|| {
        view! {
            <button type="button" class=class id="confirm-tenant" on:click=confirm>
                {console.text_with(Text::TenantConfirm, "tenant", tenant)}
            </button>
        }
    });
    view! {
        <div class="actions">
            {confirm}
            <button type="button" class="button" id="look-again" on:click=again>
                {console.text(Text::LookAgain)}
            </button>
            <button type="button" class="button" id="other-account" on:click=move |_| road::sign_in(console)>
                {console.text(Text::TenantOther)}
            </button>
        </div>
    }
}

/// What a button does that sets out on `errand`.
fn setting_out(signed_in: &Rc<SignedIn>, errand: Errand) -> impl Fn(MouseEvent) + 'static + use<> {
    let console = use_console();
    let signed_in = Rc::clone(signed_in);
    move |_| {
        spawn_local(road::set_out(
            console,
            Rc::clone(&signed_in),
            errand.clone(),
        ))
    }
}

/// A button that sets out on `errand`.
fn set_out_button(
    signed_in: &Rc<SignedIn>,
    errand: Errand,
    id: &'static str,
    class: &'static str,
    text: Text,
) -> impl IntoView + use<> {
    let console = use_console();
    let press = setting_out(signed_in, errand);
    view! { <button type="button" class=class id=id on:click=press>{console.text(text)}</button> }
}
