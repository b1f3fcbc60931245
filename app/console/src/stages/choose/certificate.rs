//! The vendor's certificate: dropped, chosen or pasted, told what it was recognised as; of several the person chooses one.
//! Only what was given last counts.

mod latest;

use base::Clock;
use base::Message;
use base::Secret;
use base::Timestamp;
use keys::Candidate;
use keys::Form as Encoding;
use keys::Given;
use keys::KeyError;
use leptos::html::Textarea;
use leptos::prelude::*;
use leptos::task::spawn_local;
use survey::Field;
use survey::Problem;
use wasm_bindgen::JsCast;
use words::Text;

use self::latest::Latest;
use super::form::Form;
use crate::browser::clock;
use crate::browser::clock::BrowserClock;
use crate::console::use_console;
use crate::parts::certificate::CertificateDetails;
use crate::parts::entry::Wrong;
use crate::parts::field::Labelled;
use crate::parts::field::id_of;
use crate::parts::file_field::ChosenFiles;
use crate::parts::file_field::FileField;
use crate::parts::pair_files::MOST_BYTES;
use crate::parts::unread::UnreadTold;

/// Endings of files with certificates.
const ACCEPTED: &str = ".cer,.crt,.der,.pem,.p7b,.p7c";

/// Whether what was given may go on lying in the page: a private key may not.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Input {
    Harmless,
    Secret,
}

/// Says at the field what is wrong, if anything is.
fn say(form: Form, refusal: Option<Message>) {
    form.problems.update(|problems| {
        problems.retain(|problem| problem.field != Field::Certificate);
        problems.extend(refusal.map(|message| Problem {
            field: Field::Certificate,
            message,
        }));
    });
}

/// Lets go of what was given, and of what was said of it.
fn forget(form: Form) {
    form.certificate.set(None);
    form.given.set(None);
    say(form, None);
}

/// Takes what was read: the only certificate at once, of several none yet. What was refused is not kept.
fn take(form: Form, read: Result<Given, KeyError>) -> Input {
    forget(form);
    match read {
        Ok(given) => {
            let only = match given.candidates.as_slice() {
                [only] => Some(only.clone()),
                _ => None,
            };
            form.given.set(Some(given));
            if let Some(only) = only {
                choose(form, &only);
            }
            Input::Harmless
        }
        Err(error) => {
            say(form, Some(error.message()));
            if error.is_of_a_secret() {
                Input::Secret
            } else {
                Input::Harmless
            }
        }
    }
}

/// Chooses one of the certificates, if it can be used.
fn choose(form: Form, candidate: &Candidate) {
    match &candidate.verdict {
        Ok(facts) => {
            form.certificate.set(Some(facts.clone()));
            say(form, None);
        }
        Err(error) => {
            form.certificate.set(None);
            say(form, Some(error.message()));
        }
    }
}

/// Reads what somebody types or pastes; what was given before counts no more. While a person types nothing is said, until the
/// text is whole, unless it `came_at_once`.
fn take_input(form: Form, text: &str, came_at_once: bool, now: Timestamp) -> Input {
    forget(form);
    if is_whole_pem(text) || (came_at_once && !text.trim().is_empty()) {
        take(form, keys::read_certificates(text.as_bytes(), now))
    } else {
        Input::Harmless
    }
}

/// Reads the text of a field that is left, unless it was taken as it was typed: of several certificates one may be chosen.
fn take_left(form: Form, text: &str, now: Timestamp) -> Input {
    if text.trim().is_empty() || form.given.with_untracked(Option::is_some) {
        Input::Harmless
    } else {
        take(form, keys::read_certificates(text.as_bytes(), now))
    }
}

/// Whether the text came at once, pasted or dropped (Input Events Level 2, section 4.1.2).
fn came_at_once(event: &web_sys::Event) -> bool {
    let pasted = |input: &web_sys::InputEvent| {
        matches!(
            input.input_type().as_str(),
            "insertFromPaste" | "insertFromDrop"
        )
    };
    event.dyn_ref().is_some_and(pasted)
}

/// Whether the text ends as PEM ends (RFC 7468, section 2).
fn is_whole_pem(text: &str) -> bool {
    text.contains("-----END ") && text.trim_end().ends_with("-----")
}

/// The vendor's certificate.
#[component]
pub(super) fn VendorCertificate(
    /// The form.
    form: Form,
) -> impl IntoView {
    let chosen = ChosenFiles::none();
    let unread = RwSignal::new(None::<Wrong>);
    let latest = Latest::new();
    let area = NodeRef::<Textarea>::new();
    let left_out = move || {
        form.given
            .get()
            .map(|given| given.unread)
            .unwrap_or_default()
    };
    Effect::new(move || {
        if chosen.get().is_empty() {
            return;
        }
        forget(form);
        empty(area);
        let turn = latest.begin();
        spawn_local(async move {
            let content = chosen.read_one(MOST_BYTES).await;
            if !latest.is(turn) {
                return;
            }
            match content {
                Ok(content) => {
                    // EXPOSE: it may be a private key by mistake; the reader refuses that and keeps nothing.
                    let read = keys::read_certificates(content.expose(), BrowserClock.now());
                    if take(form, read) == Input::Secret {
                        chosen.clear();
                    }
                }
                Err(wrong) => unread.set(Some(wrong)),
            }
        });
    });
    view! {
        <FileField id="certificate-file" label=Text::ChooseFile help=Text::ChooseDrop accept=ACCEPTED chosen wrong=unread>
            <PasteArea form chosen latest area/>
        </FileField>
        <UnreadTold id="unread" unread=Signal::derive(left_out)/>
        <Several form/>
        <Recognised form/>
    }
}

/// Lets go of the text.
fn empty(area: NodeRef<Textarea>) {
    if let Some(area) = area.get_untracked() {
        area.set_value("");
    }
}

/// Where the certificate's text is pasted. Refused text stays, to be mended; but for a private key.
#[component]
fn PasteArea(
    /// The form.
    form: Form,
    /// The file that is chosen instead.
    chosen: ChosenFiles,
    /// What was given last.
    latest: Latest,
    /// The control.
    area: NodeRef<Textarea>,
) -> impl IntoView {
    let console = use_console();
    let text = move || {
        let value = area.get_untracked().map(|area| area.value());
        Secret::new(value.unwrap_or_default())
    };
    let typed = move |event: web_sys::Event| {
        latest.begin();
        chosen.clear();
        let (text, at_once) = (text(), came_at_once(&event));
        // EXPOSE: as with a file.
        if take_input(form, text.expose(), at_once, BrowserClock.now()) == Input::Secret {
            empty(area);
        }
    };
    let left = move |_| {
        // EXPOSE: as with a file.
        if take_left(form, text().expose(), BrowserClock.now()) == Input::Secret {
            empty(area);
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
        <Labelled
            field=Field::Certificate
            label=Signal::derive(console.text(Text::ChoosePaste))
            help=Signal::derive(console.text(Text::ChoosePasteHelp))
            problems=form.problems
            spoken=true
        >
            <textarea
                node_ref=area
                id=id_of(Field::Certificate)
                class="field__control field__control--code"
                rows="4"
                spellcheck="false"
                autocomplete="off"
                aria-invalid=move || wrong().to_string()
                aria-describedby=described
                on:input=typed
                on:change=left
            ></textarea>
        </Labelled>
    }
}

/// The certificates of an input with several, one of which is meant.
#[component]
fn Several(
    /// The form.
    form: Form,
) -> impl IntoView {
    let console = use_console();
    move || {
        let given = form.given.get()?;
        (given.candidates.len() > 1).then(|| {
            let count = given.candidates.len().to_string();
            let candidates = given.candidates.into_iter().enumerate();
            let all = candidates.map(|(at, candidate)| view! { <One form at candidate/> });
            view! {
                <fieldset class="card" id="several">
                    <legend>{console.text_with(Text::SeveralHeading, "count", count)}</legend>
                    {all.collect_view()}
                </fieldset>
            }
        })
    }
}

/// One of several certificates. What cannot be used can be chosen all the same: then it is said why not.
#[component]
fn One(
    /// The form.
    form: Form,
    /// Which.
    at: usize,
    /// The certificate.
    candidate: Candidate,
) -> impl IntoView {
    let console = use_console();
    let id = format!("candidate-{at}");
    let (subject, issuer) = (candidate.subject.clone(), candidate.issuer.clone());
    let until = candidate.not_after;
    let label = move || {
        let until = clock::local(until, console.language());
        let values = [("subject", subject.as_str()), ("until", &until)];
        Text::SeveralOne.with(console.language(), &values)
    };
    let place = if candidate.is_leaf {
        Text::SeveralLeaf
    } else {
        Text::SeveralIssuer
    };
    let is_chosen = form
        .certificate
        .with_untracked(|chosen| chosen.as_ref().is_some_and(|it| it.der == candidate.der));
    let refusal = candidate.verdict.as_ref().err().map(KeyError::message);
    let refusal = refusal.map(|message| {
        view! { <p class="field__problem">{console.sentence(message)}</p> }
    });
    view! {
        <div class="option">
            <input
                type="radio"
                name="candidate"
                id=id.clone()
                aria-describedby=format!("{id}-help")
                checked=is_chosen
                on:change=move |_| choose(form, &candidate)
            />
            <label for=id.clone()>{label}</label>
            <div class="option__help" id=format!("{id}-help")>
                <p>{console.text_with(place, "issuer", issuer)}</p>
                {refusal}
            </div>
        </div>
    }
}

/// What was recognised. Only its first words are a status, so that not every digest is read out.
#[component]
fn Recognised(
    /// The form.
    form: Form,
) -> impl IntoView {
    let console = use_console();
    let encoding = move || {
        let given = form.given.get()?;
        let text = match given.form {
            Encoding::Pem => Text::ReadPem,
            Encoding::Der => Text::ReadDer,
            Encoding::Base64 => Text::ReadBase64,
            Encoding::Pkcs7 => Text::ReadPkcs7,
        };
        Some(text.words(console.language()))
    };
    let found = move || form.certificate.with(Option::is_some);
    let heading = move || {
        let words = found().then(|| Text::ChooseRead.words(console.language()));
        words.map(|words| view! { <h3>{words}</h3><p>{encoding}</p> })
    };
    view! {
        <div id="recognised" class:recognised=found>
            <div role="status">{heading}</div>
            {move || form.certificate.get().map(|facts| view! { <CertificateDetails facts/> })}
        </div>
    }
}

#[cfg(test)]
mod tests;
