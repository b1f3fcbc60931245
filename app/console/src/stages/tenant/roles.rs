//! The roles that the person holds, and the tasks for which one is missing.

use graph::directory_role::DirectoryRole;
use leptos::prelude::*;
use survey::Task;
use words::Text;

use crate::console::use_console;
use crate::parts::notice::Notice;
use crate::parts::notice::Tone;

/// The roles that the person holds now.
#[component]
pub(super) fn Roles(
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
pub(super) fn Missing(
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
