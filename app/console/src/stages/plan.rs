//! The plan: every change as a sentence and, unfolded, as the request that it will be.

mod confirm;
mod export;
mod step;

use std::rc::Rc;

use graph::owner::Owner;
use leptos::prelude::*;
use leptos::task::spawn_local;
use provision::Action;
use provision::Plan;
use words::Text;

use self::confirm::Confirm;
use self::export::Export;
use self::step::StepItem;
use crate::console::use_console;
use crate::parts::notice::Notice;
use crate::parts::notice::Tone;
use crate::road;
use crate::stage::Aim;
use crate::stage::Planned;
use crate::stage::Stage;
use crate::stages::check::CheckList;

/// Shows the plan and waits for approval.
#[component]
pub(crate) fn PlanStage(
    /// The plan.
    planned: Rc<Planned>,
) -> impl IntoView {
    let console = use_console();
    let plan = &planned.plan;
    let steps = plan.steps.clone();
    let count = plan.changes().to_string();
    let introduction = introduction(&planned.aim, plan);
    let heading = match planned.aim {
        Aim::SetUp(..) => Text::PlanHeading,
        Aim::Undo { .. } => Text::UndoHeading,
        Aim::RemoveCertificate(_) => Text::RemovalHeading,
        Aim::Leave => Text::LeaveHeading,
    };
    let again = {
        let planned = Rc::clone(&planned);
        move |_| {
            let (signed_in, errand) = (Rc::clone(&planned.signed_in), planned.errand.clone());
            // What goes on with a run goes on being that.
            match planned.resumes.clone() {
                Some(run) => spawn_local(road::look_again_to_resume(console, signed_in, run)),
                None => spawn_local(road::go_on(console, signed_in, errand)),
            }
        }
    };
    let back = {
        let planned = Rc::clone(&planned);
        move |_| {
            let signed_in = Rc::clone(&planned.signed_in);
            console.go(match planned.wish() {
                Some(wish) => Stage::Choose(signed_in, Some(wish.clone())),
                None => Stage::Tenant(signed_in),
            });
        }
    };
    let back_text = match planned.aim {
        Aim::SetUp(..) => Text::PlanRestart,
        Aim::Undo { .. } | Aim::RemoveCertificate(_) | Aim::Leave => Text::PlanBackToTenant,
    };
    let changed = planned.resumes.as_ref().map(|run| {
        let why = if planned.signed_in.approved(run) {
            Text::PlanNotWithin
        } else {
            Text::PlanOfAnother
        };
        view! { <Notice tone=Tone::Warning><p id="plan-changed">{console.text(why)}</p></Notice> }
    });
    let reversible = matches!(planned.aim, Aim::SetUp(..)).then(|| {
        view! { <p class="small">{console.text(Text::PlanReversible)}</p> }
    });
    let approval = approval(&planned);
    view! {
        <section class="stage">
            <h1 tabindex="-1">{console.text(heading)}</h1>
            {changed}
            <p id="plan-introduction">{console.text_with(introduction, "count", count)}</p>
            <ol class="plan" id="plan">{steps.into_iter().map(|step| view! { <StepItem step/> }).collect_view()}</ol>
            <Owners planned=Rc::clone(&planned)/>
            {reversible}
            <Checks planned=Rc::clone(&planned)/>
            <Export planned=Rc::clone(&planned)/>
            {approval}
            <div class="actions">
                <button type="button" class="button" id="look-again" on:click=again>
                    {console.text(Text::LookAgain)}
                </button>
                <button type="button" class="button" id="restart" on:click=back>{console.text(back_text)}</button>
            </div>
        </section>
    }
}

fn is_blocked(plan: &Plan) -> bool {
    let blocked = |action: &Action| matches!(action, Action::Blocked { .. });
    plan.steps.iter().any(|step| blocked(&step.action))
}

fn introduction(aim: &Aim, plan: &Plan) -> Text {
    if is_blocked(plan) {
        return Text::PlanBlocked;
    }
    match (aim, plan.changes()) {
        (Aim::SetUp(..), 0) => Text::PlanNothing,
        (Aim::SetUp(..), 1) => Text::PlanIntroductionOne,
        (Aim::SetUp(..), _) => Text::PlanIntroduction,
        (Aim::Undo { .. }, 0) => Text::UndoNothing,
        (Aim::Undo { .. }, _) => Text::UndoIntroduction,
        (Aim::RemoveCertificate(_), 0) => Text::RemovalNothing,
        (Aim::RemoveCertificate(_), _) => Text::RemovalIntroduction,
        (Aim::Leave, 0) => Text::LeaveNothing,
        (Aim::Leave, _) => Text::LeaveIntroduction,
    }
}

/// The button that approves, where there is anything to approve; what takes away is confirmed by typing.
fn approval(planned: &Rc<Planned>) -> Option<AnyView> {
    let console = use_console();
    let changes = planned.plan.changes();
    let is_set_up = matches!(planned.aim, Aim::SetUp(..));
    // What was interrupted after its last write has nothing left to do but to be seen and written down as finished.
    let finishes = changes == 0 && planned.resumes.is_some();
    if is_blocked(&planned.plan) || (changes == 0 && !is_set_up && !finishes) {
        return None;
    }
    let approve = {
        let planned = Rc::clone(planned);
        // A plan with a blocked step offers no button.
        move || {
            if let Ok(approved) = planned.plan.clone().approve() {
                console.go(Stage::Apply(Rc::clone(&planned), approved));
            }
        }
    };
    let confirmed = match &planned.aim {
        Aim::Undo { name, .. } => Some((name.clone(), Text::UndoConfirm, Text::UndoApprove)),
        Aim::RemoveCertificate(removal) => {
            let name = removal.application_name.clone();
            Some((name, Text::UndoConfirm, Text::RemovalApprove))
        }
        Aim::SetUp(..) | Aim::Leave => None,
    };
    if let Some((name, question, button)) = confirmed.filter(|_| !finishes) {
        let approve = UnsyncCallback::new(move |()| approve());
        return Some(view! { <Confirm name question button approve/> }.into_any());
    }
    let text = match (is_set_up, changes) {
        (true, 0) => Text::PlanVerify,
        (false, 0) => Text::PlanFinish,
        (true, 1) => Text::PlanApproveOne,
        (true, _) => Text::PlanApprove,
        (false, _) => Text::LeaveApprove,
    };
    let text = console.text_with(text, "count", changes.to_string());
    Some(
        view! {
            <div class="actions">
                <button type="button" class="button button--primary" id="approve" on:click=move |_| approve()>
                    {text}
                </button>
            </div>
        }
        .into_any(),
    )
}

/// Who else may add credentials to the application.
#[component]
fn Owners(
    /// The plan.
    planned: Rc<Planned>,
) -> impl IntoView {
    let console = use_console();
    let me = &planned.signed_in.facts.me.id;
    let leaving = planned.wish().map(|wish| wish.choice.remove_owners.clone());
    let leaving = leaving.unwrap_or_default();
    let stays = |owner: &&Owner| owner.id != *me && !leaving.contains(&owner.id);
    let others = planned.owners.iter().filter(stays);
    let others: Vec<String> = others.map(survey::owner_label).collect();
    let is_set_up = matches!(planned.aim, Aim::SetUp(..));
    (is_set_up && !others.is_empty()).then(|| {
        let item = |owner: String| view! { <li>{owner}</li> };
        view! {
            <Notice tone=Tone::Warning>
                <p>{console.text(Text::PlanOwners)}</p>
                <ul id="plan-owners">{others.into_iter().map(item).collect_view()}</ul>
            </Notice>
        }
    })
}

/// What was found before anything else, folded.
#[component]
fn Checks(
    /// The plan.
    planned: Rc<Planned>,
) -> impl IntoView {
    let console = use_console();
    let checks = Rc::clone(&planned.checks);
    let count = checks.len().to_string();
    (!checks.is_empty()).then(|| {
        view! {
            <details>
                <summary>{console.text_with(Text::PlanChecks, "count", count)}</summary>
                <CheckList checks/>
            </details>
        }
    })
}
