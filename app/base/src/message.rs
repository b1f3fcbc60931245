//! What happened, without the words for it: a key and its parameters. `words` holds the sentences in each language.

mod key;

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::Serialize;

pub use self::key::Key;

/// A key and the values that its sentence names in braces.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Message {
    /// Which sentence.
    pub key: Key,
    /// Values for the sentence's placeholders. Untrusted text may stand here: it is shown as text only. A moment is in
    /// RFC 3339; whoever shows the sentence puts it into the person's own zone and language.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub parameters: BTreeMap<String, String>,
    /// What stands in the sentence for `{reason}`, where that is a text of ours and not a stranger's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Box<Message>>,
    /// A second sentence: what it comes from and what to do about it, where that is told apart from what happened.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub advice: Option<Box<Message>>,
}

impl Message {
    /// A message without parameters.
    pub fn new(key: Key) -> Self {
        Self {
            key,
            parameters: BTreeMap::new(),
            reason: None,
            advice: None,
        }
    }

    /// The same message with one more parameter.
    pub fn with(mut self, name: &str, value: impl ToString) -> Self {
        self.parameters.insert(name.to_owned(), value.to_string());
        self
    }

    /// The same message with its reason, which stands inside the sentence.
    pub fn because(mut self, reason: Self) -> Self {
        self.reason = Some(Box::new(reason));
        self
    }

    /// The same message, followed by an advice.
    pub fn advised(mut self, advice: Self) -> Self {
        self.advice = Some(Box::new(advice));
        self
    }

    /// Whether one of the advices that follow is `key`.
    pub fn advises(&self, key: Key) -> bool {
        let advice = self.advice.as_deref();
        advice.is_some_and(|advice| advice.key == key || advice.advises(key))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_advice_is_found_however_far_behind_it_stands() {
        let advice = Message::new(Key::StateNotDone).advised(Message::new(Key::AdviceRoles));
        let message = Message::new(Key::StoppedRefused).advised(advice);
        for (key, expected) in [
            (Key::StateNotDone, true),
            (Key::AdviceRoles, true),
            (Key::AdviceGone, false),
            // What happened is no advice.
            (Key::StoppedRefused, false),
        ] {
            assert_eq!(message.advises(key), expected, "{key:?}");
        }
    }
}
