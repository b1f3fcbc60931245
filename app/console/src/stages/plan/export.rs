//! The plan as documents to save: for the people who must agree to a change, and for their tools.

use std::rc::Rc;

use handoff::change_request;
use handoff::plan_json;
use leptos::prelude::*;
use words::Text;

use crate::browser::files;
use crate::console::use_console;
use crate::stage::Planned;

/// Saves the plan as a document.
#[component]
pub(super) fn Export(
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
