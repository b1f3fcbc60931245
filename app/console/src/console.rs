//! What every part of the page shares: the configuration, the language, and the stage.

use std::rc::Rc;
use std::time::Duration;

use leptos::prelude::*;
use survey::Check;
use words::Language;
use words::Text;

use crate::browser::clock;
use crate::browser::document;
use crate::config::Config;
use crate::stage::MadePair;
use crate::stage::Milestone;
use crate::stage::Stage;

/// Handles to what every part of the page shares. Copied freely; the data is kept once.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Console {
    /// Where the person is.
    pub(crate) stage: RwSignal<Stage, LocalStorage>,
    /// The last milestone reached, kept while something is being done.
    pub(crate) milestone: RwSignal<Milestone>,
    /// For how many seconds Microsoft asks to wait, while it does.
    pub(crate) asked_to_wait: RwSignal<Option<u64>>,
    /// Whether this run makes a key pair.
    pub(crate) with_keys: RwSignal<bool>,
    language: RwSignal<Language>,
    checks: StoredValue<Rc<Vec<Check>>, LocalStorage>,
    pair: StoredValue<Option<Rc<MadePair>>, LocalStorage>,
    config: StoredValue<Option<Rc<Config>>, LocalStorage>,
}

impl Console {
    /// Makes the handles and offers them to every component.
    pub(crate) fn provide() -> Self {
        let console = Self {
            stage: RwSignal::new_local(Stage::Working(Text::WorkingSignIn)),
            milestone: RwSignal::new(Milestone::SignIn),
            asked_to_wait: RwSignal::new(None),
            with_keys: RwSignal::new(false),
            language: RwSignal::new(document::preferred_language()),
            checks: StoredValue::new_local(Rc::default()),
            pair: StoredValue::new_local(None),
            config: StoredValue::new_local(None),
        };
        document::set_language(console.language.get_untracked());
        provide_context(console);
        console
    }

    /// The language; following it.
    pub(crate) fn language(self) -> Language {
        self.language.get()
    }

    /// Changes the language.
    pub(crate) fn speak(self, language: Language) {
        document::set_language(language);
        self.language.set(language);
    }

    /// A text, following the language.
    pub(crate) fn text(self, text: Text) -> impl Fn() -> &'static str + Copy + Send + 'static {
        move || text.words(self.language.get())
    }

    /// A text with one value in it, following the language.
    pub(crate) fn text_with(
        self,
        text: Text,
        name: &'static str,
        value: impl Into<String>,
    ) -> impl Fn() -> String + Clone + Send + 'static {
        let value = value.into();
        move || text.with(self.language.get(), &[(name, &value)])
    }

    /// The words for a message, following the language. Moments in it are put into the person's own zone.
    pub(crate) fn sentence(
        self,
        message: base::Message,
    ) -> impl Fn() -> String + Clone + Send + 'static {
        move || {
            let language = self.language.get();
            words::sentence(&in_local_time(message.clone(), language), language)
        }
    }

    /// Notes for how long Microsoft asks to wait; `None` when that is over.
    pub(crate) fn asked_to_wait(self, wait: Option<Duration>) {
        self.asked_to_wait.set(wait.map(|wait| wait.as_secs()));
    }

    /// Notes whether this run makes a key pair, which is a step of its own.
    pub(crate) fn makes_keys(self, making: bool) {
        self.with_keys.set(making);
    }

    /// Keeps what was found before anything else, to be shown beside the plan.
    pub(crate) fn checked(self, checks: Rc<Vec<Check>>) {
        self.checks.set_value(checks);
    }

    /// What was found before anything else.
    pub(crate) fn checks(self) -> Rc<Vec<Check>> {
        self.checks.get_value()
    }

    /// The key pair that this run made, for as long as this page is open and the run not begun anew.
    pub(crate) fn made_pair(self) -> Option<Rc<MadePair>> {
        self.pair.get_value()
    }

    /// The configuration, once it was read.
    pub(crate) fn config(self) -> Option<Rc<Config>> {
        self.config.get_value()
    }

    /// Keeps the configuration.
    pub(crate) fn configure(self, config: Config) {
        self.config.set_value(Some(Rc::new(config)));
    }

    /// Goes to another stage.
    pub(crate) fn go(self, stage: Stage) {
        if let Some(milestone) = stage.milestone() {
            self.milestone.set(milestone);
        }
        match &stage {
            Stage::Keys(_, _, pair) => self.pair.set_value(pair.clone()),
            // A run that begins anew, or is over, needs none.
            Stage::Start(_) | Stage::Tenant(_) | Stage::Choose(..) | Stage::Left => {
                self.pair.set_value(None);
            }
            _ => {}
        }
        document::guard(stage.would_be_lost());
        self.stage.set(stage);
    }
}

/// The message with its moments in the person's own zone.
fn in_local_time(mut message: base::Message, language: Language) -> base::Message {
    for value in message.parameters.values_mut() {
        if let Ok(moment) = value.parse() {
            *value = clock::local(moment, language);
        }
    }
    if let Some(advice) = message.advice.take() {
        message.advice = Some(Box::new(in_local_time(*advice, language)));
    }
    message
}

/// The handles, from any component.
///
/// # Panics
///
/// Outside the app, which provides them before anything is drawn.
#[expect(
    clippy::expect_used,
    reason = "the app provides them before it draws any component"
)]
pub(crate) fn use_console() -> Console {
    use_context::<Console>().expect("the app provides the console")
}
