//! Signed in: which tenant this is, which roles the person holds, what is there already.

use std::rc::Rc;

use graph::directory_role::DirectoryRole;
use leptos::prelude::*;
use leptos::task::spawn_local;
use survey::Facts;
use survey::SetUp;
use survey::Task;
use words::Text;

use crate::browser::clock;
use crate::console::use_console;
use crate::parts::notice::Notice;
use crate::parts::notice::Tone;
use crate::road;
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
    let account = signed_in.keeper.account();
    let tenant = facts.organization.display_name.clone();
    let unfinished = signed_in.unfinished.map(|began| {
        let date = move || clock::local(began, console.language());
        view! {
            <Notice tone=Tone::Remark>
                <p id="unfinished">{move || Text::TenantUnfinished.with(console.language(), &[("date", &date())])}</p>
            </Notice>
        }
    });
    let again = {
        let signed_in = Rc::clone(&signed_in);
        move |_| spawn_local(road::look_again(console, Rc::clone(&signed_in)))
    };
    let confirm = move |_| console.go(Stage::Choose(Rc::clone(&signed_in), None));
    view! {
        <section class="stage">
            <h1 tabindex="-1">{console.text(Text::TenantHeading)}</h1>
            {unfinished}
            <dl class="facts">
                <dt>{console.text(Text::TenantName)}</dt>
                <dd id="tenant-name">{tenant.clone()}</dd>
                <dt>{console.text(Text::TenantId)}</dt>
                <dd><code id="tenant-id">{facts.organization.id.to_string()}</code></dd>
                <dt>{console.text(Text::TenantDomain)}</dt>
                <dd>{facts.initial_domain().unwrap_or_default().to_owned()}</dd>
                <dt>{console.text(Text::TenantAccount)}</dt>
                <dd>{account.name}" ("{account.username}")"</dd>
                <dt>{console.text(Text::TenantRoles)}</dt>
                <dd><Roles roles=facts.roles.clone()/></dd>
            </dl>
            <p class="small">{console.text(Text::TenantRolesEligible)}</p>
            <Missing roles=facts.roles.clone()/>
            <h2>{console.text(Text::TenantSetUps)}</h2>
            <SetUps facts/>
            <div class="actions">
                <button type="button" class="button button--primary" id="confirm-tenant" on:click=confirm>
                    {console.text_with(Text::TenantConfirm, "tenant", tenant)}
                </button>
                <button type="button" class="button" id="look-again" on:click=again>
                    {console.text(Text::LookAgain)}
                </button>
                <button type="button" class="button" id="other-account" on:click=move |_| road::sign_in(console)>
                    {console.text(Text::TenantOther)}
                </button>
            </div>
        </section>
    }
}

/// The roles that the person holds now.
#[component]
fn Roles(
    /// The roles.
    roles: Vec<DirectoryRole>,
) -> impl IntoView {
    let console = use_console();
    if roles.is_empty() {
        return view! { <span id="roles">{console.text(Text::TenantNoRoles)}</span> }.into_any();
    }
    let name = |role: DirectoryRole| role.display_name.unwrap_or(role.role_template_id);
    let items = roles
        .into_iter()
        .map(|role| view! { <li>{name(role)}</li> })
        .collect_view();
    view! { <ul id="roles" class="plain">{items}</ul> }.into_any()
}

/// The tasks for which a role is missing.
#[component]
fn Missing(
    /// The roles that the person holds.
    roles: Vec<DirectoryRole>,
) -> impl IntoView {
    let console = use_console();
    let missing = survey::missing(&roles);
    if missing.is_empty() {
        return view! { <p id="roles-enough">{console.text(Text::TenantRolesEnough)}</p> }
            .into_any();
    }
    let sentence = move |task: Task| {
        let text = match task {
            Task::RegisterApplication => Text::TenantMissingRegister,
            Task::GrantPermission => Text::TenantMissingGrant,
        };
        let roles: Vec<&str> = task.sufficient().iter().map(|role| role.name()).collect();
        view! { <li>{console.text_with(text, "roles", roles.join(", "))}</li> }
    };
    view! {
        <Notice tone=Tone::Warning>
            <h2>{console.text(Text::TenantMissingHeading)}</h2>
            <ul id="roles-missing">{missing.into_iter().map(sentence).collect_view()}</ul>
            <p>{console.text(Text::TenantMissingHelp)}</p>
        </Notice>
    }
    .into_any()
}

/// Applications that are ours or bear our name.
#[component]
fn SetUps(
    /// What was seen.
    facts: Facts,
) -> impl IntoView {
    let console = use_console();
    if facts.set_ups.is_empty() {
        return view! { <p id="set-ups">{console.text(Text::TenantNoSetUps)}</p> }.into_any();
    }
    let items = facts
        .set_ups
        .into_iter()
        .map(|set_up| view! { <li><SetUpLine set_up/></li> })
        .collect_view();
    view! { <ul id="set-ups" class="set-ups">{items}</ul> }.into_any()
}

/// One application that is ours or bears our name.
#[component]
fn SetUpLine(
    /// The application.
    set_up: SetUp,
) -> impl IntoView {
    let console = use_console();
    let kind = if set_up.ours {
        Text::TenantSetUpOurs
    } else {
        Text::TenantSetUpStranger
    };
    let count = set_up.application.key_credentials.len().to_string();
    let created = set_up.application.created_date_time.map(|created| {
        let date = move || clock::local(created, console.language());
        view! { " · "{move || Text::TenantSetUpCreated.with(console.language(), &[("date", &date())])} }
    });
    view! {
        <strong>{set_up.application.display_name.clone()}</strong>
        " "<code>{set_up.application.app_id.to_string()}</code>
        <p class="small">
            {console.text(kind)}" · "{console.text_with(Text::TenantSetUpCertificates, "count", count)}{created}
        </p>
    }
}
