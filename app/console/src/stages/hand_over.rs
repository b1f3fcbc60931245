//! Done: the values that support needs, each to copy, and a text with all of them.

mod proof;
mod reminder;

use std::rc::Rc;

use handoff::HandOver;
use handoff::Invitation;
use handoff::Line;
use handoff::Standing;
use leptos::prelude::*;
use leptos::task::spawn_local;
use signin::Cloud;
use survey::CertificateChoice;
use words::Text;

use self::proof::Proof;
use self::reminder::Reminder;
use crate::console::use_console;
use crate::parts::copied::CopyButton;
use crate::parts::gone::Gone;
use crate::parts::invite::Invite;
use crate::parts::notice::Notice;
use crate::parts::notice::Tone;
use crate::road;
use crate::stage::Errand;
use crate::stage::HandedOver;
use crate::stage::SignedIn;
use crate::stage::WithKeys;
use crate::stages::undone::ByHand;

/// Where the worldwide portal shows an application. Those of the other clouds are not known well enough to link to.
const PORTAL: &str = "https://entra.microsoft.com/#view/Microsoft_AAD_RegisteredApps/ApplicationMenuBlade/~/Overview/appId/";

/// Makes the Java key store that MyTimetable reads from a PFX: keytool's manual page, `-importkeystore`.
const KEYTOOL: &str = "keytool -importkeystore -srckeystore cert.pfx -srcstoretype pkcs12 -destkeystore cert.jks -deststoretype JKS";

/// The `id` of a value on the page.
fn id_of(label: Text) -> Option<&'static str> {
    match label {
        Text::HandOverTenantId => Some("hand-over-tenant-id"),
        Text::HandOverClientId => Some("hand-over-client-id"),
        Text::HandOverTenantName => Some("hand-over-tenant-name"),
        Text::HandOverInitialDomain => Some("hand-over-initial-domain"),
        Text::HandOverThumbprint => Some("hand-over-thumbprint"),
        Text::HandOverExpiry => Some("hand-over-expiry"),
        Text::HandOverEffectFrom => Some("hand-over-effect-from"),
        Text::HandOverPermissions => Some("hand-over-permissions"),
        _ => None,
    }
}

/// The hand-over.
#[component]
pub(crate) fn HandOverStage(
    /// Who is signed in.
    signed_in: Rc<SignedIn>,
    /// What the run ended with.
    handed_over: Rc<HandedOver>,
) -> impl IntoView {
    let console = use_console();
    let hand_over = &handed_over.hand_over;
    let with_keys = handed_over.with_keys;
    let is_vendors = matches!(
        handed_over.choice.certificate,
        CertificateChoice::Vendor { .. }
    );
    let login = console
        .config()
        .map(|config| config.authority.login.to_string());
    let worldwide = login.is_some_and(|login| login.starts_with(Cloud::Worldwide.login()));
    let portal = worldwide.then(|| {
        let address = format!("{PORTAL}{}", hand_over.client_id);
        view! {
            <p>
                <a href=address target="_blank" rel="noopener noreferrer">
                    {console.text(Text::HandOverPortal)}
                </a>
            </p>
        }
    });
    let lines = hand_over
        .lines()
        .into_iter()
        .map(|line| view! { <ValueLine line/> })
        .collect_view();
    let not_yet = matches!(hand_over.standing, Standing::NotYetEverywhere { .. });
    let effect = not_yet.then(|| {
        view! {
            <Notice tone=Tone::Remark><p id="not-yet-everywhere">{console.text(Text::HandOverEffect)}</p></Notice>
        }
    });
    let keys = match with_keys {
        WithKeys::Made => view! { <WhereFilesGo/> }.into_any(),
        WithKeys::Own => view! {
            <Notice tone=Tone::Warning><p>{console.text(Text::HandOverOwn)}</p></Notice>
        }
        .into_any(),
        WithKeys::No => ().into_any(),
    };
    let leave = move |_| {
        spawn_local(road::set_out(console, Rc::clone(&signed_in), Errand::Leave));
    };
    let waiting = !handed_over.left.is_empty();
    let (heading, introduction) = if waiting {
        (Text::HandOverWaiting, Text::HandOverWaitingHelp)
    } else {
        (Text::HandOverHeading, Text::HandOverIntroduction)
    };
    let colleague = waiting.then(|| view! { <ForColleague handed_over=Rc::clone(&handed_over)/> });
    view! {
        <section class="stage">
            <h1 tabindex="-1">{console.text(heading)}</h1>
            <p>{console.text(introduction)}</p>
            {colleague}
            <Gone gone=Rc::clone(&handed_over.gone)/>
            <dl class="facts facts--copy">{lines}</dl>
            {keys}
            {effect}
            <SupportText hand_over=hand_over.clone()/>
            <Reminder hand_over=hand_over.clone()/>
            <Proof hand_over=hand_over.clone() is_vendors/>
            {portal}
            <p>{console.text(Text::HandOverFinish)}</p>
            <div class="actions">
                <button type="button" class="button button--primary" id="finish" on:click=move |_| road::sign_out(console)>
                    {console.text(Text::SignOut)}
                </button>
                <button type="button" class="button" id="leave" on:click=leave>{console.text(Text::LeaveButton)}</button>
            </div>
        </section>
    }
}

/// Which of the key files goes where. Nothing of the files themselves is known here any more.
#[component]
fn WhereFilesGo() -> impl IntoView {
    let console = use_console();
    let name = Signal::derive(|| "keytool".to_owned());
    view! {
        <section id="where-files-go">
            <h2>{console.text(Text::HandOverFiles)}</h2>
            <ul class="road">
                <li>
                    {console.text(Text::HandOverFileStore)}
                    <pre><code>{KEYTOOL}</code></pre>
                    <CopyButton value=KEYTOOL name/>
                </li>
                <li>{console.text(Text::HandOverFilePfx)}</li>
                <li>{console.text(Text::HandOverFilePem)}</li>
                <li>{console.text(Text::HandOverFileCer)}</li>
            </ul>
            <Notice tone=Tone::Warning>
                <p>{console.text(Text::HandOverKeys)}</p>
                <p>{console.text(Text::HandOverFilesRest)}</p>
            </Notice>
        </section>
    }
}

/// What is left for a colleague, with the link and the file to hand it on.
#[component]
fn ForColleague(
    /// What the run ended with.
    handed_over: Rc<HandedOver>,
) -> impl IntoView {
    let invitation = Invitation::of(&handed_over.choice);
    view! {
        <ByHand left=Rc::new(handed_over.left.clone())/>
        <Invite invitation/>
    }
}

/// One value with its copy button.
#[component]
fn ValueLine(
    /// The value.
    line: Line,
) -> impl IntoView {
    let console = use_console();
    let label = line.label;
    let name = Signal::derive(move || label.words(console.language()).to_owned());
    view! {
        <dt>{console.text(label)}</dt>
        <dd><code id=id_of(label)>{line.value.clone()}</code>" "<CopyButton value=line.value name/></dd>
    }
}

/// The text for support, in the page's language.
#[component]
fn SupportText(
    /// What is handed over.
    hand_over: HandOver,
) -> impl IntoView {
    let console = use_console();
    let name = Signal::derive(move || Text::HandOverSupport.words(console.language()).to_owned());
    let text = move || {
        let text = hand_over.support_text(console.language());
        view! { <pre class="support" id="support-text">{text.clone()}</pre><CopyButton value=text name/> }
    };
    view! {
        <h2>{console.text(Text::HandOverSupport)}</h2>
        <p class="small">{console.text(Text::HandOverSupportHelp)}</p>
        {text}
    }
}
