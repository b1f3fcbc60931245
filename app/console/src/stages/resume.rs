//! Going on with an interrupted run for which a key pair was made: is its file still there, and its password known?

use std::rc::Rc;

use base::Clock;
use base::Message;
use base::Thumbprint;
use leptos::prelude::*;
use leptos::task::spawn_local;
use provision::Purpose;
use provision::RunId;
use survey::Wish;
use words::Text;

use crate::browser::clock::BrowserClock;
use crate::browser::files;
use crate::console::use_console;
use crate::road;
use crate::stage::SignedIn;
use crate::stage::Stage;

/// The most of a file that is loaded: as much as `keys` reads, which refuses anything larger.
const MOST_BYTES: i32 = 64 * 1024;

/// What shows the public key that a password opens, and the one that a certificate carries.
const COMMANDS: &str = "openssl pkey -in key.pem -pubout
openssl x509 -in cert.pem -noout -pubkey";

/// Asks for the saved file and its password, or for a new pair.
#[component]
pub(crate) fn ResumeStage(
    /// Who is signed in.
    signed_in: Rc<SignedIn>,
    /// The run.
    run: RunId,
) -> impl IntoView {
    let console = use_console();
    let wish = wish_of(&signed_in, &run);
    let go_on = {
        let signed_in = Rc::clone(&signed_in);
        move |_| {
            let (signed_in, run) = (Rc::clone(&signed_in), run.clone());
            spawn_local(road::resume_with_keys(console, signed_in, run));
        }
    };
    let thumbprint = wish.as_ref().and_then(|wish| wish.made.as_ref());
    let thumbprint = thumbprint.map(|made| made.thumbprint);
    let named = thumbprint.map(|thumbprint| thumbprint.to_string());
    let proof = thumbprint.map(|thumbprint| view! { <Proof thumbprint/> });
    let back = {
        let signed_in = Rc::clone(&signed_in);
        move |_| console.go(Stage::Tenant(Rc::clone(&signed_in)))
    };
    let anew = move |_| {
        if let Some(wish) = &wish {
            let choice = wish.choice.clone();
            console.go(Stage::Keys(Rc::clone(&signed_in), choice, None));
        }
    };
    view! {
        <section class="stage">
            <h1 tabindex="-1">{console.text(Text::ResumeHeading)}</h1>
            <p>{console.text_with(Text::ResumeIntroduction, "thumbprint", named.unwrap_or_default())}</p>
            {proof}
            <div class="actions">
                <button type="button" class="button button--primary" id="resume-with-keys" on:click=go_on>
                    {console.text(Text::ResumeWithKeys)}
                </button>
                <button type="button" class="button" id="resume-anew" on:click=anew>
                    {console.text(Text::ResumeAnew)}
                </button>
                <button type="button" class="button" id="back-to-tenant" on:click=back>
                    {console.text(Text::PlanBackToTenant)}
                </button>
            </div>
        </section>
    }
}

fn wish_of(signed_in: &SignedIn, run: &RunId) -> Option<Wish> {
    let mut runs = signed_in.past.history.runs.iter();
    runs.find_map(|journal| {
        let beginning = journal.beginning().filter(|it| it.run == run)?;
        match beginning.purpose {
            Purpose::SetUp { wish } => Some(wish.clone()),
            Purpose::Undo { .. } | Purpose::Leave => None,
        }
    })
}

/// What a file that was chosen turned out to be.
#[derive(Clone, Debug)]
enum Found {
    /// The run's certificate.
    Same,
    /// Another certificate.
    Other(Thumbprint),
    /// No certificate that can be used.
    Refused(Message),
    /// The browser could not read it.
    Unread(String),
}

/// Reads a file and compares it with the certificate of this thumbprint.
async fn compare(file: web_sys::File, thumbprint: Thumbprint) -> Found {
    let bytes = match files::read(&file, MOST_BYTES).await {
        Ok(bytes) => bytes,
        Err(reason) => return Found::Unread(reason),
    };
    // EXPOSE: it may be the key file by mistake; the reader refuses that and keeps nothing.
    match keys::read_certificate(bytes.expose(), BrowserClock.now()) {
        Ok(facts) if facts.thumbprint == thumbprint => Found::Same,
        Ok(facts) => Found::Other(facts.thumbprint),
        Err(error) => Found::Refused(error.message()),
    }
}

/// Compares a certificate with the run's, and says how the password can be tried elsewhere.
#[component]
fn Proof(
    /// Thumbprint of the run's certificate.
    thumbprint: Thumbprint,
) -> impl IntoView {
    let console = use_console();
    let found = RwSignal::new(None::<Found>);
    let chosen = move |event: web_sys::Event| {
        let Some(file) = files::chosen(&event) else {
            return;
        };
        spawn_local(async move {
            found.set(None);
            found.set(Some(compare(file, thumbprint).await));
        });
    };
    let same = move || {
        let is_same = found.with(|found| matches!(found, Some(Found::Same)));
        is_same.then(|| Text::ResumeProofSame.words(console.language()))
    };
    let problem = move || {
        let language = console.language();
        match found.get()? {
            Found::Same => None,
            Found::Other(other) => {
                let other = other.to_string();
                Some(Text::ResumeProofOther.with(language, &[("thumbprint", &other)]))
            }
            Found::Refused(message) => Some(console.sentence(message)()),
            Found::Unread(reason) => {
                Some(Text::ResumeProofUnread.with(language, &[("reason", &reason)]))
            }
        }
    };
    view! {
        <details class="fold" id="proof">
            <summary>{console.text(Text::ResumeProofHeading)}</summary>
            <div class="field">
                <label class="field__label" for="proof-certificate">{console.text(Text::ResumeProofLabel)}</label>
                <p class="field__help" id="proof-help">{console.text(Text::ResumeProofHelp)}</p>
                <input
                    type="file"
                    id="proof-certificate"
                    accept=".pem,.cer,.crt,.der"
                    aria-describedby="proof-help proof-same proof-problem"
                    on:change=chosen
                />
                <p class="said" id="proof-same" role="status">{same}</p>
                <p class="field__problem" id="proof-problem" role="alert">{problem}</p>
            </div>
            <p>{console.text(Text::ResumeProofPassword)}</p>
            <pre><code>{COMMANDS}</code></pre>
        </details>
    }
}
