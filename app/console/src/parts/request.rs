//! The Graph request of a step, unfolded on demand: exactly what will be sent, ids to come in braces.

use graph::Template;
use leptos::prelude::*;
use serde_json::Value;
use words::Text;

use crate::console::use_console;

/// A request to Microsoft Graph behind a summary.
#[component]
pub(crate) fn RequestDetails(
    /// The request.
    template: Template,
    /// What it is called.
    #[prop(default = Text::PlanRequest)]
    title: Text,
) -> impl IntoView {
    let console = use_console();
    let pending = template.has_pending();
    let note =
        pending.then(|| view! { <p class="field__help">{console.text(Text::PlanPending)}</p> });
    let body = template
        .body
        .as_ref()
        .map(|body| view! { <pre class="request__body">{shown(body)}</pre> });
    let headers: Vec<String> = template
        .headers
        .iter()
        .map(|(name, value)| format!("{name}: {value}"))
        .collect();
    let headers = (!headers.is_empty())
        .then(|| view! { <p class="request__line"><code>{headers.join("\n")}</code></p> });
    view! {
        <details class="request">
            <summary>{console.text(title)}</summary>
            <p class="request__line"><code>{template.method.clone()}" "{template.shown_path()}</code></p>
            {headers}
            {body}
            {note}
        </details>
    }
}

/// A body as indented JSON.
fn shown(body: &Value) -> String {
    serde_json::to_string_pretty(&graph::shown_body(body)).unwrap_or_default()
}
