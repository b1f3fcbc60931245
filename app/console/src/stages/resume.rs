//! Going on with an interrupted run for which a key pair was made: its saved file is opened, or a new pair is made.

use std::rc::Rc;

use handoff::Remainder;
use keys::Proof;
use leptos::prelude::*;
use leptos::task::spawn_local;
use provision::Journal;
use provision::Purpose;
use provision::RunId;
use survey::Wish;
use words::Text;

use crate::browser::worker;
use crate::console::use_console;
use crate::parts::certificate::CertificateDetails;
use crate::parts::entry::Wrong;
use crate::parts::hand_on::HandOn;
use crate::parts::insecure::Insecure;
use crate::parts::saved_file::SavedFile;
use crate::parts::saved_file::Words;
use crate::road;
use crate::stage::SignedIn;
use crate::stage::Stage;

const WORDS: Words = Words {
    file: Text::ResumeFile,
    help: Text::ResumeFileHelp,
    password: Text::ResumePassword,
    button: Text::ResumeWithKeys,
    other: Some(Text::ResumeOther),
};

/// Asks for the saved file and its password, or for a new pair; where the run stopped for want of a role, what is left can go
/// to a colleague as well.
#[component]
pub(crate) fn ResumeStage(
    /// Who is signed in.
    signed_in: Rc<SignedIn>,
    /// The run.
    run: RunId,
) -> impl IntoView {
    let console = use_console();
    let history = &signed_in.past.history;
    let stopped = history.run(&run);
    let wish = stopped.and_then(wish_of);
    let remainder = stopped.and_then(|run| Remainder::where_a_role_lacked(run, history));
    let hand_on = remainder.map(|remainder| view! { <HandOn remainder/> });
    let made = wish.as_ref().and_then(|wish| wish.made.clone());
    let thumbprint = made.as_ref().map(|made| made.thumbprint.to_string());
    let opened = StoredValue::new_local((Rc::clone(&signed_in), run));
    let proved = move |proof: Proof| {
        if !proof.holds_key() {
            return Some(Wrong::Text(Text::ResumePublic));
        }
        let (signed_in, run) = opened.get_value();
        spawn_local(road::resume_with_keys(console, signed_in, run));
        None
    };
    let body = made.map(|made| {
        let certificate = Rc::new(made.clone());
        let form = if worker::is_possible() {
            let class = "button button--primary";
            view! { <SavedFile certificate words=WORDS id="resume-with-keys" class begun=|| {} proved/> }.into_any()
        } else {
            view! { <Insecure/> }.into_any()
        };
        view! {
            <details class="fold">
                <summary>{console.text(Text::ResumeCertificate)}</summary>
                <CertificateDetails facts=made/>
            </details>
            {form}
        }
    });
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
            <p>{console.text_with(Text::ResumeIntroduction, "thumbprint", thumbprint.unwrap_or_default())}</p>
            {body}
            {hand_on}
            <h2>{console.text(Text::ResumeElse)}</h2>
            <div class="actions">
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

fn wish_of(run: &Journal) -> Option<Wish> {
    match run.beginning()?.purpose {
        Purpose::SetUp { wish } => Some(wish.clone()),
        Purpose::Undo { .. } | Purpose::RemoveCertificate { .. } | Purpose::Leave => None,
    }
}
