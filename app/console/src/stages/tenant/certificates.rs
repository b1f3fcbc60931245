//! The certificates of an application: how each stands, how old it is, whose it is, and the button that takes it off.

use std::rc::Rc;

use base::Thumbprint;
use base::Timestamp;
use graph::key_credential::KeyCredential;
use leptos::prelude::*;
use survey::SetUp;
use survey::Wish;
use words::Text;

use super::ending::Standing;
use super::folded::Folded;
use super::set_ups::period;
use super::setting_out;
use crate::browser::clock;
use crate::console::use_console;
use crate::stage::Errand;
use crate::stage::SignedIn;
use crate::stage::Stage;

/// Seconds of a day.
const DAY: u64 = 24 * 60 * 60;

/// All certificates of `set_up`; what asks for attention first.
#[component]
pub(super) fn Certificates(
    /// Who is signed in.
    signed_in: Rc<SignedIn>,
    /// The application.
    set_up: SetUp,
) -> impl IntoView {
    let console = use_console();
    let now = signed_in.facts.at;
    let known = signed_in.past.history.known_certificates();
    let mut sorted = set_up.application.key_credentials.clone();
    sorted.sort_by_key(|one| (Standing::at(now, one.start(), one.end()), one.end()));
    // What is not ours is only shown, and nothing is begun while another tab is at work or lines of the journal are missing.
    let past = &signed_in.past;
    let can_be_removed = set_up.ours && !past.under_way && past.is_whole();
    let help = (can_be_removed && !sorted.is_empty()).then(|| {
        view! { <p class="field__help">{console.text(Text::TenantCertificateRemoveHelp)}</p> }
    });
    let item = |one: KeyCredential| {
        let thumbprint = one.thumbprint();
        let is = |among: &[Thumbprint]| thumbprint.is_some_and(|it| among.contains(&it));
        let errand = Errand::RemoveCertificate {
            application: set_up.application.id.clone(),
            key_id: one.key_id.clone(),
        };
        let name = distinct_name(&one, &set_up.application.key_credentials);
        let removable = name.clone().filter(|_| can_be_removed);
        let remove = removable.map(|name| remove_button(&signed_in, errand, name));
        let (ours, handed) = (is(&known.added), is(&known.handed_over));
        view! { {facts(&one, name, now, ours, handed)}" "{remove} }.into_any()
    };
    let items = sorted.into_iter().map(item).collect();
    view! { <Folded items/>{help} }
}

/// What an entry among `all` is called: by its certificate's thumbprint; by that and its own id where others are of the same
/// certificate. `None` where its thumbprint is not known.
fn distinct_name(one: &KeyCredential, all: &[KeyCredential]) -> Option<String> {
    let thumbprint = one.thumbprint()?;
    let same = all
        .iter()
        .filter(|it| it.thumbprint() == Some(thumbprint))
        .count();
    Some(if same > 1 {
        format!("{thumbprint} {}", one.key_id)
    } else {
        thumbprint.to_string()
    })
}

/// How a certificate stands, what it is called, since when it counts, and whose it is.
fn facts(
    one: &KeyCredential,
    name: Option<String>,
    now: Timestamp,
    ours: bool,
    handed_over: bool,
) -> impl IntoView {
    let console = use_console();
    let (start, end) = (one.start(), one.end());
    let thumbprint = match name {
        Some(name) => view! { <code>{name}</code> }.into_any(),
        None => console.text(Text::TenantNoThumbprint).into_any(),
    };
    let since = start.filter(|start| *start <= now);
    let since = since.map(|start| {
        let days = (now.since(start).as_secs() / DAY).to_string();
        let words = move || {
            let date = clock::local(start, console.language());
            let values = [("date", date.as_str()), ("days", days.as_str())];
            Text::TenantCertificateSince.with(console.language(), &values)
        };
        view! { ", "{words} }
    });
    let whose = if ours {
        Text::TenantCertificateOurs
    } else {
        Text::TenantCertificateOthers
    };
    let handed_over = handed_over.then(|| {
        view! { " "<span class="badge badge--keep">{console.text(Text::TenantCertificateHandedOver)}</span> }
    });
    view! {
        {period(Standing::at(now, start, end), start, end)}" "{thumbprint}{since}", "{console.text(whose)}{handed_over}
    }
}

fn remove_button(signed_in: &Rc<SignedIn>, errand: Errand, name: String) -> impl IntoView + use<> {
    let console = use_console();
    let press = setting_out(signed_in, errand);
    let id = format!("remove-{}", name.replace(' ', "-"));
    let name = console.text_with(Text::TenantCertificateRemoveNamed, "thumbprint", name);
    view! {
        <button type="button" class="button button--small" id=id aria-label=name on:click=press>
            {console.text(Text::TenantCertificateRemove)}
        </button>
    }
}

/// A button that leads to the choice of a new certificate for `set_up`, beside those that it has; none while lines of the
/// journal cannot be read.
#[component]
pub(super) fn NewCertificate(
    /// Who is signed in.
    signed_in: Rc<SignedIn>,
    /// The application.
    set_up: SetUp,
    /// `class` of the button.
    class: &'static str,
    /// What the `id` of the button begins with; the client id follows.
    prefix: &'static str,
) -> impl IntoView {
    let console = use_console();
    if !signed_in.past.is_whole() {
        return None;
    }
    let application = &set_up.application;
    let id = format!("{prefix}-{}", application.app_id);
    let name = application.display_name.clone();
    let name = console.text_with(Text::TenantCertificateNewNamed, "name", name);
    let last = signed_in.past.history.last_wish();
    let choice = set_up.with_new_certificate(last.map(|(_, wish)| &wish.choice));
    let press = move |_| {
        let choice = choice.clone();
        let wish = Wish { choice, made: None };
        console.go(Stage::Choose(Rc::clone(&signed_in), Some(wish)));
    };
    Some(view! { <button type="button" class=class id=id on:click=press>{name}</button> })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn entry(key_id: &str, thumbprint: Option<&str>) -> KeyCredential {
        serde_json::from_value(json!({
            "keyId": key_id,
            "customKeyIdentifier": thumbprint,
            "type": "AsymmetricX509Cert",
            "usage": "Verify",
        }))
        .unwrap()
    }

    #[test]
    fn entries_of_one_certificate_are_called_by_their_ids_too() {
        let [first, second, other] =
            [1, 2, 3].map(|it| format!("{it}1111111-2222-4333-8444-555555555555"));
        let [same, another] = ["07".repeat(20), "08".repeat(20)];
        let all = [
            entry(&first, Some(&same)),
            entry(&second, Some(&same)),
            entry(&other, Some(&another)),
            entry(&first, None),
        ];
        let names: Vec<_> = all.iter().map(|one| distinct_name(one, &all)).collect();
        let expected = [
            Some(format!("{same} {first}")),
            Some(format!("{same} {second}")),
            Some(another),
            None,
        ];
        assert_eq!(names, expected);
    }
}
