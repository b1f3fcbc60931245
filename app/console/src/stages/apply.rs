//! The plan being carried out, with live progress.

use std::rc::Rc;

use handoff::Remainder;
use leptos::prelude::*;
use leptos::task::spawn_local;
use provision::Approved;
use provision::Event;
use provision::Seen;
use provision::StepId;
use words::Text;

use crate::browser::document;
use crate::console::Console;
use crate::console::use_console;
use crate::parts::hand_on::HandOn;
use crate::parts::notice::TroubleNotice;
use crate::parts::typed_code::ErrorsThere;
use crate::road;
use crate::road::Stopped;
use crate::stage::Errand;
use crate::stage::Planned;

/// How far a step is.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Progress {
    Waiting,
    Running,
    NotYet,
    Settling(Seen),
    Done,
    /// A person does it elsewhere.
    ByHand,
    Stopped,
    /// Only what somebody else does helps.
    Blocked,
}

impl Progress {
    fn class(self) -> &'static str {
        match self {
            Self::Waiting | Self::ByHand => "progress__step",
            Self::Running | Self::NotYet | Self::Settling(_) => {
                "progress__step progress__step--now"
            }
            Self::Done => "progress__step progress__step--done",
            Self::Stopped | Self::Blocked => "progress__step progress__step--stopped",
        }
    }

    fn words(self, console: Console) -> String {
        let language = console.language();
        match self {
            Self::Waiting => Text::ApplyWaiting.words(language).to_owned(),
            Self::Running => Text::ApplyRunning.words(language).to_owned(),
            Self::NotYet => Text::ApplyNotYet.words(language).to_owned(),
            Self::Settling(seen) => {
                let values = [
                    seen.good.to_string(),
                    seen.of.to_string(),
                    seen.waited.as_secs().to_string(),
                ];
                Text::ApplySettling.with(
                    language,
                    &[
                        ("good", &values[0]),
                        ("of", &values[1]),
                        ("seconds", &values[2]),
                    ],
                )
            }
            Self::Done => Text::ApplyDone.words(language).to_owned(),
            Self::ByHand => Text::ApplyByHand.words(language).to_owned(),
            Self::Stopped => Text::ApplyStopped.words(language).to_owned(),
            Self::Blocked => Text::ApplyBlocked.words(language).to_owned(),
        }
    }
}

/// What an event makes of a step.
fn progress(event: Event) -> (StepId, Progress) {
    match event {
        Event::Began(step) => (step, Progress::Running),
        Event::NotYet(step) => (step, Progress::NotYet),
        Event::Waiting(step, seen) => (step, Progress::Settling(seen)),
        Event::Done(step) => (step, Progress::Done),
        Event::ByHand(step) => (step, Progress::ByHand),
        Event::Stopped(stop) if stop.is_blocked() => (stop.step, Progress::Blocked),
        Event::Stopped(stop) => (stop.step, Progress::Stopped),
    }
}

/// Carries the plan out as soon as it is drawn.
#[component]
pub(crate) fn Apply(
    /// What was approved.
    planned: Rc<Planned>,
    /// The approval.
    approved: Approved,
) -> impl IntoView {
    let console = use_console();
    let states: RwSignal<Vec<(StepId, Progress)>> = RwSignal::new(
        planned
            .plan
            .steps
            .iter()
            .map(|step| (step.id.clone(), Progress::Waiting))
            .collect(),
    );
    let verifying = RwSignal::new(None::<Seen>);
    let stopped = RwSignal::new(None::<Stopped>);
    let run = Rc::clone(&planned);
    spawn_local(async move {
        let tell = move |event| {
            let (step, progress) = progress(event);
            states.update(|states| {
                states
                    .iter_mut()
                    .filter(|state| state.0 == step)
                    .for_each(|state| state.1 = progress)
            });
        };
        if let Err(stop) = road::carry_out(console, &run, approved, tell, move |seen| {
            verifying.set(Some(seen))
        })
        .await
        {
            verifying.set(None);
            document::guard(false);
            stopped.set(Some(stop));
        }
    });
    // What people do elsewhere is not this page's to finish.
    let all = planned.plan.steps.len() - planned.plan.by_hand().count();
    let done = move || {
        states.with(|states| {
            states
                .iter()
                .filter(|state| state.1 == Progress::Done)
                .count()
        })
    };
    let count = move || {
        let (done, all) = (done().to_string(), all.to_string());
        Text::ApplyProgress.with(console.language(), &[("done", &done), ("all", &all)])
    };
    let said = move || match verifying.get() {
        Some(seen) => {
            let (good, of) = (seen.good.to_string(), seen.of.to_string());
            Text::ApplyVerifying.with(console.language(), &[("good", &good), ("of", &of)])
        }
        None => count(),
    };
    let steps = planned
        .plan
        .steps
        .clone()
        .into_iter()
        .enumerate()
        .map(move |(at, step)| {
            let state = move || {
                states.with(|states| states.get(at).map_or(Progress::Waiting, |state| state.1))
            };
            view! {
                <li class=move || state().class() data-step=step.id.to_string()>
                    <p>{console.sentence(step.sentence)}</p>
                    <p class="progress__state">{move || state().words(console)}</p>
                </li>
            }
        });
    let planned = StoredValue::new_local(planned);
    let stop = move || {
        stopped
            .get()
            .map(|stopped| view! { <StoppedRun planned=planned.get_value() stopped/> })
    };
    view! {
        <section class="stage">
            <h1 tabindex="-1">{console.text(Text::ApplyHeading)}</h1>
            <p>{console.text(Text::ApplyIntroduction)}</p>
            <progress max=all.to_string() prop:value=move || done().to_string() aria-label=console.text(Text::ApplyHeading)></progress>
            <p role="status">{said}</p>
            <ol class="progress" id="progress">{steps.collect_view()}</ol>
            {stop}
        </section>
    }
}

/// What stopped the run, and the ways on; whoever lacks a role can hand what is left to a colleague.
#[component]
fn StoppedRun(
    /// What was approved.
    planned: Rc<Planned>,
    /// What stopped it.
    stopped: Stopped,
) -> impl IntoView {
    let console = use_console();
    let Stopped {
        trouble,
        run,
        journal,
    } = stopped;
    let journal = journal.filter(|_| trouble.lacks_role());
    let before = &planned.signed_in.past.history;
    let remainder = journal.and_then(|journal| Remainder::of_run(&journal, before));
    let hand_on = remainder.map(|remainder| view! { <HandOn remainder/> });
    let again = trouble.needs_sign_in();
    let challenge = trouble.challenge().map(str::to_owned);
    let go_on = move |_| {
        let signed_in = Rc::clone(&planned.signed_in);
        if again {
            let resume = run.clone().map(Errand::Resume);
            let errand = resume.unwrap_or_else(|| planned.errand.clone());
            road::sign_in_to_write(console, &signed_in, errand, challenge.as_deref());
        } else if let Some(run) = run.clone() {
            spawn_local(road::look_again_to_resume(console, signed_in, run));
        } else {
            spawn_local(road::go_on(console, signed_in, planned.errand.clone()));
        }
    };
    let button = if again {
        Text::StartAgainButton
    } else {
        Text::LookAgain
    };
    view! {
        <TroubleNotice trouble/>
        {hand_on}
        <div class="actions">
            <button type="button" class="button button--primary" id="look-again" on:click=go_on>{console.text(button)}</button>
        </div>
        {again.then(|| view! { <ErrorsThere/> })}
    }
}
