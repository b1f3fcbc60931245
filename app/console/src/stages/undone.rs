//! Undone: what was done by the runs is gone, or is as it was.

use std::rc::Rc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use provision::Action;
use provision::Step;
use words::Text;

use crate::console::use_console;
use crate::parts::gone::Gone;
use crate::parts::notice::Notice;
use crate::parts::notice::Tone;
use crate::road;
use crate::stage::SignedIn;
use crate::stage::Undone;

/// Says so, with what a person still has to do.
#[component]
pub(crate) fn UndoneStage(
    /// Who is signed in.
    signed_in: Rc<SignedIn>,
    /// What it ended with.
    undone: Rc<Undone>,
) -> impl IntoView {
    let console = use_console();
    let (stays, left) = (Rc::clone(&undone.stays), Rc::clone(&undone.left));
    let gone = Rc::clone(&undone.gone);
    let look = move |_| spawn_local(road::look_again(console, Rc::clone(&signed_in)));
    view! {
        <section class="stage">
            <h1 tabindex="-1">{console.text(Text::UndoneHeading)}</h1>
            <p id="undone">{console.text(Text::UndoneIntroduction)}</p>
            <ByHand left/>
            <Stays stays/>
            <Gone gone/>
            <div class="actions">
                <button type="button" class="button button--primary" id="finish" on:click=move |_| road::sign_out(console)>
                    {console.text(Text::SignOut)}
                </button>
                <button type="button" class="button" id="look-again" on:click=look>{console.text(Text::LookAgain)}</button>
            </div>
        </section>
    }
}

/// What stays and why, if anything does.
#[component]
fn Stays(
    /// The steps that tell it.
    stays: Rc<Vec<Step>>,
) -> impl IntoView {
    let console = use_console();
    let item = move |step: Step| view! { <li data-step=step.id.to_string()>{console.sentence(step.sentence)}</li> };
    let items = stays.iter().cloned().map(item).collect_view();
    (!stays.is_empty()).then(|| {
        view! {
            <Notice tone=Tone::Remark>
                <h2>{console.text(Text::UndoneStays)}</h2>
                <ul id="stays">{items}</ul>
            </Notice>
        }
    })
}

/// What people have to do elsewhere, if anything.
#[component]
pub(crate) fn ByHand(
    /// The steps.
    left: Rc<Vec<Step>>,
) -> impl IntoView {
    let console = use_console();
    let item = move |step: Step| {
        let how = match step.action {
            Action::ByHand { how, .. } => Some(view! { <p>{console.sentence(how)}</p> }),
            _ => None,
        };
        view! { <li data-step=step.id.to_string()><p>{console.sentence(step.sentence)}</p>{how}</li> }
    };
    let items = left.iter().cloned().map(item).collect_view();
    (!left.is_empty()).then(|| {
        view! {
            <Notice tone=Tone::Warning>
                <h2>{console.text(Text::ByHandHeading)}</h2>
                <ul id="by-hand">{items}</ul>
            </Notice>
        }
    })
}
