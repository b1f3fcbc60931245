//! The frame of the page: header, steps, and the stage that the person is at.

use leptos::prelude::*;
use leptos::task::spawn_local;
use words::Text;

use crate::browser::document;
use crate::browser::files;
use crate::console::Console;
use crate::console::use_console;
use crate::parts::header::Header;
use crate::parts::steps::Steps;
use crate::road;
use crate::stage::Stage;
use crate::stages::apply::Apply;
use crate::stages::check::CheckStage;
use crate::stages::choose::Choose;
use crate::stages::config::ConfigStage;
use crate::stages::hand_over::HandOverStage;
use crate::stages::keys::KeysStage;
use crate::stages::left::LeftStage;
use crate::stages::plan::PlanStage;
use crate::stages::removed::RemovedStage;
use crate::stages::resume::ResumeStage;
use crate::stages::start::Start;
use crate::stages::tenant::TenantStage;
use crate::stages::trouble::TroubleStage;
use crate::stages::undone::UndoneStage;
use crate::stages::working::Working;

/// The whole page.
#[component]
pub(crate) fn App() -> impl IntoView {
    let console = Console::provide();
    spawn_local(road::open(console));
    // A new stage is a new page to whoever does not see it: the focus goes to its heading, the window gets its title.
    Effect::new(move || {
        console.stage.track();
        let milestone = console.milestone.get();
        let title = format!(
            "{} – {}",
            milestone.text().words(console.language()),
            Text::ProductName.words(console.language())
        );
        document::set_title(&title);
    });
    Effect::new(move || {
        console.stage.track();
        request_animation_frame(|| document::focus("main h1"));
    });
    // A file that misses the field for it must not be opened in place of the page, whose keys would be gone.
    let keep = |event: web_sys::DragEvent| {
        if files::carries_files(&event) {
            event.prevent_default();
        }
    };
    view! {
        <a class="skip" href="#content">{console.text(Text::SkipToContent)}</a>
        <Header/>
        <div class="page" on:dragover=keep on:drop=keep>
            <Steps/>
            <main id="content">
                <AskedToWait/>
                {move || draw(console.stage.get())}
            </main>
        </div>
    }
}

fn draw(stage: Stage) -> AnyView {
    match stage {
        Stage::Working(text) => view! { <Working text/> }.into_any(),
        Stage::Config(problems) => view! { <ConfigStage problems/> }.into_any(),
        Stage::Start(trouble) => view! { <Start trouble/> }.into_any(),
        Stage::Tenant(signed_in) => view! { <TenantStage signed_in/> }.into_any(),
        Stage::Choose(signed_in, wish) => view! { <Choose signed_in wish/> }.into_any(),
        Stage::Keys(signed_in, choice, pair) => {
            view! { <KeysStage signed_in choice pair/> }.into_any()
        }
        Stage::Check(signed_in, wish, checks) => {
            view! { <CheckStage signed_in wish checks/> }.into_any()
        }
        Stage::Resume(signed_in, run) => view! { <ResumeStage signed_in run/> }.into_any(),
        Stage::Plan(planned) => view! { <PlanStage planned/> }.into_any(),
        Stage::Apply(planned, approved) => view! { <Apply planned approved/> }.into_any(),
        Stage::HandOver(signed_in, handed_over) => {
            view! { <HandOverStage signed_in handed_over/> }.into_any()
        }
        Stage::Undone(signed_in, undone) => view! { <UndoneStage signed_in undone/> }.into_any(),
        Stage::Removed(signed_in, removal, gone) => {
            view! { <RemovedStage signed_in removal gone/> }.into_any()
        }
        Stage::Left => view! { <LeftStage/> }.into_any(),
        Stage::Trouble(signed_in, errand, trouble) => {
            view! { <TroubleStage signed_in errand trouble/> }.into_any()
        }
    }
}

/// Says that Microsoft asks for a pause, while it does.
#[component]
fn AskedToWait() -> impl IntoView {
    let console = use_console();
    let said = move || {
        let seconds = console.asked_to_wait.get()?.to_string();
        Some(Text::WaitingAsked.with(console.language(), &[("seconds", &seconds)]))
    };
    view! { <p class="small" role="status">{said}</p> }
}
