//! One step of the plan: how it is marked, its sentence, and its request.

use leptos::prelude::*;
use provision::Action;
use provision::Step;
use words::Text;

use crate::console::use_console;
use crate::parts::notice::Notice;
use crate::parts::notice::Tone;
use crate::parts::request::RequestDetails;

/// How an action is marked: class and word.
fn mark(action: &Action) -> (&'static str, Text) {
    match action {
        Action::Keep => ("badge badge--keep", Text::PlanKeep),
        Action::Create { .. } => ("badge badge--create", Text::PlanCreate),
        Action::Update { .. } => ("badge badge--update", Text::PlanUpdate),
        Action::Remove { .. } => ("badge badge--remove", Text::PlanRemove),
        Action::ByHand { .. } => ("badge badge--hand", Text::PlanByHand),
        Action::Blocked { .. } => ("badge badge--blocked", Text::PlanBlock),
    }
}

/// One step of the plan.
#[component]
pub(super) fn StepItem(
    /// The step.
    step: Step,
) -> impl IntoView {
    let console = use_console();
    let (class, word) = mark(&step.action);
    let request = step
        .action
        .write()
        .cloned()
        .map(|template| view! { <RequestDetails template/> });
    let otherwise = match &step.action {
        Action::Create {
            otherwise: Some(template),
            ..
        } => {
            let template = template.clone();
            Some(view! { <RequestDetails template title=Text::PlanOtherwise/> })
        }
        _ => None,
    };
    let change = match &step.action {
        Action::Update { before, after, .. } => {
            let (before, after) = (format!("{before:#}"), format!("{after:#}"));
            Some(view! { <ChangeDetails before after/> })
        }
        _ => None,
    };
    let unblock = match step.action {
        Action::Blocked { unblock } | Action::ByHand { how: unblock, .. } => Some(view! {
            <Notice tone=Tone::Warning><p>{console.sentence(unblock)}</p></Notice>
        }),
        _ => None,
    };
    view! {
        <li class="plan__step" data-step=step.id.to_string()>
            <p class="plan__sentence"><span class=class>{console.text(word)}</span>" "{console.sentence(step.sentence)}</p>
            {unblock}
            {request}
            {otherwise}
            {change}
        </li>
    }
}

/// What changes, as it is and as it will be, folded.
#[component]
fn ChangeDetails(
    /// As it is.
    before: String,
    /// As it will be.
    after: String,
) -> impl IntoView {
    let console = use_console();
    view! {
        <details class="request">
            <summary>{console.text(Text::PlanBeforeAfter)}</summary>
            <p>{console.text(Text::ChangeRequestBefore)}</p>
            <pre class="request__body">{before}</pre>
            <p>{console.text(Text::ChangeRequestAfter)}</p>
            <pre class="request__body">{after}</pre>
        </details>
    }
}
