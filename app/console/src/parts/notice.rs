//! What a person must notice: a problem, a warning, a remark.

use leptos::prelude::*;
use words::Text;

use crate::browser::clock;
use crate::console::use_console;
use crate::parts::copied::CopyButton;
use crate::stage::Trouble;

/// How much it matters.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Tone {
    /// Good to know.
    Remark,
    /// Think before going on.
    Warning,
    /// It did not work.
    Problem,
}

impl Tone {
    fn class(self) -> &'static str {
        match self {
            Self::Remark => "notice notice--remark",
            Self::Warning => "notice notice--warning",
            Self::Problem => "notice notice--problem",
        }
    }
}

/// A box with something to notice.
#[component]
pub(crate) fn Notice(
    /// How much it matters.
    tone: Tone,
    /// What it says.
    children: Children,
) -> impl IntoView {
    let role = (tone == Tone::Problem).then_some("alert");
    view! { <div class=tone.class() role=role>{children()}</div> }
}

/// What went wrong, with everything that support asks for and a button that copies all of it. Only the words are an
/// alert: an alert is read out whole whenever something in it changes, and the button tells what became of copying.
#[component]
pub(crate) fn TroubleNotice(
    /// What went wrong.
    trouble: Trouble,
) -> impl IntoView {
    let console = use_console();
    let facts = trouble.facts().into_iter().map(|(label, value)| {
        view! {
            <dt>{console.text(label)}</dt>
            <dd><code>{value}</code></dd>
        }
    });
    let facts = facts.collect_view();
    let at = trouble.at;
    let local = move || clock::local(at, console.language());
    let name = Signal::derive(move || Text::ProblemCopy.words(console.language()).to_owned());
    let said = console.sentence(trouble.message.clone());
    let copy = move || {
        let text = trouble.as_text(console.language());
        view! { <CopyButton value=text name/> }
    };
    view! {
        <div class=Tone::Problem.class()>
            <div role="alert">
                <h2>{console.text(Text::ProblemHeading)}</h2>
                <p id="trouble">{said}</p>
            </div>
            <dl class="facts notice__id" id="trouble-facts">
                {facts}
                <dt>{console.text(Text::ProblemTime)}</dt>
                <dd><time datetime=at.to_string() title=at.to_string()>{local}</time></dd>
            </dl>
            <p id="trouble-copy">{copy}</p>
        </div>
    }
}
