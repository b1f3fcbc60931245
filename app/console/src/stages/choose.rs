//! The form: where the certificate comes from, how the application is called, which permissions.

mod certificate;
mod form;

use std::rc::Rc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use survey::Field;
use words::Text;

use self::certificate::MakeFields;
use self::certificate::VendorCertificate;
use self::form::Form;
use self::form::Source;
use crate::browser::clock;
use crate::browser::document;
use crate::console::use_console;
use crate::parts::field::TextField;
use crate::parts::field::id_of;
use crate::parts::field::label_of;
use crate::parts::notice::Notice;
use crate::parts::notice::Tone;
use crate::road;
use crate::stage::SignedIn;
use crate::stage::Wish;

/// The form.
#[component]
pub(crate) fn Choose(
    /// Who is signed in, and what was seen.
    signed_in: Rc<SignedIn>,
    /// What was wished before.
    wish: Option<Wish>,
) -> impl IntoView {
    let console = use_console();
    let form = Form::new(
        console,
        &signed_in.facts,
        wish.as_ref().map(|wish| wish.choice.clone()),
    );
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        match form.check() {
            Some(choice) => {
                let wish = match &wish {
                    Some(wish) => wish.with_choice(choice),
                    None => Wish { choice, made: None },
                };
                spawn_local(road::chosen(console, Rc::clone(&signed_in), wish));
            }
            None => request_animation_frame(|| document::focus("#form-problems")),
        }
    };
    view! {
        <section class="stage">
            <h1 tabindex="-1">{console.text(Text::ChooseHeading)}</h1>
            <form novalidate=true on:submit=submit>
                <Summary form/>
                <Sources form/>
                <fieldset class="card">
                    <legend>{console.text(Text::ChooseApplication)}</legend>
                    <TextField
                        field=Field::ApplicationName
                        label=Signal::derive(console.text(Text::ChooseApplicationName))
                        help=Signal::derive(console.text(Text::ChooseApplicationNameHelp))
                        value=form.name
                        problems=form.problems
                        most=120
                    />
                </fieldset>
                <Permissions form/>
                <Scopes/>
                <div class="actions">
                    <button type="submit" class="button button--primary" id="choose">{console.text(Text::ChooseButton)}</button>
                </div>
            </form>
        </section>
    }
}

/// Everything that is wrong with the form, each with a link to its field.
#[component]
fn Summary(
    /// The form.
    form: Form,
) -> impl IntoView {
    let console = use_console();
    let item = move |problem: survey::Problem| {
        view! {
            <li>
                <a href=format!("#{}", id_of(problem.field))>{console.text(label_of(problem.field))}</a>
                ": "
                {console.sentence(problem.message)}
            </li>
        }
    };
    move || {
        let problems = form.problems.get();
        (!problems.is_empty()).then(|| {
            view! {
                <div id="form-problems" tabindex="-1">
                    <Notice tone=Tone::Problem>
                        <p>{console.text(Text::ProblemFields)}</p>
                        <ul>{problems.into_iter().map(item).collect_view()}</ul>
                    </Notice>
                </div>
            }
        })
    }
}

/// Where the certificate comes from.
#[component]
fn Sources(
    /// The form.
    form: Form,
) -> impl IntoView {
    let console = use_console();
    let option = move |source: Source, id: String, label: Text, help: AnyView| {
        view! {
            <div class="option">
                <input
                    type="radio"
                    name="source"
                    id=id.clone()
                    aria-describedby=format!("{id}-help")
                    prop:checked=move || form.source.get() == source
                    on:change=move |_| form.source.set(source)
                />
                <label for=id.clone()>{console.text(label)}</label>
                <p class="option__help" id=format!("{id}-help")>{help}</p>
            </div>
        }
    };
    let keep = form
        .kept()
        .into_iter()
        .enumerate()
        .map(|(at, (thumbprint, until))| {
            let help = move || {
                let until = clock::local(until, console.language());
                let thumbprint = thumbprint.to_string();
                let values = [("thumbprint", thumbprint.as_str()), ("until", &until)];
                Text::ChooseKeepHelp.with(console.language(), &values)
            };
            let id = if at == 0 {
                "source-keep".to_owned()
            } else {
                format!("source-keep-{at}")
            };
            option(
                Source::Keep(thumbprint),
                id,
                Text::ChooseKeep,
                help.into_any(),
            )
        });
    let keep = keep.collect_view();
    view! {
        <fieldset class="card">
            <legend>{console.text(Text::ChooseHosting)}</legend>
            {keep}
            {option(Source::Vendor, "source-vendor".to_owned(), Text::ChooseHosted, console.text(Text::ChooseHostedHelp).into_any())}
            {option(Source::Make, "source-make".to_owned(), Text::ChooseOnPremises, console.text(Text::ChooseOnPremisesHelp).into_any())}
            {move || match form.source.get() {
                Source::Keep(_) => ().into_any(),
                Source::Vendor => view! { <VendorCertificate form/> }.into_any(),
                Source::Make => view! { <MakeFields form/> }.into_any(),
            }}
        </fieldset>
    }
}

/// Which permissions.
#[component]
fn Permissions(
    /// The form.
    form: Form,
) -> impl IntoView {
    let console = use_console();
    view! {
        <fieldset class="card">
            <legend>{console.text(Text::ChoosePermissions)}</legend>
            <div class="option">
                <input type="checkbox" id="calendars" checked=true disabled=true/>
                <label for="calendars">{console.text(Text::ChooseCalendars)}</label>
            </div>
            <div class="option">
                <input
                    type="checkbox"
                    id="mailbox-settings"
                    prop:checked=move || form.mailbox_settings.get()
                    on:change=move |event| form.mailbox_settings.set(event_target_checked(&event))
                />
                <label for="mailbox-settings">{console.text(Text::ChooseMailboxSettings)}</label>
            </div>
        </fieldset>
    }
}

/// What the second sign-in will ask.
#[component]
fn Scopes() -> impl IntoView {
    let console = use_console();
    let scopes = [
        ("Application.ReadWrite.All", Text::ChooseScopeApplications),
        (
            "AppRoleAssignment.ReadWrite.All",
            Text::ChooseScopeAssignments,
        ),
        ("offline_access", Text::ChooseScopeOffline),
    ];
    view! {
        <p>{console.text(Text::ChooseScopes)}</p>
        <ul class="scopes">
            {scopes.map(|(name, why)| view! { <li><code>{name}</code>" "{console.text(why)}</li> }).collect_view()}
        </ul>
    }
}
