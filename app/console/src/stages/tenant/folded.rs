//! A list of which the first items are shown and a long rest is folded.

use leptos::prelude::*;
use words::Text;

use crate::console::use_console;

/// How many items are always shown.
const SHOWN: usize = 3;

/// The items, those behind the third one folded; "none" where there is none.
#[component]
pub(super) fn Folded(
    /// The items, what matters most first.
    items: Vec<AnyView>,
) -> impl IntoView {
    let console = use_console();
    if items.is_empty() {
        return console.text(Text::TenantNone).into_any();
    }
    let mut shown = items;
    let rest = shown.split_off(shown.len().min(SHOWN));
    let list = |items: Vec<AnyView>| {
        let items = items.into_iter().map(|item| view! { <li>{item}</li> });
        view! { <ul class="plain">{items.collect_view()}</ul> }
    };
    let count = rest.len().to_string();
    let rest = (!rest.is_empty()).then(|| {
        view! {
            <details class="fold">
                <summary>{console.text_with(Text::TenantMore, "count", count)}</summary>
                {list(rest)}
            </details>
        }
    });
    view! { {list(shown)}{rest} }.into_any()
}
