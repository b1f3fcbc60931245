//! What a new key pair is made of: the subject of its certificate, the size, the lifetime.

use keys::COUNTRIES;
use keys::Lifetime;
use leptos::prelude::*;
use survey::Field;
use survey::SIZES;
use words::Language;
use words::Text;

use super::form::Form;
use crate::browser::countries::CountryNames;
use crate::browser::worker;
use crate::console::use_console;
use crate::parts::field::Labelled;
use crate::parts::field::TextField;
use crate::parts::field::id_of;
use crate::parts::insecure::Insecure;

/// What a key pair is to be made of; or why none can be made here.
#[component]
pub(super) fn MakeFields(
    /// The form.
    form: Form,
) -> impl IntoView {
    if worker::is_possible() {
        view! { <SubjectFields form/><PairFields form/> }.into_any()
    } else {
        view! { <div id=id_of(Field::Certificate) tabindex="-1"><Insecure/></div> }.into_any()
    }
}

/// Whom the certificate names.
#[component]
fn SubjectFields(
    /// The form.
    form: Form,
) -> impl IntoView {
    let console = use_console();
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
            list="countries"
        />
        <CountryNamed country=form.country/>
        <TextField
            field=Field::CommonName
            label=Signal::derive(console.text(Text::ChooseCommonName))
            help=Signal::derive(console.text(Text::ChooseCommonNameHelp))
            value=form.common_name
            problems=form.problems
            most=253
        />
    }
}

/// The codes with the names of their countries, to choose from, and the name of the one that was typed.
#[component]
fn CountryNamed(
    /// What was typed.
    country: RwSignal<String>,
) -> impl IntoView {
    let console = use_console();
    let options = move || {
        let names = CountryNames::in_language(console.language());
        let option = |code| view! { <option value=code label=names.of(code)></option> };
        COUNTRIES.map(option).collect_view()
    };
    let name = move || {
        let code = country.with(|typed| keys::country_of(typed))?;
        Some(CountryNames::in_language(console.language()).of(code))
    };
    view! {
        <datalist id="countries">{options}</datalist>
        <p class="field__help" id="country-name" role="status">{name}</p>
    }
}

/// Size and lifetime.
#[component]
fn PairFields(
    /// The form.
    form: Form,
) -> impl IntoView {
    let console = use_console();
    let size = move |bits: usize| {
        view! {
            <option value=bits.to_string() prop:selected=move || form.bits.get() == bits>
                {console.text_with(Text::ChooseSizeBits, "bits", bits.to_string())}
            </option>
        }
    };
    let lifetime = move |lifetime: Lifetime| {
        let days = lifetime.days();
        view! {
            <option value=days.to_string() prop:selected=move || form.days.get() == days>
                {move || length_of(days, console.language())}
            </option>
        }
    };
    let lifetimes = move || {
        let offered = Lifetime::offered(form.longest());
        offered.into_iter().map(lifetime).collect_view()
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
        <Labelled field=Field::Size label=Signal::derive(console.text(Text::ChooseSize)) problems=form.problems>
            <select id=id_of(Field::Size) class="field__control" on:change=set_bits>{SIZES.map(size).collect_view()}</select>
        </Labelled>
        <Labelled field=Field::Lifetime label=Signal::derive(console.text(Text::ChooseLifetime)) problems=form.problems>
            <select
                id=id_of(Field::Lifetime)
                class="field__control"
                aria-describedby="lifetime-told lifetime-problem"
                on:change=set_days
            >
                {lifetimes}
            </select>
        </Labelled>
        <LifetimeTold form/>
    }
}

/// What is to be said of the lifetime: a policy that caps it, and that a long one is objected to.
#[component]
fn LifetimeTold(
    /// The form.
    form: Form,
) -> impl IntoView {
    let console = use_console();
    let capped = move || {
        let longest = form.longest()?;
        let text = if Lifetime::offered(Some(longest)).is_empty() {
            Text::ChooseLifetimeNone
        } else {
            Text::ChooseLifetimeCapped
        };
        let days = (longest.as_secs() / (24 * 60 * 60)).to_string();
        Some(
            view! { <p class="field__help">{text.with(console.language(), &[("days", &days)])}</p> },
        )
    };
    let long = move || {
        let warning = Lifetime::from_days(form.days.get()).ok()?.warning()?;
        Some(view! { <p class="field__help field__help--warning">{console.sentence(warning)}</p> })
    };
    view! { <div id="lifetime-told" role="status">{capped}{long}</div> }
}

/// How long so many days are, in years where they are whole ones.
fn length_of(days: u32, language: Language) -> String {
    let (years, rest) = (days / 365, days % 365);
    let text = match (years, rest) {
        (1, 0) => Text::ChooseLifetimeYear,
        (2.., 0) => Text::ChooseLifetimeYears,
        _ => Text::ChooseLifetimeDays,
    };
    let (days, years) = (days.to_string(), years.to_string());
    text.with(language, &[("days", &days), ("years", &years)])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_years_are_told_as_such() {
        for (days, told) in [
            (90, "90 days"),
            (180, "180 days"),
            (365, "1 year (365 days)"),
            (730, "2 years (730 days)"),
            (3650, "10 years (3650 days)"),
        ] {
            assert_eq!(length_of(days, Language::English), told);
        }
    }
}
