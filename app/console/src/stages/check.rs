//! What was found before anything else: what would stop the run, and what is to be known first. Whoever lacks a role can
//! hand the whole set-up to a colleague here.

use std::rc::Rc;

use handoff::Remainder;
use leptos::prelude::*;
use leptos::task::spawn_local;
use survey::Check;
use survey::Task;
use survey::Verdict;
use survey::Wish;
use words::Text;

use crate::console::use_console;
use crate::parts::hand_on::HandOn;
use crate::road;
use crate::stage::SignedIn;
use crate::stage::Stage;

/// Shows what was found, and the ways on.
#[component]
pub(crate) fn CheckStage(
    /// Who is signed in.
    signed_in: Rc<SignedIn>,
    /// What was wished.
    wish: Wish,
    /// What was found.
    checks: Rc<Vec<Check>>,
) -> impl IntoView {
    let console = use_console();
    let fails = checks.iter().any(|check| check.verdict == Verdict::Fail);
    let lacking = survey::lacking(&checks);
    let whole =
        (!lacking.is_empty()).then(|| view! { <HandOn remainder=Remainder::of_wish(&wish)/> });
    let go_on = {
        let (signed_in, wish, checks) = (Rc::clone(&signed_in), wish.clone(), Rc::clone(&checks));
        move |_| {
            let (signed_in, wish, checks) =
                (Rc::clone(&signed_in), wish.clone(), Rc::clone(&checks));
            spawn_local(road::after_checks(console, signed_in, wish, checks));
        }
    };
    let leave_consent = {
        let (signed_in, mut wish, checks) =
            (Rc::clone(&signed_in), wish.clone(), Rc::clone(&checks));
        wish.choice.leave_consent = true;
        move |_| {
            let (signed_in, wish, checks) =
                (Rc::clone(&signed_in), wish.clone(), Rc::clone(&checks));
            spawn_local(road::after_checks(console, signed_in, wish, checks));
        }
    };
    let lacks_consent = lacking.contains(&Task::GrantPermission);
    let hand_on = (lacks_consent && !fails).then(|| {
        view! {
            <button type="button" class="button button--primary" id="leave-consent" on:click=leave_consent>
                {console.text(Text::CheckLeaveConsent)}
            </button>
        }
    });
    // What would stop the run was read from what this page may read: whoever knows better may try, and nothing is lost.
    let go_on_text = if fails {
        Text::CheckGoOnAllTheSame
    } else {
        Text::CheckGoOn
    };
    let back = move |_| {
        console.go(Stage::Choose(Rc::clone(&signed_in), Some(wish.clone())));
    };
    let introduction = if fails {
        Text::CheckFailed
    } else {
        Text::CheckWarned
    };
    view! {
        <section class="stage">
            <h1 tabindex="-1">{console.text(Text::CheckHeading)}</h1>
            <p>{console.text(introduction)}</p>
            <CheckList checks/>
            {whole}
            <div class="actions">
                {hand_on}
                <button type="button" class="button" id="after-checks" on:click=go_on>
                    {console.text(go_on_text)}
                </button>
                <button type="button" class="button" id="back-to-choices" on:click=back>
                    {console.text(Text::PlanRestart)}
                </button>
            </div>
        </section>
    }
}

/// Everything that was found, what stands in the way first.
#[component]
pub(crate) fn CheckList(
    /// What was found.
    checks: Rc<Vec<Check>>,
) -> impl IntoView {
    let console = use_console();
    let mut sorted = (*checks).clone();
    sorted.sort_by_key(|check| std::cmp::Reverse(check.verdict));
    let item = move |check: Check| {
        let (class, word) = match check.verdict {
            Verdict::Pass => ("badge badge--keep", Text::CheckPass),
            Verdict::Warn => ("badge badge--update", Text::CheckWarn),
            Verdict::Fail => ("badge badge--blocked", Text::CheckFail),
        };
        view! {
            <li class="plan__step">
                <p class="plan__sentence">
                    <span class=class>{console.text(word)}</span>
                    " "
                    {console.sentence(check.message)}
                </p>
            </li>
        }
    };
    view! { <ul class="plan" id="checks">{sorted.into_iter().map(item).collect_view()}</ul> }
}
