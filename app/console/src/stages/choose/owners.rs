//! What an application that is there already brings along besides its certificates: owners, and permissions of earlier manuals.

use graph::owner::Owner;
use leptos::prelude::*;
use survey::Obsolete;
use words::Text;

use super::form::Form;
use crate::console::use_console;
use crate::parts::notice::Notice;
use crate::parts::notice::Tone;

/// Who else owns the application, with the offer to remove them; nothing for a new application.
#[component]
pub(super) fn Owners(
    /// The form.
    form: Form,
) -> impl IntoView {
    let console = use_console();
    move || {
        let owners = form.other_owners()?;
        let inside = if owners.is_empty() {
            view! { <p id="owners">{console.text(Text::ChooseOwnersNone)}</p> }.into_any()
        } else {
            let item = |(place, owner)| view! { <RemoveOwner form place owner/> };
            view! {
                <p id="owners">{console.text(Text::ChooseOwnersWarning)}</p>
                {owners.into_iter().enumerate().map(item).collect_view()}
                <LastOwner form/>
            }
            .into_any()
        };
        Some(view! {
            <fieldset class="card">
                <legend>{console.text(Text::ChooseOwnersHeading)}</legend>
                {inside}
            </fieldset>
        })
    }
}

/// Says so where nobody would own the application any more.
#[component]
fn LastOwner(
    /// The form.
    form: Form,
) -> impl IntoView {
    let console = use_console();
    let notice = move || {
        form.loses_last_owner().then(|| {
            view! {
                <Notice tone=Tone::Warning>
                    <p id="last-owner">{console.text(Text::ChooseOwnersLast)}</p>
                </Notice>
            }
        })
    };
    view! { <div role="status">{notice}</div> }
}

/// The offer to remove one owner.
#[component]
fn RemoveOwner(
    /// The form.
    form: Form,
    /// Its place in the list.
    place: usize,
    /// The owner.
    owner: Owner,
) -> impl IntoView {
    let console = use_console();
    let id = format!("remove-owner-{place}");
    let label = survey::owner_label(&owner);
    let of_checked = owner.id.clone();
    let checked = move || form.remove_owners.with(|list| list.contains(&of_checked));
    let change = move |event| {
        let remove = event_target_checked(&event);
        form.remove_owners.update(|list| {
            list.retain(|id| *id != owner.id);
            if remove {
                list.push(owner.id.clone());
            }
        });
    };
    view! {
        <div class="option">
            <input type="checkbox" id=id.clone() prop:checked=checked on:change=change/>
            <label for=id>{console.text_with(Text::ChooseRemoveOwner, "owner", label)}</label>
        </div>
    }
}

/// The permissions that are no longer needed, with the offer to take them away; nothing where there is none.
#[component]
pub(super) fn Obsoletes(
    /// The form.
    form: Form,
) -> impl IntoView {
    let console = use_console();
    let item = |one: Obsolete| view! { <li><code>{one.name}</code>" ("{one.api_name}")"</li> };
    move || {
        let obsolete = form.obsolete();
        (!obsolete.is_empty()).then(|| {
            view! {
                <fieldset class="card">
                    <legend>{console.text(Text::TenantSetUpObsolete)}</legend>
                    <p>{console.text(Text::ChooseObsoleteHelp)}</p>
                    <ul class="scopes" id="obsolete">{obsolete.into_iter().map(item).collect_view()}</ul>
                    <div class="option">
                        <input
                            type="checkbox"
                            id="remove-obsolete"
                            aria-describedby="remove-obsolete-help"
                            prop:checked=move || form.remove_obsolete.get()
                            on:change=move |event| form.remove_obsolete.set(event_target_checked(&event))
                        />
                        <label for="remove-obsolete">{console.text(Text::ChooseRemoveObsolete)}</label>
                        <p class="option__help" id="remove-obsolete-help">
                            {console.text(Text::ChooseRemoveObsoleteHelp)}
                        </p>
                    </div>
                </fieldset>
            }
        })
    }
}
