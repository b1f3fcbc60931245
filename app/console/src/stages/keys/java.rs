//! A Java key store of the pair, made when it is asked for: its alias and its password.

use base::Key;
use base::Message;
use base::Secret;
use keys::KeyError;
use keys::STORE_NAME;
use leptos::prelude::*;
use words::Text;

use super::password::FEWEST;
use super::saving::Shelf;
use crate::browser::document;
use crate::console::use_console;
use crate::parts::entry::Entry;
use crate::parts::entry::ShowPassword;
use crate::parts::entry::Wrong;
use crate::parts::entry::kind_of;
use crate::parts::strength::StrengthTold;
use crate::parts::typed_password::TypedPassword;
use crate::parts::work::Work;
use crate::parts::work::WorkProgress;
use crate::road;

/// The longest alias, in characters.
const LONGEST_ALIAS: usize = 64;

/// What is wrong with an alias. Java lower-cases aliases, and in a configuration file the plainest ones make no trouble.
fn wrong_alias(alias: &str) -> Option<Wrong> {
    let is_plain = |sign: char| sign.is_ascii_lowercase() || sign.is_ascii_digit() || sign == '-';
    let is_right = (1..=LONGEST_ALIAS).contains(&alias.len()) && alias.chars().all(is_plain);
    (!is_right).then_some(Wrong::Text(Text::KeysJksAliasWrong))
}

/// What is wrong with the store's password. The format is no better than it, so it is to be as long as that of the others.
fn wrong_password(password: &Secret<String>) -> Option<Wrong> {
    if let Err(error) = keys::password::check_for_jks(password) {
        return Some(error.into());
    }
    // EXPOSE: only its length is looked at.
    let is_short = password.expose().chars().count() < FEWEST;
    let message = Message::new(Key::FieldPasswordShort).with("fewest", FEWEST);
    is_short.then_some(Wrong::Message(message))
}

/// Asks for alias and password, and makes the store.
#[component]
pub(super) fn MakeJks(
    /// The files.
    shelf: Shelf,
) -> impl IntoView {
    let console = use_console();
    let alias = RwSignal::new(STORE_NAME.to_owned());
    let password = TypedPassword::none();
    let shown = RwSignal::new(false);
    let (about_alias, about_password) = (RwSignal::new(None), RwSignal::new(None));
    let making = Work::none();
    let done = move |made: Result<Secret<Vec<u8>>, KeyError>| match made {
        Ok(store) => {
            shelf.jks.set(Some(store));
            request_animation_frame(|| document::focus("#save-jks"));
        }
        Err(error) => about_password.set(Some(error.into())),
    };
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let name = alias.get_untracked().trim().to_owned();
        let secret = password.secret();
        about_alias.set(wrong_alias(&name));
        about_password.set(wrong_password(&secret));
        if about_alias.with_untracked(Option::is_some) {
            return document::focus("#alias");
        }
        if about_password.with_untracked(Option::is_some) {
            return document::focus("#store-password");
        }
        let pair = shelf.pair();
        making.begin(
            async move { road::keys::make_jks(&pair, name, secret).await },
            done,
        );
    };
    view! {
        <details class="fold" id="jks">
            <summary>{console.text(Text::KeysJksSummary)}</summary>
            <p class="field__help">{console.text(Text::KeysJksHelp)}</p>
            <form novalidate=true on:submit=submit>
                <Entry id="alias" label=Text::KeysJksAlias help=Text::KeysJksAliasHelp value=alias wrong=about_alias/>
                <Entry
                    id="store-password"
                    label=Text::KeysJksPassword
                    help=Text::KeysJksPasswordHelp
                    value=password.text()
                    control=password.control()
                    wrong=about_password
                    kind=kind_of(shown)
                    autocomplete="new-password"
                />
                <StrengthTold id="store-strength" password=password.text()/>
                <div class="actions actions--small">
                    <button type="submit" class="button" id="make-jks" aria-disabled=move || making.is_going_on().to_string()>
                        {console.text(Text::KeysJksMake)}
                    </button>
                    <ShowPassword id="show-store-password" controls="store-password" shown/>
                </div>
                <WorkProgress work=making text=Text::WorkingJks begun_by="#make-jks"/>
            </form>
        </details>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_aliases_are_taken() {
        for (alias, right) in [
            ("mytimetable", true),
            ("push-2027", true),
            (&"a".repeat(64), true),
            ("", false),
            (&"a".repeat(65), false),
            ("My Timetable", false),
            ("rooster\u{eb}n", false),
        ] {
            assert_eq!(wrong_alias(alias).is_none(), right, "{alias:?}");
        }
    }

    #[test]
    fn a_store_password_is_long_and_plain() {
        let wrong = |password: &str| wrong_password(&Secret::new(password.to_owned()));
        assert_eq!(wrong("twelve-signs"), None);
        let short = Message::new(Key::FieldPasswordShort).with("fewest", 12);
        assert_eq!(wrong("eleven-sign"), Some(Wrong::Message(short)));
        // Java opens no others; told before the length.
        let refused = KeyError::PasswordCharacter {
            position: 2,
            character: "\u{e9} (U+00E9)".to_owned(),
        };
        assert_eq!(wrong("t\u{e9}st"), Some(refused.into()));
    }
}
