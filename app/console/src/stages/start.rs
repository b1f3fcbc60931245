//! Before signing in: what this is, what will happen, what is asked.

use base::Key;
use leptos::prelude::*;
use provision::History;
use words::Text;

use crate::console::use_console;
use crate::draft::Draft;
use crate::invited;
use crate::parts::hand_on::HandOn;
use crate::parts::notice::Notice;
use crate::parts::notice::Tone;
use crate::parts::notice::TroubleNotice;
use crate::parts::typed_code::ErrorsThere;
use crate::road;
use crate::stage::Trouble;

/// The first thing a person sees, and where a failed sign-in comes back to.
#[component]
pub(crate) fn Start(
    /// Why the last sign-in failed, or why a colleague's link could not be read.
    trouble: Option<Trouble>,
) -> impl IntoView {
    let console = use_console();
    let product = console
        .config()
        .map(|config| config.product.clone())
        .unwrap_or_default();
    let button = if trouble.as_ref().is_some_and(is_of_sign_in) {
        Text::StartAgainButton
    } else {
        Text::StartButton
    };
    // A choice that was made before, and a sign-in for it that did not succeed: nothing of it is lost.
    let draft = Draft::peek();
    let stuck = trouble.as_ref().is_some_and(needs_colleague);
    let waiting = draft.as_ref().filter(|_| stuck);
    // The journal is not read before somebody is signed in.
    let remainder = waiting.and_then(|draft| draft.errand.remainder(&History::default()));
    let hand_on = remainder.map(|remainder| view! { <HandOn remainder/> });
    let pending = draft.is_some();
    let class = if pending {
        "button"
    } else {
        "button button--primary"
    };
    let button = if pending { Text::StartOver } else { button };
    let go_on = pending.then(|| {
        view! {
            <button
                type="button"
                class="button button--primary"
                id="go-on"
                on:click=move |_| road::sign_in_and_go_on(console)
            >
                {console.text(Text::StartGoOnButton)}
            </button>
        }
    });
    let invited = invited::peek().map(|_| {
        view! {
            <Notice tone=Tone::Remark>
                <p id="invited">{console.text(Text::StartInvited)}</p>
            </Notice>
        }
    });
    let steps = [
        Text::StartFirst,
        Text::StartSecond,
        Text::StartThird,
        Text::StartFourth,
    ];
    let scopes = [
        ("User.Read", Text::StartScopeUser),
        ("Application.Read.All", Text::StartScopeApplications),
    ];
    view! {
        <section class="stage">
            <h1 tabindex="-1">{console.text_with(Text::StartHeading, "product", product.clone())}</h1>
            {trouble.map(|trouble| view! { <TroubleNotice trouble/> })}
            {hand_on}
            {invited}
            <p class="lead">{console.text_with(Text::StartIntroduction, "product", product)}</p>
            <div class="card">
                <h2>{console.text(Text::StartWay)}</h2>
                <p>{console.text(Text::StartWayHelp)}</p>
            </div>
            <h2>{console.text(Text::StartWhatHappens)}</h2>
            <ol class="road">{steps.map(|step| view! { <li>{console.text(step)}</li> }).collect_view()}</ol>
            <p>{console.text(Text::StartScopes)}</p>
            <ul class="scopes">{scopes.map(|(name, why)| view! { <li><code>{name}</code>" "{console.text(why)}</li> }).collect_view()}</ul>
            <div class="actions">
                {go_on}
                <button type="button" class=class id="sign-in" on:click=move |_| road::sign_in(console)>
                    {console.text(button)}
                </button>
            </div>
            <p class="small">{console.text(Text::StartPrivacy)}</p>
            <ErrorsThere/>
            <p class="small">{console.text(Text::Unverified)}</p>
        </section>
    }
}

/// Whether the person may not agree to what was asked, or not read the tenant: what was chosen before can go to a colleague.
fn needs_colleague(trouble: &Trouble) -> bool {
    trouble.message.key == Key::SignInAdminConsent || trouble.lacks_role()
}

/// Whether a sign-in failed; a colleague's link that cannot be read is none.
fn is_of_sign_in(trouble: &Trouble) -> bool {
    !matches!(
        trouble.message.key,
        Key::InvitationMissing
            | Key::InvitationTooLarge
            | Key::InvitationUnreadable
            | Key::InvitationForm
            | Key::InvitationName
    )
}
