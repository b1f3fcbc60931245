//! The list that shows how far the person is.

use leptos::prelude::*;
use words::Text;

use crate::console::use_console;
use crate::stage::Milestone;

/// The milestones, the present one marked for eyes and ears.
#[component]
pub(crate) fn Steps() -> impl IntoView {
    let console = use_console();
    let item = move |milestone: Milestone| {
        let now = console.milestone.get();
        let current = (milestone == now).then_some("step");
        let class = match milestone.cmp(&now) {
            std::cmp::Ordering::Less => "steps__item steps__item--done",
            std::cmp::Ordering::Equal => "steps__item steps__item--now",
            std::cmp::Ordering::Greater => "steps__item",
        };
        let done = (milestone < now)
            .then(|| view! { <span class="unseen">" ("{console.text(Text::StepDone)}")"</span> });
        view! { <li class=class aria-current=current>{console.text(milestone.text())}{done}</li> }
    };
    view! {
        <nav class="steps" aria-label=console.text(Text::StepsLabel)>
            <ol>{move || Milestone::list(console.with_keys.get()).into_iter().map(item).collect_view()}</ol>
        </nav>
    }
}
