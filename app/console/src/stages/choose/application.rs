//! The application's part of the form: which one, where there is something to choose, and how it is called.

use leptos::prelude::*;
use survey::Field;
use survey::SetUp;
use words::Text;

use super::candidates::Kind;
use super::candidates::Which;
use super::form::Form;
use crate::browser::clock;
use crate::console::use_console;
use crate::parts::field::Labelled;
use crate::parts::field::TextField;
use crate::parts::field::id_of;

/// The applications that are there, and a new one; nothing where there is none.
#[component]
pub(super) fn Applications(
    /// The form.
    form: Form,
) -> impl IntoView {
    let console = use_console();
    let set_ups = form.set_ups();
    if set_ups.is_empty() {
        return ().into_any();
    }
    let there = set_ups.into_iter().enumerate().map(|(place, (set_up, kind))| {
        let application = &set_up.application;
        let label = view! { {application.display_name.clone()}" "<code>{application.app_id.to_string()}</code> };
        let label = label.into_any();
        let help = view! { <What set_up kind/> }.into_any();
        let id = format!("application-{place}");
        view! { <OptionOf form which=Which::There(place) id label help/> }
    });
    let there = there.collect_view();
    let label = console.text(Text::ChooseBeside).into_any();
    let help = view! { <p>{console.text(Text::ChooseBesideHelp)}</p> }.into_any();
    let id = "application-new".to_owned();
    let problem = move || {
        let mut problems = form.problems.get().into_iter();
        let mine = problems.find(|problem| problem.field == Field::Application)?;
        Some(
            view! { <p class="field__problem" id="application-problem">{console.sentence(mine.message)}</p> },
        )
    };
    view! {
        <fieldset class="card">
            <legend>{console.text(Text::ChooseWhich)}</legend>
            <p class="field__help">{console.text(Text::ChooseWhichHelp)}</p>
            {problem}
            {there}
            <OptionOf form which=Which::New id label help/>
        </fieldset>
    }
    .into_any()
}

/// One that can be chosen.
#[component]
fn OptionOf(
    /// The form.
    form: Form,
    /// Which one.
    which: Which,
    /// The `id` of the control.
    id: String,
    /// What it is called.
    label: AnyView,
    /// What choosing it means.
    help: AnyView,
) -> impl IntoView {
    view! {
        <div class="option">
            <input
                type="radio"
                name="application"
                id=id.clone()
                aria-describedby=format!("{id}-help")
                prop:checked=move || form.application.get() == which
                on:change=move |_| form.choose(which)
            />
            <label for=id.clone()>{label}</label>
            <div class="option__help" id=format!("{id}-help")>{help}</div>
        </div>
    }
}

/// What an application is: whose, since when, with what, owned by whom.
#[component]
fn What(
    /// The application.
    set_up: SetUp,
    /// What it is to this console.
    kind: Kind,
) -> impl IntoView {
    let console = use_console();
    let whose = match kind {
        Kind::Made => Text::TenantSetUpOurs,
        Kind::Adopted => Text::TenantSetUpAdopted,
        Kind::Stranger => Text::TenantSetUpStranger,
    };
    let created = set_up.application.created_date_time.map(|created| {
        let date = move || clock::local(created, console.language());
        view! { " · "{move || Text::ChooseCreated.with(console.language(), &[("date", &date())])} }
    });
    let count = set_up.application.key_credentials.len().to_string();
    let owners: Vec<String> = set_up.owners.iter().map(survey::owner_label).collect();
    let owners = if owners.is_empty() {
        console.text(Text::ChooseNoOwners).into_any()
    } else {
        let owners = owners.join(", ");
        console
            .text_with(Text::ChooseOwners, "owners", owners)
            .into_any()
    };
    let adopting =
        (kind == Kind::Stranger).then(|| view! { <p>{console.text(Text::ChooseAdopt)}</p> });
    view! {
        <p>
            {console.text(whose)}{created}
            " · "{console.text_with(Text::ChooseCertificates, "count", count)}
            " · "{owners}
        </p>
        {adopting}
    }
}

/// How the application is called. The name of one that this console did not make is shown and cannot be changed.
#[component]
pub(super) fn ApplicationName(
    /// The form.
    form: Form,
) -> impl IntoView {
    let console = use_console();
    let keeps_name = Memo::new(move |_| form.keeps_name());
    let field = move || {
        let label = Signal::derive(console.text(Text::ChooseApplicationName));
        if keeps_name.get() {
            return view! { <NameThatStays form label/> }.into_any();
        }
        view! {
            <TextField
                field=Field::ApplicationName
                label
                help=Signal::derive(console.text(Text::ChooseApplicationNameHelp))
                value=form.name
                problems=form.problems
                most=120
            />
        }
        .into_any()
    };
    view! {
        <fieldset class="card">
            <legend>{console.text(Text::ChooseApplication)}</legend>
            {field}
        </fieldset>
    }
}

/// A name that others gave.
#[component]
fn NameThatStays(
    /// The form.
    form: Form,
    /// What the field is called.
    label: Signal<&'static str>,
) -> impl IntoView {
    let console = use_console();
    let id = id_of(Field::ApplicationName);
    view! {
        <Labelled
            field=Field::ApplicationName
            label
            help=Signal::derive(console.text(Text::ChooseNameStays))
            problems=form.problems
        >
            <input
                class="field__control"
                id=id
                type="text"
                readonly=true
                aria-describedby=format!("{id}-help {id}-problem")
                prop:value=move || form.name.get()
            />
        </Labelled>
    }
}
