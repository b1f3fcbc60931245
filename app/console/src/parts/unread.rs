//! What of an input could not be read and is left out, and why.

use keys::Unread;
use leptos::prelude::*;
use words::Text;

use crate::console::use_console;

/// How many were left out, and the reasons; nothing where all could be read. It is read out when it appears.
#[component]
pub(crate) fn UnreadTold(
    /// `id` of the whole.
    id: &'static str,
    /// What could not be read.
    #[prop(into)]
    unread: Signal<Unread>,
) -> impl IntoView {
    let console = use_console();
    let told = move || {
        let Unread { count, reasons } = unread.get();
        let reason =
            |reason: keys::KeyError| view! { <li>{console.sentence(reason.message())}</li> };
        (count > 0).then(|| {
            view! {
                <p>{console.text_with(Text::ReadUnread, "count", count.to_string())}</p>
                <ul>{reasons.into_iter().map(reason).collect_view()}</ul>
            }
        })
    };
    view! { <div class="field__help field__help--warning" id=id role="status">{told}</div> }
}
