//! The certificate's part of the form: the vendor's, dropped or chosen or pasted; or the fields of one to be made.

use base::Clock;
use base::Secret;
use keys::KeyError;
use leptos::prelude::*;
use leptos::task::spawn_local;
use survey::Field;
use survey::LIFETIMES;
use survey::Problem;
use survey::SIZES;
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;
use web_sys::HtmlTextAreaElement;
use words::Text;

use super::form::Form;
use crate::browser::clock;
use crate::browser::clock::BrowserClock;
use crate::browser::files;
use crate::console::use_console;
use crate::parts::field::Labelled;
use crate::parts::field::TextField;
use crate::parts::field::id_of;

/// The most of a file that is loaded: as much as `keys` reads, which refuses anything larger.
const MOST_BYTES: i32 = 64 * 1024;

/// Reads what was given as a certificate; a refusal stands at the field. What was refused is not kept. Returns whether
/// it may go on lying in the page: a private key may not.
fn take(form: Form, input: &[u8]) -> bool {
    let read = keys::read_certificate(input, BrowserClock.now());
    let harmless = read != Err(KeyError::PrivateKeyInInput);
    form.problems
        .update(|problems| problems.retain(|problem| problem.field != Field::Certificate));
    match read {
        Ok(facts) => form.certificate.set(Some(facts)),
        Err(error) => {
            form.certificate.set(None);
            let message = error.message();
            form.problems.update(|problems| {
                problems.push(Problem {
                    field: Field::Certificate,
                    message,
                })
            });
        }
    }
    harmless
}

/// Whether the text ends as PEM ends (RFC 7468, section 2).
fn is_whole_pem(text: &str) -> bool {
    text.contains("-----END ") && text.trim_end().ends_with("-----")
}

fn take_file(form: Form, file: Option<web_sys::File>) {
    let Some(file) = file else { return };
    spawn_local(async move {
        match files::read(&file, MOST_BYTES).await {
            // EXPOSE: what a person gives may be a private key by mistake; the reader refuses it and keeps nothing.
            Ok(bytes) => take(form, bytes.expose()),
            Err(_) => take(form, &[]),
        };
    });
}

/// The vendor's certificate.
#[component]
pub(super) fn VendorCertificate(
    /// The form.
    form: Form,
) -> impl IntoView {
    let console = use_console();
    let chosen = move |event: web_sys::Event| {
        let input = event
            .target()
            .and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
        let Some(input) = input else { return };
        take_file(form, input.files().and_then(|files| files.get(0)));
        // So that a corrected file of the same name can be chosen again, and a refused one does not stay.
        input.set_value("");
    };
    let dropped = move |event: web_sys::DragEvent| {
        event.prevent_default();
        take_file(
            form,
            event
                .data_transfer()
                .and_then(|data| data.files())
                .and_then(|files| files.get(0)),
        );
    };
    let typed = move |event: web_sys::Event| {
        let area = event
            .target()
            .and_then(|target| target.dyn_into::<HtmlTextAreaElement>().ok());
        let Some(area) = area else { return };
        let text = Secret::new(area.value());
        // EXPOSE: as above.
        let input = text.expose();
        // While somebody types, nothing is said; a paste is whole at once.
        let left = event.type_() == "change";
        if (left || is_whole_pem(input))
            && !input.trim().is_empty()
            && !take(form, input.as_bytes())
        {
            area.set_value("");
        }
    };
    let wrong = move || {
        form.problems.with(|problems| {
            problems
                .iter()
                .any(|problem| problem.field == Field::Certificate)
        })
    };
    let described = format!("{0}-help {0}-problem", id_of(Field::Certificate));
    view! {
        <div class="drop" on:dragover=|event: web_sys::DragEvent| event.prevent_default() on:drop=dropped>
            <p>
                {console.text(Text::ChooseDrop)}" "
                <label class="link" for="certificate-file">{console.text(Text::ChooseFile)}</label>
                <input type="file" id="certificate-file" accept=".cer,.crt,.der,.pem" on:change=chosen/>
            </p>
            <Labelled
                field=Field::Certificate
                label=Signal::derive(console.text(Text::ChoosePaste))
                help=Signal::derive(console.text(Text::ChoosePasteHelp))
                problems=form.problems
            >
                <textarea
                    id=id_of(Field::Certificate)
                    class="field__control field__control--code"
                    rows="4"
                    spellcheck="false"
                    autocomplete="off"
                    aria-invalid=move || wrong().to_string()
                    aria-describedby=described
                    on:input=typed
                    on:change=typed
                ></textarea>
            </Labelled>
        </div>
        {move || form.certificate.get().map(|facts| view! { <Recognised facts/> })}
    }
}

/// What was recognised in a certificate.
#[component]
fn Recognised(
    /// The certificate.
    facts: base::CertificateFacts,
) -> impl IntoView {
    let console = use_console();
    let until = move || clock::local(facts.not_after, console.language());
    view! {
        <div class="recognised" id="recognised" role="status">
            <h3>{console.text(Text::ChooseRead)}</h3>
            <dl class="facts">
                <dt>{console.text(Text::CertificateSubject)}</dt>
                <dd>{facts.subject.clone()}</dd>
                <dt>{console.text(Text::CertificateKey)}</dt>
                <dd>{console.text_with(Text::CertificateBits, "bits", facts.key_bits.to_string())}</dd>
                <dt>{console.text(Text::CertificateUntil)}</dt>
                <dd>{until}</dd>
                <dt>{console.text(Text::CertificateThumbprint)}</dt>
                <dd><code>{facts.thumbprint.to_string()}</code></dd>
            </dl>
        </div>
    }
}

/// What a key pair is to be made of.
#[component]
pub(super) fn MakeFields(
    /// The form.
    form: Form,
) -> impl IntoView {
    let console = use_console();
    let long = move || {
        (form.days.get() > 366)
            .then(|| view! { <p class="field__help">{console.text(Text::ChooseLifetimeLong)}</p> })
    };
    let size = move |bits: usize| {
        view! {
            <option value=bits.to_string() prop:selected=move || form.bits.get() == bits>
                {console.text_with(Text::ChooseSizeBits, "bits", bits.to_string())}
            </option>
        }
    };
    let lifetime = move |days: u32| {
        view! {
            <option value=days.to_string() prop:selected=move || form.days.get() == days>
                {console.text_with(Text::ChooseLifetimeDays, "days", days.to_string())}
            </option>
        }
    };
    let set_bits = move |event: web_sys::Event| {
        form.bits
            .set(event_target_value(&event).parse().unwrap_or_default())
    };
    let set_days = move |event: web_sys::Event| {
        form.days
            .set(event_target_value(&event).parse().unwrap_or_default())
    };
    view! {
        <TextField
            field=Field::Organisation
            label=Signal::derive(console.text(Text::ChooseOrganisation))
            value=form.organisation
            problems=form.problems
            autocomplete="organization"
            most=64
        />
        <TextField
            field=Field::Country
            label=Signal::derive(console.text(Text::ChooseCountry))
            help=Signal::derive(console.text(Text::ChooseCountryHelp))
            value=form.country
            problems=form.problems
            autocomplete="country"
            most=2
        />
        <TextField
            field=Field::CommonName
            label=Signal::derive(console.text(Text::ChooseCommonName))
            help=Signal::derive(console.text(Text::ChooseCommonNameHelp))
            value=form.common_name
            problems=form.problems
            most=253
        />
        <Labelled field=Field::Size label=Signal::derive(console.text(Text::ChooseSize)) problems=form.problems>
            <select id=id_of(Field::Size) class="field__control" on:change=set_bits>{SIZES.map(size).collect_view()}</select>
        </Labelled>
        <Labelled field=Field::Lifetime label=Signal::derive(console.text(Text::ChooseLifetime)) problems=form.problems>
            <select id=id_of(Field::Lifetime) class="field__control" on:change=set_days>{LIFETIMES.map(lifetime).collect_view()}</select>
        </Labelled>
        {long}
    }
}
