//! Work that the keys worker does while the page stays usable: what is said meanwhile, and the way to stop it.

use std::future::Future;

use futures_util::future::AbortHandle;
use futures_util::future::abortable;
use leptos::prelude::*;
use leptos::task::spawn_local;
use words::Text;

use crate::browser::document;
use crate::console::use_console;

/// Where the work stands.
#[derive(Clone, Debug)]
enum State {
    /// Not begun, or done.
    Idle,
    /// Going on; the handle stops it.
    GoingOn(AbortHandle),
    /// Stopped by the person.
    Stopped,
}

/// At most one piece of work at a time. It ends with the component that made it, and the worker with it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Work(RwSignal<State>);

impl Work {
    /// None yet.
    pub(crate) fn none() -> Self {
        let work = Self(RwSignal::new(State::Idle));
        on_cleanup(move || work.abort());
        work
    }

    /// Whether it is going on; following it.
    pub(crate) fn is_going_on(self) -> bool {
        self.0.with(|state| matches!(state, State::GoingOn(_)))
    }

    /// Begins `work`, unless some is going on, and gives what comes of it to `then`, unless it is stopped before.
    pub(crate) fn begin<T: 'static>(
        self,
        work: impl Future<Output = T> + 'static,
        then: impl FnOnce(T) + 'static,
    ) {
        if self
            .0
            .with_untracked(|state| matches!(state, State::GoingOn(_)))
        {
            return;
        }
        let (work, handle) = abortable(work);
        self.0.set(State::GoingOn(handle));
        spawn_local(async move {
            if let Ok(outcome) = work.await {
                // Nobody is left to tell if the component went away meanwhile.
                if self.0.try_set(State::Idle).is_none() {
                    then(outcome);
                }
            }
        });
    }

    fn stop(self) {
        self.abort();
        self.0.set(State::Stopped);
    }

    /// Ends it because what it was begun for is wanted no more. Nothing is said of that.
    pub(crate) fn give_up(self) {
        self.abort();
        self.0.set(State::Idle);
    }

    fn abort(self) {
        self.0.try_with_untracked(|state| {
            if let State::GoingOn(handle) = state {
                handle.abort();
            }
        });
    }
}

/// Says what is being done and offers to stop it. The status is there before anything is said in it, so that it is read out.
#[component]
pub(crate) fn WorkProgress(
    /// The work.
    work: Work,
    /// What is being done.
    text: Text,
    /// What else is to be known of it.
    #[prop(optional)]
    patience: Option<Text>,
    /// Finds the control that began it, which gets the focus back when it is stopped.
    #[prop(into)]
    begun_by: String,
) -> impl IntoView {
    let console = use_console();
    let said = move || {
        let language = console.language();
        work.0.with(|state| match state {
            State::Idle => String::new(),
            State::GoingOn(_) => {
                let parts = [Some(text), patience];
                let words = parts.into_iter().flatten().map(|text| text.words(language));
                words.collect::<Vec<_>>().join(". ")
            }
            State::Stopped => Text::WorkStopped.words(language).to_owned(),
        })
    };
    let begun_by = StoredValue::new(begun_by);
    let stop = move |_| {
        work.stop();
        begun_by.with_value(|begun_by| document::focus(begun_by));
    };
    let going_on = Memo::new(move |_| work.is_going_on());
    let shown = move || {
        going_on.get().then(|| {
            view! {
                <progress aria-label=console.text(text)></progress>
                <button type="button" class="button button--small" on:click=stop>{console.text(Text::WorkStop)}</button>
            }
        })
    };
    view! {
        <div class="work">
            <p class="work__said" role="status">{said}</p>
            {shown}
        </div>
    }
}
