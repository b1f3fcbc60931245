//! A password that a person types: its field and its signal hold it no longer than it is needed. Copies that drawing and
//! typing make on the way are dropped at once, but are out of reach to be wiped.

use base::Secret;
use leptos::html::Input;
use leptos::prelude::*;

/// What is typed into a password's field. Copied freely; the text that stands is wiped at the latest when the part of the
/// page that asks for it goes, for whatever reason.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TypedPassword {
    text: RwSignal<String>,
    control: NodeRef<Input>,
}

impl TypedPassword {
    /// Nothing is typed yet.
    pub(crate) fn none() -> Self {
        let password = Self {
            text: RwSignal::new(String::new()),
            control: NodeRef::new(),
        };
        on_cleanup(move || password.leave());
        password
    }

    /// The text, for its field.
    pub(crate) fn text(self) -> RwSignal<String> {
        self.text
    }

    /// The field's control.
    pub(crate) fn control(self) -> NodeRef<Input> {
        self.control
    }

    /// What is typed now, for the work that it is typed for.
    pub(crate) fn secret(self) -> Secret<String> {
        Secret::new(self.text.get_untracked())
    }

    /// Empties the field: what was typed is no longer needed.
    pub(crate) fn forget(self) {
        drop(self.text.try_update(taken));
    }

    /// Empties text and control when both go. By then nothing follows the text any more, and the browser would keep what is in
    /// the control until it clears up.
    fn leave(self) {
        drop(self.text.try_update_untracked(taken));
        if let Some(control) = self.control.try_get_untracked().flatten() {
            control.set_value("");
        }
    }
}

/// Takes the text away, to be wiped when what this returns is dropped.
fn taken(text: &mut String) -> Secret<String> {
    Secret::new(std::mem::take(text))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::Mutex;

    use super::*;

    #[test]
    fn what_is_typed_is_given_to_the_work_and_then_forgotten() {
        let owner = Owner::new();
        owner.with(|| {
            let password = TypedPassword::none();
            password.text().set("correct horse".to_owned());
            assert_eq!(password.secret().expose(), "correct horse");
            password.forget();
            assert_eq!(password.text().get_untracked(), "");
        });
    }

    #[test]
    fn it_is_emptied_while_the_part_that_asks_for_it_goes() {
        let left = Arc::new(Mutex::new(None));
        let part = Owner::new();
        part.with(|| {
            let password = TypedPassword::none();
            password.text().set("correct horse".to_owned());
            let left = Arc::clone(&left);
            // Done after what was registered before it, and before the signals go.
            on_cleanup(move || *left.lock().unwrap() = password.text().try_get_untracked());
        });
        part.cleanup();
        assert_eq!(*left.lock().unwrap(), Some(String::new()));
    }
}
