//! Every text that a person reads, in English and Dutch.
//!
//! [`Text`] names the texts of the page; [`sentence`] gives the words for a [`base::Message`]. Both are exhaustive: a text
//! or message without its words in each language does not compile. No layout, no markup, no Leptos in here.

mod messages;
mod shape;
mod texts;

use std::collections::BTreeMap;

use base::Message;
pub use texts::Text;

/// A language of the page.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Language {
    /// English.
    #[default]
    English,
    /// Dutch.
    Dutch,
}

impl Language {
    /// Every language, in the order in which they are offered.
    pub const ALL: [Self; 2] = [Self::English, Self::Dutch];

    /// The language's tag (RFC 5646), for the `lang` attribute and for dates.
    pub fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Dutch => "nl",
        }
    }

    /// The language's name in itself.
    pub fn name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::Dutch => "Nederlands",
        }
    }

    /// The language that fits best to the tags that a browser prefers, most wanted first; English if none fits.
    pub fn preferred<'a>(tags: impl IntoIterator<Item = &'a str>) -> Self {
        let fits = |tag: &str| {
            let primary = tag
                .split('-')
                .next()
                .unwrap_or_default()
                .to_ascii_lowercase();
            Self::ALL
                .into_iter()
                .find(|language| language.tag() == primary)
        };
        tags.into_iter().find_map(fits).unwrap_or_default()
    }
}

/// Words in each language.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Words {
    pub(crate) english: &'static str,
    pub(crate) dutch: &'static str,
}

impl Words {
    fn in_language(self, language: Language) -> &'static str {
        match language {
            Language::English => self.english,
            Language::Dutch => self.dutch,
        }
    }
}

impl Text {
    /// The text in `language`, as it stands.
    pub fn words(self, language: Language) -> &'static str {
        self.in_each().in_language(language)
    }

    /// The text in `language` with its placeholders replaced.
    pub fn with(self, language: Language, parameters: &[(&str, &str)]) -> String {
        let parameters = parameters
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        fill(self.words(language), &parameters)
    }
}

/// The words for `message` in `language`, its reason inside and its advice behind it.
pub fn sentence(message: &Message, language: Language) -> String {
    let mut parameters = message.parameters.clone();
    if let Some(reason) = &message.reason {
        parameters.insert("reason".to_owned(), sentence(reason, language));
    }
    let words = messages::words(message.key).in_language(language);
    let said = fill(words, &parameters);
    match &message.advice {
        Some(advice) => format!("{said} {}", sentence(advice, language)),
        None => said,
    }
}

/// Replaces `{name}` by the parameter of that name. What stands in a parameter is not searched again, so a value cannot
/// bring placeholders of its own.
fn fill(template: &str, parameters: &BTreeMap<String, String>) -> String {
    let mut text = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        text.push_str(before);
        match after.split_once('}') {
            Some((name, behind)) => {
                match parameters.get(name) {
                    Some(value) => text.push_str(value),
                    None => text.push('…'),
                }
                rest = behind;
            }
            None => {
                text.push('{');
                rest = after;
            }
        }
    }
    text.push_str(rest);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_replaced_once() {
        let parameters = BTreeMap::from([
            ("a".to_owned(), "{b}".to_owned()),
            ("b".to_owned(), "never".to_owned()),
        ]);
        assert_eq!(fill("x {a} y {a}.", &parameters), "x {b} y {b}.");
        assert_eq!(fill("{missing} and {open", &parameters), "… and {open");
    }

    #[test]
    fn an_advice_follows_what_happened() {
        let fault = Message::new(base::Key::StoppedNotSeen);
        let advised = fault
            .clone()
            .advised(Message::new(base::Key::AdviceCollision));
        for language in Language::ALL {
            let (said, advice) = sentence(&advised, language)
                .strip_prefix(&sentence(&fault, language))
                .map(|rest| rest.split_at(1))
                .map(|(blank, advice)| (blank.to_owned(), advice.to_owned()))
                .unwrap();
            assert_eq!(said, " ");
            assert_eq!(
                advice,
                sentence(&Message::new(base::Key::AdviceCollision), language)
            );
        }
    }

    #[test]
    fn a_reason_stands_inside_the_sentence_in_its_language() {
        let message = Message::new(base::Key::SignInAnswerMalformed)
            .because(Message::new(base::Key::ReasonCodeEmpty));
        for (language, beginning) in [
            (
                Language::English,
                "Microsoft's answer could not be read (the code in it is empty). ",
            ),
            (
                Language::Dutch,
                "Het antwoord van Microsoft kon niet worden gelezen (de code erin is leeg). ",
            ),
        ] {
            let said = sentence(&message, language);
            assert!(said.starts_with(beginning), "{said}");
        }
    }

    #[test]
    fn the_first_language_that_is_known_is_taken() {
        for (tags, expected) in [
            (vec!["nl-BE", "en"], Language::Dutch),
            (vec!["de-DE", "EN-gb", "nl"], Language::English),
            (vec!["fr"], Language::English),
            (vec![], Language::English),
        ] {
            assert_eq!(
                Language::preferred(tags.iter().copied()),
                expected,
                "{tags:?}"
            );
        }
    }
}
