//! Why keys can be neither made nor opened at an address that is not secure, and what to do.

use leptos::prelude::*;
use words::Text;

use crate::browser::address;
use crate::console::use_console;
use crate::parts::notice::Notice;
use crate::parts::notice::Tone;

/// Says that the browser offers no cryptography here.
#[component]
pub(crate) fn Insecure() -> impl IntoView {
    let console = use_console();
    let here = address::current().map(|here| here.origin().ascii_serialization());
    view! {
        <Notice tone=Tone::Problem>
            <h3>{console.text(Text::InsecureHeading)}</h3>
            <p>{console.text_with(Text::InsecureHelp, "address", here.unwrap_or_default())}</p>
        </Notice>
    }
}
