//! Done: the values that support needs, each to copy, and a text with all of them.

use std::rc::Rc;

use handoff::HandOver;
use handoff::Line;
use leptos::prelude::*;
use signin::Cloud;
use words::Text;

use crate::console::use_console;
use crate::parts::copied::CopyButton;
use crate::parts::notice::Notice;
use crate::parts::notice::Tone;
use crate::road;
use crate::stage::WithKeys;

/// Where the worldwide portal shows an application. Those of the other clouds are not known well enough to link to.
const PORTAL: &str = "https://entra.microsoft.com/#view/Microsoft_AAD_RegisteredApps/ApplicationMenuBlade/~/Overview/appId/";

/// The `id` of a value on the page.
fn id_of(label: Text) -> Option<&'static str> {
    match label {
        Text::HandOverTenantId => Some("hand-over-tenant-id"),
        Text::HandOverClientId => Some("hand-over-client-id"),
        Text::HandOverTenantName => Some("hand-over-tenant-name"),
        Text::HandOverInitialDomain => Some("hand-over-initial-domain"),
        Text::HandOverThumbprint => Some("hand-over-thumbprint"),
        Text::HandOverExpiry => Some("hand-over-expiry"),
        Text::HandOverPermissions => Some("hand-over-permissions"),
        _ => None,
    }
}

/// The hand-over.
#[component]
pub(crate) fn HandOverStage(
    /// What is handed over.
    hand_over: Rc<HandOver>,
    /// Whether this run made key files.
    with_keys: WithKeys,
) -> impl IntoView {
    let console = use_console();
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
    let keys = (with_keys == WithKeys::Yes).then(|| {
        view! {
            <Notice tone=Tone::Warning><p>{console.text(Text::HandOverKeys)}</p></Notice>
        }
    });
    view! {
        <section class="stage">
            <h1 tabindex="-1">{console.text(Text::HandOverHeading)}</h1>
            <p>{console.text(Text::HandOverIntroduction)}</p>
            <dl class="facts facts--copy">{lines}</dl>
            {keys}
            <Notice tone=Tone::Remark><p>{console.text(Text::HandOverEffect)}</p></Notice>
            <SupportText hand_over=(*hand_over).clone()/>
            {portal}
            <p>{console.text(Text::HandOverFinish)}</p>
            <div class="actions">
                <button type="button" class="button button--primary" id="finish" on:click=move |_| road::sign_out(console)>
                    {console.text(Text::SignOut)}
                </button>
            </div>
        </section>
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
