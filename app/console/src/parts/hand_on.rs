//! The offer to whoever lacks a role: what is left goes to a colleague, by link or file, or as words where no link can carry
//! it.

use handoff::Remainder;
use handoff::Way;
use leptos::prelude::*;
use survey::Task;
use words::Text;

use crate::console::use_console;
use crate::parts::invite::Invite;

/// What is left, which roles it takes, and how it gets to a colleague.
#[component]
pub(crate) fn HandOn(
    /// What is left.
    remainder: Remainder,
) -> impl IntoView {
    let console = use_console();
    let Remainder {
        way,
        is_begun,
        tasks,
    } = remainder;
    let standing = if is_begun {
        Text::HandOnBegun
    } else {
        Text::HandOnNotBegun
    };
    let way = match way {
        Way::Invitation {
            invitation,
            certificate,
        } => view! {
            <p id="hand-on-certificate">{console.sentence(certificate)}</p>
            <p>{console.text(Text::HandOnWhich)}</p>
            <Invite invitation/>
        }
        .into_any(),
        Way::Words(message) => {
            view! { <p id="hand-on-words">{console.sentence(message)}</p> }.into_any()
        }
    };
    view! {
        <section class="card" id="hand-on" aria-labelledby="hand-on-heading">
            <h2 id="hand-on-heading">{console.text(Text::HandOnHeading)}</h2>
            <p>{console.text(standing)}</p>
            <Needed tasks/>
            {way}
        </section>
    }
}

/// Which roles the colleague needs.
#[component]
fn Needed(
    /// What is left to do.
    tasks: Vec<Task>,
) -> impl IntoView {
    let console = use_console();
    let parts = (tasks.len() > 1).then(|| view! { <p>{console.text(Text::HandOnParts)}</p> });
    let sentence = move |task: Task| {
        let text = match task {
            Task::RegisterApplication => Text::HandOnRegister,
            Task::GrantPermission => Text::HandOnGrant,
        };
        let roles: Vec<&str> = task.sufficient().iter().map(|role| role.name()).collect();
        view! { <li>{console.text_with(text, "roles", roles.join(", "))}</li> }
    };
    (!tasks.is_empty()).then(|| {
        view! {
            <ul id="hand-on-roles">{tasks.into_iter().map(sentence).collect_view()}</ul>
            {parts}
        }
    })
}
