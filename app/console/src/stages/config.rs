//! `config.json` is missing or wrong: whoever hosts the page is told, field by field.

use std::rc::Rc;

use leptos::prelude::*;
use words::Text;

use crate::config::ConfigProblem;
use crate::console::use_console;

/// Lists what is wrong with `config.json`.
#[component]
pub(crate) fn ConfigStage(
    /// Everything that is wrong.
    problems: Rc<Vec<ConfigProblem>>,
) -> impl IntoView {
    let console = use_console();
    let items: Vec<ConfigProblem> = problems.to_vec();
    view! {
        <section class="stage">
            <h1 tabindex="-1">{console.text(Text::ConfigHeading)}</h1>
            <p>{console.text(Text::ConfigIntroduction)}</p>
            <ul id="config-problems" class="problems">
                {items.into_iter().map(|problem| view! { <li>{move || problem.sentence(console.language())}</li> }).collect_view()}
            </ul>
        </section>
    }
}
