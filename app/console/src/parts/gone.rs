//! What was there before a run and is gone after it, though no plan was to take it away.

use std::rc::Rc;

use base::Message;
use leptos::prelude::*;
use words::Text;

use crate::console::use_console;
use crate::parts::notice::Notice;
use crate::parts::notice::Tone;

/// Lists it, with what to do; nothing, where nothing is gone.
#[component]
pub(crate) fn Gone(
    /// A sentence each.
    gone: Rc<Vec<Message>>,
) -> impl IntoView {
    let console = use_console();
    let item = move |fact: Message| view! { <li>{console.sentence(fact)}</li> };
    let items = gone.iter().cloned().map(item).collect_view();
    (!gone.is_empty()).then(|| {
        view! {
            <Notice tone=Tone::Warning>
                <h2>{console.text(Text::GoneHeading)}</h2>
                <p>{console.text(Text::GoneIntroduction)}</p>
                <ul id="gone">{items}</ul>
            </Notice>
        }
    })
}
