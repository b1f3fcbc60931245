//! A field for files: chosen, or dropped onto it. The files are read only when they are needed.

use base::Secret;
use leptos::prelude::*;
use web_sys::File;
use words::Text;

use crate::browser::files;
use crate::console::use_console;
use crate::parts::entry::Wrong;

/// The files that were chosen.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ChosenFiles(RwSignal<Vec<File>, LocalStorage>);

impl ChosenFiles {
    /// None yet.
    pub(crate) fn none() -> Self {
        Self(RwSignal::new_local(Vec::new()))
    }

    /// The files; following them.
    pub(crate) fn get(self) -> Vec<File> {
        self.0.get()
    }

    /// Lets go of the files.
    pub(crate) fn clear(self) {
        self.0.set(Vec::new());
    }

    /// Reads at most one byte more than `most` of each. They may hold secrets. The error says why the browser could not.
    pub(crate) async fn read(self, most: i32) -> Result<Vec<Secret<Vec<u8>>>, Wrong> {
        let mut contents = Vec::new();
        for file in self.0.get_untracked() {
            contents.push(files::read(&file, most).await.map_err(Wrong::Unread)?);
        }
        Ok(contents)
    }

    /// As [`Self::read`], of one file, which must be there.
    pub(crate) async fn read_one(self, most: i32) -> Result<Secret<Vec<u8>>, Wrong> {
        let mut contents = self.read(most).await?;
        contents.pop().ok_or(Wrong::Text(Text::FileMissing))
    }
}

/// A field for files that is also the place to drop them onto.
#[component]
pub(crate) fn FileField(
    /// `id` of the control.
    id: &'static str,
    /// What it is called.
    label: Text,
    /// What a person should know of it.
    #[prop(optional)]
    help: Option<Text>,
    /// Endings of the names that are offered.
    accept: &'static str,
    /// Whether several may be chosen at once.
    #[prop(optional)]
    several: bool,
    /// The files.
    chosen: ChosenFiles,
    /// What is wrong with them.
    wrong: RwSignal<Option<Wrong>>,
    /// What else files may be dropped onto.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let console = use_console();
    let over = RwSignal::new(false);
    let take = move |mut files: Vec<File>| {
        over.set(false);
        if files.is_empty() {
            return;
        }
        if !several {
            files.truncate(1);
        }
        wrong.set(None);
        chosen.0.set(files);
    };
    let dropped = move |event: web_sys::DragEvent| {
        if files::carries_files(&event) {
            event.prevent_default();
            take(files::dropped(&event));
        }
    };
    let dragged = move |event: web_sys::DragEvent| {
        if files::carries_files(&event) {
            event.prevent_default();
            over.set(true);
        }
    };
    let names = move || {
        let names: Vec<String> = chosen
            .0
            .with(|files| files.iter().map(File::name).collect());
        let files = names.join(", ");
        (!files.is_empty()).then(|| Text::FileChosen.with(console.language(), &[("files", &files)]))
    };
    let help = help.map(|help| {
        view! { <p class="field__help" id=format!("{id}-help")>{console.text(help)}</p> }
    });
    view! {
        <div
            class="drop"
            class:drop--over=move || over.get()
            on:dragover=dragged
            on:dragleave=move |_| over.set(false)
            on:drop=dropped
        >
            {help}
            <p class="drop__choose">
                <input
                    type="file"
                    class="unseen"
                    id=id
                    accept=accept
                    multiple=several
                    aria-invalid=move || wrong.with(Option::is_some).to_string()
                    aria-describedby=format!("{id}-help {id}-chosen {id}-problem")
                    on:change=move |event| take(files::all_chosen(&event))
                />
                <label class="button" for=id>{console.text(label)}</label>
                " "{console.text(Text::FileDrop)}
            </p>
            <p class="drop__chosen" id=format!("{id}-chosen") role="status">{names}</p>
            <p class="field__problem" id=format!("{id}-problem") role="alert">
                {move || wrong.get().map(|wrong| wrong.words(console))}
            </p>
            {children.map(|children| children())}
        </div>
    }
}
