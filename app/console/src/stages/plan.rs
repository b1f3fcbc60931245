//! The plan: every change as a sentence and, unfolded, as the request that it will be.

use std::rc::Rc;

use handoff::change_request;
use handoff::plan_json;
use leptos::prelude::*;
use leptos::task::spawn_local;
use provision::Action;
use provision::Plan;
use provision::Step;
use words::Text;

use crate::browser::files;
use crate::console::use_console;
use crate::parts::notice::Notice;
use crate::parts::notice::Tone;
use crate::parts::request::RequestDetails;
use crate::road;
use crate::stage::Planned;
use crate::stage::Stage;

/// Shows the plan and waits for approval.
#[component]
pub(crate) fn PlanStage(
    /// The plan.
    planned: Rc<Planned>,
) -> impl IntoView {
    let console = use_console();
    let plan = &planned.plan;
    let steps = plan.steps.clone();
    let blocked = steps
        .iter()
        .any(|step| matches!(step.action, Action::Blocked { .. }));
    let count = plan.changes().to_string();
    let introduction = introduction(plan, blocked);
    let approve = {
        let planned = Rc::clone(&planned);
        move |_| console.go(Stage::Apply(Rc::clone(&planned)))
    };
    let again = {
        let planned = Rc::clone(&planned);
        move |_| {
            let (signed_in, wish) = (Rc::clone(&planned.signed_in), planned.wish.clone());
            spawn_local(road::plan(console, signed_in, wish));
        }
    };
    let button = match plan.changes() {
        0 => Text::PlanVerify,
        1 => Text::PlanApproveOne,
        _ => Text::PlanApprove,
    };
    let exported = Rc::clone(&planned);
    let restart = move |_| {
        let (signed_in, wish) = (Rc::clone(&planned.signed_in), planned.wish.clone());
        console.go(Stage::Choose(signed_in, Some(wish)));
    };
    let approve = (!blocked).then(|| {
        view! {
            <button type="button" class="button button--primary" id="approve" on:click=approve>
                {console.text_with(button, "count", count.clone())}
            </button>
        }
    });
    view! {
        <section class="stage">
            <h1 tabindex="-1">{console.text(Text::PlanHeading)}</h1>
            <p id="plan-introduction">{console.text_with(introduction, "count", count)}</p>
            <ol class="plan" id="plan">{steps.into_iter().map(|step| view! { <StepItem step/> }).collect_view()}</ol>
            <p class="small">{console.text(Text::PlanReversible)}</p>
            <Export planned=exported/>
            <div class="actions">
                {approve}
                <button type="button" class="button" id="look-again" on:click=again>
                    {console.text(Text::LookAgain)}
                </button>
                <button type="button" class="button" id="restart" on:click=restart>{console.text(Text::PlanRestart)}</button>
            </div>
        </section>
    }
}

/// Saves the plan as a document.
#[component]
fn Export(
    /// The plan.
    planned: Rc<Planned>,
) -> impl IntoView {
    let console = use_console();
    let failure = RwSignal::new(None::<(&'static str, String)>);
    let save = move |name: &'static str, kind: &'static str, content: String| {
        // A file that could not be offered is told; trying again may help.
        let outcome = files::save(name, kind, content.as_bytes());
        failure.set(outcome.err().map(|detail| (name, detail)));
    };
    let markdown = {
        let planned = Rc::clone(&planned);
        move |_| {
            let organization = &planned.signed_in.facts.organization;
            let language = console.language();
            let text = change_request(
                &planned.plan,
                &organization.display_name,
                &organization.id,
                language,
            );
            save("change-request.md", "text/markdown", text);
        }
    };
    let json = move |_| {
        let tenant = &planned.signed_in.facts.organization.id;
        save(
            "plan.json",
            "application/json",
            format!("{:#}", plan_json(&planned.plan, tenant)),
        );
    };
    let failed = move |(name, detail): (&'static str, String)| {
        let values = [("file", name), ("detail", detail.as_str())];
        view! { <p class="field__problem" role="alert">{Text::KeysSaveFailed.with(console.language(), &values)}</p> }
    };
    view! {
        <div class="actions">
            <button type="button" class="button button--small" id="save-change-request" on:click=markdown>
                {console.text(Text::PlanSaveRequest)}
            </button>
            <button type="button" class="button button--small" id="save-plan" on:click=json>
                {console.text(Text::PlanSaveJson)}
            </button>
        </div>
        {move || failure.get().map(failed)}
    }
}

fn introduction(plan: &Plan, blocked: bool) -> Text {
    if blocked {
        Text::PlanBlocked
    } else if plan.is_kept() {
        Text::PlanNothing
    } else if plan.changes() == 1 {
        Text::PlanIntroductionOne
    } else {
        Text::PlanIntroduction
    }
}

/// How an action is marked: class and word.
fn mark(action: &Action) -> (&'static str, Text) {
    match action {
        Action::Keep => ("badge badge--keep", Text::PlanKeep),
        Action::Create { .. } => ("badge badge--create", Text::PlanCreate),
        Action::Update { .. } => ("badge badge--update", Text::PlanUpdate),
        Action::Blocked { .. } => ("badge badge--blocked", Text::PlanBlock),
    }
}

/// One step of the plan.
#[component]
fn StepItem(
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
    let unblock = match step.action {
        Action::Blocked { unblock } => Some(view! {
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
        </li>
    }
}
