//! The proof of the set-up from any shell, which no page can give by itself: Entra answers it to servers only.

mod by_files;

use std::rc::Rc;
use std::time::Duration;

use base::Clock;
use base::Secret;
use base::Timestamp;
use handoff::HandOver;
use handoff::PROOF_ANSWERS;
use handoff::ProofAnswer;
use handoff::ProofCommands;
use keys::KeyError;
use leptos::prelude::*;
use leptos::task::spawn_local;
use words::Text;

use self::by_files::ByFiles;
use crate::browser::clock;
use crate::browser::clock::BrowserClock;
use crate::browser::worker;
use crate::console::use_console;
use crate::parts::copied::CopyButton;
use crate::parts::copied::CopySecret;
use crate::parts::entry::Wrong;
use crate::parts::notice::Notice;
use crate::parts::notice::Tone;
use crate::parts::work::Work;
use crate::parts::work::WorkProgress;
use crate::road;
use crate::stage::MadePair;

/// For how long a proof is kept: as long as Entra accepts it.
const LIFETIME: Duration = Duration::from_secs(10 * 60);

/// How the script's two files come out of a PFX.
const OUT_OF_A_PFX: &str = "openssl pkcs12 -in cert.pfx -clcerts -nokeys -out cert.pem
openssl pkcs12 -in cert.pfx -nocerts -out key.pem";

/// A proof that was signed.
#[derive(Clone)]
struct Signed {
    assertion: Secret<String>,
    until: Timestamp,
}

/// The proof that was signed last, for as long as it is one.
#[derive(Clone, Copy)]
struct Latest {
    signed: RwSignal<Option<Signed>>,
    is_over: RwSignal<bool>,
}

impl Latest {
    /// None yet.
    fn none() -> Self {
        Self {
            signed: RwSignal::new(None),
            is_over: RwSignal::new(false),
        }
    }

    /// Lets go of it: another one is wanted.
    fn forget(self) {
        self.signed.set(None);
        self.is_over.set(false);
    }

    /// Takes a new one in.
    fn take(self, assertion: Secret<String>) {
        let until = BrowserClock.now().plus(LIFETIME);
        self.signed.set(Some(Signed { assertion, until }));
        spawn_local(self.forget_in_time(until));
    }

    /// Forgets it once it is of no use any more, and says so.
    async fn forget_in_time(self, until: Timestamp) {
        BrowserClock.sleep(LIFETIME).await;
        // The page may have gone on, or a newer proof may have been signed.
        let is_it = |signed: &Option<Signed>| signed.as_ref().is_some_and(|it| it.until == until);
        if self.signed.try_with_untracked(is_it) == Some(true) {
            self.forget();
            self.is_over.set(true);
        }
    }
}

/// Offers the proof, where there is a certificate to be proved; folded, so that it is made only when it is asked for.
#[component]
pub(super) fn Proof(
    /// What is handed over.
    hand_over: HandOver,
    /// Whether the vendor has the key, so that nobody here can.
    is_vendors: bool,
) -> impl IntoView {
    let console = use_console();
    let config = console.config()?;
    let handed = hand_over.certificate.as_ref()?.thumbprint;
    let thumbprint = handed.to_string();
    let commands = road::proof::commands(&hand_over, &config);
    let pair = console.made_pair();
    let pair = pair.filter(|pair| road::proof::is_of(pair, &hand_over));
    let script = commands.openssl();
    let can_sign = !is_vendors && worker::is_possible();
    let by_page = match pair {
        Some(pair) => view! { <ByPage pair commands/> }.into_any(),
        None => view! {
            <p id="proof-no-key">{console.text_with(Text::HandOverProofNoKey, "thumbprint", thumbprint)}</p>
            {can_sign.then(|| view! { <ByFiles handed commands/> })}
        }
        .into_any(),
    };
    Some(view! {
        <details class="fold" id="prove-set-up">
            <summary><h2>{console.text(Text::HandOverProofHeading)}</h2></summary>
            <p>{console.text(Text::HandOverProofHelp)}</p>
            {by_page}
            <ByOpenssl script/>
            <Answers/>
        </details>
    })
}

/// Signs a proof with the pair that this page made, and shows the commands that send it.
#[component]
fn ByPage(
    /// The pair.
    pair: Rc<MadePair>,
    /// The commands.
    commands: ProofCommands,
) -> impl IntoView {
    let console = use_console();
    let latest = Latest::none();
    let wrong = RwSignal::new(None::<Wrong>);
    let signing = Work::none();
    let done = move |outcome: Result<Secret<String>, KeyError>| match outcome {
        Ok(assertion) => latest.take(assertion),
        Err(error) => wrong.set(Some(error.into())),
    };
    let sign = {
        let commands = commands.clone();
        move |_| {
            wrong.set(None);
            latest.forget();
            let (pair, commands) = (Rc::clone(&pair), commands.clone());
            let work = async move { road::proof::sign(&pair, &commands).await };
            signing.begin(work, done);
        }
    };
    view! {
        <div class="actions actions--small">
            <button
                type="button"
                class="button"
                id="sign-proof"
                aria-disabled=move || signing.is_going_on().to_string()
                on:click=sign
            >
                {console.text(Text::HandOverProofButton)}
            </button>
        </div>
        <WorkProgress work=signing text=Text::WorkingProof begun_by="#sign-proof"/>
        <p class="field__problem" role="alert">{move || wrong.get().map(|wrong| wrong.words(console))}</p>
        <Shown commands latest/>
    }
}

/// The commands with the latest proof in them, or that it is over.
#[component]
fn Shown(
    /// The commands.
    commands: ProofCommands,
    /// The proof.
    latest: Latest,
) -> impl IntoView {
    let console = use_console();
    let shown = move || {
        let commands = commands.clone();
        let signed = latest.signed.get();
        signed.map(|signed| view! { <Commands commands signed/> })
    };
    let said = move || {
        let over = latest.is_over.get();
        over.then(|| Text::HandOverProofOver.words(console.language()))
    };
    view! {
        <p class="said" role="status">{said}</p>
        {shown}
    }
}

/// The commands with the proof in them: masked until it is asked for, and copied whole.
#[component]
fn Commands(
    /// The commands.
    commands: ProofCommands,
    /// The proof.
    signed: Signed,
) -> impl IntoView {
    let console = use_console();
    let is_shown = RwSignal::new(false);
    let until = signed.until;
    let credential = move || {
        let time = clock::local(until, console.language());
        Text::HandOverProofCredential.with(console.language(), &[("time", &time)])
    };
    let curl = commands.curl(&signed.assertion);
    let powershell = commands.powershell(&signed.assertion);
    view! {
        <Notice tone=Tone::Warning><p>{credential}</p></Notice>
        <Command id="proof-curl" title=Text::HandOverProofCurl masked=commands.masked_curl() whole=curl is_shown/>
        <Command
            id="proof-powershell"
            title=Text::HandOverProofPowerShell
            masked=commands.masked_powershell()
            whole=powershell
            is_shown
        />
        <div class="actions actions--small">
            <button
                type="button"
                class="button button--small"
                id="show-proof"
                aria-controls="proof-curl proof-powershell"
                aria-pressed=move || is_shown.get().to_string()
                on:click=move |_| is_shown.update(|shown| *shown = !*shown)
            >
                {console.text(Text::HandOverProofShow)}
            </button>
        </div>
    }
}

/// One command.
#[component]
fn Command(
    /// `id` of its text.
    id: &'static str,
    /// Which shell it is for.
    title: Text,
    /// Without the proof.
    masked: String,
    /// With it.
    whole: Secret<String>,
    /// Whether it is shown whole.
    is_shown: RwSignal<bool>,
) -> impl IntoView {
    let console = use_console();
    let name = Signal::derive(move || title.words(console.language()).to_owned());
    let copied = whole.clone();
    let text = move || {
        if is_shown.get() {
            // EXPOSE: the person asked to see it.
            whole.expose().clone()
        } else {
            masked.clone()
        }
    };
    view! {
        <h3>{console.text(title)}</h3>
        <pre class="support" id=id>{text}</pre>
        <CopySecret value=copied name/>
    }
}

/// The script for whoever has the key file.
#[component]
fn ByOpenssl(
    /// The script.
    script: String,
) -> impl IntoView {
    let console = use_console();
    let name = Signal::derive(move || {
        Text::HandOverProofScript
            .words(console.language())
            .to_owned()
    });
    view! {
        <h3>{console.text(Text::HandOverProofScript)}</h3>
        <p>{console.text(Text::HandOverProofOpenssl)}</p>
        <pre class="support" id="proof-openssl">{script.clone()}</pre>
        <CopyButton value=script name/>
        <p>{console.text(Text::HandOverProofStore)}</p>
        <pre class="support">{OUT_OF_A_PFX}</pre>
    }
}

/// What each answer means.
#[component]
fn Answers() -> impl IntoView {
    let console = use_console();
    let answer = |ProofAnswer { sign, meaning }: ProofAnswer| {
        view! {
            <dt><code>{sign}</code></dt>
            <dd>{console.text(meaning)}</dd>
        }
    };
    view! {
        <h3>{console.text(Text::HandOverProofAnswers)}</h3>
        <dl class="facts" id="proof-answers">{PROOF_ANSWERS.map(answer).into_iter().collect_view()}</dl>
    }
}
