//! A key pair that the institution has already: opened with its password, of which only the certificate goes on.

use base::Secret;
use keys::Identity;
use keys::Unread;
use leptos::prelude::*;
use survey::Field;
use words::Text;

use super::form::Form;
use crate::browser::worker;
use crate::console::use_console;
use crate::parts::certificate::CertificateDetails;
use crate::parts::entry::Entry;
use crate::parts::entry::ShowPassword;
use crate::parts::entry::kind_of;
use crate::parts::field::id_of;
use crate::parts::file_field::ChosenFiles;
use crate::parts::file_field::FileField;
use crate::parts::insecure::Insecure;
use crate::parts::pair_files;
use crate::parts::pair_files::Refusal;
use crate::parts::typed_password::TypedPassword;
use crate::parts::unread::UnreadTold;
use crate::parts::work::Work;
use crate::parts::work::WorkProgress;
use crate::road;

/// The files of the pair, or why none can be opened here.
#[component]
pub(super) fn OwnPair(
    /// The form.
    form: Form,
) -> impl IntoView {
    if worker::is_possible() {
        view! { <Opener form/><Opened form/> }.into_any()
    } else {
        view! { <div id=id_of(Field::Certificate) tabindex="-1"><Insecure/></div> }.into_any()
    }
}

async fn open(files: ChosenFiles, password: Secret<String>) -> Result<Identity, Refusal> {
    let pair = pair_files::read(files).await?;
    Ok(road::keys::open(pair, password).await?)
}

/// Lets go of what was opened.
fn forget(form: Form) {
    form.own.set(None);
    form.left_out.set(Vec::new());
    form.unread.set(Unread::default());
}

/// Asks for files and password, and opens them. It stands within the form of the whole choice, so it is no form of its own.
#[component]
fn Opener(
    /// The form.
    form: Form,
) -> impl IntoView {
    let console = use_console();
    let files = ChosenFiles::none();
    let password = TypedPassword::none();
    let shown = RwSignal::new(false);
    let (about_files, about_password) = (RwSignal::new(None), RwSignal::new(None));
    let opening = Work::none();
    // What was opened, or is being opened, must not stand beside other files or beside another password.
    let start_over = move || {
        opening.give_up();
        forget(form);
    };
    Effect::new(move || {
        if !files.get().is_empty() {
            start_over();
        }
    });
    let done = move |outcome: Result<Identity, Refusal>| match outcome {
        Ok(identity) => {
            form.forget_problem(Field::Certificate);
            password.forget();
            form.left_out.set(identity.left_out);
            form.unread.set(identity.unread);
            form.own.set(Some(identity.certificate));
        }
        Err(Refusal::Files(wrong)) => about_files.set(Some(wrong)),
        Err(Refusal::Password(error)) => about_password.set(Some(error.into())),
    };
    let begin = move || {
        if untrack(|| opening.is_going_on()) {
            return;
        }
        forget(form);
        about_files.set(None);
        about_password.set(None);
        opening.begin(open(files, password.secret()), done);
    };
    let entered = move |event: web_sys::KeyboardEvent| {
        if event.key() == "Enter" {
            event.prevent_default();
            begin();
        }
    };
    let missing = move || {
        let problems = form.problems.get();
        let mine = problems
            .into_iter()
            .find(|problem| problem.field == Field::Certificate)?;
        Some(view! { <p class="field__problem">{console.sentence(mine.message)}</p> })
    };
    view! {
        <FileField
            id=id_of(Field::Certificate)
            label=Text::OwnFiles
            help=Text::OwnFilesHelp
            accept=pair_files::ACCEPTED
            several=true
            chosen=files
            wrong=about_files
        >
            {missing}
        </FileField>
        <div on:keydown=entered on:input=move |_| start_over()>
            <Entry
                id="own-password"
                label=Text::OwnPassword
                help=Text::OwnPasswordHelp
                value=password.text()
                control=password.control()
                wrong=about_password
                kind=kind_of(shown)
            />
        </div>
        <div class="actions actions--small">
            <button
                type="button"
                class="button"
                id="open-own"
                aria-disabled=move || opening.is_going_on().to_string()
                on:click=move |_| begin()
            >
                {console.text(Text::OwnOpen)}
            </button>
            <ShowPassword id="show-own-password" controls="own-password" shown/>
        </div>
        <WorkProgress work=opening text=Text::WorkingOpen begun_by="#open-own"/>
    }
}

/// What was opened. Only its first words are a status.
#[component]
fn Opened(
    /// The form.
    form: Form,
) -> impl IntoView {
    let console = use_console();
    let found = move || form.own.with(Option::is_some);
    let said = move || found().then(|| Text::OwnOpened.words(console.language()));
    let chain = move || {
        let left_out = form.left_out.get();
        (found() && !left_out.is_empty()).then(|| {
            let items = left_out
                .into_iter()
                .map(|subject| view! { <li>{subject}</li> });
            view! {
                <p>{console.text(Text::OwnLeftOut)}</p>
                <ul id="left-out">{items.collect_view()}</ul>
            }
        })
    };
    view! {
        <div id="own-opened" class:recognised=found>
            <p role="status">{said}</p>
            {move || form.own.get().map(|facts| view! { <CertificateDetails facts/> })}
            {chain}
            <UnreadTold id="own-unread" unread=form.unread/>
        </div>
    }
}
