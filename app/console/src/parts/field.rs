//! A labelled field with its help and its problem, joined so that a screen reader reads all three.

use leptos::html::Input;
use leptos::prelude::*;
use survey::Field;
use survey::Problem;
use words::Text;

use crate::console::use_console;

/// The `id` of a field's control, to which labels, problems and links point.
pub(crate) fn id_of(field: Field) -> &'static str {
    match field {
        // The first of the applications that are there; without any there is nothing to choose.
        Field::Application => "application-0",
        Field::ApplicationName => "application-name",
        Field::Certificate => "certificate",
        Field::Organisation => "organisation",
        Field::Country => "country",
        Field::CommonName => "common-name",
        Field::Size => "size",
        Field::Lifetime => "lifetime",
        Field::Password => "password",
        Field::PasswordAgain => "password-again",
    }
}

/// What a field is called.
pub(crate) fn label_of(field: Field) -> Text {
    match field {
        Field::Application => Text::ChooseWhich,
        Field::ApplicationName => Text::ChooseApplicationName,
        Field::Certificate => Text::ChooseCertificate,
        Field::Organisation => Text::ChooseOrganisation,
        Field::Country => Text::ChooseCountry,
        Field::CommonName => Text::ChooseCommonName,
        Field::Size => Text::ChooseSize,
        Field::Lifetime => Text::ChooseLifetime,
        Field::Password => Text::KeysPassword,
        Field::PasswordAgain => Text::KeysPasswordAgain,
    }
}

/// Label, control, help and problem of one field.
#[component]
pub(crate) fn Labelled(
    /// Which field.
    field: Field,
    /// What it is called.
    #[prop(into)]
    label: Signal<&'static str>,
    /// What a person should know of it; empty for nothing.
    #[prop(into, optional)]
    help: Option<Signal<&'static str>>,
    /// Everything that is wrong with the form.
    problems: RwSignal<Vec<Problem>>,
    /// Whether what is wrong is read out when it appears, where that is before the form is sent.
    #[prop(optional)]
    spoken: bool,
    /// The control.
    children: Children,
) -> impl IntoView {
    let console = use_console();
    let id = id_of(field);
    let problem = move || {
        let all = problems.get();
        let mine = all.into_iter().find(|problem| problem.field == field)?;
        Some(view! {
            <p class="field__problem" id=format!("{id}-problem") role=spoken.then_some("alert")>
                {console.sentence(mine.message)}
            </p>
        })
    };
    let help = help.map(
        |help| view! { <p class="field__help" id=format!("{id}-help")>{move || help.get()}</p> },
    );
    view! {
        <div class="field">
            <label class="field__label" for=id>{move || label.get()}</label>
            {help}
            {children()}
            {problem}
        </div>
    }
}

/// A one-line text field.
#[component]
pub(crate) fn TextField(
    /// Which field.
    field: Field,
    /// What it is called.
    #[prop(into)]
    label: Signal<&'static str>,
    /// What a person should know of it.
    #[prop(into, optional)]
    help: Option<Signal<&'static str>>,
    /// The text.
    value: RwSignal<String>,
    /// Everything that is wrong with the form.
    problems: RwSignal<Vec<Problem>>,
    /// `type` of the control.
    #[prop(into, default = Signal::stored("text"))]
    kind: Signal<&'static str>,
    /// `autocomplete` of the control.
    #[prop(default = "off")]
    autocomplete: &'static str,
    /// `maxlength` of the control.
    #[prop(optional)]
    most: Option<u32>,
    /// `id` of the list of proposals for it.
    #[prop(optional)]
    list: Option<&'static str>,
    /// The control itself.
    #[prop(default = NodeRef::new())]
    control: NodeRef<Input>,
) -> impl IntoView {
    let id = id_of(field);
    let wrong =
        move || problems.with(|problems| problems.iter().any(|problem| problem.field == field));
    let typed = move |event| {
        value.set(event_target_value(&event));
        // What was wrong is being mended; it is checked again when the form is sent.
        problems.update(|problems| problems.retain(|problem| problem.field != field));
    };
    let input = view! {
        <input
            node_ref=control
            class="field__control"
            id=id
            type=move || kind.get()
            autocomplete=autocomplete
            autocapitalize="off"
            spellcheck="false"
            maxlength=most
            list=list
            aria-invalid=move || wrong().to_string()
            aria-describedby=format!("{id}-help {id}-problem")
            prop:value=move || value.get()
            on:input=typed
        />
    };
    match help {
        Some(help) => view! { <Labelled field label help problems>{input}</Labelled> }.into_any(),
        None => view! { <Labelled field label problems>{input}</Labelled> }.into_any(),
    }
}
