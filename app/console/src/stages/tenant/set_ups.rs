//! The applications that are ours or bear our name: whose they are, who may add credentials, and what they have.

use std::rc::Rc;

use base::ObjectId;
use base::Timestamp;
use graph::application::PasswordCredential;
use graph::owner::Owner;
use leptos::prelude::*;
use survey::Marks;
use survey::Obsolete;
use survey::SetUp;
use words::Text;

use super::certificates::Certificates;
use super::certificates::NewCertificate;
use super::ending::Standing;
use super::folded::Folded;
use crate::browser::clock;
use crate::console::use_console;
use crate::stage::SignedIn;

/// All of them.
#[component]
pub(super) fn SetUps(
    /// Who is signed in, and what was seen.
    signed_in: Rc<SignedIn>,
) -> impl IntoView {
    let console = use_console();
    let facts = &signed_in.facts;
    if facts.set_ups.is_empty() {
        return view! { <p id="set-ups">{console.text(Text::TenantNoSetUps)}</p> }.into_any();
    }
    let item = |set_up: &SetUp| {
        view! { <li><SetUpFacts signed_in=Rc::clone(&signed_in) set_up=set_up.clone()/></li> }
    };
    let items = facts.set_ups.iter().map(item).collect_view();
    view! { <ul id="set-ups" class="set-ups">{items}</ul> }.into_any()
}

/// Whose work an application is.
fn kind(set_up: &SetUp, marks: Option<&Marks>) -> Text {
    let key = set_up.application.unique_name.as_deref();
    let number = key.and_then(|key| marks?.number_of(key));
    match (set_up.ours, number) {
        (true, Some(_)) => Text::TenantSetUpOurs,
        (true, None) => Text::TenantSetUpAdopted,
        (false, _) => Text::TenantSetUpStranger,
    }
}

/// One application that is ours or bears our name.
#[component]
fn SetUpFacts(
    /// Who is signed in.
    signed_in: Rc<SignedIn>,
    /// The application.
    set_up: SetUp,
) -> impl IntoView {
    let console = use_console();
    let config = console.config();
    let kind = kind(&set_up, config.as_ref().map(|config| &config.marks));
    let (me, now) = (signed_in.facts.me.id.clone(), signed_in.facts.at);
    let new = set_up.ours.then(|| {
        let (signed_in, set_up) = (Rc::clone(&signed_in), set_up.clone());
        view! { <NewCertificate signed_in set_up class="button button--small" prefix="new-certificate"/> }
    });
    let certificates = view! { <Certificates signed_in set_up=set_up.clone()/> };
    let obsolete = set_up.obsolete;
    let application = set_up.application;
    let made_on = application.created_date_time.map(|made| {
        view! {
            <dt>{console.text(Text::TenantSetUpMadeOn)}</dt>
            <dd>{move || clock::local(made, console.language())}</dd>
        }
    });
    let count = |count: usize| count.to_string();
    let count_of_certificates = count(application.key_credentials.len());
    let secrets = application.password_credentials;
    view! {
        <h3>{application.display_name}</h3>
        <p class="small">{console.text(kind)}</p>
        <dl class="facts">
            <dt>{console.text(Text::HandOverClientId)}</dt>
            <dd><code>{application.app_id.to_string()}</code></dd>
            {made_on}
            <dt>{console.text(Text::TenantSetUpOwners)}</dt>
            <dd><Owners owners=set_up.owners me/></dd>
            <dt>{console.text_with(Text::TenantSetUpCertificatesAll, "count", count_of_certificates)}</dt>
            <dd>{certificates}{new}</dd>
            <dt>{console.text_with(Text::TenantSetUpSecretsAll, "count", count(secrets.len()))}</dt>
            <dd><Secrets secrets now/></dd>
            <ObsoletePermissions obsolete/>
        </dl>
    }
}

/// Who may add credentials, with a warning where somebody other than the person may.
#[component]
fn Owners(
    /// The owners.
    owners: Vec<Owner>,
    /// Who is signed in.
    me: ObjectId,
) -> impl IntoView {
    let console = use_console();
    let others = owners.iter().any(|owner| owner.id != me);
    let help = others.then(|| {
        view! {
            <p class="field__help">
                <span class="badge badge--update">{console.text(Text::CheckWarn)}</span>
                " "{console.text(Text::TenantSetUpOwnersHelp)}
            </p>
        }
    });
    let items = owners
        .iter()
        .map(|owner| survey::owner_label(owner).into_any());
    view! { <Folded items=items.collect()/>{help} }
}

/// How each client secret stands, and its end.
#[component]
fn Secrets(
    /// The secrets, of which only the dates are known.
    secrets: Vec<PasswordCredential>,
    /// The present moment.
    now: Timestamp,
) -> impl IntoView {
    let console = use_console();
    let standing = |one: &PasswordCredential| Standing::at(now, None, one.end());
    let help = (!secrets.is_empty())
        .then(|| view! { <p class="field__help">{console.text(Text::TenantSetUpSecretsHelp)}</p> });
    let mut sorted = secrets;
    sorted.sort_by_key(|one| (standing(one), one.end()));
    let item = |one: PasswordCredential| period(standing(&one), None, one.end()).into_any();
    view! { <Folded items=sorted.into_iter().map(item).collect()/>{help} }
}

/// A badge that says how a credential stands, and the date that tells why.
pub(super) fn period(
    standing: Standing,
    start: Option<Timestamp>,
    end: Option<Timestamp>,
) -> impl IntoView {
    let console = use_console();
    let date = move |moment| clock::local(moment, console.language());
    let said = move || match (standing, start, end) {
        (Standing::Later, Some(start), _) => {
            Text::TenantFrom.with(console.language(), &[("date", &date(start))])
        }
        (_, _, Some(end)) => Text::TenantUntil.with(console.language(), &[("date", &date(end))]),
        (_, _, None) => Text::TenantEndUnknown.words(console.language()).to_owned(),
    };
    view! { <span class=standing.class()>{console.text(standing.text())}</span>" "{said} }
}

/// Permissions that earlier manuals asked for and that the application still declares or holds, if there are any.
#[component]
fn ObsoletePermissions(
    /// The permissions.
    obsolete: Vec<Obsolete>,
) -> impl IntoView {
    let console = use_console();
    let item = |one: Obsolete| format!("{}: {}", one.api_name, one.name).into_any();
    (!obsolete.is_empty()).then(|| {
        view! {
            <dt>{console.text(Text::TenantSetUpObsolete)}</dt>
            <dd>
                <Folded items=obsolete.into_iter().map(item).collect()/>
                <p class="field__help">{console.text(Text::TenantSetUpObsoleteHelp)}</p>
            </dd>
        }
    })
}
